#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-plan.py FRAME-WATCH CITY PLAN: what the views of the plan cost with the 1,500 placements of a city and with
100,000: frames while scrolling and dragging; from the click or key that asks for another month, view or filter to the last frame that
it causes; and the memory, which must not grow with the plan. Budgets: 16 ms of the main thread a frame, 100 ms to a complete frame."""

import statistics
import sys

from watched import Window, family_kib, find_toggle, private_copy, scout

TURNS, STEPS = 10, 40
TITLES = ("Subject", "Channel", "Status", "Author", "Direction", "Planned")
VIEWS = ("Grid", "Calendar", "List", "Board")


def find_places(folder, workspace):
    with scout(folder, workspace, view="Calendar") as app:
        places = {name.lower(): app.find(name, "button").middle() for name in ("Next", "Previous")}
        places["channel"] = app.find("Channel: All Channels", "toggle button").middle()
        places |= {view: find_toggle(app, view) for view in VIEWS}
        app.click("Grid", "radio button")
        table = app.find("Grid", "table")
        card = table.find(role="table cell", contains=", Published, ")
        places |= {"table": table.middle(), "card": card.settled()}
        app.click("Board", "radio button")
        places["rows"] = app.find("Rows: By Channel", "toggle button").settled()
        app.click("List", "radio button")
        app.find(role="table row")
        places |= {"period": app.find("Period: From This Week", "toggle button").settled(),
                   "groups": app.find("Groups: By Week", "toggle button").settled()}
        return places | {title: app.find(title, "button").settled() for title in TITLES}


def tell_answers(what, answers):
    took, computed = zip(*answers)
    print(f"{what}: {statistics.median(took):.0f} ms to the last frame, worst {max(took):.0f} (budget 100); "
          f"main thread {statistics.median(computed):.0f} ms", flush=True)


def click_by_turns(window, what, places):
    tell_answers(what, [window.ask("click {} {}".format(*places[turn % len(places)])) for turn in range(TURNS)])


def choose(window, menu, *keys):
    window.click(menu)
    window.keys(*keys, "Return")
    window.settle()


def sort_by_turns(window, what, places):
    for title in TITLES:
        click_by_turns(window, f"{what} by {title.lower()}, up and down", [places[title]])


def measure(window, places):
    window.click(places["Grid"])
    window.measure("grid, wheel", lambda: window.wheel(places["table"], 5, STEPS))
    window.measure("grid, wheel back", lambda: window.wheel(places["table"], 4, STEPS))
    window.tell_frames("grid, dragging a card", window.ask("drag {} {} {} {}".format(*places["card"], *places["table"])))
    click_by_turns(window, "grid, another week", [places["next"], places["previous"]])
    click_by_turns(window, "grid and calendar by turns", [places["Calendar"], places["Grid"]])
    click_by_turns(window, "calendar and board by turns", [places["Board"], places["Calendar"]])
    window.click(places["Board"])
    choose(window, places["rows"], "Down")
    window.click(places["Calendar"])
    click_by_turns(window, "calendar and board of people by turns", [places["Board"], places["Calendar"]])
    click_by_turns(window, "calendar and list by turns", [places["List"], places["Calendar"]])
    window.click(places["Calendar"])
    window.click(places["channel"])  # its menu is open, and the first channel has the focus
    tell_answers("calendar, a channel chosen and not", [window.ask("key Return") for _ in range(TURNS)])
    window.keys("Escape")
    window.settle()
    click_by_turns(window, "calendar, another month", [places["next"], places["previous"]])
    window.click(places["List"])
    window.measure("list, wheel", lambda: window.wheel(places["table"], 5, STEPS))
    window.measure("list, wheel back", lambda: window.wheel(places["table"], 4, STEPS))
    sort_by_turns(window, "list", places)
    choose(window, places["period"], "Home", "Down", "Down", "Down")  # all dates
    sort_by_turns(window, "list of all dates", places)
    choose(window, places["groups"], "End")
    sort_by_turns(window, "list of all dates by campaign", places)
    window.click(places["channel"])
    tell_answers("list, a channel chosen and not", [window.ask("key Return") for _ in range(TURNS)])
    window.keys("Escape")
    window.settle()
    return family_kib(window.app.pid) / 1024


def run(frame_watch, workspace):
    with private_copy(workspace) as (folder, mine):
        places = find_places(folder, mine)
        (folder / "gtk-4.0").mkdir()  # how long an animation takes is somebody's choice
        (folder / "gtk-4.0/settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")
        with Window(frame_watch, folder, ["relais", "--workspace", mine, "--page", "planning"]) as window:
            return measure(window, places)


def main(frame_watch, city, plan):
    print("1,500 placements")
    before = run(frame_watch, city)
    print("100,000 placements")
    after = run(frame_watch, plan)
    print(f"memory after that: {before:.0f} MB with 1,500 placements, {after:.0f} MB with 100,000 (budget 180)")


main(*sys.argv[1:])
