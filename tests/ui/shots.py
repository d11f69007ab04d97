#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""shots.py DIR [NAME…]: a picture of every page and view of Relais on the demonstration city, in each form a person may have it; or
of these views (or all of a page) in these forms."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cases import unlock_secrets
from driver import PASSWORD, App, Backend, wait_until

FRENCH, ENGLISH = "fr_FR.UTF-8", "en_GB.UTF-8"
WIDE, NARROW = (1280, 860), (360, 720)
SIDEBAR = "Pages"


def open_row(position):
    """Opens a row of the page's own list."""
    def step(app):
        rows = wait_until(lambda: (app.look(role="table row") or [row for row in app.look(role="list item")
                                                                  if row.accessible.get_parent().get_name() != SIDEBAR])[position:],
                          "the list has rows")
        rows[0].press()
    return step


def toggle(position):
    def step(app):
        wait_until(lambda: app.look(role="radio button")[position:], "the page has views")[0].click()
    return step


def press_keys(*keys, text=""):
    def step(app):
        app.key(*keys)
        if text:
            still(app)
            app.type(text)
    return step


def click(role, *names):
    """Whatever it is called in the language of the picture."""
    def step(app):
        still(app)
        wait_until(lambda: next((node for node in app.look(role=role) if node.name in names), None), f"{names} is there").click()
    return step


MORE, PLAN_MORE = ("More", "Plus"), ("More of the Plan", "Plus sur le planning")


def see_preview(app):
    """WebKit draws out of reach of the accessibility bus: until there are the many colours of a page."""
    def drawn():
        app.screenshot(app.folder / "window.png")
        return int(subprocess.run(["identify", "-format", "%k", f"{app.folder / 'window.png'}[300x300+870+330]"], text=True, check=True,
                                  capture_output=True).stdout) > 30
    if app.display.width > 1000:
        wait_until(drawn, "the preview draws the page", 30)


# name of the picture, page, what a person does then
VIEWS = [
    ("todo", "todo", []),
    ("todo-week", "todo", [toggle(2)]),
    ("planning", "planning", []),
    ("planning-calendar", "planning", [toggle(1)]),
    ("planning-board", "planning", [toggle(2)]),
    ("planning-list", "planning", [toggle(3)]),
    ("planning-flatplan", "planning", [toggle(4)]),
    ("planning-ideas", "planning", [press_keys("F9")]),
    ("planning-balance", "planning", [click("toggle button", *PLAN_MORE), click("menu item", "Balance…", "Équilibre…")]),
    ("planning-subject", "planning", [toggle(3), open_row(3)]),
    ("planning-split", "planning", [toggle(3), open_row(3), click("toggle button", *MORE), click("menu item", "Split…", "Scinder…")]),
    ("planning-history", "planning", [toggle(3), open_row(3), click("toggle button", *MORE), click("menu item", "History…", "Historique…")]),
    ("planning-campaigns", "planning", [click("toggle button", *PLAN_MORE), click("menu item", "Campaigns…", "Campagnes…")]),
    ("planning-templates", "planning", [click("toggle button", *PLAN_MORE), click("menu item", "Templates…", "Modèles…")]),
    ("contents", "contents", []),
    ("contents-article", "contents", [open_row(2), see_preview]),
    ("network", "network", []),
    ("network-directorate", "network", [open_row(4)]),
    ("network-person", "network", [toggle(1), open_row(6)]),
    ("surveys", "surveys", []),
    ("surveys-report", "surveys", [open_row(0)]),
    ("committee", "committee", []),
    ("committee-agenda", "committee", [open_row(0)]),
    ("committee-pass", "committee", [open_row(0), press_keys("Return")]),
    ("committee-decision", "committee", [open_row(0), press_keys("Return"), press_keys("p")]),
    ("committee-record", "committee", [open_row(1)]),
    ("search", "planning", [press_keys("ctrl+k", text="reunion")]),
    ("preferences", "todo", [press_keys("ctrl+comma")]),
    ("shortcuts", "todo", [press_keys("ctrl+question")]),
]
# name, language, size, environment, points of the font
FORMS = [
    ("fr-light", FRENCH, WIDE, {}, 11),
    ("fr-dark", FRENCH, WIDE, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, 11),
    ("fr-narrow", FRENCH, NARROW, {}, 11),
    ("fr-large", FRENCH, WIDE, {}, 17),
    ("fr-contrast", FRENCH, WIDE, {"ADW_DEBUG_HIGH_CONTRAST": "1"}, 11),
    ("en-light", ENGLISH, WIDE, {}, 11),
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
    """Until half a second went by without a change: loading and animations are over."""
    last = {"picture": None, "same": 0}

    def unchanged():
        picture = subprocess.run(["import", "-window", "root", "rgb:-"], env=dict(os.environ, DISPLAY=app.display.name),
                                 capture_output=True, check=True).stdout
        last["same"] = last["same"] + 1 if picture == last["picture"] else 0
        last["picture"] = picture
        return last["same"] >= 4

    wait_until(unchanged, "the window stands still", 20, pause=0.1)


def take(target, folder, workspace, view, form):
    name, page, steps = view
    form_name, language, size, environment, points = form
    settings = folder / f"{form_name}-{name}" / "config/gtk-4.0"
    settings.mkdir(parents=True)
    (settings / "settings.ini").write_text(f"[Settings]\ngtk-font-name=Cantarell {points}\n")
    app = App(folder, f"{form_name}-{name}", language, size, ["--page", page], environment, workspace, view=None)
    try:
        app.resize(*size)
        still(app)
        for step in steps:
            step(app)
            still(app)
        app.screenshot(target / f"{name}-{form_name}.png")
        print(target / f"{name}-{form_name}.png", flush=True)
    finally:
        app.stop()


def main():
    target, wanted = Path(sys.argv[1]), sys.argv[2:]
    forms = [form for form in FORMS if form[0] in wanted] or FORMS
    views = [view for view in VIEWS if view[0] in wanted] or [view for view in VIEWS if view[1] in wanted] or VIEWS
    with tempfile.TemporaryDirectory(prefix="relais-shots-") as name:
        folder = Path(name) / "pictures"  # the driver keeps cities beside it
        folder.mkdir()
        unlock_secrets(folder / "keyring")
        backend = Backend(folder, os.environ.get("RELAIS_SHOTS_SIZE", "city"))
        workspace = connect(folder, backend)
        try:
            for form in forms:
                for view in views:
                    take(target, folder, workspace, view, form)
        finally:
            backend.stop()


main()
