#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace file that cannot be opened: the window says why in a sentence, leaves the file alone and offers a way on."""

import fcntl
import sqlite3
import subprocess

from cases import run_cases
from driver import PASSWORD, App, Backend, wait_until

TITLE = "Forum des métiers"


def sign_in_again(app, backend):
    """What the new file does not know any more is asked again."""
    wait_until(lambda: app.look("Sign In", "button") or app.look("To Do", "list item"), "the sign-in or the pages")
    if app.look("Sign In", "button"):
        for row, text in (("Server address", backend.url), ("Account", "manager"), ("Password", PASSWORD)):
            app.find(row, "text").write(text)
        wait_until(lambda: app.find("Sign In", "button").is_sensitive, "the button can be pressed")
        app.click("Sign In", "button")


def refused(app, spoil, *sentence):
    """Spoils the file of a window that is closed, and opens it: it says so and changes nothing."""
    spoil(app.workspace)
    before = app.workspace.read_bytes()
    app.start(pages=False)
    app.find("This Workspace Cannot Be Opened", "label")
    app.find(role="label", contains=("workspace.relais", *sentence))
    assert app.workspace.read_bytes() == before, "the file was changed"
    return before


def start_again(app, backend, before, kept):
    app.click("Start Again from the Server", "button")
    app.find(role="label", contains=kept)
    sign_in_again(app, backend)
    app.find("Up to date", "button", contains="Synchronised")
    app.show_planning()
    app.find(role="table row", contains=TITLE)
    assert before in [file.read_bytes() for file in app.workspace.parent.glob("workspace.relais*") if file != app.workspace]


def with_a_change_that_waits(folder, started):
    backend = Backend(folder)
    started.append(backend)
    _, placement = backend.plant(TITLE)
    app = App.signed_in(backend, "manager", "--page", "planning")
    started.append(app)
    backend.stop()
    app.find(role="table row", contains=TITLE).press(3)
    app.click("Status", "menu item")
    app.click("Accepted", "menu item")
    app.find("Offline", "button", contains="1 change waiting")
    app.quit()
    return backend, app, placement


def a_file_of_a_later_version(folder, started):
    def spoil(path):
        with sqlite3.connect(path) as file:
            file.execute("PRAGMA user_version = 9999")
        file.close()

    backend, app, placement = with_a_change_that_waits(folder, started)
    before = refused(app, spoil, "was written by a later version of Relais")
    backend.start()
    start_again(app, backend, before, "1 change that was not sent yet was kept.")
    assert backend.get("placement", placement)["state"] == "accepted"


def a_file_with_garbage_in_its_middle(folder, started):
    def spoil(path):
        with open(path, "r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"nothing that belongs here " * 800)

    backend, app, _ = with_a_change_that_waits(folder, started)
    before = refused(app, spoil, "is damaged")
    backend.start()
    start_again(app, backend, before, "The old file is called “workspace.relais")


def a_file_that_was_cut_off(folder, started):
    def spoil(path):
        with open(path, "r+b") as file:
            file.truncate(path.stat().st_size // 3)

    backend, app, _ = with_a_change_that_waits(folder, started)
    before = refused(app, spoil, "is damaged")
    backend.start()
    start_again(app, backend, before, "The old file is called “workspace.relais")


def a_file_that_is_something_else(folder, started):
    backend, app, _ = with_a_change_that_waits(folder, started)
    before = refused(app, lambda path: path.write_text("Bonjour,\nvoici la liste des invités.\n" * 300), "is damaged")
    backend.start()
    start_again(app, backend, before, "The old file is called “workspace.relais")


def a_file_that_another_program_has_open(folder, started):
    backend, app, _ = with_a_change_that_waits(folder, started)
    with open(f"{app.workspace}-lock", "r+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        refused(app, lambda path: None, "is open in another program")
        assert not app.look("Start Again from the Server", "button")
        app.click("Try Again", "button")
        app.find(role="label", contains="is open in another program")
    app.click("Try Again", "button")
    app.find("Offline", "button", contains="1 change waiting")

    # a second start raises the window that is there
    subprocess.run(["relais", "--workspace", app.workspace], env=app.process_environment(), check=True, timeout=20)
    assert len(app.look(role="frame")) == 1


run_cases(a_file_of_a_later_version, a_file_with_garbage_in_its_middle, a_file_that_was_cut_off, a_file_that_is_something_else,
          a_file_that_another_program_has_open)
