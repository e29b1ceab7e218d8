# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns of routing rules that can never hang.

A pattern that begins with ``^`` or ends with ``$`` is a regular expression and is searched for in the name;
anything else is a glob for the whole name.  A regular expression is refused when it

* is longer than 256 characters,
* refers back (``\\1``), looks around (``(?=``, ``(?<=`` …) or has a condition (``(?(1)``),
* repeats something that repeats, chooses (``(a|bb)*``) or may be empty, or
* could need more than ``BUDGET`` steps for a name of 63 characters: the ways its repeats can share the name out,
  multiplied; three ``.*`` behind a ``^`` cost 64 * 64 * 64.

What is left is matched by Python's own ``re`` in a fraction of a second, also when it does not match.
"""

from __future__ import annotations

import re
import warnings
from fnmatch import fnmatchcase
from typing import Any, Optional

try:
    from re import _parser as regex_parser
except ImportError:  # Python 3.9 and 3.10
    import sre_parse as regex_parser

MAX_PATTERN = 256
MAX_NAME = 63
BUDGET = 4_000_000

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_REFUSED = {
    "GROUPREF": "refers back to a group",
    "GROUPREF_EXISTS": "has a condition",
    "GROUPREF_IGNORE": "refers back to a group",
    "ASSERT": "looks ahead or behind",
    "ASSERT_NOT": "looks ahead or behind",
}


def is_regex(pattern: str) -> bool:
    """Whether a routing pattern is a regular expression rather than a glob."""
    return pattern.startswith("^") or pattern.endswith("$")


def matches(pattern: str, name: str, regex: Optional[bool] = None) -> bool:
    """Whether ``pattern`` (a valid one) matches ``name``; ``regex`` says what it is where its look does not."""
    if is_regex(pattern) if regex is None else regex:
        return re.search(pattern, name) is not None
    return fnmatchcase(name, pattern)


def fault(pattern: str, regex: Optional[bool] = None) -> Optional[str]:
    """Why ``pattern`` is refused, as the end of a sentence, or None."""
    if len(pattern) > MAX_PATTERN:
        return "is a pattern of %d characters; %d are allowed" % (len(pattern), MAX_PATTERN)
    if not pattern:
        return "is an empty pattern"
    if not (is_regex(pattern) if regex is None else regex):
        return None
    try:
        with warnings.catch_warnings():
            # Python warns of sets that will mean something else one day.
            warnings.simplefilter("error")
            steps = _steps(regex_parser.parse(pattern))
    except _Refused as refused:
        return "is a regular expression that %s and so could take for ever; write it more simply" % refused
    except (re.error, OverflowError, RecursionError, ValueError, Warning) as error:
        return "is no regular expression: %s" % error
    if cost_of(pattern, steps) > BUDGET:
        return "is a regular expression with too many repeats, so that it could take for ever; write it more simply"
    return None


def cost(pattern: str, regex: Optional[bool] = None) -> int:
    """Upper bound of the steps that matching a valid pattern takes, of a name of ``MAX_NAME`` characters."""
    if not (is_regex(pattern) if regex is None else regex):
        return MAX_PATTERN
    return cost_of(pattern, _steps(regex_parser.parse(pattern)))


def cost_of(pattern: str, steps: int) -> int:
    """The steps of a search: one that is not tied to the beginning starts at every character."""
    return steps if pattern.startswith("^") and "|" not in pattern else steps * (MAX_NAME + 1)


class _Refused(Exception):
    """The pattern is of a kind that is not allowed."""


def _steps(tree: Any) -> int:
    """How many ways the repeats of a parsed expression can share out a name; raises ``_Refused``."""
    steps = 1
    for operation, argument in tree:
        name = str(operation)
        if name in _REFUSED:
            raise _Refused(_REFUSED[name])
        if name == "IN" and any(str(kind) == "RANGE" and part[1] > 255 for kind, part in argument):
            # Compiling such a set without regard to case takes a second.
            raise _Refused("has a range of characters that no name can hold")
        if name in _REPEATS:
            low, high, body = argument
            if int(high) > 1:
                _refuse_body(body)
            steps *= min(int(high), MAX_NAME) - min(int(low), MAX_NAME) + 1
            # The body of an optional group counts too: (a.*)? holds a repeat of its own.
            steps *= _steps(body)
        elif name == "BRANCH":
            steps *= sum(_steps(branch) for branch in argument[1])
        elif name == "SUBPATTERN":
            steps *= _steps(argument[3])
        elif name == "ATOMIC_GROUP":
            steps *= _steps(argument)
        if steps > BUDGET:
            break
    return steps


def _refuse_body(body: Any) -> None:
    """Refuse what must not stand under a repeat."""
    if body.getwidth()[0] == 0:
        raise _Refused("repeats what may be empty")
    for operation, argument in body:
        name = str(operation)
        if name in _REPEATS and argument[0] != argument[1]:
            raise _Refused("repeats a repeat")
        if name in _REPEATS:
            _refuse_body(argument[2])
        if name == "BRANCH":
            raise _Refused("repeats a choice")
        if name == "SUBPATTERN":
            _refuse_body(argument[3])
        elif name == "ATOMIC_GROUP":
            _refuse_body(argument)
