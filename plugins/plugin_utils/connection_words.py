# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command of Ansible's own is, where the connection has a shorter way to do the same than a shell.  Pure."""

from __future__ import annotations

import re
from typing import Tuple

# Ansible's shell plugin wraps commands like this; with become, an environment or another shell they look otherwise.
_PYTHON = re.compile(r"^/bin/sh -c '?(/[\w./-]*python[\d.]*)( && sleep 0)?'?$", re.ASCII)
_GRANT = re.compile(r"^/bin/sh -c 'chmod u\+([rwx]+)((?: /[\w./-]+)+)( && sleep 0)?'$", re.ASCII)
_OWNER = {"r": 0o400, "w": 0o200, "x": 0o100}


def python_of(cmd: str) -> str:
    """The interpreter that a command is, if it is nothing more."""
    found = _PYTHON.match(cmd)
    return found.group(1) if found else ""


def grant_of(cmd: str) -> Tuple[int, Tuple[str, ...]]:
    """Permissions that a command gives the owners of files, and the files, if it does nothing more."""
    found = _GRANT.match(cmd)
    if not found:
        return 0, ()
    return sum(_OWNER[letter] for letter in set(found.group(1))), tuple(found.group(2).split())
