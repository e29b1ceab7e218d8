# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which instances are meant: conditions on their facts, here and as far as possible on the server.  Pure.

A condition is a dict, ``{"state": "running", "name": ["web*", "db*"], "user.role": "web"}``: all keys must hold, of
several values any.  Values are shell patterns.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Any, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

# What a condition may ask, beside `config.*` and `user.*`.
KEYS = ("architecture", "ephemeral", "image", "member", "name", "network", "os", "profile", "project", "release",
        "server", "state", "type")

# The same as the server names it; anything else is judged here only.
_ON_SERVER = {"name": "name", "type": "type", "state": "status", "architecture": "architecture"}

# Servers compare with patterns of their own, so they are only asked for what has no special characters.
_LITERAL = re.compile(r"^[A-Za-z0-9_-]+$")

Condition = Mapping[str, Tuple[str, ...]]


def condition(said: Any, option: str) -> Condition:
    """A condition as written, checked: key -> patterns.

    :raises Invalid: for a key that nothing has.
    """
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        raise Invalid("{0}: a mapping such as {{state: running}} is needed.".format(option))
    for key in said:
        if key not in KEYS and not str(key).startswith(("config.", "user.")):
            raise Invalid("{0}: there is no {1!r}; known are {2}, config.* and user.*.".format(
                option, key, ", ".join(KEYS)))
    return {str(key): _patterns(value) for key, value in said.items()}


def holds(wanted: Condition, facts: Mapping[str, Any]) -> bool:
    """Does it hold for an instance?  ``facts`` maps each of ``KEYS`` to a value or a list, ``config`` to a dict."""
    return all(_any(patterns, value_of(facts, key)) for key, patterns in wanted.items())


def value_of(facts: Mapping[str, Any], key: str) -> Any:
    """What an instance has for a key of a condition."""
    if key.startswith("config."):
        return facts["config"].get(key[len("config."):])
    if key.startswith("user."):
        return facts["config"].get(key)
    return facts.get(key)


def on_server(wanted: Condition) -> str:
    """The part of a condition that the server can judge, as ``filter=`` of the REST API; empty when there is none.

    It may let more through than the condition, never less, so ``holds`` has the last word.
    """
    terms = []
    for key, patterns in sorted(wanted.items()):
        if key.startswith("config."):
            field = "expanded_" + key
        elif key.startswith("user."):
            field = "expanded_config." + key
        else:
            field = _ON_SERVER.get(key, "")
        # There are no parentheses, so one of several values cannot be asked for beside another key.
        if field and len(patterns) == 1 and _LITERAL.match(patterns[0]):
            terms.append("{0} eq {1}".format(field, patterns[0].capitalize() if key == "state" else patterns[0]))
    return " and ".join(terms)


def _patterns(value: Any) -> Tuple[str, ...]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return tuple(_text(one) for one in values)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _any(patterns: Tuple[str, ...], value: Any) -> bool:
    values: List[str] = [_text(one) for one in value] if isinstance(value, (list, tuple)) else [_text(value)]
    return any(fnmatchcase(one, pattern) for pattern in patterns for one in values or [""])
