#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is due today is said once on the desktop, by a real notification service; nothing else is."""

import json
import os
import subprocess

from cases import run_cases
from driver import App, Backend, wait_until

TITLE = "Horaires d’hiver des déchetteries"


class Desktop:
    """dunst, which shows notifications on the display of a window and remembers them."""

    def __init__(self, app):
        self.environment = {**os.environ, "DISPLAY": app.display.name}
        self.process = subprocess.Popen(["dunst", "-conf", "/dev/null"], env=self.environment, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def said(self):
        """(summary, body) of what was ever shown."""
        subprocess.run(["dunstctl", "close-all"], env=self.environment, capture_output=True, check=False)
        history = subprocess.run(["dunstctl", "history"], env=self.environment, capture_output=True, text=True, check=False).stdout
        entries = json.loads(history)["data"][0] if history.strip().startswith("{") else []
        return [(entry["summary"]["data"], entry["body"]["data"]) for entry in entries if entry["appname"]["data"] != "dunstctl"]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def what_is_due_today_is_said_once(folder, started):
    backend = Backend(folder)
    started.append(backend)
    backend.plant(TITLE, "review", 0)
    backend.plant("Rien ne presse", "review", 3)
    app = App.signed_in(backend, "manager", "--page", "todo", view=None)
    started.append(app)
    row = app.find(role="list item", contains=(TITLE, "Today"))
    today = [node.name for node in app.look(role="list item") if "Today" in node.name]
    assert row and today
    desktop = Desktop(app)
    started.append(desktop)
    (summary, body), = wait_until(desktop.said, "the desktop shows it")
    assert summary.split()[0] == str(len(today)) and summary.endswith("due today"), (summary, today)
    lines = body.splitlines()
    assert lines and all(any(line in name for name in today) for line in lines), (body, today)
    assert "Rien ne presse" not in body

    # not twice on one day, in a window that is opened again while the service is there
    app.quit()
    app.start()
    app.find(role="list item", contains=TITLE)
    app.click("Everyone’s", "radio button")
    app.click("Mine", "radio button")
    assert len(desktop.said()) == 1, desktop.said()

    # the week in a page, and as text for a message
    app.click("The Week", "radio button")
    app.find(role="list item", contains="Rien ne presse")
    app.click("Copy the Week as Text", "button")
    app.find(contains="The week was copied.")
    app.key("ctrl+k")
    dialog = app.find("Search Everything", "dialog")
    wait_until(lambda: app.focused() and app.focused().is_within(dialog), "the search has the focus")
    app.key("ctrl+v")
    wait_until(lambda: "Published in the Last Seven Days" in app.focused().text and "- Rien ne presse (" in app.focused().text, "it is pasted")


run_cases(what_is_due_today_is_said_once)
