#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The grid and the calendar of the plan, by mouse and by keyboard: a card goes to another day and another channel."""

import datetime

from cases import run_cases
from dates import says, two_open_days
from driver import App, Atspi, Backend, wait_until

TITLE, OTHER = "Visite du centre technique municipal", "Repas des retraités"
CHANNEL = "Guide pratique"


def window(folder, started, view, titles=(TITLE,), **options):
    backend = Backend(folder)
    started.append(backend)
    day, after = two_open_days()
    planted = [backend.plant(title, "accepted", (day - datetime.date.today()).days, CHANNEL)[1] for title in titles]
    app = App.signed_in(backend, "manager", "--page", "planning", view=view, **options)
    started.append(app)
    table = app.find(view, "table")
    if view == "Grid":
        app.click("Next", "button")
    elif day.month != datetime.date.today().month:
        app.click("Next", "button")
    return backend, app, table, planted, day, after


def card(table, title, day, *more):
    return table.find(role="table cell", contains=(title, says(day), *more))


def column_width(table, n=7):
    return (table.extents().width - (148 if n != 7 or table.name == "Grid" else 34)) // n


def is_planned(backend, app, placement, day, **fields):
    app.find("Up to date", "button", contains="Synchronised")
    record = backend.get("placement", placement)
    assert record["planned"] == str(day), record["planned"]
    return record


def a_card_of_the_grid_is_dragged_to_another_day(folder, started):
    backend, app, table, (placement,), day, after = window(folder, started, "Grid")
    card(table, TITLE, day).drag_by(column_width(table), 0)
    card(table, TITLE, after)
    is_planned(backend, app, placement, after)
    app.key("ctrl+z")
    card(table, TITLE, day)
    is_planned(backend, app, placement, day)


def press_with(app, key, node):
    app.display.run("xdotool", "keydown", key)
    node.press()
    app.display.run("xdotool", "keyup", key)


def several_cards_are_dragged_at_once(folder, started):
    backend, app, table, placements, day, after = window(folder, started, "Grid", (TITLE, OTHER))
    for title in (TITLE, OTHER):
        node = card(table, title, day)
        press_with(app, "ctrl", node)
        wait_until(lambda: card(table, title, day).has_state(Atspi.StateType.SELECTED), f"“{title}” is selected")
    card(table, OTHER, day).drag_by(column_width(table), 0)
    for title, placement in zip((TITLE, OTHER), placements):
        card(table, title, after)
        is_planned(backend, app, placement, after)


def cards_from_one_to_another_are_dragged_to_another_channel(folder, started):
    titles = (TITLE, OTHER, "Stationnement des vélos")
    backend, app, table, placements, day, _ = window(folder, started, "Grid", titles)
    channels = {line.split("\t")[0] for line in backend.remotely("list", "channel").splitlines()}
    before = backend.get("placement", placements[0])["channel"]
    for channel in channels - {before}:
        backend.remotely("set", "channel", channel, "per_day=9", "per_week=40")
    nodes = sorted((card(table, title, day) for title in titles), key=lambda node: node.extents().y)
    press_with(app, "ctrl", nodes[0])
    press_with(app, "shift", nodes[2])
    for node in nodes:
        wait_until(lambda: node.has_state(Atspi.StateType.SELECTED), f"“{node.name}” is selected")
    nodes[0].drag_by(0, -nodes[0].extents().height)  # into the row above
    app.find("Up to date", "button", contains="Synchronised")
    wait_until(lambda: backend.get("placement", placements[0])["channel"] != before, "the first is on another channel")
    records = [backend.get("placement", placement) for placement in placements]
    assert len({record["channel"] for record in records}) == 1, records
    assert {record["planned"] for record in records} == {str(day)}, records


def what_does_not_fit_into_a_day_is_a_list(folder, started):
    titles = [f"Sujet numéro {n}" for n in range(1, 7)]
    _, app, table, _, day, _ = window(folder, started, "Calendar", titles)
    card(table, "Show all", day).press()
    for title in titles:
        app.find(role="list item", contains=title)
    app.find(role="list item", contains=titles[5]).press()
    wait_until(lambda: app.find("Title", "text").text == titles[5], "the subject is open")


def to_card(app, table, title, day):
    """The focus, with the keyboard alone."""
    card(table, title, day)
    monday = day - datetime.timedelta(day.weekday())
    app.press_until("Tab", says(monday if table.name == "Grid" else day))
    app.press_until("Right", says(day))
    return app.press_until("Down", title, says(day))


def a_card_of_the_grid_is_carried_with_the_keyboard(folder, started):
    backend, app, table, (placement,), day, after = window(folder, started, "Grid")
    to_card(app, table, TITLE, day)
    app.key("space")
    wait_until(lambda: app.focused().says(CHANNEL, says(day), "placement"), "the cell of the card has the focus")
    app.key("Right")
    wait_until(lambda: app.focused().says(CHANNEL, says(after)), "the next day has the focus")
    app.key("Escape")
    wait_until(lambda: app.focused().says(TITLE, says(day)), "the card has the focus again")
    app.key("space", "Right", "Return")
    card(table, TITLE, after)
    wait_until(lambda: app.focused().says(TITLE, says(after)), "the focus went along")
    assert is_planned(backend, app, placement, after)["planned"] == str(after)


def a_card_opens_its_subject_and_its_menu(folder, started):
    _, app, table, _, day, _ = window(folder, started, "Grid")
    to_card(app, table, TITLE, day)
    app.key("Return")
    wait_until(lambda: app.find("Title", "text").text == TITLE, "the subject is open")
    app.key("Escape")
    app.gone("Title", "text")
    card(table, TITLE, day).press()
    wait_until(lambda: app.find("Title", "text").text == TITLE, "the subject is open")
    card(table, TITLE, day).press(3)
    app.find("Move To…", "menu item")
    app.key("Escape")
    app.gone("Move To…", "menu item")
    wait_until(lambda: app.focused() and app.focused().says(TITLE), "the menu gives the focus back to the card")


def a_card_of_the_month_is_dragged_and_carried(folder, started):
    backend, app, table, (placement,), day, after = window(folder, started, "Calendar")
    app.find("Scale: Month", "toggle button").click()
    app.find("Week", "label")
    app.key("End", "Return")
    app.find("Scale: Week", "toggle button")
    app.find(role="toggle button", contains="Jump to a date")
    if not table.look(role="table cell", contains=(TITLE, says(day))):
        app.click("Next", "button")
    wait_until(lambda: card(table, TITLE, day).extents().height > 40, "the week shows tall cards")
    card(table, TITLE, day).drag_by(column_width(table), 0)
    card(table, TITLE, after)
    is_planned(backend, app, placement, after)
    app.find("Scale: Week", "toggle button").click()
    app.find("Month", "label")
    app.key("Home", "Return")
    app.find("Scale: Month", "toggle button")
    if after.month != day.month:
        app.click("Next", "button")
    wait_until(lambda: card(table, TITLE, after).extents().height < 40, "the month shows flat cards")
    to_card(app, table, TITLE, after)
    app.key("space", "Left", "space")
    app.click("Move Them Too", "button")  # the first move gave it a date for the copy
    card(table, TITLE, day)
    is_planned(backend, app, placement, day)


def a_filter_is_the_same_in_every_view(folder, started):
    _, app, table, _, day, _ = window(folder, started, "Grid")
    card(table, TITLE, day)
    app.find("Status: In Hand", "toggle button").click()
    app.find("Published", "list item")
    app.press_until("Down", "Published")
    app.key("Return", "Escape")
    app.gone(role="table cell", contains=(TITLE, says(day)))
    app.click("List", "radio button")
    app.find("Status: Published", "toggle button")
    app.click("Reset", "button")
    app.find(role="table row", contains=TITLE)
    app.click("Grid", "radio button")
    card(app.find("Grid", "table"), TITLE, day)


run_cases(a_card_of_the_grid_is_dragged_to_another_day, several_cards_are_dragged_at_once,
          cards_from_one_to_another_are_dragged_to_another_channel, what_does_not_fit_into_a_day_is_a_list,
          a_card_of_the_grid_is_carried_with_the_keyboard, a_card_opens_its_subject_and_its_menu,
          a_card_of_the_month_is_dragged_and_carried, a_filter_is_the_same_in_every_view)
