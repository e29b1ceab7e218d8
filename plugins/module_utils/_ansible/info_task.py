# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The info module of a kind, from its declaration."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import CONNECTION, PROJECT, client_of
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import LIBRARIES
from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import observe, observe_all
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, check_server
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked

# What Ansible takes for its own and never gives to whoever registers the result.
TAKEN = {"warnings": "server_warnings"}


def info_task(resource: Resource) -> Task:
    """The module that lists the objects of a kind, or shows one."""
    spec = dict(CONNECTION)
    if resource.scope == "project":
        spec.update(PROJECT)
    if not resource.singleton:
        spec[resource.key_option or resource.key] = {"type": "str"}
    spec.update({name: {"type": "str", "required": True} for name in resource.parents})
    if resource.full_recursion:
        spec["full"] = {"type": "bool", "default": False}
    return Task(spec, lambda call: gather(resource, call), libraries=LIBRARIES)


def gather(resource: Resource, call: Call) -> dict:
    """Every object of the collection, or the one that is named; one request either way."""
    name = resource.kind if resource.singleton else call.params.get(resource.key_option or resource.key)
    project = call.params.get("project") if resource.scope == "project" else None
    with client_of(call.params) as client:
        wanted = Wanted(name or "", options=call.params)
        check_server(resource, wanted, client.server)
        if name and not call.params.get("full"):
            found = [one for one in (observe(client, resource, wanted).object,) if one is not None]
        else:
            every = observe_all(client, resource, call.params, project, 2 if call.params.get("full") else 1)
            found = [one for one in every if not name or one.get(resource.key) == name]
    objects = [masked({key: value for key, value in one.items() if key not in resource.hidden}) for one in found]
    if resource.singleton:
        return {"changed": False, resource.kind: objects[0]}
    return {"changed": False, plural(resource): objects}


def plural(resource: Resource) -> str:
    """The return value's name: ``networks``, ``storage_bucket_keys``, ``identities``."""
    kind = resource.kind
    if kind.endswith("y") and kind[-2] not in "aeiou":
        return kind[:-1] + "ies"
    name = kind + ("es" if kind.endswith("s") else "s")
    return TAKEN.get(name, name)
