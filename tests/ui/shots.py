#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""shots.py DIR [PAGE…]: a picture of every page of Relais on the demonstration city, in each form a person may have it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from driver import PASSWORD, App, Backend, unlock_secrets, wait_until

PAGES = ["todo", "planning", "contents", "network", "surveys"]
FRENCH, ENGLISH = "fr_FR.UTF-8", "en_GB.UTF-8"
WIDE, NARROW = (1280, 860), (360, 720)
# name, language, size, environment, large text
FORMS = [
    ("fr-light", FRENCH, WIDE, {}, False),
    ("fr-dark", FRENCH, WIDE, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, False),
    ("fr-narrow", FRENCH, NARROW, {}, False),
    ("fr-large", FRENCH, WIDE, {}, True),
    ("en-light", ENGLISH, WIDE, {}, False),
]


def connect(folder, backend, login="manager"):
    """A workspace that is signed in and up to date."""
    workspace = folder / "workspace.relais"
    environment = dict(os.environ, XDG_DATA_HOME=str(folder))
    subprocess.run(["relaisctl", "--workspace", workspace, "connect", backend.url, "--login", login], input=PASSWORD + "\n",
                   text=True, check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(["relaisctl", "--workspace", workspace, "sync"], check=True, env=environment, stdout=subprocess.DEVNULL)
    return workspace


def still(app):
    """Until two pictures in a row are the same: loading and animations are over."""
    last = {"picture": None}

    def unchanged():
        picture = subprocess.run(["import", "-window", "root", "rgb:-"], env=dict(os.environ, DISPLAY=app.display.name),
                                 capture_output=True, check=True).stdout
        same = picture == last["picture"]
        last["picture"] = picture
        return same

    wait_until(unchanged, "the window stands still", 20)


def main():
    target, pages = Path(sys.argv[1]), sys.argv[2:] or PAGES
    with tempfile.TemporaryDirectory(prefix="relais-shots-") as name:
        folder = Path(name)
        unlock_secrets(folder / "keyring")
        backend = Backend(folder, os.environ.get("RELAIS_SHOTS_SIZE", "city"))
        workspace = connect(folder, backend)
        try:
            for form, language, size, environment, large in FORMS:
                for page in pages:
                    person = f"{form}-{page}"
                    if large:
                        settings = folder / person / "config/gtk-4.0"
                        settings.mkdir(parents=True)
                        (settings / "settings.ini").write_text("[Settings]\ngtk-xft-dpi=147456\n")
                    app = App(folder, person, language, size, ["--page", page], environment, workspace)
                    try:
                        app.resize(*size)
                        still(app)
                        app.screenshot(target / f"{page}-{form}.png")
                        print(target / f"{page}-{form}.png", flush=True)
                    finally:
                        app.stop()
        finally:
            backend.stop()


main()
