#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A subject with all its channels: moving what is planned, with what speaks against it; decisions, comments, campaigns, templates."""

import datetime

from cases import run_cases
from driver import App, Backend, wait_until

TITLE = "Cérémonie des vœux au personnel"


def next_weekday(weekday, after=0):
    """The first day after so many days that is this weekday (Monday is 0)."""
    day = datetime.date.today() + datetime.timedelta(after + 1)
    return day + datetime.timedelta((weekday - day.weekday()) % 7)


def start(folder, started, *logins):
    backend = Backend(folder)
    started.append(backend)
    # a closed period in five weeks, and a subject that is planned on the Tuesday before it
    monday = next_weekday(0, 28)
    backend.remotely("add", "closed_period", f"starts={monday}", f"ends={monday + datetime.timedelta(4)}", "reason=Élections du personnel")
    planned = next_weekday(1, 20)
    planted = backend.plant(TITLE, "accepted", (planned - datetime.date.today()).days)
    windows = []
    for login in logins or ("manager",):
        windows.append(App.signed_in(backend, login, "--page", "planning"))
        started.append(windows[-1])
    return backend, monday, *planted, *windows


def row_of(app, *pieces):
    return app.find(role="table row", contains=pieces)


def search(app, words):
    app.key("ctrl+f")
    app.type(words)


def open_subject(app, title=TITLE):
    search(app, "personnel")
    row_of(app, title).press()
    return app.find("Placements", "list")


def subject_menu(app, item):
    app.click("More", "toggle button")
    app.click(item, "menu item")


def type_day(app, day):
    """A calendar is open, with a line to type in."""
    line = app.find("Date", "text")
    wait_until(lambda: line.is_focused, "one types at once")
    app.key("ctrl+a")
    app.type(day.strftime("%d/%m/%Y"))
    app.key("Return")
    app.gone("Date", "text")


def move_to(app, day, title=TITLE):
    """By the menu of the row and the dialog."""
    row_of(app, title).press(3)
    app.click("Move To…", "menu item")
    app.find("Where To", "list").find(role="button").click()
    type_day(app, day)
    app.click("Move", "button")


def planned(backend, placement):
    return backend.get("placement", placement).get("planned")


def person_of(backend, login):
    return backend.remotely("list", "account", "--where", f"login={login}").split("\t")[1]


def a_closed_day_says_why_and_offers_the_next_free_one(folder, started):
    backend, monday, subject, placement, app = start(folder, started)
    before = planned(backend, placement)
    search(app, "personnel")
    move_to(app, monday)
    app.find("This Day Is Not Free")
    app.find(role="label", contains="Élections du personnel")
    app.find(role="button", contains="Take ").click()
    wait_until(lambda: planned(backend, placement) > str(monday + datetime.timedelta(4)), "it goes to a day after the closed period")
    app.key("ctrl+z")
    wait_until(lambda: planned(backend, placement) == before, "one Undo takes it back")


def the_manager_overrules_with_a_reason_and_an_editor_does_not(folder, started):
    backend, monday, subject, placement, manager, editor = start(folder, started, "manager", "editor")
    for app in (manager, editor):
        search(app, "personnel")
    move_to(editor, monday)
    editor.find("This Day Is Not Free")
    assert not editor.look("Move Anyway", "button")
    editor.click("Cancel", "button")
    move_to(manager, monday)
    anyway = manager.find("Move Anyway", "button")
    assert not anyway.is_sensitive, "without a reason nothing is set aside"
    manager.find("Reason to set this aside", "text").write("Demande de la direction")
    wait_until(lambda: anyway.is_sensitive, "with a reason it is")
    anyway.click()
    wait_until(lambda: backend.get("placement", placement).get("overruled") == "Demande de la direction", "the reason is kept")
    assert planned(backend, placement) == str(monday)


def by_keyboard_alone_a_placement_is_moved_and_its_other_date_with_it(folder, started):
    backend, monday, subject, placement, app = start(folder, started)
    first = datetime.date.fromisoformat(planned(backend, placement))
    backend.remotely("set", "placement", placement, f"copy_due={first - datetime.timedelta(1)}")
    app.key("F5")
    search(app, "personnel")
    row_of(app, TITLE)
    app.press_until("Tab", TITLE)
    app.key("shift+F10")
    app.find("Move To…", "menu item")
    app.press_until("Down", "Move To…")
    app.key("Return")
    app.find("Where To", "list")
    app.press_until("Tab", "Planned")
    app.key("Return")
    type_day(app, first + datetime.timedelta(1))
    app.press_until("Tab", "Move")
    app.key("Return")
    app.find("Move the Other Dates Too?")
    app.key("Return")
    wait_until(lambda: planned(backend, placement) == str(first + datetime.timedelta(1)), "it is planned a day later")
    assert backend.get("placement", placement)["copy_due"] == str(first), "and its copy is due a day later"


def two_people_move_one_card_and_both_understand(folder, started):
    backend, monday, subject, placement, first, second = start(folder, started, "manager", "editor")
    day = datetime.date.fromisoformat(planned(backend, placement))
    backend.remotely("set", "placement", placement, f"copy_due={day - datetime.timedelta(1)}")
    for app in (first, second):
        app.key("F5")
        search(app, "personnel")
        row_of(app, TITLE)
    backend.stop()
    for moved, app in enumerate((first, second), 1):
        move_to(app, day + datetime.timedelta(moved))
        app.click("Move Them Too", "button")
        app.find("Offline", "button", contains="waiting")
    backend.start()
    for app in (first, second):
        app.key("F5")
    # whoever came second is asked; both days are told, with who wanted them
    asked = wait_until(lambda: [app for app in (first, second) if app.look("1 conflict to settle", "button")], "somebody is asked")[0]
    asked.click("1 conflict to settle", "button")
    # one move is one conflict, called by its subject
    conflicts = asked.find("Conflicts", "list")
    assert TITLE in conflicts.all_text, conflicts.all_text
    conflicts.find(role="label", contains="Planned, Copy due · also changed by").press()
    asked.find("Keep Mine", "button")
    shown = asked.look(role="dialog")[-1].all_text
    for login in ("manager", "editor"):
        assert person_of(backend, login) in shown, shown
    for moved in (1, 2):
        for date in (day + datetime.timedelta(moved), day + datetime.timedelta(moved - 1)):
            assert f"{date.day} {date:%B}" in shown, (date, shown)
    asked.click("Keep Mine", "button")
    mine = day + datetime.timedelta(1 if asked is first else 2)
    wait_until(lambda: planned(backend, placement) == str(mine), "what was decided is what the back end has")
    for app in (first, second):
        row_of(app, TITLE, f"{mine.day} {mine:%B}")


def a_comment_reaches_whom_it_mentions(folder, started):
    backend, monday, subject, placement, manager, editor = start(folder, started, "manager", "editor")
    open_subject(editor)
    name = person_of(backend, "manager")
    line = editor.find("Comment, @ for a person", "text")
    line.focus()
    editor.type("@" + name.split()[0][:4])
    editor.find("People", "list")
    wait_until(lambda: editor.look(name, "label"), "the manager is offered")
    editor.key("Return")
    editor.type("avec photo ?")
    wait_until(lambda: line.text.startswith(f"@{name} "), "the name stands in the text")
    editor.key("Return")
    editor.find("Comments", "list").find(contains="avec photo ?")
    manager.click("To Do", "list item")
    mention = manager.find(role="list item", contains=(TITLE, "Mentioned"))
    mention.press(3)
    manager.find("Open", "menu item")
    manager.key("Escape")
    mention.press()
    manager.find("Comments", "list").find(contains="avec photo ?")
    manager.find("Settled", "toggle button").click()
    manager.find("Settled: open again", "toggle button")
    manager.click("To Do", "list item")
    manager.gone(role="list item", contains=(TITLE, "Mentioned"))


def a_channel_is_refused_with_a_reason_and_proposed_again(folder, started):
    backend, monday, subject, placement, app = start(folder, started)
    open_subject(app)  # by its row: that placement is unfolded
    app.click("Not on This Channel…", "button")
    app.find("Reason", "text").write("Déjà dit en décembre")
    app.click("Not on This Channel", "button")
    wait_until(lambda: backend.get("placement", placement)["state"] == "refused", "it is refused")
    assert backend.get("placement", placement)["reason"] == "Déjà dit en décembre"
    app.find(role="label", contains="Déjà dit en décembre")
    app.click("Propose Again", "button")
    wait_until(lambda: backend.get("placement", placement)["state"] == "proposed", "it is proposed again")


def a_subject_is_split_merged_archived_and_brought_back(folder, started):
    backend, monday, subject, placement, app = start(folder, started)
    open_subject(app)
    subject_menu(app, "Split…")
    app.find("Title of the New Subject", "text").write("Les vœux en images")
    app.find("Goes to the New Subject", "list").find(contains="Brèves").press()
    app.click("Split", "button")
    made = wait_until(lambda: backend.get("placement", placement)["subject"] != subject and backend.get("placement", placement)["subject"],
                      "the placement went to a new subject")
    assert backend.get("subject", made)["origin"] == subject
    app.key("ctrl+z")
    wait_until(lambda: backend.get("placement", placement)["subject"] == subject, "Undo takes all of it back")
    subject_menu(app, "Archive")
    app.find("This subject is archived.")
    wait_until(lambda: backend.get("subject", subject).get("archived"), "it is archived")
    app.click("Take Out", "button")
    wait_until(lambda: not backend.get("subject", subject).get("archived"), "it is not any more")
    subject_menu(app, "History…")
    app.find("Archived: from Yes to No", "label")
    app.key("Escape")
    subject_menu(app, "Duplicate")
    wait_until(lambda: app.find("Title", "text").text == f"{TITLE} (copy)", "the copy is shown")
    file = folder / "plan de la salle.pdf"
    file.write_bytes(b"%PDF-1.4\n" + b"0" * 3000)
    app.find("Attach", "toggle button").click()
    app.click("A File…", "menu item")
    app.choose_file("Attach a File", file)
    app.find(role="list item", contains="plan de la salle")
    subject_menu(app, "Merge with Another Subject…")
    chooser = app.find("Which Subject Comes into This One?", "dialog")
    chooser.find(TITLE, "list item")  # it is open
    app.type("ceremonie")
    wait_until(lambda: 0 < len(chooser.look(role="list item")) < 5, "the answer is there")
    assert not chooser.look(f"{TITLE} (copy)", "list item"), "a subject does not come into itself"
    chooser.find(TITLE, "list item").press()
    merged = wait_until(lambda: backend.get("subject", subject).get("merged_into"), "the first one went into the copy")
    assert backend.get("placement", placement)["subject"] == merged
    held = backend.get("subject", merged)["attachments"]
    assert len(held) == 1 and backend.get("media", held[0])["size"] == file.stat().st_size, held
    app.key("ctrl+z")
    wait_until(lambda: not backend.get("subject", subject).get("merged_into"), "Undo takes all of it back")
    assert backend.get("placement", placement)["subject"] == subject


def a_template_makes_the_subjects_of_the_next_months_once(folder, started):
    backend, monday, subject, placement, app = start(folder, started)
    count = len(backend.remotely("list", "subject").splitlines())
    app.click("More of the Plan", "toggle button")
    app.click("Templates…", "menu item")
    app.click("New Template", "button")
    app.find("Title", "text").write("Lettre du jeudi")
    app.find("From", "button").click()
    type_day(app, next_weekday(3, 40))
    app.click("Add", "button")
    app.find("When They Come", "label")
    app.find("How often", "combo box").press()
    app.key("Down", "Return")
    app.find(role="button", contains="Make 1").click()
    wait_until(lambda: len(backend.remotely("list", "subject").splitlines()) >= count + 12, "they are made")
    app.find("Make 0 Subjects", "button")


run_cases(a_closed_day_says_why_and_offers_the_next_free_one, the_manager_overrules_with_a_reason_and_an_editor_does_not,
          by_keyboard_alone_a_placement_is_moved_and_its_other_date_with_it, two_people_move_one_card_and_both_understand,
          a_comment_reaches_whom_it_mentions, a_channel_is_refused_with_a_reason_and_proposed_again,
          a_subject_is_split_merged_archived_and_brought_back, a_template_makes_the_subjects_of_the_next_months_once)
