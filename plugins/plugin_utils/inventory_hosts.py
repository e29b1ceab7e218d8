# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an instance as the server lists it to a host of the inventory: facts, variables, groups.  Pure."""

from __future__ import annotations

import ipaddress
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_filters import Condition, holds, value_of

API = "lxcri.containers.api"
CONNECTIONS = {"api": API, "ssh": "ansible.builtin.ssh"}
# What an inventory of containers must never say: the controller would be taken for one of them.
FORBIDDEN = ("local", "ansible.builtin.local", "ansible.legacy.local")

GROUPINGS = ("state", "type", "project", "server", "member", "profile", "os", "release", "network", "architecture")

# Long, or written by the server for itself.
_NOISE = ("volatile.", "image.", "cloud-init.", "user.user-data", "user.vendor-data", "user.meta-data",
          "user.network-config")

# A fact's name as a variable, and the fact.
_VARIABLES = {
    "lxcri_instance": "name", "lxcri_state": "state", "lxcri_type": "type", "lxcri_member": "member",
    "lxcri_profiles": "profile", "lxcri_architecture": "architecture", "lxcri_os": "os", "lxcri_release": "release",
    "lxcri_networks": "network", "lxcri_description": "description", "lxcri_config": "config", "lxcri_ipv4": "ipv4",
    "lxcri_ipv6": "ipv6", "lxcri_project": "project", "lxcri_label": "server",
}


def facts_of(instance: Mapping[str, Any], label: str) -> Dict[str, Any]:
    """What an inventory knows of an instance, JSON-ready and with secrets masked.

    :arg instance: an item of ``GET /1.0/instances?recursion=2``.  :arg label: the server's name in the inventory.
    """
    config = instance.get("expanded_config") or instance.get("config") or {}
    devices = instance.get("expanded_devices") or instance.get("devices") or {}
    location = instance.get("location") or ""
    found = _addresses(instance.get("state"))
    return {
        "name": instance["name"],
        "server": label,
        "project": instance.get("project") or "default",
        "state": str(instance.get("status") or "unknown").lower(),
        "type": instance.get("type") or "container",
        "member": "" if location == "none" else location,
        "profile": list(instance.get("profiles") or ()),
        "architecture": instance.get("architecture") or "",
        "os": str(config.get("image.os") or "").lower(),
        "release": str(config.get("image.release") or "").lower(),
        "image": str(config.get("image.description") or ""),
        "network": sorted({device.get("network") or device.get("parent") or "" for device in devices.values()
                           if device.get("type") == "nic"} - {""}),
        "ephemeral": bool(instance.get("ephemeral")),
        "description": instance.get("description") or "",
        "config": masked({key: value for key, value in sorted(config.items()) if not key.startswith(_NOISE)}),
        "addresses": found,
        "ipv4": [address for _nic, address in found if ":" not in address],
        "ipv6": [address for _nic, address in found if ":" in address],
    }


def _addresses(state: Any) -> List[Tuple[str, str]]:
    """``[(nic, address)]`` of global scope, IPv4 before IPv6, otherwise as the server has them."""
    found = []
    for nic, device in sorted(((state or {}).get("network") or {}).items()):
        if nic != "lo":
            found += [(nic, one["address"]) for one in device.get("addresses") or ()
                      if one.get("scope") == "global" and one.get("address")]
    return sorted(found, key=lambda one: ":" in one[1])


def address_of(facts: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """The address to reach a running instance by, or empty.

    :arg said: ``family`` (``ipv4``, ``ipv6``), ``nic`` and ``within`` (a network in CIDR form), each optional.
    """
    within = _network(said.get("within"))
    for nic, address in facts["addresses"]:
        family = "ipv6" if ":" in address else "ipv4"
        if said.get("nic") not in (None, nic) or said.get("family") not in (None, family):
            continue
        if within is not None and ipaddress.ip_address(address) not in within:
            continue
        return address
    return ""


def _network(text: Any):
    if not text:
        return None
    try:
        return ipaddress.ip_network(str(text), strict=False)
    except ValueError:
        raise Invalid("ssh_address: {0!r} is no network; write 10.0.0.0/24.".format(text))


def variables_of(facts: Mapping[str, Any], server: Mapping[str, str], rules: Sequence[Tuple[str, Condition]],
                 address: Mapping[str, Any]) -> Dict[str, Any]:
    """A host's variables.

    :arg server: ``lxcri_server`` and the other variables by which the connection and the modules reach its server.
    :arg rules: which connection for which instances, the first that holds; ``api`` when none does.
    """
    found = dict(server, **{name: facts[fact] for name, fact in _VARIABLES.items()})
    chosen = next((connection for connection, wanted in rules if holds(wanted, facts)), "api")
    reached = address_of(facts, address) if chosen == "ssh" and facts["state"] == "running" else ""
    if reached:
        found.update(ansible_connection=CONNECTIONS["ssh"], ansible_host=reached)
    else:
        # Also for what has no address: the API says in a sentence that an instance is stopped.
        found.update(ansible_connection=API, ansible_host=facts["name"])
    return found


def groups_of(facts: Mapping[str, Any], groupings: Sequence[str]) -> List[str]:
    """Names of the groups an instance belongs to: ``state_running``, ``profile_default``, ``user_role_web`` …"""
    found = []
    for grouping in groupings:
        value = value_of(facts, grouping)
        for one in value if isinstance(value, list) else [value]:
            if one not in (None, ""):
                found.append("{0}_{1}".format(grouping, one))
    return found


def check_groupings(groupings: Sequence[str]) -> None:
    """Raise ``Invalid`` for a grouping nobody knows."""
    for grouping in groupings:
        if grouping not in GROUPINGS and not grouping.startswith(("user.", "config.")):
            raise Invalid("group_by: there is no {0!r}; known are {1}, user.* and config.*.".format(
                grouping, ", ".join(GROUPINGS)))


def check_connection(name: str, variables: Mapping[str, Any]) -> None:
    """Raise ``Invalid`` when a host would be taken for the controller, or for nothing."""
    if variables.get("ansible_connection") in FORBIDDEN or not variables.get("ansible_host"):
        raise Invalid(
            "{0}: `compose` gives it ansible_connection {1!r} and ansible_host {2!r}; a host here is never "
            "the controller itself, so correct `compose`.".format(
                name, variables.get("ansible_connection"), variables.get("ansible_host")))
