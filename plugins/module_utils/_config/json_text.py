# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON text -> plain data, without NaN and duplicate keys, and where in the text each key stands."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, List, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.plain import MAX_DIGITS, Broken, plain

Path = Tuple[Any, ...]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


def read(source: str) -> Any:
    """Plain data of a JSON text; raises ``Broken``."""
    try:
        return plain(json.loads(source, object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer,
                                parse_float=_number))
    except json.JSONDecodeError as error:
        raise Broken("is no JSON: %s" % _said(error), error.pos) from None
    except RecursionError:
        raise Broken("is nested too deeply") from None
    except _Duplicate:
        key, position = _duplicate(source)
        raise Broken("has the key %s twice in one object" % json.dumps(key[:64]), position) from None


def positions(source: str) -> Dict[Path, int]:
    """Path -> character offset of its key (or of the value, in a list), for a text that ``read`` took."""
    found: Dict[Path, int] = {}
    for path, position in _walk(source):
        found.setdefault(path, position)
    return found


class _Duplicate(Exception):
    """An object has a key twice; which one and where is found by a second look."""


def _unique(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _Duplicate
    return result


def _constant(word: str) -> Any:
    raise Broken("holds %s, which is no JSON number" % word)


def _integer(digits: str) -> int:
    # Python needs seconds for a number of a million digits.
    if len(digits) > MAX_DIGITS:
        raise Broken("holds a number of more than %d digits" % MAX_DIGITS)
    return int(digits)


def _number(digits: str) -> float:
    if len(digits) > MAX_DIGITS:
        raise Broken("holds a number of more than %d digits" % MAX_DIGITS)
    return float(digits)


def _said(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _duplicate(source: str) -> Tuple[str, Optional[int]]:
    """The first key that an object has twice, and where it stands the second time."""
    seen = set()
    for path, position in _walk(source):
        if path in seen:
            return path[-1], position
        seen.add(path)
    return "?", None


def _walk(source: str) -> Any:
    """Every (path, offset) of a well-formed text, in order."""
    stack: List[Any] = []  # one entry per open container: the key or position that is being read
    objects: List[bool] = []
    key_next = False
    for token in _TOKEN.finditer(source):
        word = token.group()
        if word in "}]":
            stack.pop()
            objects.pop()
            key_next = False
        elif word == ",":
            key_next = objects[-1]
            if not key_next:
                stack[-1] += 1
        elif word == ":":
            key_next = False
        elif key_next:
            stack[-1] = json.loads(word)
            yield tuple(stack), token.start()
        else:
            if objects and not objects[-1]:
                yield tuple(stack), token.start()
            if word in "{[":
                objects.append(word == "{")
                stack.append(0)
                key_next = word == "{"
