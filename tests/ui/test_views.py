#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to the planning page as a whole: saved views, closed periods and the calendars of others."""

import datetime
import http.server
import threading
from pathlib import Path

from cases import run_cases
from driver import App, Backend, wait_until


def window(folder, started, view="Grid"):
    backend = Backend(folder)
    started.append(backend)
    app = App.signed_in(backend, "manager", "--page", "planning", view=view)
    started.append(app)
    return backend, app


def menu(app, name, item):
    app.find(name, "toggle button").click()
    app.find(item, "menu item").click()


def a_view_is_saved_found_again_renamed_shared_and_deleted(folder, started):
    backend, app = window(folder, started)
    app.find("Status: In Hand", "toggle button").click()
    app.find("Published", "list item")
    app.press_until("Down", "Published")
    app.key("space")
    app.find("Status: Published", "toggle button")
    app.key("space")
    app.find("Status: In Hand", "toggle button")
    app.key("Return", "Escape")
    app.find("Status: Published", "toggle button")
    menu(app, "Saved views", "Save This View…")
    app.find("Name of the view", "text")
    app.type("Parus")
    app.key("Return")
    app.find("Saved view: Parus", "toggle button")
    app.click("Reset", "button")
    app.click("List", "radio button")
    app.find("Status: In Hand", "toggle button")
    menu(app, "Saved view: Parus", "Parus")
    app.find("Status: Published", "toggle button")
    app.find("Grid", "table")
    menu(app, "Saved view: Parus", "Rename…")
    app.find("Name of the view", "text")
    app.key("ctrl+a")
    app.type("Publications")
    app.key("Return")
    menu(app, "Saved view: Publications", "Share With the Team")
    app.find("Up to date", "button", contains="Synchronised")
    wait_until(lambda: "Publications" in backend.remotely("list", "saved_view"), "the view is on the server")
    saved = next(line.split("\t")[0] for line in backend.remotely("list", "saved_view").splitlines() if "Publications" in line)
    wait_until(lambda: backend.get("saved_view", saved).get("shared"), "the team sees it")
    menu(app, "Saved view: Publications", "Delete")
    app.find("Saved views", "toggle button")


def one_day(words):
    """A calendar whose only entry is today's."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
            f"DTSTART;VALUE=DATE:{datetime.date.today():%Y%m%d}\r\nSUMMARY:{words}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").encode()


class Holidays(http.server.BaseHTTPRequestHandler):
    words = "Vacances de la zone C"

    def do_GET(self):
        body = one_day(self.words)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def days_of_others_and_closed_periods_are_shown(folder, started):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Holidays)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    backend, app = window(folder, started, "Calendar")
    today = datetime.date.today()
    table = app.find("Calendar", "table")
    url = f"http://127.0.0.1:{server.server_port}/c.ics"
    calendar = backend.remotely("add", "calendar", "name=Zone C", f"url={url}")
    backend.remotely("add", "closed_period", f"starts={today}", f"ends={today}", "reason=Inventaire annuel")
    app.find("Up to date", "button", contains="Synchronised")
    menu(app, "More of the Plan", "Calendars of Others…")
    app.find(role="list item", contains="Zone C").press()
    app.click("Read Now", "button")
    wait_until(lambda: "Vacances" in str(backend.get("calendar", calendar).get("days", "")), "the days were read and sent")
    app.key("Escape")
    wait_until(lambda: len(app.look(role="dialog")) == 1, "the calendar is closed")
    app.key("Escape")
    app.gone(role="dialog")
    app.press_until("Tab", str(today.year), "placement")
    wait_until(lambda: app.focused().says("Inventaire annuel", "Vacances de la zone C"), "the day says both")
    assert table

    # what its publisher changes comes without anybody asking, and leaves nothing to undo
    Holidays.words = "Pont du 11 novembre"
    app.quit()
    app.start()
    wait_until(lambda: "Pont" in str(backend.get("calendar", calendar).get("days", "")), "the days were read again", 30)
    assert not app.look("Undo", "button")

    app.show_planning()
    file = Path(folder) / "ville.ics"
    file.write_bytes(one_day("Fête de la ville"))
    menu(app, "More of the Plan", "Calendars of Others…")
    app.find(role="list item", contains="Zone C").press()
    app.find(role="toggle button", contains="School Holidays")
    app.click("From a File…", "button")
    app.choose_file("Calendar File", file)
    wait_until(lambda: "Fête" in str(backend.get("calendar", calendar).get("days", "")), "the file was read and sent")
    server.shutdown()


run_cases(a_view_is_saved_found_again_renamed_shared_and_deleted, days_of_others_and_closed_periods_are_shown)
