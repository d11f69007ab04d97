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
    return app.find(title, "label")


def is_heard(app):
    """The keys of the meeting are: what is pressed before the page has the focus goes nowhere."""
    wait_until(lambda: (now := app.focused()) and now.name == "Keep", "the meeting has the focus")


def begin(app):
    app.find(role="list item", contains="Comité du test").press()
    app.click("Begin", "button")
    shows(app, SUBJECTS[0])
    is_heard(app)


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
    app.find(role="list item", contains="Comité du test").press()
    app.click("Resume", "button")
    shows(app, SUBJECTS[6])
    is_heard(app)
    # back, and decided anew
    app.key("BackSpace")
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


def a_subject_is_added_as_quickly_as_one_types(folder, started):
    backend = Backend(folder)
    started.append(backend)
    meeting, _ = plan_meeting(backend, SUBJECTS[:2])
    late, _ = backend.plant("Zone bleue du marché")
    app = App.signed_in(backend, "manager", "--page", "committee")
    started.append(app)
    app.find(role="list item", contains="Comité du test").press()
    app.click("Add a Subject", "button")
    dialog = app.find("Add a Subject", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.type("mot introuvable")
    dialog.find("Nothing Found", "label")
    app.key("ctrl+a")
    app.type("zone bleue")
    app.key("Return")
    app.gone("Add a Subject", "dialog")
    app.find(role="list item", contains=("3. Zone bleue du marché", "Added"))
    app.key("ctrl+k")
    dialog = app.find("Search Everything", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.type("zone bleue")
    app.key("Return")
    app.find("Title", "text", contains="Zone bleue du marché")
    wait_until(lambda: late in str(backend.get("meeting", meeting)["agenda"]), "the agenda of everybody has it", pause=0.3)


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


run_cases(a_whole_committee_offline_then_in_a_second_window, a_subject_is_added_as_quickly_as_one_types)
