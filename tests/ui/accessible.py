# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader sees, over the accessibility bus. A window has hundreds of things that say something, and whoever asks one
after the other waits for each answer: here many are asked at once."""

import functools

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ROOT = "/org/a11y/atspi/accessible/root"
NOTHING = "/org/a11y/atspi/null"
PATIENCE_MS = 10000
ACCESSIBLE, ACTION, COMPONENT, TEXT, EDITABLE_TEXT = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Action", "Component", "Text",
                                                                                            "EditableText"))
LEAVES = (Atspi.Role.LABEL, Atspi.Role.IMAGE, Atspi.Role.TEXT, Atspi.Role.SEPARATOR)
WINDOW = 1  # coordinates


@functools.cache
def connect():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, -1, None).unpack()[0]
    return Gio.DBusConnection.new_for_address_sync(address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                                                   | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def ask(questions):
    """The answers to (accessible, interface, method, arguments), in their order; None from what is gone or does not understand."""
    answers, waiting = [None] * len(questions), len(questions)

    def answered_cb(connection, result, position):
        nonlocal waiting
        waiting -= 1
        try:
            answers[position] = connection.call_finish(result).unpack()
        except GLib.Error:
            pass

    for position, (accessible, interface, method, arguments) in enumerate(questions):
        connect().call(accessible.program, accessible.path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, PATIENCE_MS, None,
                       answered_cb, position)
    while waiting:
        GLib.MainContext.default().iteration(True)
    return answers


def ask_property(accessibles, name, interface=ACCESSIBLE):
    arguments = GLib.Variant("(ss)", (interface, name))
    answers = ask([(accessible, "org.freedesktop.DBus.Properties", "Get", arguments) for accessible in accessibles])
    return [answer and answer[0] for answer in answers]


def ask_texts(accessibles):
    """None: it is no text."""
    lengths = ask_property(accessibles, "CharacterCount", TEXT)
    return [answer and answer[0] for answer in ask([(accessible, TEXT, "GetText", GLib.Variant("(ii)", (0, length or 0)))
                                                     for accessible, length in zip(accessibles, lengths)])]


def ask_words(accessibles):
    """All that each says: its name, its description and its text."""
    return ["\n".join(piece or "" for piece in pieces) for pieces in zip(
        ask_property(accessibles, "Name"), ask_property(accessibles, "Description"), ask_texts(accessibles))]


@functools.cache
def name_role(role):
    return Atspi.role_get_name(role)


class States:
    def __init__(self, words):
        self.bits = words[0] | words[1] << 32

    def contains(self, state):
        return bool(self.bits >> state & 1)


class Accessible:
    """One of them. Its role and its states are those of when it was last looked at; everything else is asked."""

    def __init__(self, program, path):
        self.program, self.path = program, path
        self.role = self.states = None
        self.children = []

    def __eq__(self, other):
        return isinstance(other, Accessible) and (self.program, self.path) == (other.program, other.path)

    def __hash__(self):
        return hash((self.program, self.path))

    def call(self, interface, method, arguments=None):
        return connect().call_sync(self.program, self.path, interface, method, arguments, None,
                                   Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()

    def get_name(self):
        return ask_property([self], "Name")[0]

    def get_description(self):
        return ask_property([self], "Description")[0]

    def get_text(self):
        return ask_texts([self])[0]

    def get_role(self):
        if self.role is None:
            look_at([self])
        return self.role

    def get_role_name(self):
        return name_role(self.get_role())

    def get_state_set(self):
        """Now."""
        look_at([self])
        return self.states

    def get_parent(self):
        program, path = ask_property([self], "Parent")[0] or ("", NOTHING)
        return Accessible(program, path) if path != NOTHING else None

    def get_extents(self):
        box = Atspi.Rect()
        box.x, box.y, box.width, box.height = self.call(COMPONENT, "GetExtents", GLib.Variant("(u)", (WINDOW,)))[0]
        return box

    def find_action(self, name):
        """Its number, or None."""
        count = ask_property([self], "NActions", ACTION)[0] or 0
        names = ask([(self, ACTION, "GetName", GLib.Variant("(i)", (index,))) for index in range(count)])
        return names.index((name,)) if (name,) in names else None

    def do_action(self, index):
        self.call(ACTION, "DoAction", GLib.Variant("(i)", (index,)))

    def set_text(self, text):
        self.call(EDITABLE_TEXT, "SetTextContents", GLib.Variant("(s)", (text,)))


roles = {}  # of each that was ever seen: it stays the same


def look_at(accessibles):
    """Their roles, states and children. What is gone has no state at all."""
    new = [accessible for accessible in accessibles if accessible not in roles]
    parents = [accessible for accessible in accessibles if roles.get(accessible) not in LEAVES]
    answers = iter(ask([(accessible, ACCESSIBLE, method, None) for method, asked in
                        (("GetRole", new), ("GetState", accessibles), ("GetChildren", parents)) for accessible in asked]))
    for accessible, role in zip(new, answers):
        if role:
            roles[accessible] = Atspi.Role(role[0])
    for accessible, states in zip(accessibles, answers):
        accessible.role = roles.get(accessible, Atspi.Role.INVALID)
        accessible.states = States(states[0] if states else (0, 0))
    for accessible, children in zip(parents, answers):
        accessible.children = [] if accessible.role in LEAVES or not children else [Accessible(*child) for child in children[0]]


def levels(root, limit=12000):
    """Everything below root that is showing, parents before children. GTK keeps hidden pages in the tree without SHOWING."""
    seen, level = 0, [root]
    look_at(level)
    while level and seen < limit:
        yield level
        seen += len(level)
        below = [child for accessible in level for child in accessible.children]
        look_at(below)
        level = [accessible for accessible in below if accessible.states.contains(Atspi.StateType.SHOWING)]


def walk(root):
    for level in levels(root):
        yield from level


def list_programs():
    """The roots of all that show themselves to screen readers."""
    desktop = Accessible("org.a11y.atspi.Registry", ROOT)
    look_at([desktop])
    return desktop.children


def find_program(pid):
    """The root of a program by its process, or None."""
    for child in list_programs():
        try:
            owner = connect().call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                        GLib.Variant("(s)", (child.program,)), None, Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()[0]
        except GLib.Error:  # it has gone meanwhile
            continue
        if owner == pid:
            return child
    return None
