#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of the plan begin at their beginning."""

from cases import run_cases
from driver import App, Backend, wait_until

TITLE = "Visite du centre technique municipal"


def window(folder, started, *arguments, login="manager", size="small"):
    backend = Backend(folder, size)
    started.append(backend)
    planted = backend.plant(TITLE)
    app = App.signed_in(backend, login, *arguments)
    started.append(app)
    return backend, app, *planted


def begins_with_its_first_week(app):
    plan, title = app.find("Plan", "table"), app.find("Subject", "button").extents()
    weeks = sorted(node.extents().y for node in plan.look(role="row header"))
    return weeks and weeks[0] == title.y + title.height and min(node.extents().y for node in plan.look(role="table row")) > weeks[0]


def a_list_of_another_choice_begins_with_its_first_week(folder, started):
    _, app, *_ = window(folder, started, "--page", "planning", size="city")
    wait_until(lambda: begins_with_its_first_week(app), "the list begins with its first week")
    for was, key, now in (("From This Week", "End", "Last 12 Months"), ("Last 12 Months", "Home", "From This Week"),
                          ("From This Week", "Down", "Past")):
        app.find(f"Period: {was}", "toggle button").click()
        app.find("Without a Date", "label")
        app.key(key, "Return")
        app.find(f"Period: {now}", "toggle button")
        wait_until(lambda: begins_with_its_first_week(app), f"the list begins with its first week with “{now}”", 10)
    app.find("Status: In Hand", "toggle button").click()
    app.find("Archived", "list item")
    app.press_until("Down", "Archived")
    app.key("Return")
    app.find("Status: Archived", "toggle button")
    app.key("Escape")
    wait_until(lambda: begins_with_its_first_week(app), "the list begins with its first week with “Archived”", 10)


run_cases(a_list_of_another_choice_begins_with_its_first_week)
