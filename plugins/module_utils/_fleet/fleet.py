# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet from its document to its outcome: read, plan, check, carry out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Iterable, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import observe_all
from ansible_collections.lxcri.containers.plugins.module_utils._engine.refine import refined
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import capacity, inside_plan, placement, shortages
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND, OWNABLE, Validator
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing, things_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.execute import Executor, Outcome
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import cycle
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import Verbs
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside_plan import with_inside
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planfile import refuse_if_moved
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step, plan_fleet, with_state
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.preflight import problems
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.read import read
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import Rollout
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.states import summary
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.waiting import Judge

# Lays the Config under the declared instances: (things, what the server has) -> things.
Maker = Callable[[Tuple[Thing, ...], Inventory], Tuple[Thing, ...]]


@dataclass(frozen=True)
class Settings:
    """How a fleet is run: ``name`` owns, ``project`` is where what names no project goes.

    ``addresses``: read the instances with their state, which costs the server some work for each.
    ``verbs``: gives ``copy``, ``file`` and ``exec``, for what is done in instances.
    """

    name: str
    project: str = "default"
    purge: bool = False
    adopt: bool = False
    addresses: bool = False
    placement: str = placement.SCHEDULER
    width: int = 0
    rollout: Rollout = Rollout()
    verbs: Optional[Verbs] = None


@dataclass(frozen=True)
class Prepared:
    """A fleet that was read and planned, and may be carried out; ``warnings`` are sentences that do not forbid it."""

    name: str
    fleet: FleetPlan
    inventory: Inventory
    warnings: Tuple[str, ...] = ()


def name_of(document: Mapping[str, Any]) -> str:
    """The fleet's name, which is who owns what it makes.

    :raises Invalid: when the document names none.
    """
    name = document.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Invalid("The fleet has no name; add `name:` to its document, it marks what the fleet owns.")
    return name


def prepare(client: Any, document: Mapping[str, Any], settings: Settings, validate: Validator,
            make: Optional[Maker] = None) -> Prepared:
    """Read the document and the server, and plan.  Writes nothing.

    :arg make: lays the Config under the declared instances.
    :raises Invalid: with everything that forbids the first write in one message.
    """
    things = things_of(document, validate, settings.project)
    # All of them, so that what cannot be waited for is said before anything is written.
    awaited = [thing.section.resource.awaits(thing.wanted.options) for thing in things if thing.section.resource.awaits]
    states = settings.addresses or any(awaited)
    inventory = read(client, things, settings.name, settings.project, states, OWNABLE if settings.purge else ())
    if make:
        things = make(things, inventory)
    loop = cycle(things)
    if loop:
        raise Invalid("The fleet has a cycle: {0}; take one of these references out. Nothing was changed.".format(
            " -> ".join(loop)))
    things, memory = capacity.placed(client, things, inventory, settings.placement)
    fleet = plan_fleet(things, inventory, client.server, settings.name, settings.adopt, settings.purge)
    fleet = refine(client, fleet, inventory)
    found = list(fleet.problems) + problems(fleet, inventory) + placement.problems(things, inventory)
    found += shortages.problems(fleet.steps, inventory)
    room = capacity.checked(client, fleet.steps, inventory)
    found += memory.problems + room.problems
    if not found:
        fleet = with_inside(client, settings.verbs, fleet, inventory)
        found = list(fleet.problems)
    if found:
        raise Invalid("The fleet cannot be carried out: {0}. Nothing was changed.".format("; ".join(found)),
                      problems=found)
    return Prepared(settings.name, FleetPlan(tuple(_with_states(fleet, inventory)), ()), inventory,
                    memory.warnings + room.warnings)


def refine(client: Any, fleet: FleetPlan, inventory: Inventory) -> FleetPlan:
    """The plan with what is known of more than the things themselves; what speaks against it is a problem."""
    steps, found, read_beside = [], list(fleet.problems), {}
    for step in fleet.steps:
        thing = step.thing
        try:
            planned = refined(client, thing.section.resource, thing.wanted, inventory.find(thing), step.plan, read_beside)
            steps.append(replace(step, plan=planned))
        except LxcriError as error:
            found.append("{0}: {1}".format(thing.origin, error.message.rstrip(".")))
    return FleetPlan(tuple(steps), tuple(found))


def prepare_planned(client: Any, steps: Tuple[Step, ...], name: str, project: str, verbs: Verbs) -> Prepared:
    """Steps of a plan that was made before, as ready to be carried out as on the day they were made.

    :raises Conflict: when the server moved since; it names everything that did.
    """
    inventory = read(client, [step.thing for step in steps], name, project, True)
    refuse_if_moved(steps, inventory)
    inside_plan.refuse_if_moved(client, verbs, steps, inventory)
    return Prepared(name, FleetPlan(steps), inventory)


def _with_states(fleet: FleetPlan, inventory: Inventory):
    for step in fleet.steps:
        current = inventory.find(step.thing) if step.thing.section.resource.full_recursion else None
        yield with_state(step, current["state"]) if current and current.get("state") else step


def carry_out(client: Any, prepared: Prepared, settings: Settings,
              tell: Callable[[Outcome, int], None], judge: Judge,
              show: Optional[Callable[[Step, str, int], None]] = None) -> Tuple[Outcome, ...]:
    """Do what was planned; returns an outcome for every thing.

    :arg tell: takes each outcome.  :arg judge: says what an instance that is waited for lacks.
    :arg show: takes how far a step is; ``None`` when nobody looks.
    """
    return tuple(Executor(client, prepared.fleet, settings.width, tell, judge, settings.rollout,
                          lambda step: inside_plan.finish(client, settings.verbs, step), show).run())


def instances(client: Any, prepared: Prepared, settings: Settings, changed: bool) -> List[dict]:
    """The fleet's instances as they are now, for the table; read again only if something changed."""
    mine = {thing.id: thing for thing in (step.thing for step in prepared.fleet.steps)
            if thing.section.resource.kind == "instance" and thing.wanted.state != "absent"}
    inventory = prepared.inventory
    if mine and changed:
        inventory = read_instances(client, {one[1] for one in mine}, inventory)
    found = []
    for thing in mine.values():
        current = inventory.find(thing)
        if current:
            found.append(summary(current, thing.facts.get("runtime", "")))
    return found


def read_instances(client: Any, projects: Iterable[str], inventory: Inventory) -> Inventory:
    """The inventory with its instances read anew."""
    lists = dict(inventory.lists)
    for project in projects:
        lists[inventory.place("instance", project)] = tuple(
            observe_all(client, BY_KIND["instance"].resource, {}, project, 2))
    return Inventory(lists, inventory.members, homes=inventory.homes)
