#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-plan.py FRAME-WATCH WORKSPACE: what the grid and the calendar of the plan cost with 100,000 records: frames while scrolling, and
from the key that asks for another month, view or scale to the last frame that it causes. Budgets: 16 ms of the main thread a frame,
100 ms to a complete frame."""

import statistics
import sys
import time

from watched import Window, find_toggle, private_copy, scout

TURNS, STEPS = 8, 40
VIEWS = ("Grid", "Calendar", "List")


def find_places(folder, workspace):
    with scout(folder, workspace, view="Grid") as app:
        app.find(role="table cell")
        places = {"table": app.find("Grid", "table").middle(), "next": app.find("Next", "button").middle()}
        return places | {view: find_toggle(app, view) for view in VIEWS}


def measure_answers(window, what, places):
    """Until the main thread has been idle for 40 ms: the last frame is drawn, and nothing of it is left for later."""
    taken = []
    for turn in range(TURNS):
        window.settle()
        window.point(places[turn % len(places)])
        window.settle()
        start, busy, computed = time.monotonic(), None, window.computed_ms()
        window.display.run("xdotool", "click", "1")
        while busy is None or time.monotonic() - busy < 0.04:
            now = window.computed_ms()
            if now - computed > 0.3 or busy is None:
                busy, computed = time.monotonic(), now
            time.sleep(0.002)
        taken.append((busy - start) * 1000)
    print(f"{what}: {statistics.median(taken):.0f} ms to the last frame, worst {max(taken):.0f} (budget 100)", flush=True)


def run(window, places):
    window.click(places["Grid"])
    window.measure("grid, wheel", lambda: window.wheel(places["table"], 5, STEPS))
    window.measure("grid, wheel back", lambda: window.wheel(places["table"], 4, STEPS))
    measure_answers(window, "grid, next week", [places["next"]])
    measure_answers(window, "from view to view", [places["Calendar"], places["Grid"]])
    window.click(places["Calendar"])
    measure_answers(window, "calendar, next month", [places["next"]])
    window.tell_memory()


def main(frame_watch, workspace):
    with private_copy(workspace) as (folder, mine):
        places = find_places(folder, mine)
        (folder / "gtk-4.0").mkdir()  # how long an animation takes is somebody's choice
        (folder / "gtk-4.0/settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")
        with Window(frame_watch, folder, ["relais", "--workspace", mine, "--page", "planning"]) as window:
            run(window, places)


main(*sys.argv[1:])
