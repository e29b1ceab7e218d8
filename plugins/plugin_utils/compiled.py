# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving the modules that are piped to a Python in an instance a beginning of their own (``compiled_inside.py``)."""

from __future__ import annotations

import functools
from pathlib import Path

# Ansible's wrapper of modules says so near its beginning, after what Python wants to see first.
MARK = b"\n_ANSIBALLZ_WRAPPER = True"
NEAR = 4096


@functools.lru_cache(maxsize=None)
def beginning() -> bytes:
    """The code that is put in, without what is for its readers; read once, since a task may run many modules."""
    text = Path(__file__).with_name("compiled_inside.py").read_bytes()
    return text[text.index(b"\ndef ") + 1:]


def kept_compiled(script: bytes) -> bytes:
    """A module's script that keeps what is compiled of it; anything else as it is.  Pure, but for reading our own file."""
    place = script.find(MARK, 0, NEAR)
    if place < 0:
        return script
    place = script.index(b"\n", place + 1) + 1
    return script[:place] + beginning() + script[place:]
