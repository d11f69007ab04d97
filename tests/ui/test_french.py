#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In French no English sentence is left: whatever a page or a dialog says is looked for in the source texts of po/fr.po."""

import re
from pathlib import Path

from cases import run_cases
from driver import PASSWORD, App, Atspi, Backend, wait_until

PO = Path(__file__).resolve().parents[2] / "po/fr.po"
FRENCH = "fr_FR.UTF-8"
NUMBER = r"[-+\d]+(?:\s\d+)*"
WHAT_FITS = dict.fromkeys("dui", NUMBER)


def source_texts():
    """What would be English: as patterns, with anything in the place of %s, a number in that of %u, and without the mnemonics."""
    def unquote(lines):
        return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines)).replace('\\n', "\n").replace('\\"', '"').replace("\\\\", "\\")

    def texts(keyword):
        return {unquote(text) for text in re.findall(f'^{keyword} ((?:"[^\\n]*"\\n?)+)', entries, re.MULTILINE)}

    entries = PO.read_text()
    patterns = []
    for text in texts(r"msgid(?:_plural)?") - texts(r"msgstr(?:\[\d\])?"):  # some words are French as well: “Agenda”
        if not re.search("[A-Za-z]{3}", re.sub("%[-0-9.$]*[a-z]", "", text)):
            continue
        parts = re.split("(%[-0-9.$]*l*[a-zA-Z])", text.replace("%%", "%").replace("_", ""))
        patterns.append(re.compile("".join(WHAT_FITS.get(part[-1:], ".+") if place % 2 else re.escape(part)
                                           for place, part in enumerate(parts)), re.DOTALL))
    return patterns


ENGLISH = source_texts()


def english_in(app):
    said = [text for text in app.root_node().all_text.split("\n") if text]
    return sorted({f"{text} ({pattern.pattern})" for text in said for pattern in ENGLISH if pattern.fullmatch(text.replace("_", ""))})


def assert_french(app, where):
    found = english_in(app)
    assert not found, f"{where} says in English:\n" + "\n".join(found)


def english_is_noticed(folder, started):
    said = english_in(App.alone(folder, started))
    assert any("Nothing Planned Here" in text for text in said) and len(said) > 10, said


def everything_is_french(folder, started):
    backend = Backend(folder)
    started.append(backend)
    backend.plant("Cérémonie des vœux au personnel")
    app = App(folder, "manager", FRENCH)
    started.append(app)
    app.find("Se connecter", "button")
    assert_french(app, "the sign-in")
    for row, text in (("Adresse du serveur", backend.url), ("Compte", "manager"), ("Mot de passe", "rien de tel")):
        app.find(row, "text").write(text)
    wait_until(lambda: app.find("Se connecter", "button").is_sensitive, "the button can be pressed")
    app.click("Se connecter", "button")
    app.find(role="label", contains="ne correspondent pas")
    assert_french(app, "a wrong password")
    app.find("Mot de passe", "text").write(PASSWORD)
    app.click("Se connecter", "button")
    for number in range(1, 6):
        app.key(f"alt+{number}")
        page = app.find("Pages", "list").look(role="list item")[number - 1]
        wait_until(lambda: page.has_state(Atspi.StateType.SELECTED), f"“{page.name}” is the page")
        content = app.find(page.name, "grouping")
        for row in content.look(role="list item")[:1]:  # opens what it lists
            row.press()
        app.key(f"alt+{number}")
        assert_french(app, f"“{page.name}”")
    app.key("alt+2")
    for view in ("Calendrier", "Tableau", "Chemin de fer", "Liste"):
        app.click(view, "radio button")
        assert_french(app, f"“{view}”")
    row = app.find(role="table row", contains="Cérémonie des vœux")
    row.press(3)
    app.find(role="menu item")
    assert_french(app, "the menu of a placement")
    app.key("Escape")
    app.gone(role="menu item")
    row.press()
    app.find(role="text", contains="Cérémonie des vœux au personnel")
    assert_french(app, "the pane of a subject")
    for key, name in (("ctrl+k", "the search"), ("ctrl+question", "the shortcuts"), ("ctrl+comma", "the preferences"),
                      ("ctrl+n", "a new subject")):
        app.key(key)
        app.find(role="dialog")
        assert_french(app, name)
        app.key("Escape")
        app.gone(role="dialog")
    backend.stop()
    app.find("Hors ligne", "button").click()
    app.find(role="dialog")
    assert_french(app, "the page of synchronisation")


run_cases(english_is_noticed, everything_is_french)
