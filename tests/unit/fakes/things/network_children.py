# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hangs below a network: forwards, load balancers, peers; and the list of all allocations."""

from __future__ import annotations

import ipaddress
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import keys, leases, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection, Field, Route, only_post
from ansible_collections.lxcri.containers.tests.unit.fakes.things.policies import no
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Dropped, Failure, Reply, sync

NETWORK = "/1.0/networks/{network}"
ROWS = Field("any", zero=[])
PORT = {
    "network_forward": ("description", "protocol", "listen_port", "target_port", "target_address"),
    "network_load_balancer": ("description", "protocol", "listen_port", "target_backend"),
}


def _network(ctx: Context, prefix: Prefix) -> Object:
    found = ctx.store.find("network", prefix[:1], prefix[1])
    if found is None:
        raise Failure(404, "Failed loading network: Network not found")
    return found


def _listen(ctx: Context, address: Any) -> str:
    try:
        return str(ipaddress.ip_address(address or ""))
    except ValueError:
        raise no('Failed parsing address forward listen address "%s"' % (address or "")) from None


def _inside(ctx: Context, network: Object, address: str, what: str) -> None:
    for key in ("ipv4.address", "ipv6.address"):
        value = network["config"].get(key, "none")
        if value not in ("none", "", "auto"):
            try:
                if ipaddress.ip_address(address) in ipaddress.ip_interface(value).network:
                    return
            except ValueError:
                raise no("Invalid %s address" % what) from None
    raise no("%s address is not within the network subnet" % what)


def _ports(ctx: Context, kind: str, obj: Object) -> None:
    kept = []
    for at, port in enumerate(obj["ports"] or []):
        if port.get("protocol") not in ("tcp", "udp"):
            text = "Invalid port protocol in port specification %d, protocol must be one of: tcp, udp"
            raise no(text % at)
        if not port.get("listen_port"):
            raise no("Invalid port specification %d: missing listen port" % at)
        empty: Any = [] if kind == "network_load_balancer" else ""
        kept.append({key: port.get(key) or (empty if key == "target_backend" else "") for key in PORT[kind]})
    obj["ports"] = kept


def _forward(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    network = _network(ctx, obj["_prefix"])
    known = {"target_address": keys.is_any}
    keys.plain(obj["config"], known, ("user.",), no('Invalid option "%s"'))
    if obj["config"].get("target_address"):
        _inside(ctx, network, obj["config"]["target_address"], "Default target")
    _ports(ctx, "network_forward", obj)
    for port in obj["ports"]:
        _inside(ctx, network, port["target_address"], "Port target")


def _forward_update(ctx: Context, _old: Object, new: Object, body: Dict[str, Any]) -> None:
    if ctx.method == "PATCH" and ctx.server.old and body.get("config") is None:
        raise Dropped  # LXD 5.0 panics here and hangs up
    _forward(ctx, new, body)


def _balancers_only_ovn(ctx: Context, prefix: Prefix) -> None:
    if _network(ctx, prefix)["type"] != "ovn":
        raise Failure(400, 'Network driver "bridge" does not support load balancers')


def _balancer(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    keys.plain(obj["config"], {}, ("user.", "healthcheck"), no('Invalid option "%s"'))
    backends = []
    for backend in obj["backends"] or []:
        if not backend.get("name") or not backend.get("target_address"):
            raise no("Invalid backend: a name and a target address are required")
        backends.append({key: backend.get(key, "") for key in ("name", "description", "target_port", "target_address")})
    obj["backends"] = backends
    _ports(ctx, "network_load_balancer", obj)
    names = {backend["name"] for backend in backends}
    for port in obj["ports"]:
        for wanted in port["target_backend"]:
            if wanted not in names:
                raise no('Invalid backend "%s" in port specification' % wanted)


def _placed(ctx: Context, _obj: Object, shown: Object) -> None:
    shown["location"] = ctx.server.location


def _peers_only_ovn(ctx: Context, prefix: Prefix) -> None:
    if _network(ctx, prefix)["type"] != "ovn":
        raise Failure(400, 'Network driver "bridge" does not support peering')


def _peer(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    _peers_only_ovn(ctx, obj["_prefix"])
    keys.plain(obj["config"], {}, ("user.",), no('Invalid option "%s"'))
    if obj.get("type") == "remote":
        if not obj.get("target_integration"):
            raise Failure(400, "Missing target integration")
        return
    if not obj["target_network"]:
        raise Failure(400, "Missing target network")
    obj["target_project"] = obj["target_project"] or ctx.project
    for other in ctx.store.named("network_peer", obj["_prefix"]).values():
        if (other["target_project"], other["target_network"]) == (obj["target_project"], obj["target_network"]):
            raise Failure(409, "A peer for that target network already exists")


def _peer_status(ctx: Context, obj: Object) -> str:
    """Created once both sides name each other."""
    if obj.get("type") == "remote":
        return "Created"
    place = (obj["target_project"], obj["target_network"])
    for other in ctx.store.named("network_peer", place).values():
        if (other["target_project"], other["target_network"]) == obj["_prefix"]:
            return "Created"
    return "Pending"


def _peer_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown.update(status=_peer_status(ctx, obj), used_by=[])


def kinds(server: Any) -> List[Collection]:
    peer = {"config": MAP, "description": TEXT, "target_project": only_post(), "target_network": only_post()}
    if not server.lxd:
        peer.update(type=only_post(zero="local"), target_integration=only_post())
    address = {
        "feature": "features.networks",
        "under": ("network",),
        "key": "listen_address",
        "methods": ("GET", "PUT", "PATCH", "DELETE"),
        "check_name": _listen,
        "checked": False,
        "view": _placed,
    }
    return [
        Collection(
            kind="network_forward",
            noun="network forward",
            path=NETWORK + "/forwards",
            go="NetworkForward",
            fields={"config": MAP, "description": TEXT, "ports": ROWS},
            missing="Network forward not found",
            exists=(409, "Failed creating forward: A forward for that listen address already exists"),
            wiped=("description",),
            extension="network_forward",
            before_create=_forward,
            before_update=_forward_update,
            **address,
        ),
        Collection(
            kind="network_load_balancer",
            noun="network load balancer",
            path=NETWORK + "/load-balancers",
            go="NetworkLoadBalancer",
            fields={"backends": ROWS, "config": MAP, "description": TEXT, "ports": ROWS},
            missing="Network load balancer not found",
            exists=(409, "A load balancer for that listen address already exists"),
            extension="network_load_balancer",
            at_prefix=_balancers_only_ovn,
            before_create=_balancer,
            before_update=lambda ctx, _old, new, body: _balancer(ctx, new, body),
            **address,
        ),
        Collection(
            kind="network_peer",
            noun="network peer",
            path=NETWORK + "/peers",
            go="NetworkPeer",
            feature="features.networks",
            under=("network",),
            fields=peer,
            methods=("GET", "PUT", "PATCH", "DELETE"),
            missing="Network peer not found",
            exists=(409, "A peer for that name already exists"),
            extension="network_peer",
            at_prefix=_peers_only_ovn,
            before_create=_peer,
            view=_peer_view,
        ),
    ]


def _allocations(ctx: Context) -> Reply:
    everywhere = ctx.query.get("all-projects", "") in ("1", "true")
    found: List[Dict[str, Any]] = []

    def add(address: str, used_by: str, kind: str, nat: bool, mac: str, network: str) -> None:
        entry = {"addresses": address, "used_by": used_by, "type": kind, "hwaddr": mac, "nat": nat}
        if not ctx.server.lxd or ctx.server.has("network_allocations_ovn_uplink"):
            entry["network"] = network
        found.append(entry)

    for prefix, network in ctx.store.everywhere("network"):
        if not everywhere and prefix[0] != ctx.owner("features.networks"):
            continue
        where = usage.url("/1.0/networks", prefix[0], network["name"])
        for family in ("ipv4", "ipv6"):
            address = network["config"].get(family + ".address", "none")
            if address not in ("none", ""):
                add(address, where, "network", network["config"].get(family + ".nat") == "true", "", network["name"])
        for forward in ctx.store.named("network_forward", prefix + (network["name"],)).values():
            below = where.partition("?")[0] + "/forwards/" + forward["listen_address"]
            add(forward["listen_address"] + "/32", below, "network-forward", False, "", network["name"])
    for prefix, instance in ctx.store.everywhere("instance"):
        if instance["_status"] != "Running" or not everywhere and prefix[0] != ctx.project:
            continue
        where = usage.url("/1.0/instances", prefix[0], instance["name"])
        for name, device, used in leases.nics(ctx, instance):
            if used is None or not leases.has_addresses(ctx, instance):
                continue
            mac = instance["config"].get("volatile.%s.hwaddr" % name, "")
            for one in leases.addresses(ctx, instance, device, used):
                length = 32 if one["family"] == "inet" else 128
                add("%s/%d" % (one["address"], length), where, "instance", False, mac, used["name"])
    return sync(found)


def routes(_server: Any) -> List[Route]:
    return [Route("GET", "/1.0/network-allocations", _allocations, extension="network_allocations")]
