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


def a_subject_comes_back_with_its_placements(folder, started):
    backend = Backend(folder)
    started.append(backend)
    subject, placement = backend.plant("Zone bleue du marché")
    app = App.signed_in(backend, "manager", "--page", "planning")
    started.append(app)
    app.key("ctrl+f")
    app.type("zone bleue")
    app.find(role="table row", contains="Zone bleue du marché").press()
    app.click("More", "toggle button")
    app.click("Throw Away", "menu item")
    app.gone(role="table row", contains="Zone bleue du marché")
    wait_until(lambda: backend.get("placement", placement).get("binned"), "both are in the bin", pause=0.3)
    app.click("Main Menu", "toggle button")
    app.click("Bin", "menu item")
    app.find("Zone bleue du marché · Brèves de l’intranet", "label")
    app.click("Restore “Zone bleue du marché”", "button")
    app.find(contains="The Bin Is Empty")
    app.key("Escape")
    app.find(role="table row", contains="Zone bleue du marché")
    wait_until(lambda: not any(backend.get(*what).get("binned") for what in (("subject", subject), ("placement", placement))), "everybody has both back",
               pause=0.3)


def the_bin_is_emptied_everywhere(folder, started):
    backend, app, person = throw_away(folder, started)
    app.click("Empty…", "button")
    app.click("Delete for Good", "button")
    app.find(contains="The Bin Is Empty")
    wait_until(lambda: person not in backend.remotely("list", "person"), "it is gone from the server")


run_cases(the_bin_gives_back_what_was_thrown_away, a_subject_comes_back_with_its_placements,
          the_bin_is_emptied_everywhere)
