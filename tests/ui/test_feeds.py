#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan in somebody's own calendar: a feed with the channels they choose, an address to copy, and its end."""

import urllib.error
import urllib.request

from cases import run_cases
from driver import App, Backend, wait_until

TITLE = "Visite du centre technique municipal"
CHANNEL = "Brèves de l’intranet"


def dialog(folder, started):
    backend = Backend(folder)
    started.append(backend)
    backend.plant(TITLE, state="accepted")
    app = App.signed_in(backend, "manager", "--page", "planning")
    started.append(app)
    return backend, app


def open_dialog(app):
    app.click("More of the Plan", "toggle button")
    app.click("Calendar Feeds…", "menu item")


def read(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def a_feed_is_made_read_and_revoked(folder, started):
    _, app = dialog(folder, started)
    open_dialog(app)
    app.find("New Feed…", "button").press()
    app.find("All channels", "check box").press()
    app.find(CHANNEL, "check box").press()
    app.find("Create", "button").click()
    address = wait_until(lambda: next((node.text for node in app.matching(role="label") if "/feeds/" in node.text), None), "the address is shown")
    app.find("Copy the Address", "button").click()
    status, calendar = read(address)
    assert status == 200 and f"SUMMARY:{TITLE} — {CHANNEL}" in calendar.replace("\r\n ", ""), calendar
    app.find("Back", "button").click()
    app.find(contains="never read")
    app.find("Revoke “Editorial plan”", "button").click()
    app.click("Revoke", "button")
    app.gone("Revoke “Editorial plan”", "button")
    assert read(address)[0] == 404


def without_the_back_end_it_says_so(folder, started):
    backend, app = dialog(folder, started)
    backend.stop()
    open_dialog(app)
    app.find(contains="Feeds Are Kept by the Back End")


run_cases(a_feed_is_made_read_and_revoked, without_the_back_end_it_says_so)
