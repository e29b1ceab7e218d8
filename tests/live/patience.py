# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for what no event tells."""

from __future__ import annotations

import time


def until(holds, seconds=60.0):
    """Look again and again until something holds; what it says last, which is false when it did not in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = holds()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)
