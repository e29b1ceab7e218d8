# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks, the interfaces of the host that nobody manages, their leases and states."""

from __future__ import annotations

import ipaddress
import random
import re
from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes import clustered, keys, leases, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection, Route, only_post
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, sync

HOST = {"lo": "loopback", "eth0": "physical"}
KNOWN: Dict[str, Any] = {
    "bridge": ("bridge.", "bgp.", "dns.", "fan.", "ipv4.", "ipv6.", "maas.", "raw.", "security.acls", "tunnel."),
    "ovn": ("network", "bridge.", "dns.", "ipv4.", "ipv6.", "security.acls", "tunnel.", "parent"),
    "macvlan": ("parent", "mtu", "vlan", "gvrp", "maas."),
    "sriov": ("parent", "mtu", "vlan", "maas."),
    "physical": ("parent", "mtu", "vlan", "gvrp", "maas.", "bgp.", "dns.", "ipv4.", "ipv6.", "ovn."),
}
BOOLEANS = ("ipv4.nat", "ipv4.dhcp", "ipv6.nat", "ipv6.dhcp", "ipv6.dhcp.stateful", "ipv4.firewall", "ipv6.firewall")
CHECKS = {
    **dict.fromkeys(BOOLEANS, keys.is_bool),
    "ipv4.address": keys.is_network_address(4),
    "ipv6.address": keys.is_network_address(6),
    "bridge.mtu": keys.is_int,
    "mtu": keys.is_int,
}


def _name(_ctx: Context, name: Any) -> str:
    if not name:
        raise Failure(400, "No name provided")
    if len(name) > 15:
        raise Failure(400, "Network interface is too long (maximum 15 characters)")
    if len(name) < 2:
        raise Failure(400, "Network interface is too short (minimum 2 characters)")
    if not re.fullmatch(r"[-_a-zA-Z0-9.]+", name):
        raise Failure(400, "Network interface contains invalid characters")
    return name


def _check(ctx: Context, obj: Object) -> None:
    name, kind = obj["name"], obj["type"]
    for key, value in obj["config"].items():
        known = key in CHECKS or key.startswith(KNOWN[kind] + ("user.", "volatile."))
        if not known:
            raise Failure(500, 'Invalid option for network "%s" option "%s"' % (name, key))
        if key in CHECKS and value and not CHECKS[key](value):
            raise Failure(400, 'Invalid value for network "%s" option "%s": %s' % (name, key, value))
    for acl in filter(None, (part.strip() for part in obj["config"].get("security.acls", "").split(","))):
        if ctx.store.find("network_acl", obj["_prefix"], acl) is None:
            raise Failure(400, 'Network ACL "%s" does not exist' % acl)
    if kind in ("macvlan", "sriov", "physical") and not obj["config"].get("parent"):
        raise Failure(400, 'Invalid value for network "%s" option "parent": Required value' % name)


def _generate(config: Dict[str, str]) -> List[str]:
    """Replace ``auto`` by an address; returns the families that it did so for."""
    found = []
    if config.get("ipv4.address") == "auto":
        config["ipv4.address"] = "10.%d.%d.1/24" % (random.randint(64, 250), random.randint(0, 254))
        found.append("ipv4")
    if config.get("ipv6.address") == "auto":
        net = int(ipaddress.ip_address("fd42::")) | random.getrandbits(48) << 64
        config["ipv6.address"] = "%s/64" % ipaddress.ip_address(net + 1)
        found.append("ipv6")
    return found


def _create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    obj["type"] = obj["type"] or "bridge"
    if obj["type"] not in KNOWN:
        raise Failure(400, "Unknown driver")
    if obj["type"] != "ovn" and obj["_prefix"][0] != "default":
        raise Failure(400, "Network type does not support non-default projects")
    if obj["name"] in HOST:
        raise Failure(500, 'Network interface "%s" already exists' % obj["name"])
    _check(ctx, obj)
    config = obj["config"]
    if obj["type"] == "bridge":
        config.setdefault("ipv4.address", "auto")
        config.setdefault("ipv6.address", "auto")
    if obj["type"] == "ovn":
        config.setdefault("ipv4.address", "auto")
        config.setdefault("ipv6.address", "auto")
        if config.get("network"):
            config["volatile.network.ipv4.address"] = "10.10.10.%d" % random.randint(100, 200)
    for family in _generate(config):
        config.setdefault(family + ".nat", "true")
    obj["config"] = dict(sorted(config.items()))


def _own(key: str) -> bool:
    """Keys that each member of a cluster has for itself."""
    return key in ("bridge.external_interfaces", "parent")


def _update(ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    _check(ctx, new)
    clustered.update(ctx, old, new, _own)
    _generate(new["config"])
    new["config"] = dict(sorted(new["config"].items()))


def _find(ctx: Context, prefix: Prefix, name: str) -> Optional[Object]:
    found = ctx.store.find("network", prefix, name)
    if found is None and ctx.method in ("GET", "HEAD") and name in HOST:
        return _host(ctx, name)
    if found is None and ctx.method not in ("GET", "HEAD"):
        raise Failure(404, "Failed loading network: Network not found")
    return found


def _host(ctx: Context, name: str) -> Object:
    return {"name": name, "type": HOST[name], "config": {}, "description": "", "_prefix": ("default",), "_host": True}


def _hosts(ctx: Context) -> List[Object]:
    return [_host(ctx, name) for name in HOST]


def _unused(ctx: Context, obj: Object, *_more: Any) -> None:
    if usage.network(ctx, obj["name"], obj["_prefix"][0]):
        raise Failure(400, "The network is currently in use")


def _rename(ctx: Context, obj: Object, name: str) -> None:
    if ctx.server.clustered:
        raise Failure(400, "Renaming clustered network not supported")
    _unused(ctx, obj)
    if ctx.store.find("network", obj["_prefix"], name) is not None:
        raise Failure(409, 'Network "%s" already exists' % name)


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    managed = not obj.get("_host")
    used = usage.network(ctx, obj["name"], obj["_prefix"][0])
    shown["used_by"] = used or ([] if obj["name"] == "lo" or not ctx.server.lxd and managed else None)
    shown["managed"] = managed
    clustered.view(ctx, obj, shown)
    if not managed:
        shown.update(status="", locations=None)
    if not ctx.server.lxd:
        shown["project"] = obj["_prefix"][0]


def kind(server: Any) -> Collection:
    return Collection(
        kind="network",
        noun="network",
        path="/1.0/networks",
        go="Network",
        feature="features.networks",
        fields={"description": TEXT, "config": MAP, "type": only_post()},
        missing="Network not found",
        exists=(400 if server.lxd else 409, "The network already exists"),
        wiped=("description",),
        etag_extra=("type",),
        find=_find,
        check_name=_name,
        intercept=clustered.create(_own),
        before_create=_create,
        before_update=_update,
        before_rename=_rename,
        before_delete=_unused,
        view=_view,
        extra_list=_hosts,
    )


def kinds(server: Any) -> List[Collection]:
    return [kind(server)]


def _state(network: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        if ctx.store.find("network", ctx.prefix(network), ctx.name) is None and ctx.name not in HOST:
            raise Failure(404, 'Network interface "%s" not found' % ctx.name)
        return sync(leases.state(ctx, ctx.get(network)[1]))

    return handle


def _leases(network: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        obj = ctx.get(network)[1]
        if obj.get("_host"):
            raise Failure(404, "Failed loading network: Network not found")
        return sync(leases.leases(ctx, obj))

    return handle


def routes(server: Any) -> List[Route]:
    network = kind(server)
    return [
        Route("GET", "/1.0/networks/{name}/state", _state(network)),
        Route("GET", "/1.0/networks/{name}/leases", _leases(network)),
    ]
