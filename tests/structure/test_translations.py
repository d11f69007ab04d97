#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""French is complete, and everything that has strings is in POTFILES.in. Prints TAP."""

import gettext
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(sys.argv[1])
PO = ROOT / "po"
results = []


def check(name, problems):
    results.append((name, problems))


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def check_potfiles():
    listed = {line.strip() for line in (PO / "POTFILES.in").read_text().splitlines() if line.strip() and line[0] != "#"}
    marked = set()
    for folder in ("src", "resources", "data"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".c", ".blp") and re.search(r'\b(_|N_|C_|NC_|ngettext|P_) ?\(', path.read_text()):
                if not re.search(r"define (_|N_)", path.read_text()):
                    marked.add(str(path.relative_to(ROOT)))
    missing = [f"{name} has strings and is not in POTFILES.in" for name in sorted(marked - listed)]
    gone = [f"{name} is in POTFILES.in and does not exist" for name in sorted(listed) if not (ROOT / name).exists()]
    check("POTFILES.in is complete", missing + gone)


# What an office's typist would not write: a plain space before ; : ! ? or inside « », none at all, a typewriter's apostrophe.
TYPOGRAPHY = re.compile(r"\w? [;:!?»](?!\w)|« |[^\W\d_][;!?](?=\s|$)|[^\W\d_]:(?=\s|$)|«\w|\w»|\w'\w|\.\.\.")


def check_typography(catalog):
    problems = []
    for source, french in catalog.items():
        is_keyword_list = ";" in source and " " not in source
        if source and not is_keyword_list and (wrong := TYPOGRAPHY.search(french)):
            problems.append(f"“{wrong.group()}” in “{french}”")
    return problems


def check_french():
    with tempfile.TemporaryDirectory() as folder:
        template, merged = Path(folder) / "relais.pot", Path(folder) / "fr.po"
        made = run("xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
                   "--keyword=g_dngettext:2,3", "--keyword=ngettext:1,2", "--add-comments", f"--directory={ROOT}",
                   f"--files-from={PO / 'POTFILES.in'}", f"--output={template}",
                   env=dict(os.environ, GETTEXTDATADIRS=f"{ROOT}/data:/usr/share/gettext"))
        check("strings can be extracted", [] if made.returncode == 0 else made.stderr.splitlines())
        run("msgmerge", "--no-fuzzy-matching", "-o", str(merged), str(PO / "fr.po"), str(template))
        left = run("msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", str(merged)).stdout
        fuzzy = run("msgattrib", "--only-fuzzy", "--no-obsolete", "--no-wrap", str(PO / "fr.po")).stdout
        message = re.compile(r'^msgid (".+")$', re.M)
        check("French is complete", [f"not translated: {text}" for text in message.findall(left) if text != '""']
              + [f"to be looked at again: {text}" for text in message.findall(fuzzy)])
        formats = run("msgfmt", "--check", "-o", "/dev/null", str(PO / "fr.po"))
        check("French has the right formats", formats.stderr.splitlines() if formats.returncode else [])
        compiled = Path(folder) / "fr.mo"
        run("msgfmt", "-o", str(compiled), str(PO / "fr.po"))
        with compiled.open("rb") as file:
            check("French typography", check_typography(gettext.GNUTranslations(file)._catalog))


check_potfiles()
check_french()
print(f"1..{len(results)}")
for number, (name, problems) in enumerate(results, 1):
    print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    for problem in problems:
        print(f"# {problem}")
sys.exit(1 if any(problems for _, problems in results) else 0)
