#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A committee of twenty subjects in the meeting room: without the back end, by keyboard alone, then seen by a colleague."""

import datetime
import json

from driver import App, Backend, note, run_cases, wait_until

SUBJECTS = [f"Sujet du comité {number:02}" for number in range(1, 21)]
TODAY = datetime.date.today()


def plan_meeting(backend, titles=SUBJECTS):
    """Proposals, each with a brief planned in ten days or later, and a meeting today that speaks of them."""
    channels = dict(reversed(line.split("\t")) for line in backend.remotely("list", "channel").splitlines())
    subjects = []
    for number, title in enumerate(titles):
        subject = backend.remotely("add", "subject", f"title={title}", "state=proposed", f"proposed_on={TODAY}")
        backend.remotely("add", "placement", f"subject={subject}", f"channel={channels['Brèves de l’intranet']}", "state=proposed",
                         f"planned={TODAY + datetime.timedelta(10 + number)}")
        subjects.append(subject)
    agenda = json.dumps([{"subject": subject, "why": "proposal"} for subject in subjects])
    meeting = backend.remotely("add", "meeting", f"on={TODAY}", "title=Comité du test", "state=planned", f"agenda={agenda}")
    return meeting, subjects


def shows(app, title):
    """On the page of the meeting: the agenda behind it has rows of that name, and no progress."""
    app.find(role="progress bar")
    return app.find(title, "label")


def begin(app, button="Begin", key=None):
    """With the mouse; whoever is quick presses a key in the same moment, and the meeting hears it."""
    app.find(role="list item", contains="Comité du test").press()
    x, y = app.to_screen(*app.find(button, "button").settled())
    app.display.run("xdotool", "mousemove", str(x), str(y), "click", "1", *(["key", key] if key else []))
    app.find(role="progress bar")


def decide(app, key, outcome, reason=""):
    """One key, a reason, Enter."""
    app.key(key)
    app.find(outcome, "label")
    if reason:
        wait_until(lambda: app.focused() and app.focused().role == "text", "the reason has the focus")
        app.type(reason)
    app.key("ctrl+Return")


def a_whole_committee_offline_then_in_a_second_window(folder, started):
    backend = Backend(folder)
    started.append(backend)
    meeting, subjects = plan_meeting(backend)
    app = App.signed_in(backend, "manager", "--page", "committee")
    started.append(app)
    backend.stop()
    app.find("Offline", "button")
    begin(app)
    shows(app, SUBJECTS[0])
    decide(app, "k", "Keep", "pour la rentree")
    shows(app, SUBJECTS[1])
    decide(app, "p", "Postpone to…", "trop tot")
    shows(app, SUBJECTS[2])
    decide(app, "r", "Refuse", "hors sujet")
    shows(app, SUBJECTS[3])
    decide(app, "c", "Other Channel…")
    shows(app, SUBJECTS[4])
    app.key("s")  # later: comes back at the end
    shows(app, SUBJECTS[5])
    app.key("n")
    shows(app, SUBJECTS[6])
    # nothing is lost with the window: it goes on where it was
    app.kill()
    app.start()
    # back, and decided anew
    begin(app, "Resume", "BackSpace")
    shows(app, SUBJECTS[5])
    app.key("BackSpace")
    shows(app, SUBJECTS[3])
    decide(app, "r", "Refuse", "finalement non")
    shows(app, SUBJECTS[6])
    decide(app, "k", "Keep")
    shows(app, SUBJECTS[7])
    app.key("ctrl+z")
    shows(app, SUBJECTS[6])
    for number in range(6, 20):
        shows(app, SUBJECTS[number])
        decide(app, "k", "Keep")
    shows(app, SUBJECTS[4])
    app.find(contains="1 subject left")
    decide(app, "k", "Keep", "quand meme")
    app.find("Record", "label")
    app.find(role="list item", contains=(SUBJECTS[0], "Kept", "pour la rentree"))

    backend.start()
    app.key("F5")
    app.find("Up to date", "button", contains="Synchronised")
    check_back_end(backend, meeting, subjects)
    second = App.signed_in(backend, "editor", "--page", "committee")
    started.append(second)
    second.find(role="list item", contains="Comité du test").press()
    second.find(role="list item", contains=(SUBJECTS[2], "Refused", "hors sujet"))
    second.key("ctrl+k")
    second.find("Search Everything", "entry").retype("finalement non")
    second.find(role="list item", contains=f"{SUBJECTS[3]} · Refused")


def agenda(app):
    """Titles on the agenda, in its order."""
    rows = app.look(role="list item", contains="New proposal") + app.look(role="list item", contains="Added")
    return [row.name.split(". ", 1)[1].split(",")[0] for row in sorted(rows, key=lambda row: int(row.name.split(".")[0]))]


def expect_agenda(app, *titles):
    wait_until(lambda: agenda(app) == list(titles), f"the agenda is {titles}; it is {agenda(app)}")


def row(app, title):
    return app.find(role="list item", contains=f". {title},")


def an_agenda_by_mouse_and_by_keyboard(folder, started):
    backend = Backend(folder)
    started.append(backend)
    one, two, three = SUBJECTS[:3]
    meeting, _ = plan_meeting(backend, [one, two, three])
    late, _ = backend.plant("Zone bleue du marché")
    app = App.signed_in(backend, "manager", "--page", "committee")
    started.append(app)
    app.find(role="list item", contains="Comité du test").press()
    # as quickly as one types
    app.click("Add a Subject", "button")
    dialog = app.find("Add a Subject", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.type("mot introuvable")
    dialog.find("Nothing Found", "label")
    app.key("ctrl+a")
    app.type("zone bleue")
    app.key("Return")
    app.gone("Add a Subject", "dialog")
    blue = "Zone bleue du marché"
    expect_agenda(app, one, two, three, blue)
    row(app, one).drag_to(row(app, three))
    expect_agenda(app, two, three, one, blue)
    wait_until(lambda: row(app, one).is_focused, "the row that was dropped has the focus")
    app.key("alt+Up", "alt+Up", "alt+Down")
    expect_agenda(app, two, one, three, blue)
    row(app, blue).find("Earlier (Alt+Up)", "button").press()
    expect_agenda(app, two, one, blue, three)
    row(app, two).find("Later (Alt+Down)", "button").press()
    expect_agenda(app, one, two, blue, three)
    wait_until(lambda: row(app, two).is_focused, "the row that was moved has the focus")
    app.key("Delete")
    expect_agenda(app, one, blue, three)
    row(app, three).find("Leave Out (Delete)", "button").press()
    expect_agenda(app, one, blue)
    app.key("ctrl+z")
    expect_agenda(app, one, blue, three)
    wait_until(lambda: [item["subject"] for item in backend.get("meeting", meeting)["agenda"]][1:2] == [late], "everybody has it", pause=0.3)
    # the search of everything opens what was typed, not what was found before
    app.key("ctrl+k")
    dialog = app.find("Search Everything", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.type("zone bleue")
    app.key("Return")
    app.find("Title", "text", contains=blue)


def check_back_end(backend, meeting, subjects):
    record = backend.get("meeting", meeting)
    states = [backend.get("subject", subject)["state"] for subject in subjects]
    assert record["state"] == "recorded", record
    assert SUBJECTS[19] in record["record"] and "pour la rentree" in record["record"], record
    expected = ["kept"] * 20
    expected[1], expected[2], expected[3], expected[5] = "postponed", "refused", "refused", "proposed"
    assert states == expected, states
    decisions = backend.remotely("list", "decision", "--where", f"meeting={meeting}").splitlines()
    assert len(decisions) == 19, decisions
    note(f"{len(decisions)} decisions of {len(subjects)} subjects, offline, by keyboard")


run_cases(a_whole_committee_offline_then_in_a_second_window, an_agenda_by_mouse_and_by_keyboard)
