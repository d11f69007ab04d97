#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people at two windows: what one does the other sees, without the back end both go on, and nothing is overwritten unseen."""

import re
import signal
import statistics
import time

from cases import note, run_cases
from driver import App, Backend, wait_until

TITLE = "Journée portes ouvertes des services techniques"


def two_people(folder, started):
    backend = Backend(folder)
    started.append(backend)
    planted = backend.plant(TITLE)
    windows = []
    for login in ("manager", "editor"):
        windows.append(App.signed_in(backend, login, "--page", "planning"))
        started.append(windows[-1])
    return backend, *windows, *planted


def person_of(backend, login):
    """The name of the person whose account it is."""
    return backend.remotely("list", "account", "--where", f"login={login}").split("\t")[1]


def row_of(app, *pieces):
    return app.find(role="table row", contains=pieces)


def move(app, title, status):
    """Through the menu of the row. Returns the moment of the choice."""
    row_of(app, title).press(3)
    app.click("Status", "menu item")
    item = app.find(status, "menu item")
    begin = time.monotonic()
    item.click()
    return begin


def open_subject(app, title):
    row_of(app, title).press()
    app.find("Placements", "list")


def what_one_does_the_other_sees(folder, started):
    _, first, second, subject, placement = two_people(folder, started)
    seen = row_of(second, TITLE)
    took = []
    for status in ("Accepted", "Writing", "In review", "Approved", "Writing"):
        begin = move(first, TITLE, status)
        wait_until(lambda: f", {status}," in seen.name, f"the other one sees {status}", pause=0.002)
        took.append(time.monotonic() - begin)
        row_of(first, TITLE, f", {status},")
    note(f"from the choice in one window to the row in the other: median {statistics.median(took) * 1000:.0f} ms, "
         f"worst {max(took) * 1000:.0f} ms, of {len(took)}")
    assert statistics.median(took) < 1, took

    open_subject(first, TITLE)
    open_subject(second, TITLE)
    first.find("Title", "text").retype("Les services techniques ouvrent leurs portes")
    row_of(second, "Les services techniques ouvrent leurs portes")
    wait_until(lambda: second.find("Title", "text").text == "Les services techniques ouvrent leurs portes", "also in the form")


def go_on_without(how, folder, started):
    backend, first, second, subject, placement = two_people(folder, started)
    open_subject(first, TITLE)
    open_subject(second, TITLE)
    backend.stop(how)
    first.find("Offline", "button")
    first.find("Title", "text").retype("Les ateliers municipaux se visitent")
    second.find("Summary", "text").retype("Samedi, de dix heures a midi")
    move(second, TITLE, "Accepted")
    for app in (first, second):  # how many depends on what was under way when the next key came
        app.find("Offline", "button", contains="waiting")
    second.click("Offline", "button")
    second.find("Waiting to Be Sent", "label")
    second.find(role="list item", contains=(TITLE, "Summary"))
    second.key("Escape")

    backend.start()
    for app in (first, second):
        app.key("F5")
    for app in (first, second):
        app.find("Up to date", "button", contains="Synchronised")
        row_of(app, "Les ateliers municipaux se visitent", ", Accepted,")
        wait_until(lambda: app.find("Summary", "text").text == "Samedi, de dix heures a midi", "the summary is in both windows")
    at_server = backend.get("subject", subject)
    assert at_server["title"] == "Les ateliers municipaux se visitent", at_server
    assert at_server["summary"] == "Samedi, de dix heures a midi", at_server
    assert backend.get("placement", placement)["state"] == "accepted"


def both_go_on_while_the_back_end_is_stopped(folder, started):
    go_on_without(signal.SIGTERM, folder, started)


def both_go_on_when_the_back_end_was_killed(folder, started):
    go_on_without(signal.SIGKILL, folder, started)


def two_titles_of_one_subject_are_a_conflict_that_is_settled(folder, started):
    backend, first, second, subject, _ = two_people(folder, started)
    for app in (first, second):
        open_subject(app, TITLE)
    backend.stop()
    sides = {first: ("manager", "Portes ouvertes samedi"), second: ("editor", "Les ateliers se visitent")}
    for app, (_, title) in sides.items():
        app.find("Title", "text").write(title)  # at once, as by pasting: keys would be more than one change
        app.find("Offline", "button", contains="waiting")
    backend.start()
    first.key("F5")
    second.key("F5")
    # whoever comes second is asked
    asked = wait_until(lambda: next((app for app in sides if app.look("1 conflict to settle", "button")), None), "one of them is asked")
    (who, title), (other, other_title) = sides[asked], next(side for app, side in sides.items() if app != asked)
    asked.click("1 conflict to settle", "button")
    asked.find("Conflicts", "list").find(role="label", contains="Title · also changed by").press()
    asked.find("Keep Mine", "button")
    shown = asked.look(role="dialog")[-1].all_text
    mine, theirs = re.search("Yours\n(.*?)\nKeep Mine.*Theirs\n(.*?)\nKeep Theirs", shown, re.DOTALL).groups()
    for side, person, value in ((mine, who, title), (theirs, other, other_title)):
        assert re.fullmatch(f"{person_of(backend, person)} · .*, \\d\\d:\\d\\d\n{value}", side), (side, person)
    asked.click("Keep Mine", "button")
    for app in (first, second):
        app.find("Up to date", "button", contains="Synchronised")
        row_of(app, title)
        wait_until(lambda: app.find("Title", "text").text == title, "the form says what was decided")
    assert backend.get("subject", subject)["title"] == title


run_cases(what_one_does_the_other_sees, both_go_on_while_the_back_end_is_stopped, both_go_on_when_the_back_end_was_killed,
          two_titles_of_one_subject_are_a_conflict_that_is_settled)
