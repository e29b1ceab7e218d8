#!/usr/bin/env python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All suites that need no daemon, some at a time.

    python tests/unit/lanes.py [OPTION OF PYTEST...]

Every lane is a pytest of its own, forked from a process that has imported already what all of them use. They share nothing
but that, so none passes anything around, and while one waits another works.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import List

import pytest

HERE = Path(__file__).resolve().parent
# Beginnings of paths; those that mostly wait first, and the last lane has what no other names.
LANES = (
    ("events/", "fleet/test_hearing"),
    ("fleet/test_fleet", "fleet/test_sections", "fleet/test_planfile"),
    ("fleet/",),
    ("faults/", "fakes/", "endpoint/"),
    ("contract/test_examples", "contract/test_verbs"),
    ("contract/test_contract", "contract/test_info"),
    ("contract/",),
    ("exec/",),
    ("",),
)
USED_BY_ALL = ("ansible.module_utils.basic", "ansible.module_utils.common.arg_spec", "pylxd.models", "voluptuous", "yaml")
IN_MEMORY, ENOUGH = "/dev/shm", 1 << 30
# What no suite uses, though it costs something with each of the tests.
WITHOUT = ("logging", "rerunfailures", "xdist", "cacheprovider", "hypothesispytest", "unraisableexception")


def lanes() -> List[List[str]]:
    """The files of each lane; property tests have a run of their own."""
    found: List[List[str]] = [[] for _lane in LANES]
    for path in sorted(HERE.glob("*/test_*.py")):
        name = str(path.relative_to(HERE))
        if not name.startswith("properties/"):
            found[next(place for place, beginnings in enumerate(LANES) if name.startswith(beginnings))].append(str(path))
    return found


def begin(files: List[str], log: Path, options: List[str]) -> int:
    """Start a lane; its process."""
    child = os.fork()
    if child:
        return child
    with open(log, "w", encoding="utf-8") as out:
        for stream in (1, 2):
            os.dup2(out.fileno(), stream)
        without = [word for name in WITHOUT for word in ("-p", "no:" + name)]
        code = pytest.main(["-q", "--capture", "sys", *without, *options, *files])
        sys.stdout.flush()
    os._exit(code)


def main(options: List[str]) -> int:
    """Run all lanes and show what each said once it is over; the number of lanes that failed."""
    failed, began = 0, time.monotonic()
    for name in USED_BY_ALL:
        importlib.import_module(name)
    # Looking through it for cycles would copy it into every lane.
    gc.freeze()
    # Many small files for a moment: making them on a disk takes a tenth of the suite's time.
    there = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ENOUGH
    with tempfile.TemporaryDirectory(prefix="lxcri-lanes-", dir=IN_MEMORY if there else None) as scratch:
        os.environ["TMPDIR"] = tempfile.tempdir = scratch
        running = {}
        for place, files in enumerate(lanes()):
            base = Path(scratch) / str(place)
            running[begin(files, base.with_suffix(".log"), ["--basetemp", str(base), *options])] = base.with_suffix(".log")
        while running:
            child, status = os.wait()
            sys.stdout.write(running.pop(child).read_text(encoding="utf-8"))
            sys.stdout.flush()
            failed += bool(status)
    print("{0} lanes in {1:.1f} s, {2} failed".format(len(LANES), time.monotonic() - began, failed))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
