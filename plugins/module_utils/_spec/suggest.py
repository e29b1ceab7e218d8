# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nearest valid name, for the last half of an error's sentence."""

from __future__ import annotations

import difflib
from typing import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'web'?``, or ``; there are a, b`` when nothing is near and the list is short, or nothing."""
    known = sorted(set(map(str, known)))
    close = difflib.get_close_matches(name, known, 1, 0.6)
    if close:
        return "; did you mean {0!r}?".format(close[0])
    if known and len(known) <= 12:
        return "; there are {0}".format(", ".join(known))
    return ""
