#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house of DESIGN: layers without a way up, no include cycle, pieces of a size that one can read. Prints TAP."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(sys.argv[1])
SRC = ROOT / "src"
LAYERS = ["core/model", "core/plan", "core/sync", "core/render", "core/survey", "core/exchange", "core/store", "core/print", "core/remote"]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
LONGEST_FILE, LONGEST_FUNCTION = 600, 60
# The model's tables are one list, meant to be read from top to bottom.
WHOLE_TABLES = {"src/core/model/relais-kinds.c"}

sources = sorted(p for p in SRC.rglob("*.[ch]"))
by_name = {p.name: p for p in sources if p.suffix == ".h"}
results = []


def check(name, problems):
    results.append((name, problems))


def area(path):
    parts = path.relative_to(SRC).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def includes(path):
    for name in INCLUDE.findall(path.read_text()):
        target = by_name.get(Path(name).name)
        if target and target != path:
            yield target


def check_layers():
    problems = []
    for path in sources:
        here = area(path)
        for target in includes(path):
            there = area(target)
            if here in LAYERS:
                if there not in LAYERS or LAYERS.index(there) > LAYERS.index(here):
                    problems.append(f"{path.relative_to(ROOT)} includes {target.name} of {there}, a layer above it")
            elif here.startswith("app/") and there.startswith("backend"):
                problems.append(f"{path.relative_to(ROOT)} includes {target.name} of the back end")
            elif here.startswith("backend") and there.startswith("app"):
                problems.append(f"{path.relative_to(ROOT)} includes {target.name} of the application")
    check("layers", problems)


def check_pages():
    """Pages do not know each other: only the shell includes pages, everybody may include widgets."""
    problems = []
    for path in sources:
        here = area(path)
        if not here.startswith("app/") or here == "app/shell":
            continue
        for target in includes(path):
            there = area(target)
            if there.startswith("app/") and there not in (here, "app/widgets"):
                problems.append(f"{path.relative_to(ROOT)} includes {target.name} of {there}")
    check("pages do not know each other", problems)


def check_ui_tests():
    """Two lists that were merged into one file run only the last of them."""
    lists = re.findall(r"ui_tests = \[(.*?)\]", (ROOT / "tests/ui/meson.build").read_text(), re.S)
    run = re.findall(r"'([\w-]+)'", lists[-1])
    check("every test of real windows is run", [
        f"{path.name} is not in tests/ui/meson.build" for path in sorted((ROOT / "tests/ui").glob("test_*.py"))
        if path.stem.removeprefix("test_").replace("_", "-") not in run])


def find_cycles(nodes, edges):
    state, stack, cycles = {}, [], []

    def visit(node):
        state[node] = 1
        stack.append(node)
        for target in edges.get(node, ()):
            if state.get(target) == 1:
                cycles.append(" → ".join(map(str, stack[stack.index(target):] + [target])))
            elif target not in state:
                visit(target)
        stack.pop()
        state[node] = 2

    for node in nodes:
        if node not in state:
            visit(node)
    return cycles


def check_cycles():
    files, folders = {}, {}
    for path in sources:
        # a source and its header are one unit
        unit = path.relative_to(SRC).with_suffix("")
        for target in includes(path):
            there = target.relative_to(SRC).with_suffix("")
            if there != unit and not there.name.endswith("-private"):
                if path.suffix == ".h":
                    files.setdefault(unit, set()).add(there)
            if area(path) != area(target):
                folders.setdefault(area(path), set()).add(area(target))
    check("no cycle of headers", find_cycles(sorted(files), files))
    check("no cycle of folders", find_cycles(sorted(folders), folders))


def check_sizes():
    long_files, long_functions = [], []
    for path in sources:
        name = str(path.relative_to(ROOT))
        lines = path.read_text().split("\n")
        if len(lines) > LONGEST_FILE + 1 and name not in WHOLE_TABLES:
            long_files.append(f"{name}: {len(lines)} lines")
        start = None
        for number, line in enumerate(lines, 1):
            if line == "{" and path.suffix == ".c":
                start = number
            elif line == "}" and start:
                if number - start - 1 > LONGEST_FUNCTION:
                    long_functions.append(f"{name}:{start}: a function of {number - start - 1} lines")
                start = None
    check(f"files of at most {LONGEST_FILE} lines", long_files)
    check(f"functions of at most {LONGEST_FUNCTION} lines", long_functions)


def tracked_files():
    listing = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=False).stdout
    return [ROOT / name for name in listing.splitlines()]


def check_text():
    licence, leftovers, paths = [], [], []
    for path in tracked_files():
        if not path.is_file() or path.suffix in (".png", ".jpg", ".svg", ".po", ".ics", ".csv", ".vcf"):
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT)
        if path.suffix in (".c", ".h", ".py", ".blp") and "SPDX-License-Identifier" not in text[:400]:
            licence.append(f"{name}: no SPDX line")
        if path.suffix in (".c", ".h", ".blp") and re.search(r"\b(TODO|FIXME|XXX)\b", text):
            leftovers.append(f"{name}: unfinished work")
        if path != Path(__file__).resolve() and re.search(r"(?<![\w.])/(work|root)/\w", text):
            paths.append(f"{name}: a path of one machine")
    check("each file names its licence", licence)
    check("no unfinished work", leftovers)
    check("no path of one machine", paths)


def check_icons():
    """A name that no theme has is drawn as a broken picture."""
    known = {p.stem for p in (ROOT / "resources/icons").rglob("*.svg")} | {p.stem for p in (ROOT / "data/icons").rglob("*.svg")}
    known |= {p.stem for p in Path("/usr/share/icons/Adwaita").rglob("*-symbolic.svg")}
    missing = []
    for path in [*sources, *sorted((ROOT / "resources").rglob("*.blp"))]:
        for name in re.findall(r'"([a-z0-9-]+-symbolic)"', path.read_text()):
            if name not in known:
                missing.append(f"{path.relative_to(ROOT)}: {name}")
    check("each icon that is named is there", missing)


check_layers()
check_pages()
check_icons()
check_ui_tests()
check_cycles()
check_sizes()
check_text()

print(f"1..{len(results)}")
for number, (name, problems) in enumerate(results, 1):
    print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    for problem in problems:
        print(f"# {problem}")
sys.exit(1 if any(problems for _, problems in results) else 0)
