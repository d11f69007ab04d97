#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window of 360 pixels with all three buttons of a window, in French, whose words are longer: every page, view and dialog finds room.
What does not fit, libadwaita complains about."""

from cases import complaints, run_cases
from driver import App, Backend, wait_until

FRENCH, WIDTH, HEIGHT = "fr_FR.UTF-8", 360, 720
BORDERS = 10  # of a window without a window manager: the pages have so much less
TITLE = "Cérémonie des vœux au personnel de la ville et de ses établissements"


class Narrow:
    def __init__(self, app):
        self.app = app
        app.resize(WIDTH, HEIGHT)

    def fits(self, where):
        said = complaints(self.app.folder.parent)
        assert not said, f"{where} does not fit:\n" + "\n".join(said)

    def page(self, name, keys):
        """Goes there, and gives all of it."""
        self.app.key(keys)
        page = self.app.find(name, "grouping")
        self.fits(f"“{name}”")
        return page

    def views(self):
        for name in [view.name for view in self.app.look(role="radio button")]:
            self.view(name)

    def view(self, name):
        self.app.click(name, "radio button")
        self.fits(f"“{name}”")

    def dialog(self, name, opens):
        opens()
        dialog = self.app.find(role="dialog")
        wait_until(lambda: (node := self.app.focused()) and node.is_within(dialog), f"{name} has the focus")
        self.fits(name)
        self.app.key("Escape")
        self.app.gone(dialog.name, "dialog")

    def menu(self, button, item):
        self.app.click(button, "toggle button")
        self.app.click(item, "menu item")


def every_page_has_room(folder, started):
    backend = Backend(folder)
    started.append(backend)
    backend.plant(TITLE)
    app = App.signed_in(backend, "manager", "--page", "todo", lang=FRENCH, size=(WIDTH + BORDERS, HEIGHT), view=None)
    started.append(app)
    narrow = Narrow(app)
    narrow.page("À faire", "alt+1")
    narrow.views()

    narrow.page("Planning", "alt+2")
    narrow.views()
    narrow.view("Liste")
    app.find(role="table row", contains=TITLE).press()
    app.find("Déclinaisons", "list")
    narrow.fits("a subject")
    for item in ("Scinder…", "Fusionner avec un autre sujet…", "Historique…"):
        narrow.dialog(f"“{item}”", lambda: narrow.menu("Plus", item))
    app.key("Escape")
    app.gone("Déclinaisons", "list")
    app.key("F9")
    app.find("Idées", "list")
    narrow.fits("the ideas")
    app.key("F9")
    app.gone("Idées", "list")
    for item in ("Campagnes…", "Modèles…", "Équilibre…", "Périodes sans publication…", "Calendriers extérieurs…", "Abonnements d’agenda…"):
        narrow.dialog(f"“{item}”", lambda: narrow.menu("Plus sur le planning", item))
    for keys in ("ctrl+n", "ctrl+k", "ctrl+question"):
        narrow.dialog(f"the dialog of {keys}", lambda: app.key(keys))
    app.resize(WIDTH + BORDERS, HEIGHT)  # the toolkit's own dialog wants all 360 of them
    narrow.dialog("the preferences", lambda: app.key("ctrl+comma"))
    app.resize(WIDTH, HEIGHT)

    for name, keys in (("Contenus", "alt+3"), ("Réseau", "alt+4"), ("Questionnaires", "alt+5")):
        page = narrow.page(name, keys)
        narrow.views()
        row = page.find(role="list item")
        row.settled()
        row.press()
        narrow.fits(f"what “{name}” lists")

    meeting = narrow.page("Comité", "ctrl+shift+m").find(role="list item", contains="Comité de pilotage")
    meeting.settled()
    meeting.press()
    app.find(role="list item", contains="1. ")
    narrow.fits("the agenda")
    app.click("Commencer", "button")
    app.find(role="progress bar")
    narrow.fits("a meeting")
    app.key("p")
    app.find("Décider", "button")
    narrow.fits("a decision")
    app.key("ctrl+Return")
    app.gone("Décider", "button")
    app.click("Terminer", "button")
    app.find("Relevé de décisions", "label")
    narrow.fits("the record of decisions")


run_cases(every_page_has_room)
