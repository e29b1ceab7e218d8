# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server will not have enough of once the plan is carried out: addresses and room in projects.  Pure."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step

LIMITS = {"limits.instances": None, "limits.containers": "container", "limits.virtual-machines": "virtual-machine"}


def problems(steps: Iterable[Step], inventory: Inventory) -> List[str]:
    """A sentence for every shortage."""
    mine = [step for step in steps if step.id[0] == "instance"]
    return address_clashes(mine, inventory) + full_projects(mine, inventory)


def address_clashes(steps: Iterable[Step], inventory: Inventory) -> List[str]:
    """Static addresses that more than one instance would have."""
    owners: Dict[str, List[str]] = {}
    declared = set()
    for step in steps:
        declared.add((step.id.project, step.id.name))
        current = inventory.find(step.thing) or {}
        devices = step.thing.wanted.values.get("devices") or current.get("devices")
        if step.plan.action != DELETE and step.thing.wanted.state != "absent":
            for address in _addresses(devices or {}):
                owners.setdefault(address, []).append(step.thing.wanted.name)
    for (kind, project, _parent), objects in inventory.lists.items():
        for one in objects if kind == "instance" else ():
            if (project, one["name"]) not in declared:
                for address in _addresses(one.get("devices") or {}):
                    owners.setdefault(address, []).append(one["name"])
    return ["the address {0} would belong to {1}; give each its own".format(address, " and ".join(names))
            for address, names in owners.items() if len(names) > 1]


def _addresses(devices: Mapping[str, Any]) -> List[str]:
    return [device[key] for device in devices.values() if device and device.get("type") == "nic"
            for key in ("ipv4.address", "ipv6.address") if device.get(key) not in (None, "", "none", "auto")]


def full_projects(steps: Iterable[Step], inventory: Inventory) -> List[str]:
    """Projects whose limits the plan would exceed."""
    steps = list(steps)
    found = []
    for project in inventory.all("project", ""):
        for key, kind in LIMITS.items():
            limit = (project.get("config") or {}).get(key)
            if not limit or not limit.isdigit():
                continue
            there, made, gone = _counts(steps, inventory, project["name"], kind)
            if made and there + made - gone > int(limit):
                found.append("project {0!r} holds {1} instances and would hold {2}, its {3} is {4}".format(
                    project["name"], there, there + made - gone, key, limit))
    return found


def _counts(steps: List[Step], inventory: Inventory, project: str, kind: Any) -> Tuple[int, int, int]:
    there = sum(kind in (None, one.get("type")) for one in inventory.all("instance", project))
    mine = [step for step in steps if step.id[1] == project]
    made = sum(step.plan.action == CREATE and kind in (None, step.thing.wanted.values.get("type", "container"))
               for step in mine)
    gone = sum(step.plan.action == DELETE for step in mine)
    return there, made, gone
