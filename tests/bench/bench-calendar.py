#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-calendar.py FIRST-FRAME FRAME-WATCH WORKSPACE…: the month of the plan beside that of GNOME Calendar, whose own calendar has the
same events: start to window, another month, memory; by turns, as ratios. What the plan exports as iCalendar is what the other one
reads. Its data server, which on a desktop always runs, is started before."""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

from watched import Display, NotThere, Window, family_kib, folders, private_copy, scout, wait_until

PEER, SERVER = "gnome-calendar", "evolution-"
ROUNDS, TURNS = 3, 8
MANY = 10_000  # the peer takes minutes
PATIENCE = 40  # seconds
SIZE = 1180, 760  # of the window of Relais; that of the peer is smaller


def export(workspace, path):
    path.parent.mkdir(parents=True)
    subprocess.run(["relaisctl", "--workspace", workspace, "export", "plan", "--from", "2020-01-01", "--to", "2035-12-31", "--format", "ics",
                    "--output", path], check=True, stdout=subprocess.DEVNULL)
    return path.read_text().count("BEGIN:VEVENT")


def open_on_month(folder, workspace):
    """As the peer does."""
    settings = folder / "glib-2.0/settings"
    settings.mkdir(parents=True)
    state = json.dumps({"workspace": str(workspace), "view": "calendar"})
    (settings / "keyfile").write_text(f"[fr/relais/Relais]\nplanning='{state}'\n")


def server_pids(folder):
    """The programs of the data server that keep things in this folder."""
    mark = f"XDG_DATA_HOME={folder}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.joinpath("comm").read_text().startswith(SERVER) and mark in process.joinpath("environ").read_bytes().split(b"\0"):
                yield int(process.name)
        except OSError:
            continue


def comes_to_rest(pids):
    """Whether what is to be read is read within the patience of a person."""
    def computed():
        return sum(int(number) for pid in pids() for number in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])

    def is_idle():
        before = computed()
        time.sleep(1.5)
        return computed() - before < 5  # ticks
    try:
        return wait_until(is_idle, "both programs are at rest", PATIENCE)
    except NotThere:
        return False


class Program:
    """One of the two, with all it keeps in a folder of its own."""

    def __init__(self, tools, folder, command, asks, **settings):
        self.first_frame, self.frame_watch = tools
        self.folder, self.command, self.asks, self.settings = folder, command, asks, settings
        self.starts, self.months, self.kib = [], [], []

    def start(self, display):
        environment = dict(display.environment, **folders(self.folder) | self.settings)
        said = subprocess.run([self.first_frame, "-n", "1", "--settle", "1000", "--", *self.command], env=environment, check=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        self.starts.append(float(said.split()[0]))

    def walk(self):
        with Window(self.frame_watch, self.folder, self.command, **self.settings) as window:
            name = window.display.run("xdotool", "search", "--onlyvisible", "--pid", str(window.app.pid)).stdout.split()[-1]
            window.display.run("xdotool", "windowsize", name, *map(str, SIZE))
            if comes_to_rest(lambda: [window.app.pid, *server_pids(self.folder)]):
                self.months += [window.ask(self.asks[turn % 2]) for turn in range(TURNS)]
            self.kib.append(family_kib(window.app.pid))

    def figures(self):
        """Window after so many ms; another month after so many, and what the main thread computed; MB."""
        months = [statistics.median(column) for column in zip(*self.months)] or [None, None]
        return statistics.median(self.starts), *months, statistics.median(self.kib) / 1024


def compare(tools, folder, workspace):
    mine = folder / "mine"
    theirs = folder / "theirs"
    n = export(workspace, theirs / "evolution/calendar/system/calendar.ics")
    open_on_month(mine, workspace)
    with scout(folder, workspace, view="Calendar") as app:
        clicks = ["click {} {}".format(*app.find(name, "button").middle()) for name in ("Next", "Previous")]
    subprocess.run(["dbus-update-activation-environment", *(f"{name}={value}" for name, value in folders(theirs).items())], check=True)
    relais = Program(tools, mine, ["relais", "--workspace", workspace, "--page", "planning"], clicks, GSETTINGS_BACKEND="keyfile")
    peer = Program(tools, theirs, [PEER], ["key Alt_L+Right", "key Alt_L+Left"])
    display = Display()
    for _ in range(ROUNDS if n < MANY else 1):
        for program in (relais, peer):
            program.start(display)
            program.walk()
    display.stop()
    server = sum(family_kib(pid) for pid in server_pids(theirs)) / 1024
    for pid in server_pids(theirs):
        os.kill(pid, signal.SIGTERM)
    tell(n, relais.figures(), peer.figures(), server)


def tell(n, mine, theirs, server):
    labels = ("window after {} ms", "another month after {} ms", "main thread {} ms", "memory {} MB")
    told = [label.format(f"{a:.0f} and {b:.0f}") + f", ratio {a / b:.2f}" if b else f"{label.format(f'{a:.0f}')}, it still reads after {PATIENCE} s"
            for label, a, b in zip(labels, mine, theirs)]
    print(f"{n} events, Relais and GNOME Calendar: {'; '.join(told)}, and {server:.0f} MB more in its data server", flush=True)


def main(first_frame, frame_watch, *workspaces):
    if not shutil.which(PEER):
        sys.exit(77)
    for workspace in workspaces:
        with private_copy(workspace) as (folder, mine):
            compare((first_frame, frame_watch), folder, mine)


main(*sys.argv[1:])
