# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes as servers write them, ``10GiB``, and as numbers of bytes.  Pure."""

from __future__ import annotations

import re
from typing import Any, Optional

_SIZE = re.compile(r"^\s*(\d+)\s*([A-Za-z]*)\s*$")
_DECIMAL, _BINARY = "kMGTPE", "KMGTPE"
# Source: *Units for storage and network limits* of LXD and Incus.
UNITS = {"": 1, "B": 1, "bytes": 1}
UNITS.update({unit + "B": 1000 ** place for place, unit in enumerate(_DECIMAL, 1)})
UNITS.update({unit + "iB": 1024 ** place for place, unit in enumerate(_BINARY, 1)})


def bytes_of(said: Any) -> Optional[int]:
    """The bytes that a size means; ``None`` for a share such as ``50%``, for nothing, and for what is no size."""
    parts = _SIZE.match("" if said is None else str(said))
    if not parts or parts.group(2) not in UNITS:
        return None
    return int(parts.group(1)) * UNITS[parts.group(2)]


def size_of(number: float) -> str:
    """A number of bytes for people: ``1.5GiB``."""
    for place, unit in reversed(list(enumerate(_BINARY, 1))):
        if number >= 1024 ** place:
            return "{0:.1f}{1}iB".format(number / 1024 ** place, unit)
    return "{0:d}B".format(int(number))
