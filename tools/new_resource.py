#!/usr/bin/env python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Begin a new kind: its declaration, its documented module, its case for the tests and a changelog fragment.

    tools/new_resource.py network_zone network-zones --extension network_dns

What is written works for a kind that is as plain as most are; the page docs/docsite/rst/new_kind.rst goes through it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from generator import scaffold  # noqa: E402


def main() -> int:
    """The command; the number of its end."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], epilog="It stops before it would overwrite anything.")
    parser.add_argument("kind", help="its name in the singular, such as network_zone")
    parser.add_argument("path", help="its collection below /1.0, such as networks/{network}/forwards")
    parser.add_argument("--key", default="name", help="the property that names one of them (name)")
    parser.add_argument("--scope", choices=("project", "server"), default="project",
                        help="does it live in projects, or has the server one set of them (project)")
    parser.add_argument("--extension", action="append", default=[], help="an API extension a server must have")
    parser.add_argument("--field", action="append", default=[], metavar="NAME[:CODEC]",
                        help="a property that can be set, by codec or BOOL (description, config:CONFIG)")
    parser.add_argument("--renames", action="store_true", help="a POST on one of them renames it")
    said = parser.parse_args()
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", said.kind):
        parser.error("kind: {0!r} is no name such as network_zone".format(said.kind))
    try:
        fields = scaffold.fields_of(said.field or ["description", "config:CONFIG"])
    except ValueError as error:
        parser.error(str(error))
    texts = scaffold.files(ROOT, scaffold.Kind(
        said.kind, said.path, said.key, said.scope, tuple(said.extension), fields, said.renames))
    there = [path for path in texts if (ROOT / path).exists() and path not in scaffold.EXTENDED]
    if there:
        parser.error("{0} exists already; choose another kind, or delete it first".format(there[0]))
    for path, text in texts.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print("written: {0}".format(path))
    return subprocess.run([sys.executable, str(ROOT / "tools" / "generate.py")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
