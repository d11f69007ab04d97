# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives real windows of Relais as a person does: each under its own Xvfb, seen and touched through AT-SPI and the keyboard.

Nothing here waits for a fixed time: it looks again until what it expects is there, or the deadline has passed."""

import atexit
import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from accessible import ask_property, ask_texts, ask_words, find_program, levels, walk
from gi.repository import Atspi, GLib

PATIENCE = float(os.environ.get("RELAIS_UI_PATIENCE", "30"))
PASSWORD = "demonstration"
TOOLTIP_HEIGHT = 48  # menus are higher


class NotThere(AssertionError):
    """What a person would have expected to see did not come."""


def wait_until(look, what, patience=None, pause=0.03):
    """Calls look() until it gives something true; returns that."""
    deadline = time.monotonic() + (patience or PATIENCE)
    while True:
        try:
            found = look()
        except GLib.Error:  # the widget went away while we looked
            found = None
        if found:
            return found
        if time.monotonic() > deadline:
            raise NotThere(what)
        time.sleep(pause)


class Backend:
    """A real relais-backend with a demonstration city, on loopback, and what its colleagues do from a terminal."""

    made = {}  # a city of each size, made once and copied for each case

    def __init__(self, folder, size="small"):
        self.folder = Path(folder)
        self.data = self.folder / "backend"
        self.process = None
        self.port = 0
        if size not in self.made:
            self.made[size] = self.folder.parent / f"city-{size}"
            subprocess.run(["relais-backend", "demo", "--data", self.made[size], "--size", size], check=True, stdout=subprocess.DEVNULL)
        shutil.copytree(self.made[size], self.data)
        self.start()

    def ctl(self, workspace, *arguments, token=None, **options):
        command = ["relaisctl", "--workspace", str(workspace), *(["--token-file", str(token)] if token else []), *arguments]
        done = subprocess.run(command, env=dict(os.environ, LC_ALL="C.UTF-8"), capture_output=True, text=True, check=False, **options)
        assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}: {done.stderr}"
        return done.stdout.strip()

    def connect(self, login="manager", person=None):
        """A workspace that is signed in and up to date, for an App."""
        workspace = self.folder / (person or login) / "workspace.relais"
        workspace.parent.mkdir(exist_ok=True)
        self.ctl(workspace, "connect", self.url, "--login", login, input=PASSWORD + "\n")
        self.ctl(workspace, "sync")
        return workspace

    def desk(self):
        """What the webmaster can do on a computer of their own, which is up to date."""
        workspace, token = self.folder / "remote.relais", self.folder / "remote.token"
        if not workspace.exists():
            self.ctl(workspace, "connect", self.url, "--login", "manager", token=token, input=PASSWORD + "\n")
        self.ctl(workspace, "sync", token=token)
        return lambda *arguments: self.ctl(workspace, *arguments, token=token)

    def remotely(self, *arguments):
        """What the webmaster does there, already sent; or reads."""
        there = self.desk()
        said = there(*arguments)
        if arguments[0] not in ("list", "get"):
            there("sync")
        return said

    def plant(self, title, state="proposed", days=3, channel="Brèves de l’intranet"):
        """A subject with one placement so many days from today: (subject, placement)."""
        there = self.desk()
        channels = dict(reversed(line.split("\t")) for line in there("list", "channel").splitlines())
        subject = there("add", "subject", f"title={title}", "state=kept", f"unit={there('list', 'unit').split()[0]}")
        day = datetime.date.today() + datetime.timedelta(days)
        placement = there("add", "placement", f"subject={subject}", f"channel={channels[channel]}", f"state={state}", f"planned={day}")
        there("sync")
        return subject, placement

    def get(self, kind, identifier):
        """The fields of a record as the server has them."""
        return json.loads(self.remotely("get", kind, identifier, "--json"))["fields"]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        with open(self.data.parent / "backend.log", "ab") as log:
            self.process = subprocess.Popen(["relais-backend", "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"],
                                            stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()  # says where it listens: "…http://127.0.0.1:PORT…"
        digits = "".join(c if c.isdigit() else " " for c in line.rsplit(":", 1)[-1]).split()
        assert digits, f"the back end did not say where it listens: {line!r}"
        self.port = int(digits[0])

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/v1/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            self.process.wait(20)
            self.process.stdout.close()
            self.process = None


class Display:
    """One Xvfb for one window: no window manager unless asked for, so nothing takes the focus away."""

    def __init__(self, width=1280, height=860):
        self.width, self.height = width, height
        read, write = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
                                        pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        self.name = f":{number}"
        atexit.register(self.stop)  # whatever happens, it does not outlive the tests

    @property
    def environment(self):
        return dict(os.environ, DISPLAY=self.name)

    def manage(self, folder):
        """A small window manager, for what only that does (full screen)."""
        settings = Path(folder) / "jwmrc"
        settings.write_text("<JWM></JWM>")
        manager = subprocess.Popen(["jwm", "-f", str(settings)], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(lambda: manager.poll() is None and manager.kill())  # it ends by itself with its display

    def run(self, *command, **options):
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True, **options)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


class Node:
    """One accessible, with the gestures of a person."""

    def __init__(self, app, accessible):
        self.app, self.accessible = app, accessible

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def description(self):
        return self.accessible.get_description() or ""

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def text(self):
        text = self.accessible.get_text()
        return self.name if text is None else text

    def says(self, *pieces):
        """All of these, in its name, its description or its text."""
        words = ask_words([self.accessible])[0]
        return all(piece in words for piece in pieces)

    @property
    def all_text(self):
        """Everything written in it, names and texts, in reading order."""
        nodes = list(walk(self.accessible))
        pieces = [piece for pair in zip(ask_property(nodes, "Name"), ask_texts(nodes)) for piece in pair if piece]
        return "\n".join(dict.fromkeys(pieces))

    def has_state(self, state):
        return self.accessible.get_state_set().contains(state)

    def is_within(self, other):
        node = self.accessible
        while node and node != other.accessible:
            node = node.get_parent()
        return node is not None

    @property
    def is_focused(self):
        return self.has_state(Atspi.StateType.FOCUSED)

    @property
    def is_sensitive(self):
        return self.has_state(Atspi.StateType.SENSITIVE)

    def click(self):
        """Its own action where it has one, as a screen reader does; otherwise the mouse (rows of lists)."""
        action = self.accessible.find_action("click")
        if action is None:
            return self.press()
        wait_until(lambda: self.extents().width, f"the {self.role} “{self.name}” has its place")  # a button without one does nothing
        self.accessible.do_action(action)
        if self.accessible.get_role() == Atspi.Role.RADIO_BUTTON:
            self.await_choice(action)
        return self

    def await_choice(self, action):
        """Asked to act, a button does so a quarter of a second later, and not at all when it is laid out anew meanwhile."""
        again = time.monotonic() + 1

        def chosen():
            nonlocal again
            if not self.has_state(Atspi.StateType.CHECKED) and time.monotonic() > again:
                self.accessible.do_action(action)
                again = time.monotonic() + 1
            return self.has_state(Atspi.StateType.CHECKED)
        wait_until(chosen, f"“{self.name}” is chosen")

    def press(self, button=1, clicks=1):
        """The mouse itself, in the middle of it, scrolled into view."""
        seen = []

        def see():
            x, y, pane = *self.middle(), self.scroll_pane()
            if pane and not pane.y <= y < pane.y + pane.height:
                self.app.wheel(pane.x + pane.width // 2, pane.y + pane.height // 2, 5 if y > pane.y else 4)
                return None
            rests = seen[-1:] == [(x, y)]  # nothing moves any more
            seen.append((x, y))
            return (x, y) if rests else None

        x, y = self.app.to_screen(*wait_until(see, f"the {self.role} “{self.name}” comes into view"), self.window())
        self.app.display.run("xdotool", "mousemove", str(x), str(y), "click", "--repeat", str(clicks), str(button))
        return self

    def drag_to(self, other, before_drop=lambda: None):
        """With the mouse, from its middle to that of the other."""
        x, y = self.settled()
        there_x, there_y = other.settled()
        self.drag_by(there_x - x, there_y - y, before_drop)

    def drag_by(self, right, down, before_drop=lambda: None, beside=0):
        """With the mouse, by so many pixels, from so many beside its middle. GTK takes what moves within a tenth of a second for a slip
        of the hand."""
        x, y = self.settled()
        here = self.app.to_screen(x + beside, y, self.window())
        there = here[0] + right, here[1] + down
        self.app.display.run("xdotool", "mousemove", *map(str, here), "mousedown", "1")
        self.extents()  # it has heard of the button when it has answered this
        time.sleep(0.2)
        self.extents()
        for step in range(1, 11):  # a drag begins after some pixels, and is told of places on its way
            at = [here[i] + (there[i] - here[i]) * step // 10 for i in (0, 1)]
            self.app.display.run("xdotool", "mousemove", "--sync", *map(str, at))
        # On a busy machine all of that comes at once: then the drag has begun at its end, and is told of the place when it moves there.
        self.settled()
        for aside in (1, 0):
            self.app.display.run("xdotool", "mousemove", "--sync", str(there[0] + aside), str(there[1]))
            self.extents()
        before_drop()
        self.app.display.run("xdotool", "mouseup", "1")

    def extents(self):
        return self.accessible.get_extents()

    def window(self):
        """The one that it is in: the main window, or one of the desktop's dialogs."""
        node = self.accessible
        while (parent := node.get_parent()) and parent.get_role() != Atspi.Role.APPLICATION:
            node = parent
        return Node(self.app, node)

    def settled(self):
        """The middle, once it stays where it is: columns are filled one after the other, and push what is beside them."""
        seen = []

        def rests():
            seen.append(self.middle())
            return len(seen) > 4 and len(set(seen[-4:])) == 1 and seen[-1]
        return wait_until(rests, f"the {self.role} “{self.name}” stays in its place")

    def middle(self):
        box = self.extents()
        return box.x + box.width // 2, box.y + box.height // 2

    def scroll_pane(self):
        parent = self.accessible.get_parent()
        while parent and parent.get_role() != Atspi.Role.APPLICATION:
            if parent.get_role() == Atspi.Role.SCROLL_PANE:
                return Node(self.app, parent).extents()
            parent = parent.get_parent()
        return None

    def focus(self):
        """With the mouse: GTK 4.18 does not let a screen reader move the focus."""
        self.press()
        wait_until(lambda: self.is_focused, f"the {self.role} “{self.name}” has the focus")
        return self

    def retype(self, text):
        """With the keyboard, over what is there."""
        self.focus()
        self.app.key("ctrl+a")
        self.app.type(text)
        return self

    def write(self, text):
        """Replaces what is in an entry or a text."""
        self.accessible.set_text(text)
        return self

    def look(self, name=None, role=None, contains=None):
        return self.app.look(name, role, self.accessible, contains)

    def find(self, name=None, role=None, **options):
        return self.app.find(name, role, below=self.accessible, **options)


class App:
    """One running Relais with its workspace and display."""

    def __init__(self, folder, person, lang="en_GB.UTF-8", size=(1280, 860), arguments=(), environment=None, workspace=None,
                 animations=False, view="List", managed=False):
        self.folder = Path(folder) / person
        self.view = view
        self.log_path = Path(folder) / f"{person}-relais.log"
        for name in ("data", "config", "cache"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        settings = self.folder / "config/gtk-4.0/settings.ini"
        if not settings.exists():  # half of the time would go into drawing animations; two quick clicks are not a double click
            settings.parent.mkdir(exist_ok=True)
            settings.write_text(f"[Settings]\ngtk-enable-animations={int(animations)}\ngtk-double-click-time=1\n")
        self.workspace = workspace or self.folder / "workspace.relais"
        self.display = Display(*size)
        if managed:
            self.display.manage(self.folder)
        self.lang, self.arguments = lang, list(arguments)
        self.environment = dict(environment or {})
        self.through = []  # a command that starts it in other circumstances
        self.process = None
        self.start()

    @classmethod
    def signed_in(cls, backend, login, *arguments, **options):
        """A window of somebody who has worked with this back end before."""
        backend.connect(login)
        return cls(backend.folder, login, arguments=arguments, **options)

    @classmethod
    def alone(cls, folder, started):
        """A window of somebody who works on this computer only and has planned nothing yet."""
        app = cls(folder, "alone")
        started.append(app)
        app.click("Work on This Computer Only", "button")
        app.find("On this computer only", "button")
        app.show_planning()
        app.find("Nothing Planned Here", "label")
        return app

    def process_environment(self):
        environment = dict(os.environ, DISPLAY=self.display.name, GDK_BACKEND="x11", GSK_RENDERER="cairo",
                           LANG=self.lang, LC_ALL=self.lang, LANGUAGE=self.lang.split("_")[0], NO_AT_BRIDGE="0",
                           GTK_A11Y="atspi", XDG_DATA_HOME=str(self.folder / "data"), XDG_CONFIG_HOME=str(self.folder / "config"),
                           XDG_CACHE_HOME=str(self.folder / "cache"), GSETTINGS_BACKEND="memory")
        environment.update(self.environment)
        environment.pop("WAYLAND_DISPLAY", None)
        return environment

    def start(self, pages=True):
        """pages: whether the pages are expected, and not that the workspace cannot be opened."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([*self.through, "relais", "--workspace", self.workspace, *self.arguments],
                                            env=self.process_environment(), stdout=log, stderr=log)
        self.root = wait_until(self.find_root, "the application appears on the accessibility bus")
        self.find(role="frame")
        wait_until(self.window_id, "the window is mapped")
        self.focus_window()
        if pages and "planning" in self.arguments:
            self.click(self.view, "radio button")

    def show_planning(self):
        """The plan from the sidebar, in the view of this window."""
        self.click("Planning", "list item")
        self.click(self.view, "radio button")

    def find_root(self):
        if self.process.poll() is not None:
            raise NotThere(f"Relais ended with {self.process.returncode}:\n{self.log()}")
        return find_program(self.process.pid)

    def root_node(self):
        return Node(self, self.root)

    def log(self):
        return self.log_path.read_text()

    def window_id(self):
        """The menu that is open, or the window; not the words that come up where the mouse rests."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)], text=True, check=False,
                               capture_output=True, env=self.display.environment).stdout.split()
        while len(found) > 1 and self.height_of(found[-1]) < TOOLTIP_HEIGHT:
            found.pop()
        return found[-1] if found else None

    def height_of(self, window):
        """0: it went away meanwhile."""
        done = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window], text=True, check=False, capture_output=True,
                              env=self.display.environment)
        found = re.search(r"HEIGHT=(\d+)", done.stdout)
        return int(found.group(1)) if found else 0

    def focus_window(self):
        self.display.run("xdotool", "windowfocus", "--sync", self.window_id())

    def to_screen(self, x, y, window=None):
        """GTK 4.18 counts from inside the shadow of a window, but takes its width off where it should add it."""
        frame = (window or self.find(role="frame")).extents()
        x, y = x - 2 * frame.x, y - 2 * frame.y
        place = self.display.run("xdotool", "getwindowgeometry", "--shell", self.window_id()).stdout
        values = dict(line.split("=") for line in place.split() if "=" in line)
        return int(values["X"]) + x, int(values["Y"]) + y

    def wheel(self, x, y, button):
        x, y = self.to_screen(x, y)
        self.display.run("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def resize(self, width, height):
        self.display.run("xdotool", "windowsize", "--sync", self.window_id(), str(width), str(height))

    def look(self, *what, **options):
        """All that is showing and fits, now."""
        return list(self.matching(*what, **options))

    def matching(self, name=None, role=None, below=None, contains=None):
        """@contains: a piece of what it says, or several."""
        pieces = [contains] if isinstance(contains, str) else contains or []
        for level in levels(below or self.root):
            fitting = [node for node in level if not role or node.get_role_name() == role]
            if name is not None:
                fitting = [node for node, its in zip(fitting, ask_property(fitting, "Name")) if (its or "") == name]
            if pieces:
                fitting = [node for node, words in zip(fitting, ask_words(fitting)) if all(piece in words for piece in pieces)]
            for node in fitting:
                yield Node(self, node)

    def find(self, name=None, role=None, below=None, contains=None, patience=None):
        """The first that is showing and fits, as soon as it is there."""
        what = f"{role or 'something'} “{name or contains or ''}” in the window of {self.folder.name}"
        try:
            return wait_until(lambda: next(self.matching(name, role, below, contains), None), what, patience)
        except NotThere as error:
            self.screenshot(self.folder / "not-there.png")
            raise NotThere(f"{error}; it shows:\n{self.dump()}") from None

    def gone(self, name=None, role=None, contains=None, patience=None):
        wait_until(lambda: not any(self.matching(name, role, contains=contains)), f"{role or ''} “{name or contains}” goes away", patience)

    def dump(self):
        nodes = list(walk(self.root))
        said = zip(nodes, ask_property(nodes, "Name"), ask_texts(nodes))
        return "\n".join([f"  {node.get_role_name()}: {name!r} {(text or '')[:80]!r}" for node, name, text in said if name or text][:150])

    def focused(self):
        """What the keyboard speaks to: the innermost that has the focus."""
        having = [node for node in walk(self.root) if node.states.contains(Atspi.StateType.FOCUSED)]
        return Node(self, having[-1]) if having else None

    def press_until(self, key, *pieces, most=60):
        """Presses a key again and again until the focus is on what says that, as somebody does who has no mouse."""
        told = []
        for _ in range(most):
            node = self.focused()
            if node and node.says(*pieces):
                return node
            told.append(f"{node.role} “{node.name}”" if node else "nothing")
            before = node.accessible if node else None
            self.key(key)
            try:  # the window answers in its own time; a key that leads nowhere is seen by the count
                wait_until(lambda: (now := self.focused()) and now.accessible != before, "the focus moves", 1)
            except NotThere:
                pass
        raise NotThere(f"{key} never came to {pieces}, but to: {', '.join(told)}")

    def click(self, name, role=None, **options):
        return self.find(name, role, **options).click()

    def key(self, *keys):
        self.display.run("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, text):
        self.display.run("xdotool", "type", "--clearmodifiers", "--delay", "8", text)

    def choose_file(self, title, path):
        """In a dialog that opens a file."""
        dialog = self.find(title, "dialog")
        line = wait_until(lambda: dialog.look(role="text") or self.key("ctrl+l"), "one may type where the file is", pause=0.5)[0]
        line.write(str(path))  # typed, it would be completed at the same time
        dialog.find("Open", "button").click()
        self.gone(title, "dialog")

    def screenshot(self, path):
        try:
            self.display.run("import", "-window", "root", str(path))
        except subprocess.CalledProcessError:
            pass

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def quit(self):
        """As when the person signs out of their computer, whatever is open."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
                raise NotThere(f"the window of {self.folder.name} closes") from None

    def stop(self):
        try:
            self.quit()
        finally:
            self.display.stop()
