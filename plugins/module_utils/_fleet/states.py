# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The running state of instances, read together."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import observe_all
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND
from ansible_collections.lxcri.containers.plugins.module_utils._spec.ready import addresses


def read_states(client: Any, projects: Iterable[str]) -> Dict[Tuple[str, str], Mapping[str, Any]]:
    """``(project, name) -> state`` of all instances, one request a project."""
    resource = BY_KIND["instance"].resource
    return {(project, one["name"]): one.get("state") or {}
            for project in projects for one in observe_all(client, resource, {}, project or None, 2)}


def summary(one: Mapping[str, Any], runtime: str = "") -> dict:
    """What people want to see of an instance, from a list read with ``recursion=2``."""
    config = one.get("expanded_config") or one.get("config") or {}
    state = one.get("state") or {}
    return {
        "name": one.get("name"),
        "project": one.get("project") or "default",
        "status": one.get("status"),
        "type": one.get("type"),
        "location": one.get("location") or "",
        "runtime": runtime,
        "ipv4": addresses(state, "ipv4"),
        "ipv6": addresses(state, "ipv6"),
        "limits": {key[len("limits."):]: value for key, value in sorted(config.items()) if key.startswith("limits.")},
    }
