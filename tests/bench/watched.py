# SPDX-License-Identifier: GPL-3.0-or-later
"""What benchmarks of real windows share: a folder and a workspace of their own, a first window in which the places to click are
looked up, and the one that is measured, in which no assistive technology listens, because that costs."""

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ui"))
from cases import enter_private_session  # noqa: E402
from driver import App, Display, NotThere, wait_until  # noqa: E402

PAUSE_MS = "30"
TOGGLE = 40  # pixels: a toggle of AdwToggleGroup says its place half its size too far up and to the left


@contextmanager
def private_copy(workspace):
    """A folder that goes away afterwards, and the workspace in it, in a session of its own."""
    enter_private_session()
    folder = Path(tempfile.mkdtemp(prefix="relais-bench-"))
    try:
        yield folder, Path(shutil.copy(workspace, folder))
    finally:
        shutil.rmtree(folder)


def folders(folder):
    """The environment in which a program keeps everything in that folder, and is drawn as without a graphics processor."""
    return dict(GDK_BACKEND="x11", GSK_RENDERER="cairo", GSETTINGS_BACKEND="memory",
                XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_CACHE_HOME=str(folder))


@contextmanager
def scout(folder, workspace, **options):
    """The plan in a window in which to look up where a person would point."""
    app = App(folder, "scout", arguments=["--page", "planning"], workspace=workspace, **options)
    try:
        app.find("Sign in again", "label")  # the banner moves everything
        yield app
    finally:
        app.stop()


def find_toggle(app, name):
    x, y = app.find(name, "radio button").middle()
    return x + TOGGLE // 2, y + TOGGLE // 2


def family_kib(pid):
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    total = int(text.split("\nPss:")[1].split()[0])
    return total + sum(family_kib(int(child)) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


class Window:
    """A running program without accessibility, and frame-watch on it."""

    def __init__(self, frame_watch, folder, command, **settings):
        self.display = Display()
        environment = dict(self.display.environment, GTK_A11Y="none", LC_ALL="en_GB.UTF-8", **folders(folder) | settings)
        self.app = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self.path = Path(f"/proc/{self.app.pid}/task/{self.app.pid}/schedstat")
        self.display.run("xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.app.pid), "windowfocus")
        self.settle()
        self.watch = subprocess.Popen([frame_watch, str(self.app.pid)], env=environment, text=True, bufsize=1, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.watch.stdin.close()
        self.watch.wait(10)
        self.app.terminate()
        self.app.wait(20)
        self.display.stop()

    def computed_ms(self):
        """By the main thread, since the start."""
        return int(self.path.read_text().split()[0]) / 1e6

    def settle(self):
        """Until the main thread has nothing to do."""
        def is_idle():
            before = self.computed_ms()
            time.sleep(0.3)
            return self.computed_ms() - before < 3
        wait_until(is_idle, "the window is at rest")

    def point(self, place, *then):
        self.display.run("xdotool", "mousemove", *map(str, place), *then)

    def click(self, place):
        self.point(place, "click", "1")
        self.settle()

    def wheel(self, place, button, steps):
        self.point(place, "click", "--repeat", str(steps), "--delay", PAUSE_MS, str(button))

    def keys(self, *names):
        self.display.run("xdotool", "key", "--delay", PAUSE_MS, *names)

    def keys_apart(self, names):
        for name in names:
            self.keys(name)
            self.settle()

    def ask(self, line=""):
        """Of frame-watch."""
        self.watch.stdin.write(line + "\n")
        return [float(number) for number in self.watch.stdout.readline().split()]

    def measure(self, what, act):
        """What a frame costs the main thread while somebody does that."""
        self.ask()
        act()
        self.settle()
        self.tell_frames(what, self.ask())

    def tell_frames(self, what, figures):
        n, median, p95, worst, apart = figures
        print(f"{what}: {n:.0f} frames, main thread {median:.1f} ms a frame, p95 {p95:.1f} ms, worst {worst:.1f} ms (budget 16); "
              f"{apart:.0f} ms between frames", flush=True)

    def tell_memory(self):
        print(f"memory after that: {family_kib(self.app.pid) / 1024:.0f} MB (budget 180)")
