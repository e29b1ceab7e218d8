# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is due in instances, as part of a fleet's plan.  Only instances that declare something are looked into."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import send
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import (
    CREATE,
    NONE,
    REPLACE,
    UPDATE,
    Plan,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import project_of, query_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import (
    DONE,
    MARK,
    Verbs,
    carry_out,
    is_due,
    look,
    works_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request

READERS = 8


def with_inside(client: Any, verbs: Verbs, fleet: FleetPlan, inventory: Inventory) -> FleetPlan:
    """The plan, with what is due in instances; what speaks against it is a problem."""
    mine = {step.id: step for step in fleet.steps if step.id.kind == "instance" and works_of(step.thing.wanted)}
    if not mine:
        return fleet
    problems = list(fleet.problems)

    def one(step: Step) -> Tuple[Step, str]:
        try:
            return _looked_into(client, verbs, step, inventory.find(step.thing)), ""
        except LxcriError as error:
            return step, "{0}: {1}".format(step.thing.origin, error.message.rstrip("."))

    with ThreadPoolExecutor(READERS) as pool:
        for step, problem in pool.map(one, list(mine.values())):
            mine[step.id] = step
            problems += [problem] if problem else []
    return FleetPlan(tuple(mine.get(step.id, step) for step in fleet.steps), tuple(problems))


def _looked_into(client: Any, verbs: Verbs, step: Step, current: Optional[Mapping[str, Any]]) -> Step:
    new = is_new(step.plan)
    first = new or is_due(current)
    if new or (current or {}).get("status") != "Running":
        due = tuple(work.says for work in works_of(step.thing.wanted) if first or not work.once)
    else:
        due = look(_within(client, step), verbs, step.thing.wanted, first)
    return replace(step, plan=with_due(step.plan, due, unseen=not new and (current or {}).get("status") != "Running"),
                   inside=due, first=first)


def is_new(planned: Plan) -> bool:
    """Will nothing be in the instance but what its image brings?  Pure."""
    return planned.action in (CREATE, REPLACE) or any(request.says == "rebuild" for request in planned.requests)


def with_due(planned: Plan, due: Tuple[str, ...], unseen: bool) -> Plan:
    """The plan with what is due inside.  Pure.

    :arg unseen: the instance does not run, so all of it is looked at when it does.
    """
    if not due:
        return planned
    said = "inside: {0}".format(", ".join(due)) + (" (looked at once it runs)" if unseen else "")
    reasons: List[str] = [planned.reason] * planned.changes + [said]
    return replace(planned, action=UPDATE if planned.action == NONE else planned.action,
                   keys=planned.keys + tuple(one.partition(" ")[0] for one in due), reason="; ".join(reasons),
                   after=dict(planned.after or {}, inside=list(due)))


def refuse_if_moved(client: Any, verbs: Verbs, steps: Tuple[Step, ...], inventory: Inventory) -> None:
    """Raise ``Conflict`` when something else is due in an instance than when the plan was made."""
    found = []
    for step in steps:
        current = inventory.find(step.thing)
        if step.inside and not is_new(step.plan) and (current or {}).get("status") == "Running":
            if look(_within(client, step), verbs, step.thing.wanted, step.first) != step.inside:
                found.append("what is due in {0}".format(step.thing.says))
    if found:
        raise Conflict("The server moved since the plan was made: {0} differs; make a new plan. Nothing was changed."
                       .format(", ".join(found)), moved=found)


def finish(client: Any, verbs: Verbs, step: Step) -> None:
    """Do what is due in the step's instance, and note that what is done once is done."""
    resource, wanted = step.thing.section.resource, step.thing.wanted
    carry_out(_within(client, step), verbs, wanted, step.first)
    if step.first and any(work.once for work in works_of(wanted)):
        send(client, resource, wanted.name, Request(
            "PATCH", resource.item(wanted.options, wanted.name), {"config": {MARK: DONE}}, query_of(resource, wanted),
            says="note what was done in"))


def _within(client: Any, step: Step) -> Any:
    return client.within(project_of(step.thing.section.resource, step.thing.wanted))
