# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as a file: made now, shown to somebody, carried out later exactly as it was made.  Pure but for the file.

The document is JSON, version 1: ``{version, fleet, server, steps: [{kind, project, parent, name, action, keys, reason,
before, after, seen, wanted, requests, inside, first}]}``.  ``seen`` is a digest of what the server had.  Requests carry what
they will send, secrets too, so the file belongs to its owner alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, replace
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.compare import shown
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import Plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

VERSION = 1


def digest(resource: Resource, current: Optional[Mapping[str, Any]]) -> str:
    """What an object is like, as far as a plan depends on it; empty when there is none."""
    if current is None:
        return ""
    seen = dict(shown(resource, current, current))
    if resource.lifecycle:
        seen[resource.lifecycle.field] = current.get(resource.lifecycle.field)
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()


def written(name: str, server: Any, fleet: FleetPlan, inventory: Inventory) -> dict:
    """The document of a plan."""
    return {"version": VERSION, "fleet": name, "server": server_id(server),
            "steps": [_step(step, inventory) for step in fleet.steps if step.plan.changes]}


def fingerprint(document: Mapping[str, Any]) -> str:
    """What tells one plan from another: what would be done, and what the server was like when that was found."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()


def server_id(server: Any) -> str:
    """What tells one server, or cluster, from another: the fingerprint of its certificate."""
    return str((server.info.get("environment") or {}).get("certificate_fingerprint") or server.says)


def _step(step: Step, inventory: Inventory) -> dict:
    return {
        "kind": step.id.kind, "project": step.id.project, "parent": step.id.parent, "name": step.id.name,
        "action": step.plan.action, "keys": list(step.plan.keys), "reason": step.plan.reason,
        "before": step.plan.before, "after": step.plan.after,
        "seen": digest(step.thing.section.resource, inventory.find(step.thing)),
        "wanted": asdict(step.thing.wanted), "runtime": step.thing.facts.get("runtime", ""),
        "requests": [asdict(request) for request in step.plan.requests],
        "inside": list(step.inside), "first": step.first,
    }


def read_document(document: Any, server: Any) -> Tuple[str, Tuple[Step, ...]]:
    """The fleet's name and the steps of a plan's document.

    :raises Invalid: when it is no plan of this version; ``Conflict`` when it was made for another server.
    """
    try:
        if document["version"] != VERSION:
            raise Invalid("The plan has version {0}, this collection reads version {1}; make it again.".format(
                document["version"], VERSION))
        if document["server"] != server_id(server):
            raise Conflict("The plan was made for another server; make it again for this one.")
        return str(document["fleet"]), tuple(_read_step(entry) for entry in document["steps"])
    except (KeyError, TypeError, AttributeError) as error:
        raise Invalid("The plan is damaged ({0}: {1}); make it again.".format(type(error).__name__, error))


def _read_step(entry: Mapping[str, Any]) -> Step:
    section = BY_KIND[entry["kind"]]
    thing = Thing(section, Wanted(**entry["wanted"]), "the plan", {"runtime": entry["runtime"]})
    planned = Plan(entry["kind"], entry["name"], entry["action"], entry["before"], entry["after"],
                   tuple(entry["keys"]), entry["reason"], tuple(_request(one) for one in entry["requests"]))
    return Step(thing, planned, entry["seen"], True, tuple(entry["inside"]), entry["first"])


def _request(one: Mapping[str, Any]) -> Request:
    upload = one.get("upload")
    if upload:
        upload = Upload(tuple((part, path) for part, path in upload["files"]), upload["headers"])
    return Request(**dict(one, upload=upload, tolerate=tuple(one["tolerate"])))


def moved(steps: Tuple[Step, ...], inventory: Inventory) -> List[str]:
    """A sentence for every thing that is no longer as the plan saw it."""
    found = []
    for step in steps:
        resource = step.thing.section.resource
        current = inventory.find(step.thing)
        if digest(resource, current) != step.seen:
            found.append("{0} {1}".format(step.thing.says, _how(resource, step, current)))
    return found


def _how(resource: Resource, step: Step, current: Optional[Mapping[str, Any]]) -> str:
    if current is None:
        return "is gone"
    if not step.seen:
        return "exists now"
    now: Dict[str, Any] = shown(resource, current, current)
    before = step.plan.before or {}
    keys = [key for key in now if before.get(key) != now[key]]
    if resource.lifecycle and before.get(resource.lifecycle.field) != current.get(resource.lifecycle.field):
        keys.append(resource.lifecycle.field)
    return "differs in {0}".format(", ".join(keys)) if keys else "differs"


def refuse_if_moved(steps: Tuple[Step, ...], inventory: Inventory) -> None:
    """Raise ``Conflict`` that names everything that moved since the plan was made."""
    found = moved(steps, inventory)
    if found:
        raise Conflict("The server moved since the plan was made: {0}; make a new plan. Nothing was changed.".format(
            "; ".join(found)), moved=found)


def load(path: str) -> Any:
    """The document in a file; raises ``Invalid``."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise Invalid("plan {0} cannot be read ({1}); correct the path, or make the plan again.".format(
            path, getattr(error, "strerror", None) or error))


def save(path: str, document: Mapping[str, Any]) -> None:
    """Write the document aside and move it into place, readable by its owner alone."""
    directory = os.path.dirname(os.path.abspath(path))
    try:
        handle, aside = tempfile.mkstemp(dir=directory, prefix=".plan-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1, sort_keys=True, default=str)
        os.replace(aside, path)
    except OSError as error:
        raise Invalid("plan {0} cannot be written ({1}); name a path in a directory that is there.".format(
            path, error.strerror))


def with_etag(step: Step, etag: str) -> Plan:
    """The step's plan with the ETag of what was read just now on every request that replaces an object."""
    return replace(step.plan, requests=tuple(
        replace(request, if_match=etag) if request.method == "PUT" and request.says == "update" else request
        for request in step.plan.requests))
