#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever takes the focus says what it is: every page, pane and dialog is walked, and nothing may be without a name."""

from cases import run_cases
from driver import App, Atspi, Backend, NotThere, wait_until, walk

TITLE = "Réunion du réseau des correspondants"
# They only hold what takes the focus.
HOLDERS = (Atspi.Role.FRAME, Atspi.Role.WINDOW, Atspi.Role.SCROLL_PANE)


def ancestors(accessible):
    node = accessible.get_parent()
    while node and node.get_role() != Atspi.Role.APPLICATION:
        yield node
        node = node.get_parent()


def takes_focus(accessible):
    return accessible.states.contains(Atspi.StateType.FOCUSABLE)


def is_held(accessible):
    """Something in it is what the focus is on. A panel is what GTK makes of a box, a popover or a sheet."""
    return accessible.get_role() in HOLDERS or accessible.get_role() == Atspi.Role.PANEL and any(
        takes_focus(node) for node in list(walk(accessible))[1:])


def is_shut_menu(accessible):
    """The list of a drop-down, which GTK keeps in the tree while it is shut: below its button."""
    return any(node.get_role() == Atspi.Role.COMBO_BOX for node in list(ancestors(accessible))[1:])


def describe(accessible):
    return " in ".join(f"{node.get_role_name()} “{node.get_name() or ''}”" for node in [accessible, *list(ancestors(accessible))[:9]])


def nameless(app):
    return [describe(node) for node in walk(app.root)
            if takes_focus(node) and not (node.get_name() or "").strip() and not is_held(node) and not is_shut_menu(node)]


def check(app, where):
    try:  # a row is there a moment before its name
        wait_until(lambda: not nameless(app), "everything has a name", 5)
    except NotThere:
        raise NotThere(f"without a name on {where}:\n" + "\n".join(nameless(app))) from None


def window(folder, started, *arguments):
    backend = Backend(folder)
    started.append(backend)
    backend.plant(TITLE)
    app = App.signed_in(backend, "manager", *arguments)
    started.append(app)
    return app


def show(app, page):
    app.find(page, "list item").click()
    wait_until(lambda: app.find(page, "list item").has_state(Atspi.StateType.SELECTED), f"{page} is the page")


def rows(app):
    return wait_until(lambda: [row for row in app.look(role="list item") if row.accessible.get_parent().get_name() != "Pages"], "rows")


def every_page_names_what_takes_the_focus(folder, started):
    app = window(folder, started, "--page", "todo")
    check(app, "the to-do list")

    show(app, "Planning")
    app.find("Grid", "table")
    check(app, "the grid")
    app.key("F9")
    app.find("Ideas", "list")
    check(app, "the ideas")
    app.click("Search the Ideas", "toggle button")
    check(app, "the search of the ideas")
    app.key("F9")
    app.gone("Ideas", "list")
    app.click("More of the Plan", "toggle button")
    app.click("Balance…", "menu item")
    app.find("Spoken of", "list")
    check(app, "the balance")
    app.key("Escape")
    app.gone("Spoken of", "list")
    app.click("Calendar", "radio button")
    app.find("Calendar", "table")
    check(app, "the calendar")
    app.click("List", "radio button")
    for label, value in (("Period", "From This Week"), ("Channel", "All Channels"), ("Status", "In Hand"), ("Direction", "All Directions"),
                         ("Author", "All Authors"), ("Theme", "All Themes"), ("Campaign", "All Campaigns"), ("Audience", "Every Audience")):
        app.find(f"{label}: {value}", "toggle button")
    check(app, "the plan")
    app.find(role="table row", contains=TITLE).press()
    app.find("Placements", "list")
    check(app, "a subject")
    app.find("Board", "radio button").click()
    app.find("Board", "table").find(role="table cell", contains=TITLE)
    check(app, "the board")

    show(app, "Contents")
    rows(app)[0].press()
    app.find("Title and standfirst", "list")
    app.find("Text", "text")
    check(app, "an article")
    app.find(role="toggle button", contains="Checks").click()
    app.find("Checks", "list")
    check(app, "the checks of an article")
    app.key("Escape")

    show(app, "Network")
    rows(app)[0].press()
    app.find("Details", "list")
    check(app, "a directorate")
    app.find("People", "radio button").click()
    app.find(role="list item", contains="Delphine Haddad, Holder").press()
    app.find("Mandates", "list")
    check(app, "a person")

    show(app, "Surveys")
    rows(app)
    check(app, "a survey")

    show(app, "Committee")
    check(app, "the list of meetings")
    app.key("ctrl+n")
    app.find("Begin", "button")
    app.find(role="list item", contains="1. ")
    check(app, "the agenda")
    app.click("Begin", "button")
    app.find(role="progress bar")
    check(app, "a meeting")
    app.key("p")
    app.find("Decide", "button")
    check(app, "a decision")
    app.key("ctrl+Return")
    app.gone("Decide", "button")
    app.click("Finish", "button")
    app.find("Record", "label")
    check(app, "the record of decisions")


def a_filter_says_what_it_is_set_to(folder, started):
    app = window(folder, started, "--page", "planning")
    app.find("Period: From This Week", "toggle button").click()
    app.find("Last 12 Months", "label")
    app.key("End", "Return")
    app.find("Period: Last 12 Months", "toggle button")
    for menu, none in (("Status", "In Hand"), ("Channel", "All Channels")):
        app.find(f"{menu}: {none}", "toggle button").click()
        first = app.find(menu, "list").find(role="list item")
        check(app, f"the menu of “{menu}”")
        name = first.name
        app.press_until("Down", name)
        app.key("Return")
        app.find(f"{menu}: {name}", "toggle button")
        app.key("Escape")
    app.click("Reset", "button")
    app.find("Status: In Hand", "toggle button")
    app.find("Channel: All Channels", "toggle button")


def every_dialog_names_what_takes_the_focus(folder, started):
    app = window(folder, started, "--page", "planning")
    for key, title in (("ctrl+k", "Search Everything"), ("ctrl+comma", "Preferences"), ("ctrl+question", "Keyboard Shortcuts"),
                       ("ctrl+n", "New Subject")):
        app.key(key)
        app.find(title, "dialog")
        check(app, f"“{title}”")
        app.key("Escape")
        app.gone(title, "dialog")
    for item in ("Synchronisation", "Bin"):  # what is about Relais is the toolkit's own
        app.key("F10")
        app.find(item, "menu item").click()
        dialog = app.find(role="dialog")
        check(app, f"“{item}”")
        app.key("Escape")
        app.gone(dialog.name, "dialog")


run_cases(every_page_names_what_takes_the_focus, a_filter_says_what_it_is_set_to, every_dialog_names_what_takes_the_focus)
