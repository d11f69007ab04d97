#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in through the window: what can go wrong is said in a sentence, what was typed stays, and then everything is there."""

import socket

from cases import run_cases
from driver import PASSWORD, App, Backend, wait_until


def fill(app, server, login, password):
    for row, text in (("Server address", server), ("Account", login), ("Password", password)):
        app.find(row, "text").write(text)
    wait_until(lambda: app.find("Sign In", "button").is_sensitive, "the button can be pressed")
    app.click("Sign In", "button")


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def signing_in_shows_the_city(folder, started):
    backend = Backend(folder, "city")
    started.append(backend)
    app = App(folder, "manager")
    started.append(app)
    fill(app, backend.url, "manager", PASSWORD)
    app.find("To Do", "list item")
    app.find("Up to date", "button")
    app.show_planning()
    app.find(role="table row", contains=("Brèves de l’intranet", "Published"))
    app.click("Network", "list item")
    app.find(role="list item", contains="Direction de la communication,").click()
    app.find("Direction de la communication", "heading")
    app.click("To Do", "list item")
    app.find(role="row header", contains="·")

    # the next start needs no password and no server
    app.quit()
    backend.stop()
    app.start()
    app.show_planning()
    app.find(role="table row", contains="Brèves de l’intranet")
    app.find("Offline", "button")


def a_wrong_password_is_said_and_nothing_typed_is_lost(folder, started):
    backend = Backend(folder)
    started.append(backend)
    app = App(folder, "editor")
    started.append(app)
    fill(app, backend.url, "editor", "not the password")
    app.find("Account and password do not match.", "label")
    kept = [app.find(row, "text").text for row in ("Server address", "Account")]
    assert kept == [backend.url, "editor"], kept
    wait_until(lambda: app.find("Password", "text").is_focused, "the password is where typing goes now")
    app.key("ctrl+a")
    app.type(PASSWORD)
    app.key("Return")
    app.find("To Do", "list item")


def a_server_that_is_not_there_is_said(folder, started):
    app = App(folder, "editor")
    started.append(app)
    fill(app, f"http://127.0.0.1:{closed_port()}", "editor", PASSWORD)
    app.find("The server does not answer. Check the address and the network.", "label")
    assert app.find("Account", "text").text == "editor"
    wait_until(lambda: app.find("Server address", "text").is_focused, "the address is where typing goes now")

    fill(app, "not an address", "editor", PASSWORD)
    app.find(role="label", contains="This is not an address of a server")


def one_can_work_without_a_server(folder, started):
    App.alone(folder, started)


run_cases(signing_in_shows_the_city, a_wrong_password_is_said_and_nothing_typed_is_lost, a_server_that_is_not_there_is_said,
          one_can_work_without_a_server)
