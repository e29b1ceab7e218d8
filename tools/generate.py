#!/usr/bin/env python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write everything that follows from the declarations, or say what on disk differs from it.

    tools/generate.py           writes info modules, meta/runtime.yml, the generated pages and the README's table
    tools/generate.py --check   writes nothing; ends with 1 and names the files that differ

Needs ansible-core and PyYAML.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from generator import catalogue  # noqa: E402


def outputs() -> dict:
    """``{path below the root: text}`` of every generated file."""
    with catalogue.importable(ROOT):
        from generator import info_modules, kinds_page, language_page, rest_page, returns, runtime

        found = catalogue.read(ROOT)
        texts = dict(returns.outputs(found))
        texts.update(info_modules.outputs(found))
        # The rest lists modules, also those that were generated only now.
        found = found.with_modules(texts)
        for part in (runtime, kinds_page, language_page, rest_page):
            texts.update(part.outputs(found))
    return texts


def main() -> int:
    """The command; the number of its end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, only say what differs")
    check = parser.parse_args().check
    differing = [(path, text) for path, text in sorted(outputs().items()) if current(path) != text]
    for path, text in differing:
        print(("differs from its declaration: {0}" if check else "written: {0}").format(path))
        if not check:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
    if check and differing:
        print("Run tools/generate.py and commit what it writes.")
    return 1 if check and differing else 0


def current(path: str) -> str:
    """What is on disk, empty when there is nothing."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
