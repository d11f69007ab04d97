#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything without a mouse: pages, cards, menus, search and dialogs."""

from cases import run_cases
from driver import App, Atspi, Backend, wait_until

TITLE = "Réunion du réseau des correspondants"


def window(folder, started, *arguments):
    backend = Backend(folder)
    started.append(backend)
    planted = backend.plant(TITLE)
    app = App.signed_in(backend, "manager", *arguments, animations=True)
    started.append(app)
    return backend, app, *planted


def every_page_and_dialog_opens_and_closes(folder, started):
    _, app, *_ = window(folder, started)
    for number, page in enumerate(["To Do", "Planning", "Contents", "Network", "Surveys"], 1):
        app.key(f"alt+{number}")
        wait_until(lambda: app.find(page, "list item").has_state(Atspi.StateType.SELECTED), f"{page} is the page")
        app.find(page, "grouping")
        wait_until(app.focused, f"something on {page} has the focus")
    app.key("alt+2")
    for key, title in (("ctrl+k", "Search Everything"), ("ctrl+question", "Keyboard Shortcuts"), ("ctrl+comma", "Preferences"),
                       ("ctrl+n", "New Subject")):
        app.key(key)
        dialog = app.find(title, "dialog")
        wait_until(lambda: app.focused() and app.focused().is_within(dialog), f"the focus is in “{title}”")
        app.key("Escape")
        app.gone(title, "dialog")
    # Enter in a line of a form is done, once the form can be.
    for page, title, said in (("alt+2", "New Subject", "Create “Portes ouvertes”"), ("alt+3", "New Article", "Add “Article”")):
        app.key(page, "ctrl+n")
        dialog = app.find(title, "dialog")
        wait_until(lambda: app.focused() and app.focused().is_within(dialog), f"the focus is in “{title}”")
        app.type("Portes ouvertes")
        app.key("Return")
        app.gone(title, "dialog")
        app.find(role="label", contains=said)
    app.key("F10")
    app.find("Preferences", "menu item")
    app.key("Escape")
    app.gone("Preferences", "menu item")


def ctrl_q_quits_from_a_dialog_but_asks_about_words(folder, started):
    _, app, *_ = window(folder, started)
    app.key("alt+2", "ctrl+n")
    dialog = app.find("New Subject", "dialog")
    title = dialog.find("Title", "text")
    wait_until(lambda: title.is_focused, "one types at once")
    app.type("Visite du patrimoine")
    app.key("ctrl+q")
    app.find("Lose What Was Typed?", "alert")
    app.key("ctrl+q")  # it asks once
    app.key("Escape")
    app.gone("Lose What Was Typed?", "alert")
    assert title.text == "Visite du patrimoine", title.text
    wait_until(lambda: title.is_focused, "one goes on typing")
    app.key("ctrl+q")
    app.find("Lose What Was Typed?", "alert")
    app.press_until("Tab", "Quit")
    app.key("Return")
    assert app.process.wait(20) == 0
    app.start()
    app.key("ctrl+comma")
    app.find("Preferences", "dialog")
    app.key("ctrl+q")  # nothing was typed
    assert app.process.wait(20) == 0


def a_card_is_moved_on_the_board(folder, started):
    backend, app, _, placement = window(folder, started, "--page", "planning")
    app.find(role="table row", contains=TITLE)
    app.press_until("Tab", "List")
    app.press_until("Left", "Board")
    app.key("space")
    board = app.find("Board", "table")
    app.key("ctrl+f")
    app.type("reunion reseau correspondants")
    app.find("Reset", "button")
    board.find(role="table cell", contains=(TITLE, "Proposed"))
    app.press_until("Tab", "Idea")
    app.press_until("Right", TITLE, "Proposed")
    app.key("ctrl+Right")
    wait_until(lambda: app.focused().says(TITLE, "Accepted"), "the focus goes along")
    app.key("shift+F10")
    app.find("Status", "menu item")
    app.press_until("Down", "Status")
    app.key("Return")
    app.find("Writing", "menu item")
    app.press_until("Down", "Writing")
    app.key("Return")
    board.find(role="table cell", contains=(TITLE, "Writing"))
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("placement", placement)["state"] == "writing"


def await_search(app):
    """The dialog is there, and the keys go into it."""
    dialog = app.find("Search Everything", "dialog")
    wait_until(lambda: any(node.is_focused for role in ("text", "entry") for node in app.look(role=role)), "the search has the focus")


def words_without_accents_find_the_subject(folder, started):
    _, app, *_ = window(folder, started)
    app.key("ctrl+k")
    await_search(app)
    app.type("reunion")
    app.find("Results", "list").find(role="list item", contains=TITLE)
    app.key("Return")
    app.gone("Search Everything", "dialog")
    wait_until(lambda: app.find("Title", "text").text == TITLE, "the subject is open")
    assert app.find("Planning", "list item").has_state(Atspi.StateType.SELECTED)
    app.key("ctrl+k")
    await_search(app)
    app.type("zzzz")
    app.find("Nothing Found", "label")
    app.key("Escape")
    app.gone("Search Everything", "dialog")


run_cases(every_page_and_dialog_opens_and_closes, ctrl_q_quits_from_a_dialog_but_asks_about_words, a_card_is_moved_on_the_board,
          words_without_accents_find_the_subject)
