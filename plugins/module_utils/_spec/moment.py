# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments and spans of time as servers and people write them.  Pure but for ``now``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

# What a server sends for a moment that never comes, or never came.
NEVER = "0001-01-01T00:00:00Z"

_MOMENT = re.compile(
    r"^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|z|[+-]\d\d:?\d\d)?)?$")
_SPAN = re.compile(r"(\d+)\s*(w|d|h|m|s)\s*")
_UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}


def moment(text: Any) -> Optional[datetime]:
    """An RFC 3339 time in UTC; ``None`` for ``never``, an empty one and the server's year 1.

    A time without a zone is UTC; a date without a time is its midnight.
    :raises Invalid: when it is no time.
    """
    text = str(text or "").strip()
    if text in ("", "never") or text.startswith("0001-01-01"):
        return None
    found = _MOMENT.match(text)
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        micro = int((found.group(7) or "")[:6].ljust(6, "0"))
        local = datetime(year, month, day, hour, minute, second, micro, tzinfo=timezone.utc)
    except (AttributeError, ValueError):
        raise Invalid("{0!r} is no time; write it as 2030-01-31T12:00:00Z, or `never`.".format(text))
    zone = found.group(8)
    if zone and zone not in "Zz":
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        local = local - away if zone[0] == "+" else local + away
    return local


def written(when: Optional[datetime]) -> str:
    """A moment as servers read it, in whole seconds."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else NEVER


def span(text: Any) -> timedelta:
    """A length of time such as ``90s``, ``12h``, ``1d12h`` or ``2w``; a bare number is seconds.

    :raises Invalid: when it is none.
    """
    text = str(text).strip().lower()
    if text.isdigit():
        return timedelta(seconds=int(text))
    parts = _SPAN.findall(text)
    if not parts or _SPAN.sub("", text):
        raise Invalid("{0!r} is no length of time; write it as 30m, 12h, 7d or 2w.".format(text))
    return timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in parts))


def now() -> datetime:
    """This moment, whole seconds, in UTC."""
    return datetime.now(timezone.utc).replace(microsecond=0)


def moment_of(seconds: float) -> datetime:
    """The moment that a number of seconds since 1970 means."""
    return datetime.fromtimestamp(seconds, timezone.utc)
