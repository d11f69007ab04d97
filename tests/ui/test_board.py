#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The board by mouse and by keyboard: cards go to another status, channel or person, one or several; rows are folded; and how many there
should be at most is agreed on, shown before it is passed, and said with a word."""

from cases import run_cases
from driver import App, Atspi, Backend, wait_until

TITLE, OTHER = "Visite du centre technique municipal", "Visite du centre horticole"
GUIDE, BRIEFS, ZOOM = "Guide pratique", "Brèves de l’intranet", "Zoom sur"
IDLE = "0 placements"


def window(folder, started, login="manager", titles=(TITLE,)):
    """The board with nothing but what was planted: rows without it are folded."""
    backend = Backend(folder)
    started.append(backend)
    planted = [backend.plant(title, "accepted", 200 + n, GUIDE)[1] for n, title in enumerate(titles)]
    app = App.signed_in(backend, login, "--page", "planning", view="Board", size=(1640, 900))
    started.append(app)
    app.resize(1640, 900)
    app.find("Board", "table").find(role="table cell")
    app.key("ctrl+f")
    app.type("visite centre")
    row(app, ZOOM, IDLE)
    return backend, app, app.find("Board", "table"), planted


def row(app, name, *says):
    return app.find(role="button", contains=(f"{name}, ", *says))


def head(app, status, *says):
    return app.find(role="button", contains=(f"{status}: ", *says))


def card(table, status, title=TITLE):
    return table.find(role="table cell", contains=(title, status))


def drag(app, node, status, channel):
    """To the cell of a status and a channel."""
    x, y = node.settled()
    node.drag_by(head(app, status).settled()[0] - x, row(app, channel).settled()[1] - y)


def synced(app):
    app.find("Up to date", "button", contains="Synchronised")


def cards_are_dragged_to_another_status_and_channel(folder, started):
    backend, app, table, planted = window(folder, started, titles=(TITLE, OTHER))
    row(app, GUIDE, "2 placements")
    drag(app, card(table, "Accepted"), "Writing", GUIDE)
    card(table, "Writing")
    app.find(role="label", contains=("Move “", TITLE, "Writing"))
    drag(app, card(table, "Writing"), "In review", ZOOM)
    row(app, ZOOM, "1 placement")
    card(table, "In review").says(ZOOM)
    synced(app)
    placement = backend.get("placement", planted[0])
    assert placement["state"] == "review" and placement["planned"]
    app.key("ctrl+z")
    row(app, ZOOM, IDLE)
    card(table, "Writing")
    for title, status in ((TITLE, "Writing"), (OTHER, "Accepted")):
        app.display.run("xdotool", "keydown", "ctrl")
        card(table, status, title).press()
        app.display.run("xdotool", "keyup", "ctrl")
        wait_until(lambda: card(table, status, title).has_state(Atspi.StateType.SELECTED), f"“{title}” is selected")
    drag(app, card(table, "Accepted", OTHER), "Approved", BRIEFS)
    for title in (TITLE, OTHER):
        card(table, "Approved", title)
    synced(app)
    assert [backend.get("placement", placement)["state"] for placement in planted] == ["approved"] * 2
    app.find("Rows: By Channel", "toggle button").click()
    app.find("All Together", "label")
    app.key("End", "Return")
    app.find("Rows: All Together", "toggle button")
    app.gone(role="button", contains=(f"{BRIEFS}, ",))
    card(table, "Approved").press()
    wait_until(lambda: app.find("Title", "text").text == TITLE, "the subject is open")


def a_card_is_carried_and_rows_are_folded_with_the_keyboard(folder, started):
    backend, app, table, (placement,) = window(folder, started)
    to_card(app, table)
    app.key("space")
    wait_until(lambda: app.focused().says(GUIDE, "Accepted", "1 placement"), "the cell of the card has the focus")
    app.key("Right")
    wait_until(lambda: app.focused().says(GUIDE, "Writing"), "the next status has the focus")
    app.key("Escape")
    wait_until(lambda: app.focused().says(TITLE, "Accepted"), "the card has the focus again")
    app.key("space", "Right", "Return")
    wait_until(lambda: app.focused().says(TITLE, "Writing"), "the focus went along")
    app.key("ctrl+Right")
    wait_until(lambda: app.focused().says(TITLE, "In review"), "the card goes on with Ctrl+Right")
    synced(app)
    assert backend.get("placement", placement)["state"] == "review"
    app.press_until("Left", f"{GUIDE}, ", "1 placement")
    assert app.focused().has_state(Atspi.StateType.EXPANDED)
    app.key("space")
    app.gone(role="table cell", contains=(TITLE,))
    app.key("Return")
    card(table, "In review")


def to_card(app, table):
    card(table, "Accepted")
    app.press_until("Tab", "Idea")
    app.press_until("Down", GUIDE)
    app.press_until("Right", TITLE)


def too_much_is_said_before_it_happens(folder, started):
    backend, app, table, _ = window(folder, started)
    head(app, "Writing").click()
    dialog = app.find(role="dialog", contains="At Most in “Writing”")
    for name in ("In All", "For Each Channel"):
        dialog.find(role="spin button", contains=name).press()
        app.key("ctrl+a", "1")
    dialog.find("Set", "button").click()
    head(app, "Writing", "of 1 at most")
    synced(app)
    wait_until(lambda: "wip.writing.channel" in backend.remotely("list", "setting"), "the limits are on the server")
    to_card(app, table)
    app.key("space", "Right")
    wait_until(lambda: app.focused().says(GUIDE, "Writing", "at most", "Writing: "), "it says what would be too much")
    app.key("Return")
    card(table, "Writing")
    head(app, "Writing", "of 1 at most", "too many")


run_cases(cards_are_dragged_to_another_status_and_channel, a_card_is_carried_and_rows_are_folded_with_the_keyboard,
          too_much_is_said_before_it_happens)
