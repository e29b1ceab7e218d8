# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be known to fail before the first write.  Pure; all shortages come in one message."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, REPLACE
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.references import Reference
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest

_INSTANCE_NAME = re.compile(r"^[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")


@dataclass(frozen=True)
class Findings:
    """``problems`` forbid the first write, ``warnings`` do not; each is a sentence."""

    problems: Tuple[str, ...] = ()
    warnings: Tuple[str, ...] = ()


def problems(fleet: FleetPlan, inventory: Inventory) -> List[str]:
    """A sentence for every name that is forbidden and every reference to what will not be there."""
    found: List[str] = []
    missing: Dict[Tuple[Reference, str], List[str]] = {}
    names: Dict[Tuple[str, str, str], Optional[Set[str]]] = {}
    for step in fleet.steps:
        if step.plan.action in (CREATE, REPLACE):
            found += forbidden_name(step.thing)
        if step.plan.action == DELETE or step.thing.wanted.state == "absent":
            continue
        project = step.id.project
        for reference in references_of(step):
            kind, name, parent = reference
            if (kind, parent, project) not in names:
                names[kind, parent, project] = names_after(kind, project, fleet.steps, inventory, parent)
            known = names[kind, parent, project]
            if known is not None and name not in known and not (kind == "image" and _by_fingerprint(name, known)):
                missing.setdefault((reference, project), []).append(step.thing.origin)
    return found + [
        "{0}: {1} {2!r}{3} is neither on the server nor in the fleet{4}".format(
            several(origins), BY_KIND[kind].resource.title, name, " of {0!r}".format(parent) if parent else "",
            nearest(name, names[kind, parent, project] or ()))
        for ((kind, name, parent), project), origins in missing.items()]


def several(origins: List[str]) -> str:
    """The first few of a long list."""
    return ", ".join(origins[:3]) + (" and {0} more".format(len(origins) - 3) if len(origins) > 3 else "")


def references_of(step: Step) -> List[Reference]:
    """What must be there for the step; the image only for what is yet to be made."""
    return [one for one in step.thing.section.references(step.thing.wanted)
            if one.kind != "image" or step.plan.action in (CREATE, REPLACE)]


def forbidden_name(thing: Thing) -> List[str]:
    """Instances are host names: letters, digits and dashes, a letter first, 63 at most."""
    if thing.section.resource.kind != "instance" or _INSTANCE_NAME.match(thing.wanted.name):
        return []
    return ["{0}: {1!r} is no name for an instance; use letters, digits and dashes, a letter first, no dash last, "
            "63 characters at most".format(thing.origin, thing.wanted.name)]


def names_after(kind: str, project: str, steps: Iterable[Step], inventory: Inventory,
                parent: str = "") -> Optional[Set[str]]:
    """Names of a kind that will exist once the plan is carried out, as seen from a project.

    ``None`` where nobody looked: a kind that the fleet declares none of is not read for the sake of references, unless fleets
    stand on it and something is to be written.
    """
    places = {inventory.place(kind, where, parent) for where in ("default", project)}
    if not places & inventory.lists.keys():
        return None
    # Members of a cluster may each have one of that name.
    there = Counter(name for place in places for one in inventory.lists.get(place, ()) for name in _names_of(kind, one))
    kept: Set[str] = set()
    for step in steps:
        if (step.id.kind, step.id.parent) != (kind, parent) or step.id.project not in ("default", project, ""):
            continue
        names = [step.thing.wanted.name, *(step.thing.wanted.options.get("aliases") or ())]
        if step.plan.action == DELETE:
            there.subtract(names)
        elif step.thing.wanted.state != "absent":
            kept.update(names)
    return kept.union(name for name, number in there.items() if number > 0)


def _names_of(kind: str, one: Any) -> List[str]:
    resource = BY_KIND[kind].resource
    return [one[resource.key]] + [alias["name"] for alias in one.get("aliases") or ()]


def _by_fingerprint(name: str, known: Iterable[str]) -> bool:
    return len(name) >= 12 and any(one.startswith(name) for one in known)
