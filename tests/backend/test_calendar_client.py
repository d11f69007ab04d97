#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real calendar client reads a feed and follows it: evolution-data-server, which is what Evolution and GNOME Calendar read with, without
a window. Skipped where it is not installed."""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

try:
    import gi
    gi.require_version("ECal", "2.0")
    gi.require_version("EDataServer", "1.2")
    from gi.repository import ECal, EDataServer, GLib
except (ImportError, ValueError):
    print("1..0 # SKIP evolution-data-server is not here")
    sys.exit(0)

PATIENCE = 60
SOURCE = """[Data Source]
DisplayName=Plan
Enabled=true
Parent=webcal-stub

[Calendar]
BackendName=webcal

[Security]
Method=none

[Authentication]
Host=127.0.0.1
Port={port}
ProxyUid=system-proxy
Method=none

[WebDAV Backend]
ResourcePath={path}
"""


class Backend:
    def __init__(self, folder):
        self.data = folder / "backend"
        subprocess.run([os.environ["RELAIS_BACKEND"], "demo", "--data", self.data, "--size", "small"], check=True, stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen([os.environ["RELAIS_BACKEND"], "serve", "--data", self.data, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        self.token = None
        session = self.call("POST", "/v1/session", {"login": "manager", "password": "demonstration", "device": "test"})
        self.token, self.epoch = session["token"], session["workspace"]["epoch"]
        self.mid = 0

    def call(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method,
                                         data=json.dumps(body).encode() if body else None,
                                         headers={"Relais-Protocol": "1", "Content-Type": "application/json"})
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def change(self, record, **values):
        self.mid += 1
        operation = {"kind": record["kind"], "id": record["id"], "base": {"seq": record["seq"]}, "set": values}
        outcome = self.call("POST", "/v1/push", {"epoch": self.epoch, "client": "01a00000-0000-7000-8000-00000000000a",
                                                 "mutations": [{"mid": self.mid, "ops": [operation]}]})["outcomes"][0]
        assert outcome["outcome"] == "applied", outcome
        return dict(record, seq=outcome["seq"], fields=dict(record["fields"], **values))


def wait_until(condition, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        GLib.MainContext.default().iteration(False)
        time.sleep(0.1)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def subscribe(path, port):
    """A calendar from the network, as a person adds it, and the client that reads it."""
    sources = Path(os.environ["XDG_CONFIG_HOME"]) / "evolution" / "sources"
    sources.mkdir(parents=True)
    (sources / "relais-plan.source").write_text(SOURCE.format(port=port, path=path))
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = wait_until(lambda: registry.ref_source("relais-plan"), "the registry knows the calendar")
    return ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)


def find(client, uid):
    """(day, status, sequence) of an entry; None when the client does not have it."""
    _, components = client.get_object_list_as_comps_sync("#t", None)
    for component in components:
        if component.get_uid() == uid:
            day = component.get_dtstart().get_value()
            return f"{day.get_year():04}-{day.get_month():02}-{day.get_day():02}", component.get_status(), component.get_sequence()
    return None


def follow(client, uid, wanted, what):
    def reads():
        client.refresh_sync(None)
        found = find(client, uid)
        return found if found and found[:2] == wanted else None
    return wait_until(reads, what)


def run(folder):
    backend = Backend(folder)
    try:
        records = backend.call("GET", "/v1/changes")["records"]
        since = str(datetime.date.today() - datetime.timedelta(60))
        placement = next(r for r in records if r["kind"] == "placement" and r["fields"].get("planned", "") > since
                         and r["fields"]["state"] in ("approved", "scheduled", "published"))
        feed = backend.call("POST", "/v1/feeds", {"name": "Plan", "channels": []})
        client = subscribe(feed["path"], backend.port)
        first = follow(client, placement["id"], (placement["fields"]["planned"], gi_status("CONFIRMED")), "the entry is read")
        print("ok 1 - a real client reads the plan", flush=True)
        placement = backend.change(placement, planned="2031-03-11")
        moved = follow(client, placement["id"], ("2031-03-11", gi_status("CONFIRMED")), "the move is followed")
        assert moved[2] > first[2]
        print("ok 2 - it follows a move", flush=True)
        backend.change(placement, state="refused")
        ended = follow(client, placement["id"], ("2031-03-11", gi_status("CANCELLED")), "the cancellation is followed")
        assert ended[2] > moved[2]
        print("ok 3 - it follows a cancellation", flush=True)
    finally:
        backend.process.terminate()
        backend.process.wait(20)


def gi_status(name):
    from gi.repository import ICalGLib
    return getattr(ICalGLib.PropertyStatus, name)


def main():
    """On a bus and in folders of its own, so that nobody's calendars are touched."""
    if "RELAIS_CALENDAR_TEST" not in os.environ:
        with tempfile.TemporaryDirectory(prefix="relais-calendar-") as name:
            environment = dict(os.environ, RELAIS_CALENDAR_TEST=name, HOME=name, XDG_CONFIG_HOME=f"{name}/config", XDG_DATA_HOME=f"{name}/data",
                               XDG_CACHE_HOME=f"{name}/cache", XDG_RUNTIME_DIR=f"{name}/run", GSETTINGS_BACKEND="memory", G_DEBUG="")
            Path(name, "run").mkdir(mode=0o700)
            sys.exit(subprocess.run(["dbus-run-session", "--", sys.executable, *sys.argv], env=environment, check=False).returncode)
    print("1..3", flush=True)
    run(Path(os.environ["RELAIS_CALENDAR_TEST"]))


main()
