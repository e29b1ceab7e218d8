# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses: what a network hands out, its leases and its state, and the interfaces of a running instance."""

from __future__ import annotations

import hashlib
import ipaddress
import time
from typing import Any, Dict, Iterator, List, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes import usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object

NONE = {"bytes_received": 0, "bytes_sent": 0, "packets_received": 0, "packets_sent": 0}
NO_ERRORS = {"errors_received": 0, "errors_sent": 0, "packets_dropped_outbound": 0, "packets_dropped_inbound": 0}


def _address(family: str, address: Any, length: int, scope: str) -> Dict[str, str]:
    return {"family": family, "address": str(address), "netmask": str(length), "scope": scope}


def _subnet(network: Object, key: str) -> Optional[Any]:
    value = network["config"].get(key, "none")
    return None if value in ("", "none", "auto") else ipaddress.ip_interface(value)


def nics(ctx: Context, instance: Object) -> Iterator[Tuple[str, Dict[str, str], Optional[Object]]]:
    """(device name, device, managed network or None) of an instance."""
    owner = usage.feature_owner(ctx, instance["_prefix"][0], "features.networks")
    for name, device in usage.expanded(ctx, instance, "devices").items():
        if device.get("type") == "nic":
            managed = device.get("network") or device.get("parent") or ""
            yield name, device, ctx.store.find("network", (owner,), managed)


def addresses(
    ctx: Context, instance: Object, device: Dict[str, str], network: Optional[Object]
) -> List[Dict[str, str]]:
    """The addresses of one NIC: those that the device pins, else stable ones from the network's subnets."""
    if network is None:
        return []
    seed = hashlib.sha256(("%s/%s" % (instance["_prefix"][0], instance["name"])).encode()).digest()
    taken = ctx.server.blobs.setdefault("addresses", {})
    found = []
    for family, key, scope in (("inet", "ipv4.address", "global"), ("inet6", "ipv6.address", "global")):
        subnet = _subnet(network, key)
        if subnet is None:
            continue
        pinned = device.get(key)
        if pinned and pinned not in ("none", "auto"):
            found.append(_address(family, pinned, subnet.network.prefixlen, scope))
            continue
        mark = (network["name"], family, instance["config"].get("volatile.uuid"))
        if mark not in taken:
            room = min(subnet.network.num_addresses - 2, 65533)
            used = {value for other, value in taken.items() if other[:2] == mark[:2]} | {str(subnet.ip)}
            if len(used) >= room:  # as when a DHCP range is used up
                continue
            offset = int.from_bytes(seed[:2], "big") % room
            while str(subnet.network.network_address + 1 + offset) in used:
                offset = (offset + 1) % room
            taken[mark] = str(subnet.network.network_address + 1 + offset)
        found.append(_address(family, taken[mark], subnet.network.prefixlen, scope))
    return found


def _link_local(mac: str) -> str:
    """The address that an interface gives itself: up at once, and good for nothing that waits for an address."""
    parts = [int(part, 16) for part in mac.split(":")]
    parts = [parts[0] ^ 2, *parts[1:3], 0xFF, 0xFE, *parts[3:]]
    return str(ipaddress.ip_address("fe80::") + int.from_bytes(bytes(parts), "big"))


def has_addresses(ctx: Context, instance: Object) -> bool:
    delay = ctx.server.ip_delay
    return delay is not None and time.monotonic() >= instance["_started"] + delay


def interfaces(ctx: Context, instance: Object) -> Dict[str, Any]:
    """``network`` in the state of a running instance."""
    ready = has_addresses(ctx, instance)
    found: Dict[str, Any] = {}
    for name, device, network in nics(ctx, instance):
        shown = device.get("name", name)
        mac = device.get("hwaddr") or instance["config"].get("volatile.%s.hwaddr" % name, "")
        link = [_address("inet6", _link_local(mac), 64, "link")] if mac else []
        found[shown] = {
            "addresses": (addresses(ctx, instance, device, network) if ready else []) + link,
            "counters": {**NONE, **NO_ERRORS},
            "hwaddr": mac,
            "host_name": instance["config"].get("volatile.%s.host_name" % name, ""),
            "mtu": 1500,
            "state": "up",
            "type": "broadcast",
        }
    found["lo"] = {
        "addresses": [_address("inet", "127.0.0.1", 8, "local"), _address("inet6", "::1", 128, "local")],
        "counters": {**NONE, **NO_ERRORS},
        "hwaddr": "",
        "host_name": "",
        "mtu": 65536,
        "state": "up",
        "type": "loopback",
    }
    return found


def leases(ctx: Context, network: Object) -> List[Dict[str, str]]:
    found = []
    for key in ("ipv4.address", "ipv6.address"):
        subnet = _subnet(network, key)
        if subnet is not None:
            found.append(_lease("%s.gw" % network["name"], "", str(subnet.ip), "gateway", ""))
    for _prefix, instance in ctx.store.everywhere("instance"):
        for name, device, used in nics(ctx, instance):
            if used is not network:
                continue
            mac = device.get("hwaddr") or instance["config"].get("volatile.%s.hwaddr" % name, "")
            pinned = [device[key] for key in ("ipv4.address", "ipv6.address") if device.get(key, "none") != "none"]
            found += [_lease(instance["name"], mac, one, "static", ctx.server.location) for one in pinned]
            if instance["_status"] == "Running" and has_addresses(ctx, instance):
                for one in addresses(ctx, instance, device, network):
                    if one["address"] not in pinned:
                        found.append(_lease(instance["name"], mac, one["address"], "dynamic", ctx.server.location))
    return found


def _lease(host: str, mac: str, address: str, kind: str, where: str) -> Dict[str, str]:
    return {"hostname": host, "hwaddr": mac, "address": address, "type": kind, "location": where}


def state(_ctx: Context, network: Object) -> Dict[str, Any]:
    found = []
    for family, key in (("inet", "ipv4.address"), ("inet6", "ipv6.address")):
        subnet = _subnet(network, key)
        if subnet is not None:
            found.append(_address(family, subnet.ip, subnet.network.prefixlen, "global"))
    bridge = {"id": "8000.00163e000001", "stp": False, "forward_delay": 1500, "vlan_default": 0}
    bridge.update(vlan_filtering=False, upper_devices=[])
    return {
        "addresses": found,
        "counters": dict(NONE),
        "hwaddr": "00:16:3e:00:00:01",
        "mtu": 1500,
        "state": "up",
        "type": "loopback" if network["type"] == "loopback" else "broadcast",
        "bond": None,
        "bridge": bridge if network["type"] == "bridge" else None,
        "vlan": None,
        "ovn": None,
    }
