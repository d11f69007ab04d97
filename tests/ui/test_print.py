#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plan shows, on paper and in files, by keyboard and by mouse."""

import datetime
import os
import subprocess
from pathlib import Path

from cases import run_cases
from driver import App, Backend, wait_until

TITLE = "Réunion du réseau des correspondants"


def window(folder, started):
    backend = Backend(folder)
    started.append(backend)
    backend.plant(TITLE)
    os.chdir(folder)  # where the desktop's dialogs begin
    app = App.signed_in(backend, "manager", "--page", "planning")
    started.append(app)
    app.find(role="table row", contains=TITLE)
    return app


def says(path):
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout


def finished(path):
    """A PDF is whole when its last line is there."""
    return path.exists() and b"%%EOF" in path.read_bytes()[-32:]


def save(app, folder, choice, name):
    path = Path(folder) / name
    app.find("More of the Plan", "toggle button").click()
    app.find(choice, "menu item").click()
    app.find("Save What Is Shown", "dialog")
    app.find("Name:", "text").retype(str(path))
    app.find("Save", "button").click()
    app.gone("Save What Is Shown", "dialog")
    wait_until(path.exists, f"{name} is written")
    return path


def the_list_is_printed(folder, started):
    app = window(folder, started)
    app.key("ctrl+p")
    app.find(contains="Print to File").click()
    app.find("Print", "button").click()
    paper = Path(folder) / "output.pdf"
    wait_until(lambda: finished(paper), "the pages are in a file")
    words = says(paper)
    assert TITLE.split()[0] in words and "Editorial plan" in words and "Page 1 of" in words, words
    app.gone("Print", "dialog")


def each_format_is_saved(folder, started):
    app = window(folder, started)
    table = save(app, folder, "Table (CSV)…", "plan.csv").read_text(encoding="utf-8-sig")
    assert table.startswith("Subject;Channel;Status;Planned") and TITLE in table, table
    calendar = save(app, folder, "Calendar (ICS)…", "plan.ics")
    wait_until(lambda: "END:VCALENDAR" in calendar.read_text(), "the calendar is whole")
    assert "Réunion du réseau" in calendar.read_text(), calendar.read_text()
    app.click("Board", "radio button")
    app.find("Board", "table").find(role="table cell", contains=TITLE)
    paper = save(app, folder, "PDF, A3…", "board.pdf")
    wait_until(lambda: finished(paper), "the board is whole")
    size = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert "1190.55 x 841.89" in size, size
    assert "Work in hand" in says(paper), says(paper)


def a_plan_comes_from_a_table(folder, started):
    app = window(folder, started)
    day = datetime.date.today() + datetime.timedelta(1)
    file = folder / "plan.csv"
    file.write_bytes(f"Sujet;Support;Prévu le\r\nFermeture de la piscine;Agenda;{day:%d/%m/%Y}\r\nSans support;;{day:%d/%m/%Y}\r\n"
                     f"Vœux au personnel;Agenda;{day:%d/%m/%Y}\r\n".encode("cp1252"))
    app.find("More of the Plan", "toggle button").click()
    app.find("Import a Plan…", "menu item").click()
    app.choose_file("Choose a File to Import", file)
    dialog = app.find("plan.csv", "dialog")
    dialog.find(role="list item", contains=("Fermeture de la piscine", "New"))
    dialog.find(role="list item", contains=("Sans support", "is missing"))
    dialog.find("Import", "button").click()
    app.gone("plan.csv", "dialog")
    app.find(role="table row", contains="Fermeture de la piscine")
    app.find(role="table row", contains="Vœux au personnel")
    app.key("ctrl+z")
    app.gone(role="table row", contains="Fermeture de la piscine")
    app.gone(role="table row", contains="Vœux au personnel")


run_cases(a_plan_comes_from_a_table, the_list_is_printed, each_format_is_saved)
