# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``filter=`` language of the list requests: ``name eq x and not (config.user.a ne y)``."""

from __future__ import annotations

import re
import shlex
from typing import Any, Callable, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure

Predicate = Callable[[Dict[str, Any]], bool]


def _value(obj: Any, path: str) -> Any:
    """A dotted path, in which a map's own keys may hold dots too."""
    if not isinstance(obj, dict):
        return None
    if path in obj:
        return obj[path]
    head, _mark, rest = path.partition(".")
    while rest:
        if head in obj:
            return _value(obj[head], rest)
        more, _mark, rest = rest.partition(".")
        head = head + "." + more
    return None


def _clause(field: str, operator: str, wanted: str) -> Predicate:
    def test(obj: Dict[str, Any]) -> bool:
        value = _value(obj, field)
        if isinstance(value, bool):
            same = str(value).lower() == wanted.lower()
        elif isinstance(value, str):
            same = value.lower() == wanted.lower() or re.fullmatch(wanted, value, re.IGNORECASE) is not None
        else:
            same = value is not None and str(value) == wanted
        return same if operator == "eq" else operator == "ne" and not same

    return test


def matches(text: str, strict: bool = False) -> Predicate:
    """Compile a filter; a bad one is the server's error."""
    try:
        words: List[str] = shlex.split(text)
    except ValueError:
        raise Failure(500, "Invalid filter: unbalanced quotes") from None
    tests, at = [], 0
    joiner, negate = "and", False
    while at < len(words):
        if words[at].lower() == "not":
            negate, at = not negate, at + 1
            continue
        if len(words) < at + 2:
            raise Failure(400 if strict else 500, "Invalid filter: clause has no operator")
        if len(words) < at + 3:
            raise Failure(500, "Invalid filter: clause has no value")
        field, operator, value = words[at : at + 3]
        if strict and operator not in ("eq", "ne"):
            raise Failure(500, "Invalid filter: unsupported operator")
        tests.append((joiner, negate, _clause(field, operator, value)))
        at, negate = at + 3, False
        if at < len(words):
            joiner, at = words[at].lower(), at + 1
            if joiner not in ("and", "or"):
                raise Failure(500, "Invalid filter: invalid logical operator")

    def test(obj: Dict[str, Any]) -> bool:
        result = True
        for how, inverted, one in tests:
            this = one(obj) != inverted
            result = (result and this) if how == "and" else (result or this)
        return result

    return test
