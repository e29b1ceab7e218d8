# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fleet declared a thing, and which of its keys.  Pure.

The record is one key of the thing's own ``config`` (an image's ``properties``), so it travels with the thing, needs
no database, and can be read by anyone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

KEY = "user.lxcri.fleet"


@dataclass(frozen=True)
class Record:
    """The fleet that made or adopted a thing, and the keys it declared: ``{"config": ("limits.memory",)}``."""

    fleet: str
    keys: Mapping[str, Tuple[str, ...]]


def record_of(resource: Resource, current: Optional[Mapping[str, Any]]) -> Optional[Record]:
    """The record an object carries, if it carries one; a damaged record counts as none."""
    text = ((current or {}).get(resource.record) or {}).get(KEY) if resource.record else None
    if not text:
        return None
    try:
        document = json.loads(text)
        fleet = document.pop("fleet")
        return Record(str(fleet), {str(name): tuple(keys) for name, keys in document.items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def fleet_of(resource: Resource, current: Optional[Mapping[str, Any]]) -> str:
    """The name of the fleet that a thing belongs to, empty when it is nobody's."""
    record = record_of(resource, current)
    return record.fleet if record else ""


def claimed(resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]], fleet: str,
            adopt: bool = False) -> Wanted:
    """The declaration with the record added, and with ``None`` for every key that was dropped from it.

    What exists without a record is not this fleet's: it is changed where it is declared otherwise, and never
    claimed, unless ``adopt`` says so.

    :raises Conflict: when the thing is another fleet's.
    """
    record = record_of(resource, current)
    if record and record.fleet != fleet:
        raise Conflict("{0} {1!r} belongs to the fleet {2!r}; name it in one fleet only.".format(
            resource.title, wanted.name, record.fleet))
    if not resource.record or wanted.state == "absent" or (current is not None and not record and not adopt):
        return wanted
    values = dict(wanted.values)
    declared = {}
    for field in resource.fields:
        if not field.codec.keyed:
            continue
        now = {key: value for key, value in values.get(field.name, {}).items() if value is not None}
        dropped = set(record.keys.get(field.name, ()) if record else ()) - set(now)
        if now:
            declared[field.name] = sorted(now)
        if dropped:
            values[field.name] = dict(dict.fromkeys(dropped), **values.get(field.name, {}))
    text = json.dumps(dict(declared, fleet=fleet), sort_keys=True, separators=(",", ":"))
    values[resource.record] = dict(values.get(resource.record, {}), **{KEY: text})
    return wanted.with_values(**values)
