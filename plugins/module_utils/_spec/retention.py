# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of many snapshots or backups are to go.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any, Iterable, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import moment, span

RETENTION = Argument("dict", options={
    "keep": Argument("int"),
    "max_age": Argument(),
    "at_least": Argument("int", default=1),
    "pattern": Argument(default="*"),
})


@dataclass(frozen=True)
class Retention:
    """At most ``keep`` of them, none older than ``max_age``, but never fewer than the ``at_least`` newest.

    Only names that match the glob ``pattern`` are looked at and counted.
    """

    keep: Optional[int] = None
    max_age: Optional[timedelta] = None
    at_least: int = 1
    pattern: str = "*"


def retention_of(said: Mapping[str, Any]) -> Retention:
    """What a person wrote as ``{keep, max_age, at_least, pattern}``.

    :raises Invalid: when it would keep everything, or says something impossible.
    """
    keep, at_least = said.get("keep"), said.get("at_least")
    if keep is None and not said.get("max_age"):
        raise Invalid("retention: neither `keep` nor `max_age` is set, so nothing would ever go; set one of them.")
    if (keep or 0) < 0 or (at_least or 0) < 0:
        raise Invalid("retention: `keep` and `at_least` cannot be negative; 0 keeps none.")
    at_least = 1 if at_least is None else at_least
    return Retention(
        keep=keep,
        max_age=span(said["max_age"]) if said.get("max_age") else None,
        # `keep: 0` is clear enough to be meant.
        at_least=at_least if keep is None else min(at_least, keep),
        pattern=said.get("pattern") or "*",
    )


def surplus(things: Iterable[Tuple[str, str]], rule: Retention, now: datetime) -> List[str]:
    """Names of the things to drop, oldest first.

    :arg things: ``(name, created_at)`` in any order; one without a time counts as the oldest.
    """
    dated = []
    for name, created in things:
        if fnmatchcase(name, rule.pattern):
            when = moment(created)
            dated.append((when.timestamp() if when else 0.0, name))
    dated.sort(reverse=True)
    dropped = []
    for place, (when, name) in enumerate(dated):
        too_many = rule.keep is not None and place >= rule.keep
        too_old = rule.max_age is not None and now.timestamp() - when > rule.max_age.total_seconds()
        if place >= rule.at_least and (too_many or too_old):
            dropped.append(name)
    return dropped[::-1]
