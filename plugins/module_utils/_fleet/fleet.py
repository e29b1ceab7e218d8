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
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import shortages
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND, OWNABLE, Validator
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing, things_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import cycle
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import Verbs, works_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.outcome import NONE, Judge, Outcome, is_pending
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step, plan_fleet, with_state
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.preflight import Findings, problems
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.read import read, with_foundation
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.settings import Settings
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.states import summary

# Lays the Config under the declared instances: (things, what the server has) -> things.
Maker = Callable[[Tuple[Thing, ...], Inventory], Tuple[Thing, ...]]


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
    new = any(thing.wanted.state != "absent" and inventory.find(thing) is None for thing in things)
    if make or new:
        inventory = with_foundation(client, inventory)
    things = make(things, inventory) if make else things
    loop = cycle(things)
    if loop:
        raise Invalid("The fleet has a cycle: {0}; take one of these references out. Nothing was changed.".format(
            " -> ".join(loop)))
    memory = Findings()
    if new:
        from ansible_collections.lxcri.containers.plugins.module_utils._fleet import capacity
        things, memory = capacity.placed(client, things, inventory, settings.placement)
    fleet = plan_fleet(things, inventory, client.server, settings.name, settings.adopt, settings.purge)
    fleet = refine(client, fleet, inventory)
    if fleet.changes:
        inventory = with_foundation(client, inventory)
    obstacles = in_the_way(client, fleet, things, inventory) if fleet.changes else Findings()
    found = [*fleet.problems, *problems(fleet, inventory), *shortages.problems(fleet.steps, inventory), *memory.problems,
             *obstacles.problems]
    if not found and any(step.id.kind == "instance" and works_of(step.thing.wanted) for step in fleet.steps):
        from ansible_collections.lxcri.containers.plugins.module_utils._fleet import inside_plan
        fleet = inside_plan.with_inside(client, settings.verbs, fleet, inventory)
        found = list(fleet.problems)
    if found:
        raise Invalid("The fleet cannot be carried out: {0}. Nothing was changed.".format("; ".join(found)),
                      problems=found)
    return Prepared(settings.name, FleetPlan(tuple(_with_states(fleet, inventory)), ()), inventory,
                    memory.warnings + obstacles.warnings)


def in_the_way(client: Any, fleet: FleetPlan, things: Tuple[Thing, ...], inventory: Inventory) -> Findings:
    """What the server lacks for what is to be written."""
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import capacity, placement
    room = capacity.checked(client, fleet.steps, inventory)
    return Findings((*placement.problems(things, inventory), *room.problems), room.warnings)


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
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import inside_plan, planfile
    inventory = read(client, [step.thing for step in steps], name, project, True)
    planfile.refuse_if_moved(steps, inventory)
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
    if not any(is_pending(step) for step in prepared.fleet.steps):
        return tuple(Outcome(step, NONE) for step in prepared.fleet.steps)
    # A fleet that is as declared needs none of this.
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import inside_plan
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet.execute import Executor
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
