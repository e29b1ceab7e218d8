# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work on one step: an update is planned on what is there now, and can be taken back."""

from __future__ import annotations

from typing import Any

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import apply, observe, plan_one, send
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import (
    CREATE,
    DELETE,
    RESTART,
    UPDATE,
    Plan,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import query_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planfile import digest, with_etag
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import ROLLBACK
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join

SNAPSHOT = "lxcri-rollout"


def work_on(client: Any, step: Step, on_failure: str) -> Plan:
    """Carry one step out; raises the error that stopped it."""
    guarded = on_failure == ROLLBACK and step.id[0] == "instance" and step.plan.action in (UPDATE, RESTART)
    # What is done in an instance that is as declared comes later, and has nothing to go back to.
    guarded = guarded and bool(step.plan.requests)
    return _guarded(client, step) if guarded else _apply(client, step)


def _apply(client: Any, step: Step) -> Plan:
    resource, wanted = step.thing.section.resource, step.thing.wanted

    def again() -> Plan:
        return plan_one(client, resource, wanted)

    if step.exact:
        return apply(client, resource, wanted, _unmoved(client, step))
    # What is created or deleted has nothing to overwrite.
    planned = step.plan if step.plan.action in (CREATE, DELETE) else again()
    return apply(client, resource, wanted, planned, again)


def _unmoved(client: Any, step: Step) -> Plan:
    """The plan as it was made, once more sure that its object is as it was; raises ``Conflict``."""
    # What is created has nothing to overwrite; it was seen where it goes together with what it lies in, made anew.
    if not step.seen or step.plan.action == CREATE:
        return step.plan
    resource = step.thing.section.resource
    now = observe(client, resource, step.thing.wanted)
    if digest(resource, now.object) != step.seen:
        raise Conflict("{0} moved since the plan was made; make a new plan.".format(step.thing.says))
    return with_etag(step, now.etag)


def _guarded(client: Any, step: Step) -> Plan:
    """With a snapshot before, restored when the change fails and deleted in the end."""
    resource, wanted = step.thing.section.resource, step.thing.wanted
    query = query_of(resource, wanted)
    path = resource.item(wanted.options, wanted.name)
    snapshot = Request("DELETE", path + "/" + join("snapshots", SNAPSHOT), query=query, tolerate=(404,),
                       says="drop the snapshot of")
    send(client, resource, wanted.name, snapshot)
    send(client, resource, wanted.name, Request("POST", path + "/snapshots", {"name": SNAPSHOT}, query,
                                                says="snapshot"))
    try:
        done = _apply(client, step)
    except LxcriError as error:
        send(client, resource, wanted.name, Request("PUT", path, {"restore": SNAPSHOT}, query, says="roll back"))
        send(client, resource, wanted.name, snapshot)
        raise type(error)(error.message.rstrip(".") + "; it was rolled back to how it was.", **error.details)
    send(client, resource, wanted.name, snapshot)
    return done
