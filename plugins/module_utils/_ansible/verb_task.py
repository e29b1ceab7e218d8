# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of a verb, from its declaration: ``exec``, ``copy``, ``instance_move`` …"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import (
    CONNECTION,
    PROJECT,
    TIMEOUT,
    client_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.telling import telling
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import LIBRARIES, load_rest
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import argument_spec
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Verb


def verb_task(verb: Verb) -> Task:
    """The module that carries out one verb."""
    spec = dict(CONNECTION, **TIMEOUT)
    if verb.scope == "project":
        spec.update(PROJECT)
    spec.update(argument_spec(verb.options))
    return Task(spec, lambda call: carry_out(verb, call), rules=verb.rules, libraries=LIBRARIES + verb.libraries,
                ahead=load_rest)


def carry_out(verb: Verb, call: Call) -> dict:
    """Read, decide, do; the result of the module."""
    with client_of(call.params) as client:
        for extension in verb.extensions:
            client.server.require(extension, verb.name)
        intent = verb.intend(client, call.params)
        known = dict(intent.result, changed=intent.changes)

        def perform():
            with telling(client, call.show, says(verb, call.params)) as teller:
                return verb.perform(teller, call.params, intent, call.say)

        result = dict(known, **call.carry_out(intent.checked, perform)) if intent.changes and verb.perform else known
    if intent.before is not None or intent.after is not None:
        result["diff"] = {"before": intent.before or "", "after": intent.after or ""}
    return result


def says(verb: Verb, params: Mapping[str, Any]) -> str:
    """``instance copy 'web2'``, for people."""
    name = params.get("instance") or params.get("name")
    return " ".join([verb.name.replace("_", " "), *([repr(name)] if name else [])])
