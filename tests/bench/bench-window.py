#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-window.py FIRST-FRAME EMPTY-WINDOW WORKSPACE: from exec to the first full frame, with 100,000 records, against a window
with nothing in it and GNOME Calendar, which has no event to show, by turns. Budget (DESIGN §10): 1.5 times the empty one, half of
GNOME Calendar, 180 MB."""

import shutil
import statistics
import subprocess
import sys

from watched import Display, folders, private_copy

ROUNDS = 5
PEER = "gnome-calendar"


def measure(first_frame, display, folder, *command):
    environment = dict(display.environment, **folders(folder))
    said = subprocess.run([first_frame, "-n", "1", "--settle", "700", "--", *command], env=environment, check=True, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return [float(number) for number in said.split()]


def measure_by_turns(first_frame, empty_window, folder, workspace):
    programs = {"empty window": [empty_window]}
    for page in ("todo", "planning", "network"):
        programs[page] = ["relais", "--workspace", workspace, "--page", page]
    if shutil.which(PEER):
        programs[PEER] = [PEER]
    display, found = Display(), {name: [] for name in programs}
    try:
        for _ in range(ROUNDS):
            for name, command in programs.items():
                found[name].append(measure(first_frame, display, folder, *command))
    finally:
        display.stop()
    return found


def main(first_frame, empty_window, workspace):
    with private_copy(workspace) as (folder, mine):
        found = measure_by_turns(first_frame, empty_window, folder, mine)
    medians = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in found.items()}
    floor_ms, floor_cpu, floor_kb = medians.pop("empty window")
    print(f"floor, an empty window: first frame after {floor_ms:.0f} ms, {floor_cpu:.0f} ms of computing; "
          f"{floor_kb / 1024:.0f} MB")
    peer_ms, peer_cpu, peer_kb = medians.pop(PEER, (0, 0, 0))
    if peer_ms:
        print(f"peer, GNOME Calendar without an event: first frame after {peer_ms:.0f} ms, {peer_cpu:.0f} ms of computing; "
              f"{peer_kb / 1024:.0f} MB")
    for name, (ms, cpu, kb) in medians.items():
        of_peer = f", {ms / peer_ms:.2f} of GNOME Calendar (budget 0.5)" if peer_ms else ""
        print(f"{name}: first frame after {ms:.0f} ms, ratio {ms / floor_ms:.2f} (budget 1.5){of_peer}; "
              f"{cpu:.0f} ms of computing in all threads, ratio {cpu / floor_cpu:.2f}; {kb / 1024:.0f} MB (budget 180)")


main(*sys.argv[1:])
