# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of a kind, from its declaration: ``instance``, ``network``, ``profile`` …"""

from __future__ import annotations

from typing import Any, Callable, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import (
    CONNECTION,
    PROJECT,
    TIMEOUT,
    client_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.telling import telling
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import LIBRARIES, load_rest
from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import apply, plan_one, present
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import Plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, project_of, wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import argument_spec
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import Awaited
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked

# Waits until the object of a name is as it must be: (client, name, awaited, say) -> None.
Wait = Callable[[Any, str, Awaited, Callable[[str], None]], None]


def resource_task(resource: Resource, wait: Optional[Wait] = None) -> Task:
    """The module that creates, changes and removes one object of a kind.

    :arg wait: how to wait for what the kind ``awaits``, if it awaits anything.
    """
    return Task(arguments_of(resource), lambda call: converge(resource, call, wait), libraries=LIBRARIES,
                ahead=load_rest)


def arguments_of(resource: Resource) -> dict:
    """The ``argument_spec`` of a kind's module."""
    spec = dict(CONNECTION, **TIMEOUT)
    if resource.scope == "project":
        spec.update(PROJECT)
    spec.update({} if resource.singleton else naming(resource))
    spec.update({name: {"type": "str", "required": True} for name in resource.parents})
    spec.update({field.says: field.argument.spec() for field in resource.fields})
    spec.update(argument_spec(resource.options))
    if resource.renames:
        spec["new_name"] = {"type": "str"}
    if resource.replaceable():
        spec["replace"] = {"type": "bool", "default": False}
    if resource.member_keys:
        spec["members"] = {"type": "dict"}
    if resource.targeted:
        spec["target"] = {"type": "str"}
    if resource.forces:
        spec["force"] = {"type": "bool", "default": False}
    return spec


def naming(resource: Resource) -> dict:
    """The options that say which object is meant and whether it is to exist."""
    states = ["present", "absent"]
    default = "present"
    if resource.lifecycle:
        states[1:1] = resource.lifecycle.states
        default = resource.lifecycle.default
    return {
        "state": {"type": "str", "choices": states, "default": default},
        resource.key_option or resource.key: {"type": "str", "required": True},
    }


def converge(resource: Resource, call: Call, wait: Optional[Wait] = None) -> dict:
    """Read, plan, carry out, wait, read again; the result of the module."""
    wanted = wanted_of(resource, call.params)
    awaited = awaited_by(resource, wanted)
    with client_of(call.params) as client:
        planned = plan_one(client, resource, wanted)

        def carry_out():
            with telling(client, call.show, "{0} {1!r}".format(resource.title, wanted.name)) as teller:
                done = apply(teller, resource, wanted, planned, lambda: plan_one(client, resource, wanted))
            if awaited and wait:
                wait(client.within(project_of(resource, wanted)), wanted.option("new_name") or wanted.name, awaited,
                     call.say)
            # What nothing was done to is still as it was read.
            return done, present(client, resource, wanted) if done.changes or awaited else done.current

        done, now = call.carry_out((planned, planned.after), carry_out)
    return result_of(resource, done, now)


def awaited_by(resource: Resource, wanted: Wanted) -> Optional[Awaited]:
    """What a task waits for in the end; raises ``Invalid`` before anything is written."""
    return resource.awaits(wanted.options) if resource.awaits and wanted.state != "absent" else None


def result_of(resource: Resource, done: Plan, now) -> dict:
    """The module's return values; ``now`` is the object as it is, or would be."""
    shown = masked({key: value for key, value in (now or {}).items() if key not in resource.hidden})
    return {
        "changed": done.changes,
        "action": done.action,
        "differs": list(done.keys),
        "reason": done.reason,
        resource.kind: shown,
        **resource.notes,
        **done.notes,
        "diff": {"before": masked(dict(done.before or {})), "after": masked(dict(done.after or {})),
                 "before_header": header(resource, done), "after_header": header(resource, done)},
    }


def header(resource: Resource, done: Plan) -> str:
    """``instance web``, above a diff."""
    return "{0} {1}".format(resource.title, done.name)
