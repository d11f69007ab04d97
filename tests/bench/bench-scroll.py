#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-scroll.py FRAME-WATCH PLAIN-LIST WORKSPACE: what a frame costs the main thread while somebody scrolls and jumps through the plan
of 100,000 records, and the memory after that. Budgets (DESIGN §10): 16 ms a frame, 180 MB. Floors: a pointer over the same
list; and a list view of 100,000 labels (plain-list) that does the same."""

import sys

from watched import Window, find_toggle, private_copy, scout

STEPS = 60


def find_places(folder, workspace):
    with scout(folder, workspace) as app:
        app.find(role="table row")
        places = {"plan": app.find("Plan", "table").middle()}
        places["Period"] = app.find("Period: From This Week", "toggle button").middle()
        places |= {view: find_toggle(app, view) for view in ("List", "Board")}
        app.click("Board", "radio button")
        places["board"] = app.find("Board", "table").middle()
        return places


def wander(window, place):
    for step in range(STEPS):
        window.point((place[0], place[1] - 200 + step * 6))


def run(window, places):
    window.click(places["List"])
    window.click(places["Period"])
    window.keys("End", "Return")           # all dates
    window.settle()
    window.measure("floor, the pointer over the list", lambda: wander(window, places["plan"]))
    window.measure("list, wheel", lambda: window.wheel(places["plan"], 5, STEPS))
    window.click(places["plan"])           # the focus goes into the list
    window.keys("Escape")                  # and the pane beside it away
    window.settle()
    window.measure("list, pages", lambda: window.keys(*["Next"] * STEPS))
    window.measure("list, jumps to the end and back", lambda: window.keys_apart(["ctrl+End", "ctrl+Home"] * 5))
    window.measure("opening the board", lambda: window.click(places["Board"]))
    window.measure("board, wheel", lambda: window.wheel(places["board"], 5, STEPS))
    window.measure("board, wheel back", lambda: window.wheel(places["board"], 4, STEPS))
    window.measure("each page for the first time", lambda: window.keys_apart(["alt+1", "alt+3", "alt+4", "alt+5", "alt+6"]))
    window.measure("from page to page", lambda: window.keys_apart(["alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6"] * 2))
    window.tell_memory()


def run_floor(window):
    window.keys_apart(["End", "Home"])  # rows are made once
    window.measure("floor, 100,000 labels, pages", lambda: window.keys(*["Next"] * STEPS))
    window.measure("floor, 100,000 labels, jumps to the end and back", lambda: window.keys_apart(["End", "Home"] * 5))


def main(frame_watch, plain_list, workspace):
    with private_copy(workspace) as (folder, mine):
        with Window(frame_watch, folder, [plain_list]) as window:
            run_floor(window)
        places = find_places(folder, mine)
        with Window(frame_watch, folder, ["relais", "--workspace", mine, "--page", "planning"]) as window:
            run(window, places)


main(*sys.argv[1:])
