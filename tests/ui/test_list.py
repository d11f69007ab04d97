#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the plan as somebody works in it who would otherwise take a spreadsheet: sorted, grouped, edited in its cells, many at
once; by mouse and by keyboard."""

import datetime

from cases import run_cases
from dates import two_open_days
from driver import App, Backend, wait_until

NAMES = ("Zèbre un", "Zèbre deux", "Zèbre trois")
TITLES = ("Subject", "Channel", "Status", "Planned", "Copy due", "Publish at", "Author", "Reviewer", "Direction", "Length")
HEADER, ROW, CELL, GROUP = "button", "table row", "table cell", "row header"


def window(folder, started, login="manager", states=("proposed", "writing", "review"), **options):
    backend = Backend(folder)
    started.append(backend)
    planted = [backend.plant(name, state, 3 + index) for index, (name, state) in enumerate(zip(NAMES, states))]
    app = App.signed_in(backend, login, "--page", "planning", **options)
    started.append(app)
    return backend, app, planted


def look_for(app, words):
    """Only the three."""
    app.key("ctrl+f")
    wait_until(lambda: app.focused() and app.focused().role in ("text", "entry"), "the search has the focus")
    app.type(words)


def rows(app):
    """Names in the order in which they stand."""
    found = [(node.extents().y, name) for node in app.look(role=ROW) for name in NAMES if node.says(name)]
    return [name for _, name in sorted(found)]


def await_rows(app, *names):
    wait_until(lambda: rows(app) == list(names), f"the rows are {names}, not {rows(app)}", 10)


def row(app, name):
    return app.find(role=ROW, contains=name)


def cell(app, name, column):
    return row(app, name).find(role=CELL, contains=f"{column}: ")


def field(backend, app, placement, name):
    app.find("Up to date", "button", contains="Synchronised")
    return backend.get("placement", placement).get(name)


def the_list_is_sorted_grouped_and_laid_out_and_stays_so(folder, started):
    _, app, _ = window(folder, started, environment={"GSETTINGS_BACKEND": "keyfile"})
    look_for(app, "zebre")
    await_rows(app, *NAMES)
    app.find("Subject", HEADER).press()
    await_rows(app, "Zèbre deux", "Zèbre trois", "Zèbre un")
    app.find("Subject", HEADER).press()
    await_rows(app, "Zèbre un", "Zèbre trois", "Zèbre deux")
    assert app.find("Subject", HEADER).says("Sorted descending")
    # By keyboard: titles are one stop of the Tab key, and arrows go from one to the next.
    app.press_until("Right", "Status")
    app.key("Return")
    await_rows(app, *NAMES)
    app.key("Return")
    await_rows(app, *reversed(NAMES))
    app.find("Groups: By Week", "toggle button").click()
    app.find("By Status", "label")
    app.key("Home", "Down", "Down", "Down", "Return")
    wait_until(lambda: [node.name for node in sorted(app.look(role=GROUP), key=lambda node: node.extents().y)]
               == ["In review · 1", "Writing · 1", "Proposed · 1"], "the groups are statuses, backwards")
    assert not app.look("Reviewer", HEADER)
    app.find("Columns", "toggle button").click()
    app.find("Reviewer", "menu item").click()
    app.find("Reviewer", HEADER)
    app.key("Escape")
    app.find("Planned", HEADER).press()
    titles_lay_the_list_out(app)


def cells_are_edited_by_keyboard_and_mouse(folder, started):
    backend, app, planted = window(folder, started)
    placement = planted[0][1]
    look_for(app, "zebre")
    await_rows(app, *NAMES)
    cell(app, NAMES[0], "Status").press()  # opens it beside
    app.find("Placements", "list")
    app.key("Escape")
    wait_until(lambda: cell(app, NAMES[0], "Status").is_focused, "the cell has the focus")
    # Status: F2, a few letters.
    app.key("F2")
    app.find(role="text", contains="Status of “Zèbre un”")
    app.type("acc")
    app.key("Return")
    row(app, "Zèbre un, Brèves de l’intranet, Accepted")
    assert field(backend, app, placement, "state") == "accepted"
    app.key("ctrl+z")
    row(app, "Zèbre un, Brèves de l’intranet, Proposed")
    # Dates as people write them; what is none stays, with the reason.
    app.key("Right", "Right", "Return")
    app.find(role="text", contains="Copy due of “Zèbre un”")
    app.type("soon")
    app.key("Return")
    app.find(role="label", contains="“soon” is not a date.")
    app.key("Escape")
    wait_until(lambda: cell(app, NAMES[0], "Copy due").is_focused, "the cell has the focus again")
    app.key("F2")
    app.find(role="text", contains="Copy due of “Zèbre un”")
    app.type("tomorrow")
    app.key("Tab")  # on to the author
    app.find(role=CELL, contains="Copy due: Tomorrow")
    wait_until(lambda: cell(app, NAMES[0], "Author").is_focused, "Tab goes to the next cell")
    tomorrow = datetime.date.today() + datetime.timedelta(1)
    assert field(backend, app, placement, "copy_due") == str(tomorrow)
    app.key("F2")
    app.find(role="text", contains="Author of “Zèbre un”")
    app.type("haddad")
    app.find(role="list item", contains="Haddad")
    app.key("Return")
    app.find(role=CELL, contains="Author: Delphine Haddad")
    the_channel_the_direction_and_the_length_are_edited(backend, app, planted[2])
    # The title, by mouse: a second click on the cell that one is on.
    cell(app, NAMES[1], "Subject").press()
    app.find("Placements", "list")
    cell(app, NAMES[1], "Subject").press()
    app.find(role="text", contains="Subject of “Zèbre deux”")
    app.key("ctrl+a")
    app.type("Zebre neuf")  # xdotool loses letters that the keyboard does not have
    app.key("Return")
    row(app, "Zebre neuf")
    app.find(role="label", contains="Rename “Zèbre deux” to “Zebre neuf”")
    app.find("Up to date", "button", contains="Synchronised")
    wait_until(lambda: backend.get("subject", planted[1][0])["title"] == "Zebre neuf", "the title is on the server")


def the_channel_the_direction_and_the_length_are_edited(backend, app, planted):
    """By keyboard, in cells of the last row: each says what it refuses."""
    subject, placement = planted
    name = NAMES[2]
    app.find("Columns", "toggle button").click()
    app.find("Length", "menu item").click()
    app.find("Length", HEADER)
    app.key("Escape")
    cell(app, name, "Channel").press()
    app.find("Placements", "list")
    app.key("Escape")
    wait_until(lambda: cell(app, name, "Channel").is_focused, "the cell of the channel has the focus")
    app.key("F2")
    app.find(role="text", contains="Channel of “Zèbre trois”")
    app.type("mood")
    app.key("Return")
    app.find(role="label", contains="There is no channel “mood” that you may choose here.")
    app.key("ctrl+a")
    app.type("agenda")
    app.find("Agenda", "list item")
    app.key("Return")
    app.find(role="label", contains="Move “Zèbre trois” to: Agenda")
    wait_until(lambda: not cell(app, name, "Copy due").says("None"), "the channel says when copy is due")
    app.find(role=CELL, contains="Channel: Agenda")
    # A length is said to be too long for its channel, there and in its cell, and is kept.
    app.key("End", "F2")
    app.find(role="text", contains="Length of “Zèbre trois”")
    app.type("1,5")
    app.key("Return")
    app.find(role="label", contains="A length is a number of signs, words or pages.")
    app.key("ctrl+a")
    app.type("1 200")
    app.find(role="label", contains="1,200 signs: too long, at most 500 signs")
    app.key("shift+Tab")  # on to the direction
    app.find(role=CELL, contains="Length: 1,200 signs, too long")
    wait_until(lambda: cell(app, name, "Direction").is_focused, "Shift+Tab goes to the cell before")
    app.key("Return")
    app.find(role="text", contains="Direction of “Zèbre trois”")
    app.type("interne")
    app.find("Communication interne", "list item")
    app.key("Return")
    app.find(role="label", contains="Direction of “Zèbre trois”: Communication interne")
    app.find(role=CELL, contains="Direction: Direction de la communication")  # what it is a service of
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("placement", placement)["length"] == 1200
    unit = backend.get("subject", subject)["unit"]
    assert backend.get("unit", unit)["name"] == "Communication interne"
    app.key("ctrl+z", "ctrl+z")
    wait_until(lambda: cell(app, name, "Length").says("None"), "what was done is undone by its name")
    app.find(role="label", contains="Undone: Length of “Zèbre trois”")
    app.key("ctrl+z")
    app.find(role="label", contains="Undone: Move “Zèbre trois” to: Agenda")
    wait_until(lambda: cell(app, name, "Copy due").says("None"), "and its dates with it")


def many_are_changed_at_once(folder, started):
    backend, app, planted = window(folder, started, "editor", ("published", "writing", "review"))
    placements = [placement for _, placement in planted]
    look_for(app, "zebre")
    await_rows(app, *NAMES)
    row(app, NAMES[0]).press()
    app.find("Placements", "list")
    app.key("Escape")
    wait_until(lambda: app.focused() and app.focused().role == CELL, "a cell has the focus")
    app.key("shift+Down", "shift+Down")
    app.find("3 selected", "label")
    # What cannot be is said before anything is done; the others are done when one wants it.
    app.find("Archive", "button").click()
    app.find("2 of 3 Cannot Be Changed", contains="2 of 3")
    app.find(role="label", contains=("Zèbre deux", "“Writing”", "“Archived”"))
    app.find("Change the Other One", "button").click()
    wait_until(lambda: rows(app) == [NAMES[1], NAMES[2]], "the archived one is gone from what is in hand")
    assert field(backend, app, placements[0], "state") == "archived"
    app.key("ctrl+z")
    await_rows(app, *NAMES)
    # With the mouse: Ctrl and click.
    row(app, NAMES[1]).press()
    app.key("ctrl+a")
    app.find("3 selected", "label")
    app.find("Assign", "toggle button").click()
    app.find("Reviewer…", "menu item").click()
    app.find("Reviewer", "dialog")
    wait_until(lambda: any(node.is_focused for role in ("text", "entry") for node in app.look(role=role)), "one types at once")
    app.type("haddad")
    app.find(role="list item", contains="Haddad")
    app.key("Return")
    app.find(role="label", contains="Reviewer of 3 placements: Delphine Haddad")
    app.find("Up to date", "button", contains="Synchronised")
    assert len({backend.get("placement", placement)["reviewer"] for placement in placements}) == 1
    app.key("ctrl+z")
    app.find("Up to date", "button", contains="Synchronised")
    wait_until(lambda: "reviewer" not in backend.get("placement", placements[2]), "one undo for all")
    # The menu of one of them is about all of them, and says how many; that of another one is about that one.
    app.key("Escape")
    row(app, NAMES[2]).press()
    app.find("Placements", "list")
    app.key("Escape")
    wait_until(lambda: app.focused() and app.focused().role == CELL, "a cell has the focus again")
    app.key("shift+Up")
    app.find("2 selected", "label")
    row(app, NAMES[2]).press(3)
    app.find("Assign", "menu item")
    assert len(app.look("2 selected", "label")) == 2, "the menu says how many"
    app.click("Move", "menu item")
    app.click("To the Ideas", "menu item")
    app.find(role="label", contains="Move 2 placements to the ideas")
    await_rows(app, NAMES[0])
    app.key("ctrl+z")
    await_rows(app, *NAMES)
    row(app, NAMES[0]).press(3)
    app.find("Open", "menu item")
    app.key("Escape")
    app.gone("Open", "menu item")
    wait_until(lambda: app.focused() and app.focused().role == CELL, "the menu gives the focus back")
    app.key("ctrl+a")
    app.find("3 selected", "label")
    app.key("shift+F10")
    app.click("Throw Away", "menu item")
    wait_until(lambda: not rows(app), "all are in the bin")
    app.find(role="label", contains="Throw away 3 placements")


def focus_on(app, role, words=""):
    wait_until(lambda: (node := app.focused()) and node.role == role and node.says(words), f"the focus is on a {role} {words}")


def a_meeting_is_prepared_by_keyboard_alone(folder, started):
    """Late ones of each author are found, five of them postponed by a week, and that is undone: no hand leaves the keyboard."""
    backend = Backend(folder)
    started.append(backend)
    names = [f"Zebre {word}" for word in ("un", "deux", "trois", "quatre", "cinq", "six")]
    day, _ = two_open_days()
    yesterday = datetime.date.today() - datetime.timedelta(1)
    planted = [backend.plant(name, "writing", (day - datetime.date.today()).days) for name in names]
    for index, (_, placement) in enumerate(planted):
        backend.remotely("set", "placement", placement, f"copy_due={yesterday - datetime.timedelta(index)}")
    app = App.signed_in(backend, "manager", "--page", "planning")
    started.append(app)
    look_for(app, "zebre")
    wait_until(lambda: len(app.look(role=ROW)) == len(names), "all of them are found")
    app.key("Return")  # on from the words to what was found
    focus_on(app, CELL)
    # Titles are one step back, and what they are grouped by two more.
    app.key("shift+Tab")
    app.press_until("Right", "Copy due")
    app.key("Return")
    app.find("Copy due", HEADER, contains="Sorted ascending")
    app.press_until("shift+Tab", "Groups: By Week")
    app.key("space")
    focus_on(app, "list item")
    app.key("End", "Up", "Return")
    app.find("Groups: By Author", "toggle button")
    app.find("Without author · 6", GROUP)
    app.press_until("Tab", "Copy due")
    app.key("Tab")
    focus_on(app, CELL, "Zebre six")  # the latest first
    app.key("shift+Down", "shift+Down", "shift+Down", "ctrl+Down", "ctrl+Down", "ctrl+space")
    app.find("5 selected", "label")
    app.key("shift+F10")
    app.press_until("Down", "Move")
    app.key("Return")
    app.press_until("Down", "By Days…")
    app.key("Return")
    focus_on(app, "spin button", "Days")
    app.key("Return")
    app.find("Move the Other Dates Too?", "alert")
    app.key("Return")
    # Five are more than a day may have: whoever answers for the plan says why, and Enter is done.
    app.find("Some Days Are Not Free", "alert")
    focus_on(app, "text", "Reason to set this aside")
    app.type("Semaine du climat")
    app.key("Return")
    app.find(role="label", contains="Move 5 placements")
    focus_on(app, CELL)
    app.find("Up to date", "button", contains="Synchronised")
    later = str(day + datetime.timedelta(7))
    assert sum(backend.get("placement", placement)["planned"] == later for _, placement in planted) == 5
    app.key("ctrl+z")
    app.find(role="label", contains="Undone: Move 5 placements")
    app.find("Up to date", "button", contains="Synchronised")
    assert all(backend.get("placement", placement)["planned"] == str(day) for _, placement in planted)


def width(app, title):
    return app.find(title, HEADER).extents().width


def layout(app):
    """What one sees of it: titles with their widths and the mark of the order, groups, names."""
    titles = {node.name: (node.extents().width, node.description) for node in app.look(role=HEADER) if node.name in TITLES}
    return titles, [node.name for node in app.look(role=GROUP)], rows(app)


def choose_view(app, button, name):
    app.find(button, "toggle button").click()
    app.find(name, "menu item").click()


def titles_lay_the_list_out(app):
    # With the mouse: the edge of a title follows it, and nothing is sorted.
    before = width(app, "Channel")
    app.find("Channel", HEADER).drag_by(60, 0, beside=before // 2)
    wait_until(lambda: abs(width(app, "Channel") - before - 60) <= 1, f"the channel is {before + 60} wide, not {width(app, 'Channel')}")
    # With the keyboard: on a title, narrower and wider, and its menu.
    app.press_until("Tab", "Planned")
    app.press_until("Right", "Author")
    usual, planned = width(app, "Author"), width(app, "Planned")
    app.key("ctrl+Right", "ctrl+Right", "ctrl+Left")
    wait_until(lambda: width(app, "Author") > usual + 8, "the author is wider")
    app.key("shift+F10")
    app.find("Sort Descending", "menu item").click()
    app.find("Author", HEADER, contains="Sorted descending")
    app.find("Planned", HEADER).press(3)
    app.find("As Wide as Its Content", "menu item").click()
    wait_until(lambda: width(app, "Planned") != planned, "the day is as wide as the longest")
    app.find("Copy due", HEADER).press(3)
    app.find("Hide", "menu item").click()
    wait_until(lambda: not app.look("Copy due", HEADER), "the copy is hidden")
    made = layout(app)
    assert list(made[0]) == ["Subject", "Channel", "Status", "Planned", "Author", "Reviewer", "Direction"], made
    # In a saved view, and over a restart.
    choose_view(app, "Saved views", "Save This View…")
    app.find("Name of the view", "text")
    app.type("Lundi")
    app.key("Return")
    app.find("Saved view: Lundi", "toggle button")
    choose_view(app, "Columns", "Usual Widths")
    wait_until(lambda: abs(width(app, "Channel") - before) < 20, f"the channel is as wide as usual, not {width(app, 'Channel')}")
    app.find("Planned", HEADER).press()
    choose_view(app, "Columns", "Copy due")
    app.key("Escape")
    app.find("Copy due", HEADER)
    other = layout(app)
    assert other != made
    app.quit()
    app.start()
    wait_until(lambda: layout(app) == other, f"after a restart it looks as before: {other}, not {layout(app)}")
    choose_view(app, "Saved views", "Lundi")
    wait_until(lambda: layout(app) == made, f"the saved view looks as it was saved: {made}, not {layout(app)}")


run_cases(the_list_is_sorted_grouped_and_laid_out_and_stays_so, cells_are_edited_by_keyboard_and_mouse, many_are_changed_at_once,
          a_meeting_is_prepared_by_keyboard_alone)
