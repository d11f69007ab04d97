#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ideas beside the plan, by mouse and by keyboard: noted, planned on a day of a channel, and taken back."""

import datetime

from cases import run_cases
from dates import says, two_open_days
from driver import App, Atspi, Backend, wait_until

TITLE, PUBLISHED = "Visite du centre technique municipal", "Repas des retraités"
FIRST, SECOND = "Jardin de la mairie", "Covoiturage entre sites"
CHANNEL = "Guide pratique"


def window(folder, started):
    backend = Backend(folder)
    started.append(backend)
    day = two_open_days()[0]
    ahead = (day - datetime.date.today()).days
    placement = backend.plant(TITLE, "accepted", ahead, CHANNEL)[1]
    backend.plant(PUBLISHED, "published", ahead, CHANNEL)
    channel = backend.get("placement", placement)["channel"]
    backend.remotely("set", "channel", channel, "per_day=1")  # what else comes on that day is too much
    app = App.signed_in(backend, "manager", "--page", "planning", view="Grid")
    started.append(app)
    table = app.find("Grid", "table")
    app.click("Next", "button")
    card(table, TITLE, day)
    app.key("F9")
    focus_is(app, "New idea")
    return backend, app, table, placement, day


def card(table, title, day):
    return table.find(role="table cell", contains=(title, says(day)))


def idea(app, title, *more):
    return app.find("Ideas", "list").find(role="list item", contains=(title, *more))


def focus_is(app, *pieces, within=None):
    """Waits until the focus is on what says that."""
    wait_until(lambda: (node := app.focused()) and node.says(*pieces) and (within is None or node.is_within(within)),
               f"the focus is on {pieces or 'it'}")


def no_idea(app, title):
    wait_until(lambda: not app.find("Ideas", "list").look(role="list item", contains=title), f"“{title}” is no idea any more")


def placements(backend, title):
    subject = next(line.split("\t")[0] for line in backend.remotely("list", "subject").splitlines() if title in line)
    found = [line.split("\t")[0] for line in backend.remotely("list", "placement", "--where", f"subject={subject}").splitlines()]
    return [backend.get("placement", identifier) for identifier in found]


def move_anyway(app, why):
    app.find("This Day Is Not Free", "alert")
    app.find("Reason to set this aside", "text").write(why)
    app.click("Move Anyway", "button")


def synced(app):
    app.find("Up to date", "button", contains="Synchronised")


def ideas_are_noted_planned_and_taken_back_with_the_mouse(folder, started):
    backend, app, table, placement, day = window(folder, started)
    for title in (FIRST, SECOND):
        app.type(title)
        app.key("Return")
        idea(app, title, "No channel yet")
        wait_until(lambda: not app.find("New idea", "text").text, "the entry is empty")
        focus_is(app, "New idea")
    app.find(f"{len(app.find('Ideas', 'list').look(role='list item'))} ideas", "label")
    idea(app, FIRST).drag_to(card(table, TITLE, day))
    move_anyway(app, "vœu du maire")
    card(table, FIRST, day)
    no_idea(app, FIRST)
    synced(app)
    [made] = placements(backend, FIRST)
    assert (made["planned"], made["state"], made["overruled"]) == (str(day), "proposed", "vœu du maire"), made
    assert backend.get("channel", made["channel"])["name"] == CHANNEL, made
    app.key("ctrl+z")
    idea(app, FIRST, "No channel yet")
    synced(app)
    assert all(record.get("binned") for record in placements(backend, FIRST))

    ideas = app.find("Ideas", "list")
    card(table, TITLE, day).drag_to(ideas)
    idea(app, TITLE, CHANNEL)
    synced(app)
    assert "planned" not in backend.get("placement", placement)
    card(table, PUBLISHED, day).drag_to(ideas)
    app.find(contains=f"“{PUBLISHED}” is published and keeps its day.")
    card(table, PUBLISHED, day)

    app.click("Board", "radio button")
    board = app.find("Board", "table")
    board.find(role="table cell").settled()
    app.find("Rows: By Channel", "toggle button").click()
    app.find("All Together", "label")
    app.key("End", "Return")
    app.find("Rows: All Together", "toggle button")
    idea(app, SECOND).drag_to(board.find(role="table cell", contains=(TITLE, "Accepted")))
    app.find("On Which Channel?", "dialog").find(role="list item", contains=CHANNEL).press()
    board.find(role="table cell", contains=(SECOND, CHANNEL, "Accepted"))
    idea(app, SECOND, CHANNEL)  # it still has no day


def windows(app):
    """The window, and the picture under the pointer while something is dragged."""
    found = app.display.run("xdotool", "search", "--onlyvisible", "--pid", str(app.process.pid)).stdout.split()
    return [window for window in found if app.height_of(window) > 1]


def an_idea_is_dragged_out_of_the_overlay_of_a_narrow_window(folder, started):
    backend = Backend(folder)
    started.append(backend)
    app = App.signed_in(backend, "manager", "--page", "planning", size=(1000, 860), view="Calendar")
    started.append(app)
    app.resize(700, 800)  # the desktop goes on beside it
    app.click("Ideas (F9)", "toggle button")
    focus_is(app, "New idea")
    app.type(FIRST)
    app.key("Return")

    def escape():
        wait_until(lambda: len(windows(app)) > 1, "its picture is under the pointer")
        app.display.run("xdotool", "key", "Escape")  # not with key(), which lets go of the mouse
        wait_until(lambda: len(windows(app)) == 1, "its picture goes away")

    idea(app, FIRST, "No channel yet").drag_by(200, 100, escape)
    wait_until(lambda: not app.look("Ideas", "list"), "the ideas made way")
    assert not app.look("On Which Channel?", "dialog"), "Escape gave it up"
    app.click("Ideas (F9)", "toggle button")
    outside = idea(app, FIRST, "No channel yet")
    outside.drag_by(850 - outside.settled()[0], 0)
    wait_until(lambda: len(windows(app)) == 1, "nothing is left of it where it was let go")
    app.click("Ideas (F9)", "toggle button")
    idea(app, FIRST, "No channel yet").drag_by(200, 500)
    app.find("On Which Channel?", "dialog").find(role="list item", contains=CHANNEL).press()
    # planned on the day that it was dropped on, or asked about because of that day
    wait_until(lambda: app.look("This Day Is Not Free", "alert") or any(record.get("planned") for record in placements(backend, FIRST)),
               "it is planned", pause=0.3)


def ideas_are_carried_with_the_keyboard(folder, started):
    backend, app, table, placement, day = window(folder, started)
    app.type(FIRST)
    app.key("Return")
    idea(app, FIRST)
    app.press_until("Down", FIRST, "No channel yet")
    app.key("space")
    focus_is(app, within=table)
    app.key("Escape")
    focus_is(app, FIRST, "No channel yet")
    app.key("space")
    focus_is(app, within=table)
    app.press_until("Down", CHANNEL)
    app.press_until("Right", CHANNEL, says(day))
    app.key("Return")
    move_anyway(app, "urgent")
    focus_is(app, FIRST, CHANNEL, says(day))
    no_idea(app, FIRST)
    app.key("ctrl+i")
    app.click("Take Them Away Too", "button")  # the day had brought one for the copy
    idea(app, FIRST, CHANNEL)
    synced(app)
    [record] = placements(backend, FIRST)
    assert "planned" not in record and "copy_due" not in record, record
    app.key("ctrl+z")
    card(table, FIRST, day)
    card(table, TITLE, day).press(3)
    app.click("Move to Ideas", "menu item")
    idea(app, TITLE, CHANNEL)

    app.find("Search the Ideas", "toggle button").click()
    wait_until(lambda: (node := app.focused()) and node.has_state(Atspi.StateType.EDITABLE), "the search has the focus")
    app.type("covoit")
    app.find("No Ideas Found")
    app.key("Escape")
    idea(app, TITLE)
    app.key("F9")
    app.gone("Ideas", "list")


def the_balance_says_of_whom_nobody_spoke(folder, started):
    backend = Backend(folder)
    started.append(backend)
    silent = backend.remotely("add", "unit", "name=Direction des archives oubliées", "type=directorate", "headcount=90")
    app = App.signed_in(backend, "manager", "--page", "planning", view="Grid")
    started.append(app)
    app.find("More of the Plan", "toggle button").click()
    app.click("Balance…", "menu item")
    nobody = app.find("Nobody Spoke of Them", "list")
    row = nobody.find(role="list item", contains=("Direction des archives oubliées, 0 subjects", "90 agents", "never spoken of"))
    app.find(role="label", contains="Nobody spoke of")

    row.find("Add an idea for “Direction des archives oubliées”", "button").click()
    focus_is(app, "New idea")
    app.type(FIRST)
    app.key("Return")
    nobody.find(role="list item", contains=("Direction des archives oubliées", "1 idea"))
    synced(app)
    subject = next(line.split("\t")[0] for line in backend.remotely("list", "subject").splitlines() if FIRST in line)
    assert backend.get("subject", subject)["unit"] == silent

    app.find("Order: Furthest Behind First", "toggle button").click()
    app.find("By Name", "label")
    app.key("Down", "Return")
    app.find("Order: By Name", "toggle button")
    names = [node.name.split(",")[0] for node in app.find("Spoken of", "list").look(role="list item")]
    assert len(names) > 1 and names == sorted(names), names
    app.click("12 Months", "radio button")
    wait_until(lambda: app.find("12 Months", "radio button").has_state(Atspi.StateType.CHECKED), "a year is looked at")
    # The row itself, by keyboard, shows what there is of the direction.
    app.press_until("Tab", "Direction des archives oubliées, 0 subjects")
    app.key("Return")
    app.gone("Balance", "dialog")
    app.find("Direction des archives oubliées", "toggle button")
    app.find("List", "radio button")
    app.find("Period: Last 12 Months", "toggle button")
    app.click("Reset", "button")
    app.key("F9")
    idea(app, FIRST)
    # the page of a direction says the same, and leads to the same
    app.click("Network", "list item")
    app.find(role="list item", contains="Direction générale des services").press()
    said = app.find("What Was Said of Them", "list")
    wait_until(lambda: len(said.look(role="list item")) > 2, "subjects are named")
    app.find(role="label", contains="subjects in 12 months")
    app.click("Show in the Plan", "button")
    app.find("Direction générale des services", "toggle button")
    app.find("Period: Last 12 Months", "toggle button")


run_cases(ideas_are_noted_planned_and_taken_back_with_the_mouse, an_idea_is_dragged_out_of_the_overlay_of_a_narrow_window,
          ideas_are_carried_with_the_keyboard, the_balance_says_of_whom_nobody_spoke)
