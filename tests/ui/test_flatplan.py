#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal as its editor lays it out: a new issue, cards put on pages with the mouse, by menu and with the keyboard, and what the
pages say of their room."""

import datetime

from cases import run_cases
from driver import App, Backend, wait_until

JOURNAL = "Traits d’union"
ISSUE = "Traits d’union, hors-série"
TITLE = "Visite du centre technique municipal"
LENGTH = 1700


def journal(backend):
    """The channel that the demonstration's issues belong to, as people call it."""
    identifier = backend.get("edition", backend.remotely("list", "edition").split()[0])["channel"]
    return next(name for name, found in (reversed(line.split("\t")) for line in backend.remotely("list", "channel").splitlines())
                if found == identifier), identifier


def window(folder, started, *arguments):
    backend = Backend(folder, "small")
    started.append(backend)
    name, channel = journal(backend)
    subject, placement = backend.plant(TITLE, state="accepted", days=40, channel=name)
    backend.remotely("set", "placement", placement, f"length={LENGTH}")
    print_on = datetime.date.today() + datetime.timedelta(3000)
    edition = backend.remotely("add", "edition", f"channel={channel}", f"title={ISSUE}", "state=planned", "pages=4", "page_signs=1500",
                               f"print_on={print_on}")
    app = App.signed_in(backend, "manager", "--page", "planning", *arguments)
    started.append(app)
    app.find("Flatplan", "radio button").click()
    app.find(role="toggle button", contains=("Issue: ",)).click()
    app.find(ISSUE, "label")
    app.key("End", "Return")
    app.find(f"Issue: {ISSUE}", "toggle button")
    page(app, 4, "empty")
    return backend, app, placement, edition


def page(app, number, *says):
    return app.find(role="list", contains=(f"Page {number}: ", *says))


def waiting(app):
    return app.find("Not Placed Yet", "list")


def card(place):
    return place.find(role="list item", contains=(TITLE,))


def synced(app):
    app.find("Up to date", "button", contains="Synchronised")


def cards_go_from_page_to_page_with_the_mouse(folder, started):
    backend, app, placement, edition = window(folder, started)
    card(waiting(app)).drag_to(page(app, 2, "empty, room for 1,500 signs"))
    card(page(app, 2, "1,700 signs, 200 signs too many"))
    app.find(role="label", contains=("too much on page 2", "nothing on pages 1, 3, 4"))
    synced(app)
    assert backend.get("placement", placement)["page"] == 2 and backend.get("placement", placement)["edition"] == edition
    card(page(app, 2)).press(3)
    app.find("Take out of This Issue", "menu item").click()
    card(waiting(app))
    app.key("ctrl+z")
    card(page(app, 2))
    card(page(app, 2)).press()
    wait_until(lambda: any(field.text == TITLE for field in app.look("Title", "text")), "the subject is open beside the pages")


def cards_go_from_page_to_page_with_the_keyboard(folder, started):
    backend, app, placement, _ = window(folder, started)
    card(waiting(app))
    app.press_until("Tab", TITLE)
    app.key("space", "Right", "Right", "Right", "Return")
    card(page(app, 3, "200 signs too many"))
    wait_until(lambda: TITLE in app.focused().name, "the card keeps the focus on its page")
    app.key("space", "Left", "Escape")
    wait_until(lambda: TITLE in app.focused().name, "the card that was put back has the focus")
    card(page(app, 3))
    app.key("space", "Home", "Return")
    card(waiting(app))
    page(app, 3, "empty")
    app.key("space", "End", "Return")
    card(page(app, 4))
    synced(app)
    assert backend.get("placement", placement)["page"] == 4


def a_subject_is_added_pages_hold_less_and_steps_are_made(folder, started):
    backend, app, placement, edition = window(folder, started)
    app.find("Room of Page 2…", "button").click()
    app.find("Room of Page 2", "dialog")
    wait_until(lambda: app.find("Signs", "spin button").is_focused, "one types at once")
    app.key("ctrl+a", "9", "0", "0", "Return")
    app.gone("Room of Page 2", "dialog")
    page(app, 2, "empty, room for 900 signs")
    backend.remotely("add", "subject", "title=Portes ouvertes de la médiathèque", "state=kept")
    app.find("Up to date", "button", contains="Synchronised")
    app.find("Add a Subject…", "button").click()
    app.find("Add a Subject", "dialog")
    app.type("portes ouvertes")
    app.find(role="list item", contains="Portes ouvertes de la médiathèque").press()
    waiting(app).find(role="list item", contains=("Portes ouvertes de la médiathèque", "Accepted"))
    wait_until(lambda: "Portes ouvertes" in app.focused().name, "what was added has the focus")
    app.key("space", "Right", "Right", "Return")
    page(app, 2).find(role="list item", contains="Portes ouvertes")
    app.find("Pages, Dates and Steps of the Issue", "button").click()
    dialog = app.find("Issue", "dialog")
    dialog.find("Add a Step", "button").press()
    app.key("ctrl+a")
    app.type("Photos")
    app.key("Escape", "Escape")
    app.find(role="label", contains="Photos: ")
    synced(app)
    assert backend.get("edition", edition)["rooms"] == {"2": 900}


def a_new_issue_has_its_steps_planned_backwards(folder, started):
    _, app, _, _ = window(folder, started)
    app.find("New Issue…", "button").click()
    dialog = app.find("New Issue", "dialog")
    dialog.find("Title", "text").write("Numéro d’essai")
    dialog.find("To the printer", "button").click()
    day = datetime.date.today() + datetime.timedelta(200)
    app.find("Date", "text").write(str(day))
    app.key("Return")
    dialog.find("Add", "button").click()
    app.find("Issue: Numéro d’essai", "toggle button")
    app.find(role="label", contains=("To the printer: ", str(day.day)))
    wait_until(lambda: len([label for label in app.look(role="label") if ": " in label.name]) >= 1, "steps are shown")


run_cases(cards_go_from_page_to_page_with_the_mouse, cards_go_from_page_to_page_with_the_keyboard,
          a_subject_is_added_pages_hold_less_and_steps_are_made, a_new_issue_has_its_steps_planned_backwards)
