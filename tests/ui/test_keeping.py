#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that somebody typed is lost when the application is killed, and what was done can be undone."""

import os
import subprocess
import time

from cases import run_cases
from driver import App, Backend, NotThere, wait_until

TITLE = "Semaine de la qualité de vie au travail"
SENTENCE = "Chaque direction propose un atelier, une visite ou une rencontre, et les agents choisissent ce qui leur convient le mieux. "


def planning(folder, started):
    backend = Backend(folder)
    started.append(backend)
    subject, placement = backend.plant(TITLE)
    app = App.signed_in(backend, "manager", "--page", "planning")
    started.append(app)
    return backend, app, subject, placement


def row(app, *pieces):
    return app.find(role="table row", contains=(TITLE, *pieces))


def grace():
    """A tenth of a second, and longer where every program has to wait for its turn."""
    return 0.1 * max(1, os.getloadavg()[0] / os.cpu_count())


def kill_while_typing(app, field):
    """Types without a pause and kills the application in the middle: what was in sight a tenth of a second before."""
    field.focus()
    typing = subprocess.Popen(["xdotool", "type", "--clearmodifiers", "--delay", "25", SENTENCE * 2], env=app.display.environment)
    seen = [(time.monotonic(), "")]
    while len(seen[-1][1]) < len(SENTENCE):
        seen.append((time.monotonic(), field.text))
        if seen[-1][0] - seen[0][0] > 20:
            raise NotThere("the text does not come")
    app.kill()
    killed = time.monotonic()
    typing.wait(60)  # killed too, it would leave a key down, which then repeats in the next window
    return [text for at, text in seen if at < killed - grace()][-1]


def what_is_typed_in_a_form_outlives_a_kill(folder, started):
    backend, app, subject, _ = planning(folder, started)
    backend.stop()
    row(app).press()
    app.find("Placements", "list")
    kept = kill_while_typing(app, app.find("Summary", "text"))
    app.start()
    row(app).press()
    wait_until(lambda: app.find("Summary", "text").text, "the summary is there")
    stored = app.find("Summary", "text").text
    assert stored.startswith(kept.rstrip()), f"seen: {kept!r}\nkept: {stored!r}"
    assert (SENTENCE * 2).startswith(stored), stored
    backend.start()
    app.key("F5")
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("subject", subject)["summary"] == stored


def what_is_typed_in_an_article_outlives_a_kill(folder, started):
    backend, app, _, placement = planning(folder, started)
    row(app).press()
    app.click("Start the Text", "button")
    app.click("Open the Text", "button")
    kept = kill_while_typing(app, app.find("Text", "text"))
    app.start()
    app.find("Contents", "list item").click()
    app.find(role="list item", contains=TITLE).click()
    wait_until(lambda: app.find("Text", "text").text, "the text is there")
    stored = app.find("Text", "text").text
    assert stored.startswith(kept), f"seen: {kept!r}\nkept: {stored!r}"
    assert (SENTENCE * 2).startswith(stored), stored
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("article", backend.get("placement", placement)["article"])["body"].rstrip() == stored.rstrip()


def a_status_is_undone_and_done_again(folder, started):
    backend, app, _, placement = planning(folder, started)
    row(app, ", Proposed,").press(3)
    app.click("Status", "menu item")
    app.click("Accepted", "menu item")
    row(app, ", Accepted,")
    app.key("ctrl+z")
    row(app, ", Proposed,")
    app.find(role="label", contains="Undone: Move “")
    app.key("ctrl+shift+z")
    row(app, ", Accepted,")

    # with the toast, and through the menu
    row(app).press(3)
    app.click("Status", "menu item")
    app.click("Writing", "menu item")
    row(app, ", Writing,")
    app.click("Undo", "button")
    row(app, ", Accepted,")
    app.find("Main Menu", "toggle button").click()
    app.find(role="menu item", contains="Redo: Move “").click()
    row(app, ", Writing,")
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("placement", placement)["state"] == "writing"


def what_was_thrown_away_comes_back(folder, started):
    backend, app, subject, placement = planning(folder, started)
    row(app).press(3)
    app.click("Throw Away", "menu item")
    app.gone(role="table row", contains=TITLE)
    app.find("Up to date", "button", contains="Synchronised")
    assert backend.get("placement", placement)["binned"] is True
    app.click("Undo", "button")
    row(app, ", Proposed,")

    # a subject goes with its placements and comes back with them
    row(app).press()
    app.click("Throw Away the Subject", "button")
    app.gone(role="table row", contains=TITLE)
    assert "Placements" not in [node.name for node in app.look(role="list")], "the pane of what was thrown away is closed"
    app.key("ctrl+z")
    row(app, ", Proposed,")
    app.find("Up to date", "button", contains="Synchronised")
    assert not backend.get("subject", subject).get("binned")


run_cases(what_is_typed_in_a_form_outlives_a_kill, what_is_typed_in_an_article_outlives_a_kill, a_status_is_undone_and_done_again,
          what_was_thrown_away_comes_back)
