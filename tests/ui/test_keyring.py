#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the sign-in is kept: in a keyring, a real one, and nowhere else; without one only until Relais is closed, and that is said."""

import os
import re
import subprocess

from cases import run_cases
from driver import PASSWORD, App, Backend, wait_until
from gi.repository import Gio

TITLE = "Inscriptions au tournoi de pétanque"
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


class Bus:
    """A session bus that starts no service by itself, as that of a desktop without a keyring. Windows are still seen from here."""

    def __init__(self, folder):
        configuration = folder / "bus.conf"
        configuration.write_text(CONFIGURATION)
        self.process = subprocess.Popen(["dbus-daemon", f"--config-file={configuration}", "--print-address", "--nofork", "--nopidfile"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        accessible = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, -1, None)[0]
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": self.address, "AT_SPI_BUS_ADDRESS": accessible}

    def run(self, *command, **options):
        return subprocess.run(command, env={**os.environ, **self.environment}, check=True, capture_output=True, text=True, **options).stdout

    def has_keyring(self):
        return "(true,)" in self.run("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
                                     "--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


class Keyring:
    """gnome-keyring, unlocked with the password of the computer."""

    def __init__(self, bus, folder):
        self.bus, self.folder = bus, folder
        self.start()

    def start(self):
        (self.folder / "control").mkdir(parents=True, exist_ok=True, mode=0o700)
        self.process = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", "--control-directory",
                                         self.folder / "control"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, **self.bus.environment, "XDG_DATA_HOME": str(self.folder)})
        self.process.stdin.write("le mot de passe de la session".encode())
        self.process.stdin.close()
        wait_until(self.bus.has_keyring, "the keyring is there")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        wait_until(lambda: self.bus.process.poll() is not None or not self.bus.has_keyring(), "the keyring is gone")


def window(folder, started, with_keyring):
    backend = Backend(folder)
    started.append(backend)
    bus = Bus(folder)
    started.append(bus)
    keyring = None
    if with_keyring:
        keyring = Keyring(bus, folder / "keyring")
        started.append(keyring)
    app = App(folder, "manager", environment=bus.environment)
    started.append(app)
    return backend, bus, keyring, app


def sign_in(app, backend):
    for row, text in (("Server address", backend.url), ("Account", "manager"), ("Password", PASSWORD)):
        app.find(row, "text").write(text)
    wait_until(lambda: app.find("Sign In", "button").is_sensitive, "the button can be pressed")
    app.click("Sign In", "button")
    app.find("To Do", "list item")


def files_with(folder, secret):
    return [path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def the_sign_in_survives_a_restart_in_the_keyring(folder, started):
    backend, bus, keyring, app = window(folder, started, True)
    sign_in(app, backend)
    app.find("Up to date", "button")
    assert not app.look(role="label", contains="No keyring here")
    token = bus.run("secret-tool", "lookup", "server", backend.url, "login", "manager")
    assert re.fullmatch(r"\S{40,}", token), "the keyring has the token"
    assert not files_with(folder, token), "the token lies open in a file"

    app.quit()
    keyring.stop()
    keyring.start()
    app.start()
    backend.plant(TITLE)
    app.show_planning()
    app.find(role="table row", contains=TITLE)
    app.find("Up to date", "button")


def without_a_keyring_it_is_kept_in_memory_and_that_is_said(folder, started):
    backend, _, _, app = window(folder, started, False)
    sign_in(app, backend)
    app.find(role="label", contains="No keyring here: Relais will ask for your password at the next start.")
    backend.plant(TITLE)
    app.show_planning()
    app.find(role="table row", contains=TITLE)

    app.quit()
    app.start()
    app.find("Sign in again", "button")
    app.show_planning()
    app.find(role="table row", contains=TITLE)


run_cases(the_sign_in_survives_a_restart_in_the_keyring, without_a_keyring_it_is_kept_in_memory_and_that_is_said)
