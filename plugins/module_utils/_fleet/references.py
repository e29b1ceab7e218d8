# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one thing of a fleet refers to by name.  Pure."""

from __future__ import annotations

import re
from typing import Any, List, Mapping, NamedTuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted

# A subject of a rule that is a name, not an address, a range, a subnet or one of the server's own words.
_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9-]*$")
ZONES = ("dns.zone.forward", "dns.zone.reverse.ipv4", "dns.zone.reverse.ipv6")


class Reference(NamedTuple):
    """A thing that is referred to; ``parent`` is the name of what it lies in, empty where its kind lies in nothing."""

    kind: str
    name: str
    parent: str = ""


def nothing(_wanted: Wanted) -> List[Reference]:
    """What refers to nothing but, maybe, its parent."""
    return []


def of_project(wanted: Wanted) -> List[Reference]:
    """The groups of members that a project keeps its instances to."""
    return [Reference("cluster_group", name)
            for name in _names(wanted.values.get("config"), "restricted.cluster.groups")]


def of_acl(wanted: Wanted) -> List[Reference]:
    """Address sets (``$name``) and other ACLs in the rules."""
    found = []
    for rule in [*(wanted.values.get("ingress") or ()), *(wanted.values.get("egress") or ())]:
        for subject in [*_split(rule.get("source")), *_split(rule.get("destination"))]:
            if subject.startswith("$"):
                found.append(Reference("network_address_set", subject[1:]))
            elif _NAME.match(subject):
                found.append(Reference("network_acl", subject))
    return found


def of_network(wanted: Wanted) -> List[Reference]:
    """ACLs, DNS zones, and the uplink."""
    config = wanted.values.get("config") or {}
    found = [Reference("network_acl", name) for name in _names(config, "security.acls")]
    found += [Reference("network_zone", name) for key in ZONES for name in _names(config, key)]
    return found + [Reference("network", name) for name in _names(config, "network") if name != "none"]


def of_peer(wanted: Wanted) -> List[Reference]:
    """The network at the other end, where it is in the same project."""
    target, project = wanted.values.get("target_network"), wanted.values.get("target_project")
    return [Reference("network", target)] if target and project in (None, "", wanted.option("project")) else []


def of_devices(wanted: Wanted) -> List[Reference]:
    """Networks, ACLs, pools and custom volumes that devices name."""
    found = []
    for device in (wanted.values.get("devices") or {}).values():
        if device:
            found += _of_device(device)
    return found


def _of_device(device: Mapping[str, Any]) -> List[Reference]:
    found = [Reference("network", device["network"])] if device.get("network") else []
    found += [Reference("network_acl", name) for name in _names(device, "security.acls")]
    pool, source = device.get("pool"), device.get("source")
    if pool:
        found.append(Reference("storage_pool", pool))
    # A source in a pool is a custom volume, or a path in one.
    if pool and source and not source.startswith("/") and device.get("source.type", "custom") == "custom":
        found.append(Reference("storage_volume", source.partition("/")[0], pool))
    return found


def of_instance(wanted: Wanted) -> List[Reference]:
    """Profiles, the image, what must be ready before, the group of members it is made on, and the devices'."""
    found = [Reference("profile", name) for name in wanted.values.get("profiles") or ()]
    if wanted.values.get("image"):
        found.append(Reference("image", wanted.values["image"]))
    found += [Reference("instance", name) for name in wanted.options.get("after") or ()]
    target = wanted.option("target", "")
    if target.startswith("@"):
        found.append(Reference("cluster_group", target[1:]))
    return found + of_devices(wanted)


def _names(config: Any, key: str) -> List[str]:
    return _split((config or {}).get(key))


def _split(text: Any) -> List[str]:
    return [part.strip() for part in str(text or "").split(",") if part.strip()]
