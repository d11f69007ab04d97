# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the cases of a test of real windows, as TAP, in a session (bus, accessibility bus, secret service) of the test's own."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from unittest import SkipTest

from driver import NotThere


def unlock_secrets(folder):
    """A secret service with an empty password, in a folder of the test."""
    environment = dict(os.environ, XDG_DATA_HOME=str(folder))
    subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input="\n", text=True, env=environment,
                   check=False, capture_output=True)


def note(text):
    """A figure that was measured, as a comment in the TAP."""
    print(f"# {text}", flush=True)


# GTK 4.18 itself, harmless: the pointer is asked for in a menu that was closed around it, when the next menu opens without the pointer.
# An item of a menu is still pressed when its menu closes ("active state").
# WebKit's process finds the session bus closed when it gives its name back while Relais quits.
KNOWN_COMPLAINTS = ["gdk_surface_get_device_position: assertion 'GDK_IS_SURFACE (surface)' failed", "Broken accounting of active state for widget",
                    "Error releasing name fr.relais.Relais.w"]


def complaints(folder):
    """What GTK, GLib or Relais complained about while the windows of this case were open: there must be nothing."""
    return [line for log in folder.rglob("*relais.log") for line in log.read_text(errors="replace").splitlines()
            if re.search(r"-(WARNING|CRITICAL|ERROR) \*\*", line) and not any(known in line for known in KNOWN_COMPLAINTS)]


def enter_private_session():
    """Starts this program again on a bus of its own, unless it is on one. What the services of that bus print is kept out of the TAP."""
    if os.environ.get("RELAIS_UI_SESSION") == str(os.getppid()):
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
        return
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="relais-session-")  # where the accessibility bus has its socket
    os.dup2(1, 3)
    os.dup2(2, 1)
    os.execvp("dbus-run-session", ["dbus-run-session", "--", "sh", "-c", 'RELAIS_UI_SESSION=$PPID exec "$@" >&3 3>&-', "sh",
                                   sys.executable, *sys.argv])


def run_cases(*cases):
    """Runs each case(folder, started) in a folder of its own and prints TAP. What a case appends to started is stopped after it."""
    enter_private_session()
    print(f"1..{len(cases)}", flush=True)
    failed = False
    top = Path(tempfile.mkdtemp(prefix="relais-ui-"))
    unlock_secrets(top / "keyring")
    for number, case in enumerate(cases, 1):
        folder = top / case.__name__
        folder.mkdir()
        started = []
        try:
            case(folder, started)
            while started:
                started.pop().stop()
            assert not complaints(folder), "the application complained:\n" + "\n".join(complaints(folder))
            print(f"ok {number} - {case.__name__.replace('_', ' ')}", flush=True)
        except SkipTest as reason:
            print(f"ok {number} - {case.__name__.replace('_', ' ')} # SKIP {reason}", flush=True)
        except BaseException as error:  # noqa: BLE001 - a test case may fail in any way
            failed = True
            for line in "".join(traceback.format_exception(error)).splitlines():
                print(f"# {line}")
            for log in folder.rglob("*.log"):
                for line in log.read_text(errors="replace").splitlines()[-15:]:
                    print(f"# {log.name}: {line}")
            print(f"not ok {number} - {case.__name__.replace('_', ' ')}", flush=True)
        finally:
            for thing in reversed(started):
                with suppress(NotThere):  # the case has failed already
                    thing.stop()
    if not os.environ.get("RELAIS_UI_KEEP"):
        shutil.rmtree(top, ignore_errors=True)
    sys.exit(1 if failed else 0)
