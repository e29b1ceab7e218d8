# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet's plan: each thing against what the server has.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Iterable, List, Mapping, Optional, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.members import Member
from ansible_collections.lxcri.containers.plugins.module_utils._engine.ownership import claimed, fleet_of
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, REPLACE, Plan, plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, check_server
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import (
    BY_KIND,
    Section,
    option_of,
    rank,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id, Thing, duplicates
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import marked
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory, Place
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

CUT_OFF = "the server ended while it was made, nothing is in it"


@dataclass(frozen=True)
class Step:
    """One thing with its plan.

    ``seen`` is the digest of what a plan from a file was made on; ``exact`` steps are done as they are or not at all.
    ``inside`` names what is to be done in the instance once it is ready; ``first``: also what is done once.
    """

    thing: Thing
    plan: Plan
    seen: str = ""
    exact: bool = False
    inside: Tuple[str, ...] = ()
    first: bool = False

    @property
    def id(self) -> Id:
        """The thing's id."""
        return self.thing.id


@dataclass(frozen=True)
class FleetPlan:
    """All steps in the order of building; ``problems`` are sentences that forbid the first write."""

    steps: Tuple[Step, ...]
    problems: Tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Is there anything to do?"""
        return any(step.plan.changes for step in self.steps)

    def counts(self) -> Dict[str, int]:
        """``{"create": 3, "none": 97}``."""
        found: Dict[str, int] = {}
        for step in self.steps:
            found[step.plan.action] = found.get(step.plan.action, 0) + 1
        return found


def plan_fleet(things: Iterable[Thing], inventory: Inventory, server: Any, fleet: str, adopt: bool = False,
               purge: bool = False) -> FleetPlan:
    """Compare everything; nothing is written when ``problems`` is not empty.

    :arg server: the client layer's ``Server``.
    :arg purge: also plan to delete what this fleet once created and no longer declares.
    """
    things = tuple(things)
    # What members have of their own is not in any list; it is set at creation, and mended by the module of the kind.
    members = {one["server_name"]: Member() for one in inventory.members}
    steps: List[Step] = []
    problems: List[str] = []
    replaced: Set[Tuple[str, str, str]] = set()
    for thing in things:
        resource = thing.section.resource
        # What lies in something that is made anew is gone by then.
        current = None if (thing.section.parent_kind, *_within(thing)) in replaced else inventory.find(thing)
        try:
            check_server(resource, thing.wanted, server)
            wanted = claimed(resource, located(resource, thing.wanted, current), current, fleet, adopt)
            anew = CUT_OFF if thing.id in inventory.cut_off and fleet_of(resource, current) == fleet else ""
            each = members if resource.member_keys else None
            planned = plan(resource, wanted, current, members=each, anew=anew)
            # An image has files, too, which are what it is made of.
            if resource.kind == "instance" and planned.action in (CREATE, REPLACE) and marked(wanted) != wanted:
                wanted = marked(wanted)
                planned = plan(resource, wanted, current, members=each, anew=anew)
            steps.append(Step(replace(thing, wanted=wanted), planned, exact=bool(anew)))
            if planned.action == REPLACE:
                replaced.add((thing.id.kind, thing.id.project, thing.id.name))
        except LxcriError as error:
            problems.append("{0}: {1}".format(thing.origin, error.message.rstrip(".")))
    problems += duplicates(step.thing for step in steps)
    if purge:
        steps += [_deletion(thing, inventory) for thing in leftovers(things, inventory, fleet)]
    steps.sort(key=lambda step: rank(step.id[0]))
    return FleetPlan(tuple(steps), tuple(problems))


def _within(thing: Thing) -> Tuple[str, str]:
    scoped = thing.section.parent_kind and BY_KIND[thing.section.parent_kind].resource.scope == "project"
    return thing.id.project if scoped else "", thing.id.parent


def located(resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]]) -> Wanted:
    """The declaration with the member that the thing is on, where its kind lies on single members and none is named."""
    where = (current or {}).get("location")
    if not resource.targeted or wanted.option("target") or where in (None, "", "none"):
        return wanted
    return replace(wanted, options=dict(wanted.options, target=where))


def _deletion(thing: Thing, inventory: Inventory) -> Step:
    planned = plan(thing.section.resource, thing.wanted, inventory.find(thing))
    return Step(thing, replace(planned, reason="no longer declared by its fleet"))


def leftovers(things: Iterable[Thing], inventory: Inventory, fleet: str) -> List[Thing]:
    """What carries this fleet's record and is not declared."""
    declared = {id(inventory.find(thing)) for thing in things}
    found = []
    for place, objects in inventory.lists.items():
        section = BY_KIND[place.kind]
        for one in objects:
            if fleet_of(section.resource, one) == fleet and id(one) not in declared:
                found.append(_leftover(section, place, one))
    return list({thing.id: thing for thing in found}.values())


def _leftover(section: Section, place: Place, one: Mapping[str, Any]) -> Thing:
    resource = section.resource
    options = {option_of(resource): one[resource.key], "state": "absent", "project": place.project or None}
    if section.parent_option:
        options[section.parent_option] = place.parent
    wanted = located(resource, Wanted(str(one[resource.key]), "absent", _references(section, one), options), one)
    return Thing(section, wanted, "{0} {1!r}".format(resource.title, wanted.name))


def _references(section: Section, one: Mapping[str, Any]) -> Dict[str, Any]:
    # What an undeclared thing refers to decides when it is removed.
    return {name: one[name] for name in section.referring if one.get(name)}


def with_state(step: Step, state: Any) -> Step:
    """The step, with what was read of its instance's state."""
    return replace(step, thing=replace(step.thing, facts=dict(step.thing.facts, state=state)))
