# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be known to fail before the first write.  Pure; all shortages come in one message."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, REPLACE
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.read import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest

_INSTANCE_NAME = re.compile(r"^[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")


def problems(fleet: FleetPlan, inventory: Inventory) -> List[str]:
    """A sentence for every name that is forbidden and every reference to what will not be there."""
    found: List[str] = []
    missing: Dict[Tuple[str, str, str], List[str]] = {}
    names: Dict[Tuple[str, str], Set[str]] = {}
    for step in fleet.steps:
        if step.plan.action in (CREATE, REPLACE):
            found += forbidden_name(step.thing)
        if step.plan.action == DELETE or step.thing.wanted.state == "absent":
            continue
        project = step.id[1]
        for kind, name in references_of(step):
            if (kind, project) not in names:
                names[kind, project] = names_after(kind, project, fleet.steps, inventory)
            known = names[kind, project]
            if name not in known and not (kind == "image" and _by_fingerprint(name, known)):
                missing.setdefault((kind, name, project), []).append(step.thing.origin)
    return found + [
        "{0}: {1} {2!r} is neither on the server nor in the fleet{3}".format(
            several(origins), BY_KIND[kind].resource.title, name, nearest(name, names[kind, project]))
        for (kind, name, project), origins in missing.items()]


def several(origins: List[str]) -> str:
    """The first few of a long list."""
    return ", ".join(origins[:3]) + (" and {0} more".format(len(origins) - 3) if len(origins) > 3 else "")


def references_of(step: Step) -> List[Tuple[str, str]]:
    """What must be there for the step: ``(kind, name)``; the image only for what is yet to be made."""
    return [(kind, name) for kind, name in step.thing.section.refers(step.thing.wanted)
            if kind != "image" or step.plan.action in (CREATE, REPLACE)]


def forbidden_name(thing: Thing) -> List[str]:
    """Instances are host names: letters, digits and dashes, a letter first, 63 at most."""
    if thing.section.resource.kind != "instance" or _INSTANCE_NAME.match(thing.wanted.name):
        return []
    return ["{0}: {1!r} is no name for an instance; use letters, digits and dashes, a letter first, no dash last, "
            "63 characters at most".format(thing.origin, thing.wanted.name)]


def names_after(kind: str, project: str, steps: Iterable[Step], inventory: Inventory) -> Set[str]:
    """Names of a kind that will exist once the plan is carried out, as seen from a project."""
    names: Dict[str, bool] = {}
    for where in dict.fromkeys(("default", project)):
        for one in inventory.all(kind, where):
            names.update((name, True) for name in _names_of(kind, one))
    for step in steps:
        if step.id[0] == kind:
            names[step.thing.wanted.name] = step.plan.action != DELETE and step.thing.wanted.state != "absent"
            for alias in step.thing.wanted.options.get("aliases") or ():
                names[alias] = names[step.thing.wanted.name]
    return {name for name, there in names.items() if there}


def _names_of(kind: str, one: Any) -> List[str]:
    resource = BY_KIND[kind].resource
    return [one[resource.key]] + [alias["name"] for alias in one.get("aliases") or ()]


def _by_fingerprint(name: str, known: Iterable[str]) -> bool:
    return len(name) >= 12 and any(one.startswith(name) for one in known)
