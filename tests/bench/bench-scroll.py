#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-scroll.py FRAME-WATCH PLAIN-LIST WORKSPACE: what a frame costs the main thread while somebody scrolls and jumps through the plan
of 100,000 records, and the memory after that. Budgets (DESIGN §10): 16 ms a frame, 180 MB. Floors: a pointer over the same
list; and a list view of 100,000 labels (plain-list) that does the same.

The places to click are looked up in a first window; the one that is measured has no assistive technology listening, which
costs."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ui"))
from driver import App, Display, enter_private_session, wait_until  # noqa: E402

STEPS = 60
PAUSE_MS = "30"
TOGGLE = 40  # pixels


class Window:
    """A running program without accessibility, and frame-watch on it."""

    def __init__(self, frame_watch, folder, command):
        self.display = Display()
        environment = dict(self.display.environment, GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="none",
                           GSETTINGS_BACKEND="memory", LC_ALL="en_GB.UTF-8", XDG_DATA_HOME=str(folder),
                           XDG_CONFIG_HOME=str(folder), XDG_CACHE_HOME=str(folder))
        self.app = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self.path = Path(f"/proc/{self.app.pid}/task/{self.app.pid}/schedstat")
        self.display.run("xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.app.pid), "windowfocus")
        self.settle()
        self.process = subprocess.Popen([frame_watch, str(self.app.pid)], env=environment, text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def keys(self, *names):
        self.display.run("xdotool", "key", "--delay", PAUSE_MS, *names)

    def keys_apart(self, names):
        for name in names:
            self.keys(name)
            self.settle()

    def click(self, place):
        self.display.run("xdotool", "mousemove", *map(str, place), "click", "1")
        self.settle()

    def wheel(self, place, button):
        self.display.run("xdotool", "mousemove", *map(str, place),
                         "click", "--repeat", str(STEPS), "--delay", PAUSE_MS, str(button))

    def wander(self, place):
        for step in range(STEPS):
            self.display.run("xdotool", "mousemove", str(place[0]), str(place[1] - 200 + step * 6))

    def read(self):
        self.process.stdin.write("\n")
        return [float(number) for number in self.process.stdout.readline().split()]

    def measure(self, what, act):
        self.read()
        act()
        self.settle()
        n, median, p95, worst, apart = self.read()
        print(f"{what}: {n:.0f} frames, main thread {median:.1f} ms a frame, p95 {p95:.1f} ms, worst {worst:.1f} ms (budget 16); "
              f"{apart:.0f} ms between frames", flush=True)

    def settle(self):
        """Until the main thread has nothing to do."""
        def computed():
            return int(self.path.read_text().split()[0])

        def is_idle():
            before = computed()
            time.sleep(0.3)
            return computed() - before < 3_000_000

        wait_until(is_idle, "the window is at rest")

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.app.terminate()
        self.app.wait(20)
        self.display.stop()


def family_kib(pid):
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    total = int(text.split("\nPss:")[1].split()[0])
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        total += family_kib(int(child))
    return total


def find_places(folder, workspace):
    """Where a person would point."""
    app = App(folder, "scout", arguments=["--page", "planning"], workspace=workspace)
    try:
        app.find("Sign in again", "label")  # the banner moves everything
        app.find(role="list item")
        places = {"plan": app.find("Plan", "list").middle()}
        places["Period"] = app.find("Period: From This Week", "toggle button").middle()
        # A toggle of AdwToggleGroup says its place half its size too far up and to the left.
        for view in ("List", "Board"):
            middle_x, middle_y = app.find(view, "radio button").middle()
            places[view] = middle_x + TOGGLE // 2, middle_y + TOGGLE // 2
        app.click("Board", "radio button")
        places["column"] = app.find("Writing", "list").middle()
        return places
    finally:
        app.stop()


def run(window, places):
    window.click(places["List"])
    window.click(places["Period"])
    window.keys("End", "Return")           # all dates
    window.settle()
    window.measure("floor, the pointer over the list", lambda: window.wander(places["plan"]))
    window.measure("list, wheel", lambda: window.wheel(places["plan"], 5))
    window.click(places["plan"])           # the focus goes into the list
    window.keys("Escape")                  # and the pane beside it away
    window.settle()
    window.measure("list, pages", lambda: window.keys(*["Next"] * STEPS))
    window.measure("list, jumps to the end and back", lambda: window.keys_apart(["End", "Home"] * 5))
    window.measure("opening the board", lambda: window.click(places["Board"]))
    window.measure("board, wheel", lambda: window.wheel(places["column"], 5))
    window.measure("board, wheel back", lambda: window.wheel(places["column"], 4))
    window.measure("each page for the first time", lambda: window.keys_apart(["alt+1", "alt+3", "alt+4", "alt+5"]))
    window.measure("from page to page", lambda: window.keys_apart(["alt+1", "alt+2", "alt+3", "alt+4", "alt+5"] * 2))
    print(f"memory after that: {family_kib(window.app.pid) / 1024:.0f} MB (budget 180)")


def run_floor(window):
    window.keys_apart(["End", "Home"])  # rows are made once
    window.measure("floor, 100,000 labels, pages", lambda: window.keys(*["Next"] * STEPS))
    window.measure("floor, 100,000 labels, jumps to the end and back", lambda: window.keys_apart(["End", "Home"] * 5))


def main(frame_watch, plain_list, workspace):
    enter_private_session()
    folder = Path(tempfile.mkdtemp(prefix="relais-bench-"))
    window = None
    try:
        mine = Path(shutil.copy(workspace, folder))
        window = Window(frame_watch, folder, [plain_list])
        run_floor(window)
        window.stop()
        window = None
        places = find_places(folder, mine)
        window = Window(frame_watch, folder, ["relais", "--workspace", mine, "--page", "planning"])
        run(window, places)
    finally:
        if window:
            window.stop()
        shutil.rmtree(folder)


main(*sys.argv[1:])
