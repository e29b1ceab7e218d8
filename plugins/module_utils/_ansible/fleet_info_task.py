# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of the module ``fleet_info``: a running server as a fleet's document."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import CONNECTION, PROJECT, client_of
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import LIBRARIES
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import EXPORTED
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.export import Export, exported
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.read import read

ARGUMENTS = dict(
    CONNECTION,
    name={"type": "str", "required": True},
    secrets={"type": "bool", "default": False, "no_log": False},
    **PROJECT,
)


def gather(call: Call) -> dict:
    """The document, with one list request per kind, or per parent of what lies in others."""
    with client_of(call.params) as client:
        project = client.project or "default"
        inventory = read(client, (), call.params["name"], project, False, EXPORTED)
    export = Export(call.params["name"], project, call.params["secrets"])
    document, left_out = exported(export, inventory)
    return {"changed": False, "fleet": document, "left_out": left_out}


def fleet_info_task() -> Task:
    """The module ``fleet_info``."""
    return Task(ARGUMENTS, gather, libraries=LIBRARIES)
