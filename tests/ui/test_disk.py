#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full, turns read-only or does not answer, and a workspace that may not be written: the window says so, and what was typed
is kept until it can be saved.

The person's folder is a small file system of its own, in mounts that only this program sees."""

import os
import subprocess
import sys
from pathlib import Path
from unittest import SkipTest

from cases import run_cases
from driver import App, Backend, wait_until

TITLE = "Collecte de sang à l’hôtel de ville"
OTHER = "Fermeture du parking Jaurès"
SUMMARY = "Vendredi de neuf heures a midi, salle des mariages."
TEXT = "Une heure suffit, et la collation est offerte."
FULL = "There is no space left on the disk."
READ_ONLY = "The workspace cannot be written at the moment."
GONE = "The disk of the workspace does not answer."
KEPT = "Your changes are kept in this window until they can be saved"


def enter_private_mounts():
    """Starts this program again where it may mount; skips where nobody lets it."""
    if os.environ.get("RELAIS_UI_MOUNTS"):
        return
    unshare = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*unshare, "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True).returncode:
        print("1..0 # SKIP this system does not let a test mount a small disk")
        sys.exit()
    os.environ["RELAIS_UI_MOUNTS"] = "1"
    os.execvp(unshare[0], [*unshare, sys.executable, *sys.argv])


class Disk:
    """A small disk in the place of a folder."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24M", "none", folder], check=True)

    def fill(self):
        with open(self.folder / "ballast", "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while file.write(b"x" * size) == size:
                        pass
                except OSError:
                    pass

    def make_room(self):
        (self.folder / "ballast").unlink()

    def forbid(self, read_only=True):
        subprocess.run(["mount", "-o", f"remount,{'ro' if read_only else 'rw'}", self.folder], check=True)

    def stop(self):
        subprocess.run(["umount", "--lazy", self.folder], check=True)


class FickleDisk:
    """A disk that turns read-only or goes under those who use it: tests/harness/fickle-disk.c."""

    def __init__(self, folder):
        program = os.environ.get("RELAIS_FICKLE_DISK")
        if not program or not os.access("/dev/fuse", os.R_OK | os.W_OK):
            raise SkipTest("this system does not let a test have a disk of its own")
        self.folder, self.contents = folder, Path(f"{folder}-disk")
        folder.mkdir()
        self.contents.mkdir()
        self.process = subprocess.Popen([program, self.contents, folder])
        wait_until(folder.is_mount, "the disk is there")

    def turn(self, how=None):
        for state in ("read-only", "gone"):
            mark = Path(f"{self.contents}.{state}")
            if state == how:
                mark.touch()
            else:
                mark.unlink(missing_ok=True)

    def stop(self):
        self.turn()
        subprocess.run(["umount", "--lazy", self.folder], check=True)
        self.process.wait(20)


def window(folder, started, *arguments, disk=Disk):
    backend = Backend(folder)
    started.append(backend)
    planted = backend.plant(TITLE)
    backend.plant(OTHER)
    disk = disk(folder / "manager")
    started.append(disk)
    app = App.signed_in(backend, "manager", *arguments)
    started.append(app)
    return backend, disk, app, *planted


def open_subject(app, title):
    app.find(role="table row", contains=title).press()
    wait_until(lambda: app.find("Title", "text").text == title, f"“{title}” is shown")


def in_text(app, name, text):
    wait_until(lambda: app.find(name, "text").text == text, f"{name} says “{text}”")


def what_is_typed_in_a_form_waits_for_room(folder, started):
    backend, disk, app, subject, placement = window(folder, started, "--page", "planning")
    open_subject(app, TITLE)
    disk.fill()
    app.find("Summary", "text").retype(SUMMARY)
    app.find(role="label", contains=(FULL, KEPT))
    in_text(app, "Summary", SUMMARY)
    app.find(role="table row", contains=TITLE).press(3)
    app.click("Status", "menu item")
    app.click("Accepted", "menu item")

    # also when something else was looked at meanwhile
    open_subject(app, OTHER)
    open_subject(app, TITLE)
    in_text(app, "Summary", SUMMARY)
    app.click("Try Again", "button")
    app.find(role="label", contains=(FULL, KEPT))

    disk.make_room()
    app.find(role="label", contains="Everything is saved now.")
    app.gone(role="label", contains=KEPT)
    app.find(role="table row", contains=(TITLE, ", Accepted,"))
    app.kill()
    app.start()
    open_subject(app, TITLE)
    in_text(app, "Summary", SUMMARY)
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("subject", subject)["summary"] == SUMMARY
    assert backend.get("placement", placement)["state"] == "accepted"


def what_is_typed_in_an_article_waits_for_room(folder, started):
    backend, disk, app, _, placement = window(folder, started, "--page", "planning")
    open_subject(app, TITLE)
    app.click("Start the Text", "button")
    app.click("Open the Text", "button")
    app.find("Text", "text").retype("Venez. ")
    app.find("Up to date", "button", contains="Synchronised")
    disk.fill()
    app.type(TEXT)
    app.find(role="label", contains=(FULL, KEPT))
    app.type(" Merci.")
    whole = f"Venez. {TEXT} Merci."
    in_text(app, "Text", whole)

    # another article, and back
    rows = [row for row in app.look(role="list item") if row.accessible.get_parent().get_name() == "Articles"]
    next(row for row in rows if TITLE not in row.name).press()
    wait_until(lambda: app.find("Text", "text").text != whole, "another article is shown")
    app.find(role="list item", contains=TITLE).press()
    in_text(app, "Text", whole)

    disk.make_room()
    app.find(role="label", contains="Everything is saved now.")
    app.find("Up to date", "button", contains="Synchronised")
    in_text(app, "Text", whole)
    assert backend.get("article", backend.get("placement", placement)["article"])["body"].rstrip() == whole


def what_is_typed_waits_for_the_disk_to_come_back(folder, started):
    backend, disk, app, subject, placement = window(folder, started, "--page", "planning", disk=FickleDisk)
    open_subject(app, TITLE)
    typed = ""
    for how, sentence, word in (("read-only", READ_ONLY, "Vendredi."), ("gone", GONE, "Samedi."), ("read-only", READ_ONLY, "Dimanche.")):
        disk.turn(how)
        app.find("Summary", "text").retype(typed + word)
        app.find(role="label", contains=(sentence, KEPT))
        typed += f"{word} Et aussi lundi. "
        app.type(" Et aussi lundi. ")
        in_text(app, "Summary", typed)
        backend.remotely("set", "placement", placement, f"note={word}")  # somebody else's, meanwhile
        disk.turn()
        app.find(role="label", contains="Everything is saved now.")
        app.gone(role="label", contains=KEPT)
        in_text(app, "Summary", typed)
        app.find("Up to date", "button", contains="Synchronised")
        wait_until(lambda: backend.get("subject", subject)["summary"].rstrip() == typed.rstrip(), "the back end has what was typed")
        assert backend.get("placement", placement)["note"] == word
    app.kill()
    app.start()
    open_subject(app, TITLE)
    wait_until(lambda: app.find("Summary", "text").text.rstrip() == typed.rstrip(), "what was typed is there after a kill")


def closing_asks_before_anything_is_lost(folder, started):
    _, disk, app, *_ = window(folder, started, "--page", "planning")
    open_subject(app, TITLE)
    disk.fill()
    app.find("Summary", "text").retype(SUMMARY)
    app.find(role="label", contains=(FULL, KEPT))
    app.key("ctrl+q")
    app.find("Close All the Same?", "alert")
    app.find(role="label", contains=(FULL, "could not be saved yet would be lost"))
    app.click("Leave Open", "button")
    app.gone("Close All the Same?", "alert")
    in_text(app, "Summary", SUMMARY)
    app.key("ctrl+q")
    app.click("Close and Lose Them", "button")
    wait_until(lambda: app.process.poll() is not None, "the window is closed")
    disk.make_room()
    app.start()
    open_subject(app, TITLE)
    in_text(app, "Summary", "")


def cannot_be_opened(app, spoil, mend, *sentence):
    """Says why, and opens as it was once that is over."""
    app.quit()
    spoil()
    app.start(pages=False)
    app.find("This Workspace Cannot Be Opened", "label")
    app.find(role="label", contains=sentence)
    assert not app.look("Start Again from the Server", "button"), "nothing is wrong with the file"
    app.find("Try Again", "button").press()  # by mouse: a button that a screen reader clicks takes its time
    app.find(role="label", contains=sentence)
    mend()
    app.click("Try Again", "button")
    app.show_planning()
    open_subject(app, TITLE)


def a_disk_that_is_full_at_the_start(folder, started):
    _, disk, app, *_ = window(folder, started, "--page", "planning")
    cannot_be_opened(app, disk.fill, disk.make_room, "There is no space left on the disk. Make some room, then try again.")


def a_folder_that_may_not_be_written(folder, started):
    backend, disk, app, _, placement = window(folder, started, "--page", "planning")
    backend.stop()
    app.find(role="table row", contains=TITLE).press(3)
    app.click("Status", "menu item")
    app.click("Accepted", "menu item")
    app.find("Offline", "button", contains="1 change waiting")
    cannot_be_opened(app, disk.forbid, lambda: disk.forbid(False), "“workspace.relais” cannot be written.",
                     "Check the permissions of the file and of its folder.")
    backend.start()
    app.key("F5")
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("placement", placement)["state"] == "accepted"


def a_file_that_may_not_be_written(folder, started):
    _, _, app, *_ = window(folder, started, "--page", "planning")
    app.through = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]  # whom the permissions of a file do not stop
    cannot_be_opened(app, lambda: app.workspace.chmod(0o400), lambda: app.workspace.chmod(0o600),
                     "“workspace.relais” cannot be written.", "Check the permissions of the file and of its folder.")


enter_private_mounts()
run_cases(what_is_typed_in_a_form_waits_for_room, what_is_typed_in_an_article_waits_for_room,
          what_is_typed_waits_for_the_disk_to_come_back, closing_asks_before_anything_is_lost,
          a_disk_that_is_full_at_the_start, a_folder_that_may_not_be_written, a_file_that_may_not_be_written)
