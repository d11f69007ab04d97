#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed bundle, as a person meets it: the window comes, they sign in, they see the plan, an article and its preview; a workbook.
Prints "N passed, N failed"."""

import datetime
import io
import os
import subprocess
import sys
import tempfile
import traceback
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/ui"))

from accessible import ask_property, list_programs  # noqa: E402
from driver import PASSWORD, App, Backend, wait_until  # noqa: E402

APP_ID = "fr.relais.Relais"


class SandboxedApp(App):
    """The same window, out of the sandbox: it is known by its name, because its process has another number in there."""

    def start(self):
        # a home of its own: nothing that an earlier run left behind is found
        environment = dict(os.environ, DISPLAY=self.display.name, LANG=self.lang, LC_ALL=self.lang, HOME=str(self.folder))
        environment.pop("WAYLAND_DISPLAY", None)
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                ["flatpak", "run", "--user", "--die-with-parent", "--env=GSK_RENDERER=cairo", f"--env=LANG={self.lang}", APP_ID,
                 *self.arguments], env=environment, stdout=log, stderr=log)
        self.root = wait_until(self.find_root, "the application appears on the accessibility bus", 60)
        self.find(role="frame")
        wait_until(self.window_id, "the window is mapped")
        self.focus_window()

    def find_root(self):
        programs = list_programs()
        for program, name in zip(programs, ask_property(programs, "Name")):
            if name in ("relais", APP_ID):
                return program
        assert self.process.poll() is None, f"the sandbox ended with {self.process.returncode}:\n{self.log()}"
        return None

    def window_id(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Relais$"], text=True, check=False, capture_output=True,
                               env=dict(os.environ, DISPLAY=self.display.name)).stdout.split()
        return found[-1] if found else None


def sign_in(app, backend):
    for name, value in (("Server address", backend.url), ("Account", "manager"), ("Password", PASSWORD)):
        app.find(name, "text").write(value)
    app.click("Sign In", "button")


def count_colours(app, left, top):
    """How many colours there are in the window right of `left` and below `top` (shares of its size)."""
    place = app.display.run("xdotool", "getwindowgeometry", "--shell", app.window_id()).stdout
    box = dict(line.split("=") for line in place.split() if "=" in line)
    width, height = int(box["WIDTH"]), int(box["HEIGHT"])
    crop = f"{int(width * (1 - left)) - 20}x{int(height * (1 - top)) - 120}+{int(width * left)}+{int(height * top)}"
    picture = Path(app.folder) / "window.png"
    app.screenshot(picture)
    return int(subprocess.run(["identify", "-format", "%k", f"{picture}[{crop}]"], text=True, check=True, capture_output=True).stdout)


def case_signs_in_and_sees_a_record(app, backend):
    sign_in(app, backend)
    app.click("Network", "list item", patience=60)
    app.find(contains="Direction", patience=60)


def case_shows_an_article_with_its_preview(app, backend):
    app.click("Contents", "list item")
    app.find("Articles", "list").find(role="list item").press()
    # WebKit draws in its own sandbox inside this one, out of reach of the accessibility bus: the page is looked at
    wait_until(lambda: count_colours(app, 0.75, 0.35) > 12, "the preview draws the page", 60)


def case_writes_a_workbook(app, backend):
    day = datetime.date.today()
    script = f"""
        printf '%s\\n' '{PASSWORD}' | relaisctl --workspace /tmp/w.relais --token-file /tmp/token connect {backend.url} --login manager >&2
        relaisctl --workspace /tmp/w.relais --token-file /tmp/token sync >&2
        relaisctl --workspace /tmp/w.relais export plan --from {day} --to {day + datetime.timedelta(14)} --format xlsx --output /tmp/plan.xlsx >&2
        cat /tmp/plan.xlsx"""
    written = subprocess.run(["flatpak", "run", "--user", "--command=sh", APP_ID, "-euc", script], check=True, capture_output=True,
                             env=dict(os.environ, HOME=str(app.folder))).stdout
    assert b"<row" in zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml")


def case_holds_nothing_but_the_network_and_a_window(app, backend):
    shown = subprocess.run(["flatpak", "info", "--user", "--show-permissions", APP_ID], text=True, check=True, capture_output=True).stdout
    assert "filesystems" not in shown and "system-bus" not in shown and "devices=dri" in shown, shown
    assert "shared=network;ipc" in shown, shown


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="relais-flatpak-") as name:
        folder = Path(name) / "home"  # the driver keeps cities beside it
        folder.mkdir()
        backend = Backend(folder)
        app = None
        try:
            app = SandboxedApp(folder, "bundle")
            for name, case in [(n, c) for n, c in globals().items() if n.startswith("case_")]:
                try:
                    case(app, backend)
                    passed += 1
                    print(f"ok: {name[5:].replace('_', ' ')}", flush=True)
                except Exception:  # noqa: BLE001 - every failure of a case is told and counted
                    failed += 1
                    traceback.print_exc()
                    print(app.log()[-2000:])
                    print(f"failed: {name[5:].replace('_', ' ')}", flush=True)
            if os.environ.get("RELAIS_FLATPAK_SHOT"):
                app.screenshot(os.environ["RELAIS_FLATPAK_SHOT"])
        except Exception:  # noqa: BLE001
            failed += 1
            traceback.print_exc()
        finally:
            if app:
                app.stop()
            backend.stop()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
