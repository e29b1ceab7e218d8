# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who changed what drifts, from a journal of a server's events.  Pure but for the file.

A journal is written by the event source ``lxcri.containers.events``: one record a line, JSON, and older files beside it, ``.1``
the newest of them.
"""

from __future__ import annotations

import itertools
import json
import os
from dataclasses import replace
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple
from urllib.parse import unquote

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, Plan
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._spec.happening import Source, source_of

# The last words of actions that can have led to what is found.
GONE = ("deleted", "renamed")
MADE = ("created", "renamed")
RUNS = ("started", "stopped", "shutdown", "restarted", "paused", "resumed")
EDITED = ("updated", "created", "restored", "renamed")


def read(path: str) -> List[dict]:
    """The records of a journal and of its older files, the newest first.

    A line that is cut off, as by a machine that went down, is left out.

    :raises Invalid: when there is no journal, or it cannot be read.
    """
    found: List[dict] = []
    older = ("{0}.{1}".format(path, number) for number in itertools.count(1))
    for name in (path, *itertools.takewhile(os.path.exists, older)):
        try:
            with open(name, encoding="utf-8", errors="replace") as file:
                found += reversed(list(_records(file)))
        except OSError as error:
            raise Invalid("journal {0} cannot be read ({1}); correct the path, or have the event source "
                          "lxcri.containers.events write it.".format(name, error.strerror))
    return found


def _records(lines: Iterable[str]) -> Iterator[dict]:
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and record.get("action") and record.get("source"):
            yield record


class Journal:
    """Records by what they are about; the newest comes first."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._about: Dict[Source, List[Tuple[int, Mapping[str, Any]]]] = {}
        for age, record in enumerate(records):
            path, project = source_of(str(record["source"]))
            project = str(record.get("project") or project)
            self._about.setdefault((path, project), []).append((age, record))
            if record.get("old_name"):
                old = "{0}/{1}".format(path.rpartition("/")[0], record["old_name"])
                self._about.setdefault((old, project), []).append((age, record))

    def changed_by(self, step: Step, inventory: Inventory) -> Dict[str, str]:
        """``{username, protocol, address, action, time}`` of the newest event that fits; empty when none does.

        An event that names somebody goes before a newer one that does not, which follows from a change elsewhere, as of
        a profile.  Where none does, the three are empty.
        """
        words = telling(step.plan, step.thing.section.resource)
        fitting = [(age, record) for source in sources_of(step, inventory) for age, record in self._about.get(source, ())
                   if str(record["action"]).rpartition("-")[2] in words]
        found = [record for _age, record in sorted(fitting, key=lambda one: one[0])]
        chosen = next((record for record in found if record.get("requestor")), found[0] if found else None)
        return {} if chosen is None else _who(chosen)


def _who(record: Mapping[str, Any]) -> Dict[str, str]:
    who = record.get("requestor") or {}
    return {**{key: str(who.get(key) or "") for key in ("username", "protocol", "address")},
            "action": str(record["action"]), "time": str(record.get("time") or "")}


def telling(plan: Plan, resource: Any) -> Tuple[str, ...]:
    """The last words of actions that can have led to a plan."""
    if plan.action == CREATE:
        return GONE
    if plan.action == DELETE:
        return MADE
    field = resource.lifecycle.field if resource.lifecycle else None
    edited = [key for key in plan.keys if key != field]
    return (EDITED if edited or not plan.keys else ()) + (RUNS if field in plan.keys else ())


def sources_of(step: Step, inventory: Inventory) -> List[Source]:
    """What events are about that concern a thing."""
    thing = step.thing
    resource, (_kind, project, name, *_where) = thing.section.resource, thing.id
    current: Optional[Mapping[str, Any]] = inventory.find(thing)
    names = [str((current or {}).get(resource.key) or name)]
    paths = ["/1.0/" + unquote(resource.item(thing.wanted.options, one)) for one in names]
    if resource.kind == "image":
        paths.append("/1.0/images/aliases/" + name)
    # Projects may share what the default one has.
    projects = dict.fromkeys((project or "default", (current or {}).get("project") or project or "default"))
    return [(path, one) for path in paths for one in projects]


def told(fleet: FleetPlan, inventory: Inventory, records: Iterable[Mapping[str, Any]]) -> FleetPlan:
    """The plan, with who changed what differs."""
    journal = Journal(records)
    return replace(fleet, steps=tuple(
        replace(step, plan=replace(step.plan, notes=dict(step.plan.notes, changed_by=journal.changed_by(step, inventory))))
        if step.plan.changes else step for step in fleet.steps))
