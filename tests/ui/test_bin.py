#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was thrown away waits in the bin: it is given back, or deleted for good on every computer."""

from cases import run_cases
from driver import App, Backend, wait_until

PERSON = "Zélie Zzyzx"


def throw_away(folder, started):
    backend = Backend(folder)
    started.append(backend)
    person = backend.remotely("add", "person", "first_name=Zélie", "last_name=Zzyzx")
    app = App.signed_in(backend, "manager", "--page", "network")
    started.append(app)
    app.find("People", "radio button").click()
    app.key("ctrl+f")
    app.type("Zzyzx")
    app.find(role="list item", contains=PERSON).press()
    app.find("Throw Away", "button").click()
    app.click("Main Menu", "toggle button")
    app.click("Bin", "menu item")
    app.find(f"Restore “{PERSON}”", "button")
    return backend, app, person


def the_bin_gives_back_what_was_thrown_away(folder, started):
    backend, app, person = throw_away(folder, started)
    app.click(f"Restore “{PERSON}”", "button")
    app.find(contains="The Bin Is Empty")
    wait_until(lambda: not backend.get("person", person).get("binned"), "the server has it back")


def the_bin_is_emptied_everywhere(folder, started):
    backend, app, person = throw_away(folder, started)
    app.click("Empty…", "button")
    app.click("Delete for Good", "button")
    app.find(contains="The Bin Is Empty")
    wait_until(lambda: person not in backend.remotely("list", "person"), "it is gone from the server")


run_cases(the_bin_gives_back_what_was_thrown_away, the_bin_is_emptied_everywhere)
