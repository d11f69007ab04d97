#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The committee: its agenda; twenty subjects without the back end, by keyboard alone, then seen by a colleague; every decision by mouse;
the record on paper, by mail and found again; the whole screen of a room."""

import datetime
import email
import email.policy
import json
import subprocess
import urllib.parse
from pathlib import Path

from cases import note, run_cases
from driver import App, Backend, wait_until

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


def search(app, words):
    """In everything, as years later."""
    app.key("ctrl+k")
    dialog = app.find("Search Everything", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.type(words)


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
    app.key("c")
    wait_until(lambda: (now := app.focused()) and now.name == "Channel", "the channel has the focus")
    app.key("space")
    app.find(role="label", contains="Journal interne")
    app.key("Down", "Down", "Return")
    app.find("Lettre de la semaine", "label")
    app.gone(role="label", contains="Journal interne")
    app.key("ctrl+Return")
    shows(app, SUBJECTS[4])
    app.key("BackSpace")
    shows(app, SUBJECTS[3])
    app.find("Lettre de la semaine", "label")
    app.key("BackSpace", "s")  # decided: on to the next that is not
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
    search(second, "finalement non")
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
    search(app, "zone bleue")
    app.key("Return")
    app.find("Title", "text", contains=blue)


def await_mail(folder):
    """A mail program that writes down what it is asked to write. The file it wrote."""
    asked = folder / "mailto.txt"
    program = folder / "mail.sh"
    program.write_text(f"#!/bin/sh\nprintf %s \"$1\" > {asked}.new && mv {asked}.new {asked}\n")
    program.chmod(0o755)
    for name, text in (("data/applications/mail.desktop", f"[Desktop Entry]\nType=Application\nName=Mail\nExec={program} %u\n"),
                       ("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/mailto=mail.desktop\n")):
        path = folder / "manager" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return asked


def keys_are_laid_out(app):
    """Beside each other: the page takes its places some frames after it is there."""
    one, two = app.find("Keep", "button").extents(), app.find("Postpone to…", "button").extents()
    return 40 < one.x + one.width < two.x < app.display.width / 2


def answer(app, outcome, reason="", then=lambda: None):
    """By mouse but for the words."""
    wait_until(lambda: keys_are_laid_out(app), "the keys are in their places")
    app.find(outcome, "button").press()
    app.find("Decide", "button").settled()
    if reason:
        app.find("Reason", "text").retype(reason)
    then()
    app.find("Decide", "button").press()
    app.gone("Decide", "button")


def give_day(app, title, words):
    app.find(title, "list item").press()
    wait_until(lambda: (now := app.focused()) and now.role == "text" and now.name != "Reason", "the day has the focus")
    app.key("ctrl+a")
    app.type(words)
    app.key("Return")
    wait_until(lambda: app.look("Decide", "button") and not app.look("Choose", "button"), "the day is chosen")


def put_in_charge(app, person):
    app.find("In charge", "list item").press()
    dialog = app.find("In charge", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.type(person)
    wait_until(lambda: len(dialog.look(role="list item")) == 1, "the search has found one")
    dialog.find(person, "list item").press()
    app.gone("In charge", "dialog")


def save_record(app, name, press):
    path = Path(app.folder.parent) / name
    press()
    app.find("Save the Record", "dialog")
    app.find("Name:", "text").retype(str(path))
    app.find("Save", "button").click()
    app.gone("Save the Record", "dialog")
    app.focus_window()  # nobody gives it back the keyboard where there is no window manager
    wait_until(lambda: path.exists() and path.stat().st_size > 0, f"{name} is written")
    return path


def choose_to_send(app, choice):
    app.find("Send the Record", "toggle button").click()
    app.find(choice, "menu item").click()


def decisions_by_mouse_then_on_paper_by_mail_and_found(folder, started):
    folder = Path(folder)
    backend = Backend(folder)
    started.append(backend)
    meeting, subjects = plan_meeting(backend, SUBJECTS[:5])
    people = [line.split("\t") for line in backend.remotely("list", "person").splitlines()]
    chair = next(name for _, name in people if name.isascii())
    backend.remotely("set", "meeting", meeting, f"attendees={people[0][0]}")
    asked = await_mail(folder)
    app = App.signed_in(backend, "manager", "--page", "committee")
    started.append(app)
    begin(app)
    shows(app, SUBJECTS[0])
    answer(app, "Keep", "pour la rentree", lambda: (put_in_charge(app, chair), give_day(app, "By when", "+7")))
    shows(app, SUBJECTS[1])
    answer(app, "Postpone to…", "trop tot", lambda: give_day(app, "Postponed to", "+14"))
    shows(app, SUBJECTS[2])
    answer(app, "Refuse", "hors sujet")
    shows(app, SUBJECTS[3])
    answer(app, "Other Channel…", then=lambda: choose_channel(app, "Agenda", "Down"))
    shows(app, SUBJECTS[4])
    app.find(f"Undo: Put “{SUBJECTS[3]}” on another channel", "button").press()
    shows(app, SUBJECTS[3])
    answer(app, "Other Channel…", then=lambda: choose_channel(app, "Lettre de la semaine", "Down", "Down"))
    shows(app, SUBJECTS[4])
    app.find("Nothing to Decide", "button").press()
    # closed, and opened again: what is decided anew is in the record
    app.find("Record", "label")
    app.find("Resume", "button").press()
    shows(app, SUBJECTS[0])
    answer(app, "Refuse", "tout compte fait")
    app.find("Record", "label")
    app.find(role="list item", contains=(SUBJECTS[0], "Refused", "tout compte fait", chair))

    lines = [f"{SUBJECTS[0]}: Refused · tout compte fait · in charge: {chair}", f"{SUBJECTS[1]}: Postponed to",
             f"{SUBJECTS[2]}: Refused · hors sujet", f"{SUBJECTS[3]}: On another channel: Lettre de la semaine"]
    check_paper(save_record(app, "decisions.pdf", app.find("Save as PDF", "button").press), chair)
    check_message(save_record(app, "decisions.eml", lambda: choose_to_send(app, "Save as a Message…")), lines)
    choose_to_send(app, "Write to the Network…")
    wait_until(asked.exists, "the mail program is asked to write")
    letter = urllib.parse.urlsplit(asked.read_text())
    fields = urllib.parse.parse_qs(letter.query)
    assert letter.scheme == "mailto" and "@" in letter.path and len(fields["bcc"][0].split(",")) > 5, letter
    assert all(line in fields["body"][0] for line in lines), fields

    # years later
    search(app, "compte fait")
    app.find(role="list item", contains=f"{SUBJECTS[0]} · Refused").press()
    app.find("Title", "text", contains=SUBJECTS[0])
    app.find("Decisions of the Committee", "list").find(role="list item", contains=("Refused", "tout compte fait"))
    wait_until(lambda: backend.get("meeting", meeting)["state"] == "recorded", "the record is everybody's", pause=0.3)
    taken = backend.remotely("list", "decision", "--where", f"subject={subjects[0]}").splitlines()
    due = [backend.get("decision", line.split("\t")[0])["due"] for line in taken]
    assert due == [str(TODAY + datetime.timedelta(7))], due


def choose_channel(app, channel, *keys):
    app.find("Channel", "combo box").press()
    app.find(role="label", contains=channel)
    app.key(*keys, "Return")
    wait_until(lambda: not app.look("Journal interne", "label") and app.look(channel, "label"), f"{channel} is chosen")


def check_paper(path, chair):
    wait_until(lambda: b"%%EOF" in path.read_bytes()[-32:], "the pages are whole")
    words = " ".join(subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout.split())
    for piece in (*SUBJECTS[:4], "Record of decisions", "Refused", "tout compte fait", chair, "Lettre de la semaine"):
        assert piece in words, (piece, words)


def check_message(path, lines):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_content()
    assert "Comité du test" in message["Subject"] and message["X-Unsent"] == "1", message
    assert len(message["To"].addresses) == 1 and len(message["Bcc"].addresses) > 5, message
    assert all(line in body for line in lines) and f"Also spoken of:\n\n- {SUBJECTS[4]}" in body.replace("\r", ""), body


def is_full(app):
    """What the person sees of it: no window button, and the screen to its edges."""
    return app.look("Leave Full Screen (F11)", "button") and not app.look("Close", "button")


def in_the_room(folder, started):
    """The whole screen under a window manager, and a colleague who goes on working meanwhile."""
    backend = Backend(folder)
    started.append(backend)
    meeting, subjects = plan_meeting(backend, SUBJECTS[:4])
    app = App.signed_in(backend, "manager", "--page", "committee", managed=True)
    started.append(app)
    begin(app)
    shows(app, SUBJECTS[0])
    wait_until(lambda: is_full(app), "the meeting has the whole screen")
    width, height = app.display.width, app.display.height
    wait_until(lambda: f"{width}x{height}" in app.display.run("xdotool", "getwindowgeometry", app.window_id()).stdout, "the window is the screen")
    app.key("F11")
    wait_until(lambda: app.look("Close", "button") and app.look("Full Screen (F11)", "button"), "F11 leaves full screen")
    shows(app, SUBJECTS[0])
    app.click("Full Screen (F11)", "button")
    wait_until(lambda: is_full(app), "the button goes back to it")
    app.key("k")
    app.find("Decide", "button")
    app.key("Escape")
    app.gone("Decide", "button")
    assert is_full(app), "Escape leaves the decision first"
    app.key("Escape")
    wait_until(lambda: app.look("Close", "button"), "then full screen")
    shows(app, SUBJECTS[0])
    app.key("Escape")
    app.click("Resume", "button")
    wait_until(lambda: is_full(app), "the meeting has the whole screen again")

    # the words that are typed stay while a colleague gives the subject another title
    app.key("k")
    app.find("Decide", "button")
    app.type("a garder")
    backend.remotely("set", "subject", subjects[0], "title=Un autre titre")
    app.find("Un autre titre", "label")
    app.key("ctrl+Return")
    shows(app, SUBJECTS[1])
    # it stays with its subject when the agenda is changed around it
    app.key("r")
    app.find("Decide", "button")
    agenda = [{"subject": subjects[i], "why": "proposal"} for i in (0, 3, 2, 1)]
    backend.remotely("set", "meeting", meeting, f"agenda={json.dumps(agenda)}")
    app.find(contains="4 of 4 · 3 subjects left")
    app.key("ctrl+Return")
    shows(app, SUBJECTS[3])
    # and leaves it when it is thrown away
    app.key("k")
    app.find("Decide", "button")
    backend.remotely("set", "subject", subjects[3], "binned=true")
    app.find(contains=f"“{SUBJECTS[3]}” is not on the agenda any more.")
    shows(app, SUBJECTS[2])
    app.gone("Decide", "button")
    app.find("Finish", "button").press()
    app.find("Record", "label")
    app.find(role="list item", contains=("Un autre titre", "Kept", "a garder"))
    wait_until(lambda: app.look("Close", "button"), "the record is in a window again")
    wait_until(lambda: backend.get("subject", subjects[1])["state"] == "refused", "what was decided is everybody's", pause=0.3)
    assert backend.get("subject", subjects[3])["state"] == "proposed"


def person_of(backend, login):
    return backend.remotely("list", "account", "--where", f"login={login}").split("\t")[1]


def two_people_decide_one_subject(folder, started):
    """Each without the other: one decision stands, the other is asked about with all of it, and what was chosen is everybody's."""
    backend = Backend(folder)
    started.append(backend)
    meeting, subjects = plan_meeting(backend, SUBJECTS[:2])
    manager, editor = (App.signed_in(backend, login, "--page", "committee") for login in ("manager", "editor"))
    started += [manager, editor]
    backend.stop()
    said = {manager: ("k", "Keep", "pour la rentree"), editor: ("r", "Refuse", "hors sujet")}
    for app in (manager, editor):
        app.find("Offline", "button")
        begin(app)
        shows(app, SUBJECTS[0])
        decide(app, *said[app])
        shows(app, SUBJECTS[1])
        decide(app, "k", "Keep")  # the same, word for word: nothing to settle
        app.find("Record", "label")
    backend.start()
    for app in (manager, editor):
        app.key("F5")
    asked = wait_until(lambda: next((app for app in (manager, editor) if app.look("1 conflict to settle", "button")), None), "one of them is asked")
    other = editor if asked is manager else manager
    asked.click("1 conflict to settle", "button")
    conflicts = asked.find("Conflicts", "list")
    assert SUBJECTS[0] in conflicts.all_text, conflicts.all_text
    conflicts.find(role="label", contains="Decision · also changed by").press()
    asked.find("Keep Mine", "button")
    shown = asked.look(role="dialog")[-1].all_text
    people = [person_of(backend, login) for login in ("manager", "editor")]
    for words in (SUBJECTS[0], "Kept", "pour la rentree", "Refused", "hors sujet", *people):
        assert words in shown, (words, shown)
    asked.key("Return")  # keeps mine: the button has the focus
    asked.gone("Keep Mine", "button")
    asked.key("Escape")
    mine = "kept" if asked is manager else "refused"
    wait_until(lambda: backend.get("subject", subjects[0])["state"] == mine, "what was chosen is everybody's", pause=0.3)
    decisions = backend.remotely("list", "decision", "--where", f"meeting={meeting}").splitlines()
    assert len(decisions) == 2, decisions
    reason = said[asked][2]
    for app in (asked, other):
        app.find(role="list item", contains=(SUBJECTS[0], mine.capitalize(), reason))
        app.gone(role="list item", contains=(SUBJECTS[0], said[other if app is asked else other][2]))
    asked.key("ctrl+z")
    theirs = said[other][2]
    for app in (asked, other):
        app.find(role="list item", contains=(SUBJECTS[0], theirs))


def meetings_are_thrown_away(folder, started):
    """By menu, by key, by a colleague while it is under way; and come back."""
    backend = Backend(folder)
    started.append(backend)
    meeting, _ = plan_meeting(backend, SUBJECTS[:2])
    app = App.signed_in(backend, "manager", "--page", "committee")
    started.append(app)
    app.find(role="list item", contains="Comité du test").press()
    app.click("More", "toggle button")
    app.click("Throw Away", "menu item")
    app.gone(role="list item", contains="Comité du test")
    app.find(contains="Throw away “Comité du test")
    app.click("Undo", "button")
    row = app.find(role="list item", contains="Comité du test")
    row.press(button=3)
    app.click("Throw Away", "menu item")
    app.gone(role="list item", contains="Comité du test")
    app.key("ctrl+z")
    app.find(role="list item", contains="Comité du test")
    app.press_until("Tab", "Comité du test")
    app.key("Delete")
    app.gone(role="list item", contains="Comité du test")
    app.key("ctrl+z")
    wait_until(lambda: not backend.get("meeting", meeting).get("binned"), "it is back for everybody", pause=0.3)
    # closed and opened again with its agenda in sight
    app.find(role="list item", contains="Comité du test").press()
    app.find("Begin", "button")
    app.quit()
    app.start()
    begin(app)
    shows(app, SUBJECTS[0])
    backend.remotely("set", "meeting", meeting, "binned=true")
    app.find(contains="Somebody threw this meeting away.")
    app.find("Held", "label")
    app.gone(role="progress bar")


def check_back_end(backend, meeting, subjects):
    record = backend.get("meeting", meeting)
    states = [backend.get("subject", subject)["state"] for subject in subjects]
    assert record["state"] == "recorded", record
    assert "record" not in record, "its text is that of the decisions until somebody changes it"
    expected = ["kept"] * 20
    expected[1], expected[2], expected[3], expected[5] = "postponed", "refused", "refused", "proposed"
    assert states == expected, states
    decisions = backend.remotely("list", "decision", "--where", f"meeting={meeting}").splitlines()
    assert len(decisions) == 19, decisions
    there = backend.remotely("list", "placement", "--where", f"subject={subjects[3]}").splitlines()
    assert len(there) == 1, f"what was put on another channel is taken back with that decision: {there}"
    note(f"{len(decisions)} decisions of {len(subjects)} subjects, offline, by keyboard")


run_cases(a_whole_committee_offline_then_in_a_second_window, an_agenda_by_mouse_and_by_keyboard,
          decisions_by_mouse_then_on_paper_by_mail_and_found, in_the_room, two_people_decide_one_subject, meetings_are_thrown_away)
