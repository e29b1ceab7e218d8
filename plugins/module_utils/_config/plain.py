# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain data: dict, list, str, int, float, bool and None, bounded in depth and number, shared with nobody."""

from __future__ import annotations

import math
from typing import Any, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

MAX_DEPTH = 32
MAX_VALUES = 10_000

# 2**64 has twenty digits; what is longer is no number that any key takes.
MAX_DIGITS = 40


class Broken(Exception):
    """Why a text or a value cannot be a configuration: the end of a sentence, and where in the text if known.

    ``position`` is a character offset into the text.
    """

    def __init__(self, message: str, position: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


def plain(value: Any) -> Any:
    """A fresh plain copy of ``value``; raises ``Broken`` for what JSON cannot say and for what is too much of it."""
    return _copy(value, 0, [0])


def object_of(value: Any, source: str) -> dict:
    """``value`` if it is an object, as the top of a configuration must be."""
    if not isinstance(value, dict):
        kind = "nothing" if value is None else "a list" if isinstance(value, list) else "a single value"
        raise Invalid("%s holds %s where a configuration must be one object; write { } around its keys."
                      % (source, kind), source=source)
    return value


def _copy(value: Any, depth: int, count: List[int]) -> Any:
    count[0] += 1
    if count[0] > MAX_VALUES:
        raise Broken("holds more than %d values" % MAX_VALUES)
    if depth > MAX_DEPTH:
        raise Broken("is nested deeper than %d levels" % MAX_DEPTH)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int):
        if value.bit_length() > MAX_DIGITS * 4:
            raise Broken("holds a number of more than %d digits" % MAX_DIGITS)
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Broken("holds NaN or an infinite number, which JSON does not know")
        return float(value)
    if isinstance(value, Mapping):
        return {_key(key): _copy(item, depth + 1, count) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(item, depth + 1, count) for item in value]
    raise Broken("holds a value of the type %s, which JSON does not know" % type(value).__name__)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise Broken("has the key %.40r, which is no text; put it in quotes" % (key,))
    return text(key)


def text(value: str) -> str:
    """A string of its own (no subclass) that can be written as UTF-8."""
    value = "".join(value)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Broken("holds half of a surrogate pair, which is no character") from None
    return value
