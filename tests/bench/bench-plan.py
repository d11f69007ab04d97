#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-plan.py FRAME-WATCH WORKSPACE: what the grid and the calendar of the plan cost with 100,000 records: frames while scrolling, and
from the key that asks for another month, view or scale to the last frame that it causes. Budgets: 16 ms of the main thread a frame,
100 ms to a complete frame."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ui"))
from driver import App, Display, enter_private_session, wait_until  # noqa: E402

TURNS, STEPS = 8, 40
TOGGLE = 40  # pixels: a toggle of AdwToggleGroup says its place half its size too far up and to the left
VIEWS = ("Grid", "Calendar", "List")


def find_places(folder, workspace):
    """Where a person would point; in a window of its own, because somebody who listens costs."""
    app = App(folder, "scout", arguments=["--page", "planning"], workspace=workspace, view="Grid")
    try:
        app.find("Sign in again", "label")  # the banner moves everything
        app.find(role="table cell")
        places = {"table": app.find("Grid", "table").middle(), "next": app.find("Next", "button").middle()}
        for view in VIEWS:
            x, y = app.find(view, "radio button").middle()
            places[view] = x + TOGGLE // 2, y + TOGGLE // 2
        return places
    finally:
        app.stop()


class Window:
    """Relais as a person without assistive technology has it."""

    def __init__(self, frame_watch, folder, workspace):
        self.display = Display()
        (folder / "gtk-4.0").mkdir()  # how long an animation takes is somebody's choice
        (folder / "gtk-4.0/settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")
        environment = dict(self.display.environment, GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="none", GSETTINGS_BACKEND="memory",
                           LC_ALL="en_GB.UTF-8", XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_CACHE_HOME=str(folder))
        self.app = subprocess.Popen(["relais", "--workspace", workspace, "--page", "planning"], env=environment, stderr=subprocess.DEVNULL)
        self.path = Path(f"/proc/{self.app.pid}/task/{self.app.pid}/schedstat")
        self.display.run("xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.app.pid), "windowfocus")
        self.settle()
        self.watch = subprocess.Popen([frame_watch, str(self.app.pid)], env=environment, text=True, bufsize=1, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def computed_ms(self):
        return int(self.path.read_text().split()[0]) / 1e6

    def settle(self):
        def is_idle():
            before = self.computed_ms()
            time.sleep(0.25)
            return self.computed_ms() - before < 3
        wait_until(is_idle, "the window is at rest")

    def read(self):
        self.watch.stdin.write("\n")
        return [float(number) for number in self.watch.stdout.readline().split()]

    def click(self, place):
        self.display.run("xdotool", "mousemove", *map(str, place), "click", "1")

    def frames(self, what, act):
        self.read()
        act()
        self.settle()
        n, median, p95, worst, _ = self.read()
        print(f"{what}: {n:.0f} frames, main thread {median:.1f} ms a frame, p95 {p95:.1f}, worst {worst:.1f} (budget 16)", flush=True)

    def answers(self, what, places):
        """Until the main thread has been idle for 40 ms: the last frame is drawn, and nothing of it is left for later."""
        taken = []
        for turn in range(TURNS):
            self.settle()
            self.display.run("xdotool", "mousemove", *map(str, places[turn % len(places)]))
            self.settle()
            start, busy, computed = time.monotonic(), None, self.computed_ms()
            self.display.run("xdotool", "click", "1")
            while busy is None or time.monotonic() - busy < 0.04:
                now = self.computed_ms()
                if now - computed > 0.3 or busy is None:
                    busy, computed = time.monotonic(), now
                time.sleep(0.002)
            taken.append((busy - start) * 1000)
        print(f"{what}: {statistics.median(taken):.0f} ms to the last frame, worst {max(taken):.0f} (budget 100)", flush=True)

    def stop(self):
        self.watch.stdin.close()
        self.watch.wait(10)
        self.app.terminate()
        self.app.wait(20)
        self.display.stop()


def run(window, places):
    def wheel(button):
        window.display.run("xdotool", "mousemove", *map(str, places["table"]), "click", "--repeat", str(STEPS), "--delay", "30", str(button))

    window.click(places["Grid"])
    window.frames("grid, wheel", lambda: wheel(5))
    window.frames("grid, wheel back", lambda: wheel(4))
    window.answers("grid, next week", [places["next"]])
    window.answers("from view to view", [places["Calendar"], places["Grid"]])
    window.click(places["Calendar"])
    window.answers("calendar, next month", [places["next"]])
    pss = int(Path(f"/proc/{window.app.pid}/smaps_rollup").read_text().split("\nPss:")[1].split()[0])
    print(f"memory after that: {pss / 1024:.0f} MB (budget 180)")


def main(frame_watch, workspace):
    enter_private_session()
    folder = Path(tempfile.mkdtemp(prefix="relais-bench-"))
    window = None
    try:
        mine = Path(shutil.copy(workspace, folder))
        places = find_places(folder, mine)
        window = Window(frame_watch, folder, mine)
        run(window, places)
    finally:
        if window:
            window.stop()
        shutil.rmtree(folder)


main(*sys.argv[1:])
