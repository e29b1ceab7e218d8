# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nested settings, written shortly."""

from __future__ import annotations


def nested(values):
    """Dotted keys -> nested dicts."""
    result = {}
    for key, value in values.items():
        *groups, last = key.split(".")
        target = result
        for group in groups:
            target = target.setdefault(group, {})
        target[last] = value
    return result
