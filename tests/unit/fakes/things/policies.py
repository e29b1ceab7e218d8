# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ACLs, DNS zones and their records, address sets, integrations."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import keys, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import (
    LIST,
    MAP,
    TEXT,
    Collection,
    Field,
    Route,
    only_post,
)
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply

ACTIONS = {"lxd": ("allow", "drop", "reject"), "incus": ("allow", "allow-stateless", "drop", "reject")}
RULE = "action source destination protocol source_port destination_port icmp_type icmp_code description state".split()
RECORDS = {"A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA", "TLSA"}
ROWS = Field("any", zero=[])


def no(text: str) -> Failure:
    """What the client did wrong here, LXD 5.0 and Incus 6.0 call a fault of their own."""
    return Failure(500, text)


def _acl_name(ctx: Context, name: Any) -> str:
    if not name:
        raise no("Name is required")
    if not re.fullmatch(r"[-a-zA-Z0-9]+", name):
        raise no("Name can only contain alphanumeric and hyphen characters")
    if name[0] in "0123456789-" and ctx.server.lxd:
        raise no("Name must not start with a number")
    return name


def _trimmed(key: str, value: str) -> str:
    """Subjects and ports lose the spaces around their commas."""
    if key in ("source", "destination", "source_port", "destination_port"):
        return ",".join(part.strip() for part in value.split(","))
    return value.strip()


def _rules(ctx: Context, obj: Object) -> None:
    for direction in ("ingress", "egress"):
        kept = []
        for at, rule in enumerate(obj[direction] or []):
            start = "Invalid %s rule %d: " % (direction, at)
            if rule.get("action") not in ACTIONS[ctx.server.product]:
                raise no(start + "Action must be one of: " + ", ".join(ACTIONS[ctx.server.product]))
            if rule.get("state") not in ("enabled", "disabled", "logged"):
                raise no(start + "State must be one of: enabled, disabled, logged")
            if rule.get("protocol") not in (None, "", "icmp4", "icmp6", "tcp", "udp"):
                raise no(start + "Protocol must be one of: icmp4, icmp6, tcp, udp")
            if (rule.get("source_port") or rule.get("destination_port")) and rule.get("protocol") not in ("tcp", "udp"):
                raise no(start + "Ports cannot be used without protocol tcp or udp")
            kept.append({key: _trimmed(key, rule[key]) for key in RULE if rule.get(key)})
        obj[direction] = kept


def _user_only(ctx: Context, config: Dict[str, str], *known: str) -> None:
    keys.plain(config, dict.fromkeys(known, keys.is_any), ("user.",), no('Invalid config option "%s"'))


def _acl(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    _rules(ctx, obj)
    _user_only(ctx, obj["config"])


def _acl_unused(ctx: Context, obj: Object, *_more: Any) -> None:
    if usage.acl(ctx, obj["name"], obj["_prefix"][0]):
        raise no("Cannot %s an ACL that is in use" % ("delete" if ctx.method == "DELETE" else "rename"))


def _acl_rename(ctx: Context, obj: Object, name: str) -> None:
    _acl_unused(ctx, obj)
    if ctx.store.find("network_acl", obj["_prefix"], name) is not None:
        raise no("An ACL by that name exists already")


def _acl_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["used_by"] = usage.acl(ctx, obj["name"], obj["_prefix"][0])
    if not ctx.server.lxd:
        shown["project"] = obj["_prefix"][0]


def _log(ctx: Context) -> Reply:
    ctx.get(ctx.server.kinds["network_acl"])
    raise no("Only OVN log entries may be retrieved at this time")


def _zone_name(ctx: Context, name: Any) -> str:
    if not name:
        raise no("Name is required")
    return name


def _zone(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    peers = [key for key in obj["config"] if re.fullmatch(r"peers\.[^.]+\.(address|key)", key)]
    _user_only(ctx, obj["config"], "dns.nameservers", "network.nat", "dns.contact", *peers)


def _zone_unused(ctx: Context, obj: Object) -> None:
    if usage.zone(ctx, obj["name"]):
        raise no("Cannot delete a zone that is in use")


def _zone_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["used_by"] = usage.zone(ctx, obj["name"])
    if not ctx.server.lxd:
        shown["project"] = "" if "name" in ctx.params else obj["_prefix"][0]


def _entries(ctx: Context, obj: Object) -> None:
    kept = []
    for entry in obj["entries"] or []:
        kind, value = entry.get("type", ""), entry.get("value", "")
        if kind not in RECORDS:
            raise no('Bad zone record entry: dns: unknown RR type: "%s"' % kind)
        if kind in ("A", "AAAA"):
            try:
                version = ipaddress.ip_address(value).version
            except ValueError:
                version = 0
            if version != {"A": 4, "AAAA": 6}[kind]:
                raise no('Bad zone record entry: dns: bad %s A: "%s"' % (kind, value))
        kept.append({key: entry[key] for key in ("type", "ttl", "value") if entry.get(key)})
    obj["entries"] = kept


def _record(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    if obj["name"] in ctx.store.named("network_zone_record", obj["_prefix"]) and ctx.method == "POST":
        raise no("UNIQUE constraint failed: networks_zones_records.name")
    _entries(ctx, obj)
    _user_only(ctx, obj["config"])


def _record_update(ctx: Context, old: Object, new: Object, body: Dict[str, Any]) -> None:
    if ctx.method == "PATCH":
        # Both merge the zone's configuration into the record's.
        zone = ctx.store.find("network_zone", old["_prefix"][:1], old["_prefix"][1])
        new["config"] = {**zone["config"], **(body.get("config") or {})}
    _record(ctx, new, body)


def _addresses(_ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    for address in obj["addresses"]:
        try:
            ipaddress.ip_interface(address)
        except ValueError:
            raise Failure(400, 'Invalid address "%s"' % address) from None


def _set_view(ctx: Context, obj: Object, shown: Object) -> None:
    needle = "$" + obj["name"]
    shown["used_by"] = [
        usage.url("/1.0/network-acls", prefix[0], acl["name"])
        for prefix, acl in ctx.store.everywhere("network_acl")
        for rule in acl["ingress"] + acl["egress"]
        if needle in (rule.get("source"), rule.get("destination"))
    ]
    shown["project"] = obj["_prefix"][0]


def _set_unused(ctx: Context, obj: Object, *_more: Any) -> None:
    shown: Object = {}
    _set_view(ctx, obj, shown)
    if shown["used_by"]:
        raise Failure(400, "Cannot change an address set that is in use")


def _integration(_ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    if obj["type"] != "ovn":
        raise Failure(400, 'Invalid network integration type "%s"' % obj["type"])
    keys.plain(obj["config"], {}, ("ovn.", "user."), Failure(400, 'Invalid option "%s"'))


def kinds(server: Any) -> List[Collection]:
    old = server.old
    zones = (
        "features.networks" if server.lxd and not server.has("projects_networks_zones") else "features.networks.zones"
    )
    return [
        Collection(
            kind="network_acl",
            noun="network ACL",
            path="/1.0/network-acls",
            go="NetworkACL",
            feature="features.networks",
            fields={"description": TEXT, "egress": ROWS, "ingress": ROWS, "config": MAP},
            missing="Network ACL not found",
            exists=(400, "The network ACL already exists"),
            wiped=("description", "egress", "ingress") if old else ("description",),
            extension="network_acl",
            check_name=_acl_name,
            before_create=_acl,
            before_update=lambda ctx, _old, new, body: _acl(ctx, new, body),
            before_rename=_acl_rename,
            before_delete=_acl_unused,
            view=_acl_view,
        ),
        Collection(
            kind="network_zone",
            noun="network zone",
            path="/1.0/network-zones",
            go="NetworkZone",
            feature=zones,
            fields={"description": TEXT, "config": MAP},
            methods=("GET", "PUT", "PATCH", "DELETE"),
            missing="Network zone not found",
            exists=(400, "The network zone already exists"),
            wiped=("description",),
            extension="network_dns",
            check_name=_zone_name,
            before_create=_zone,
            before_update=lambda ctx, _old, new, body: _zone(ctx, new, body),
            before_delete=_zone_unused,
            view=_zone_view,
        ),
        Collection(
            kind="network_zone_record",
            noun="network zone record",
            path="/1.0/network-zones/{network_zone}/records",
            go="NetworkZoneRecord",
            feature=zones,
            under=("network_zone",),
            fields={"description": TEXT, "entries": ROWS, "config": MAP},
            methods=("GET", "PUT", "PATCH", "DELETE"),
            missing="Network zone record not found",
            wiped=("description", "entries"),
            extension="network_dns_records",
            check_name=lambda _ctx, name: name or "",
            before_create=_record,
            before_update=_record_update,
        ),
        Collection(
            kind="network_address_set",
            noun="network address set",
            path="/1.0/network-address-sets",
            go="NetworkAddressSet",
            feature="features.networks",
            fields={"addresses": LIST, "config": MAP, "description": TEXT},
            missing="Network address set not found",
            exists=(409, "The network address set already exists"),
            extension="network_address_set",
            product="incus",
            check_name=_acl_name,
            before_create=_addresses,
            before_update=lambda ctx, _old, new, body: _addresses(ctx, new, body),
            before_rename=_set_unused,
            before_delete=_set_unused,
            view=_set_view,
        ),
        Collection(
            kind="network_integration",
            noun="network integration",
            path="/1.0/network-integrations",
            go="NetworkIntegration",
            fields={"description": TEXT, "config": MAP, "type": only_post()},
            missing="Network integration not found",
            exists=(409, "The network integration already exists"),
            extension="network_integrations",
            product="incus",
            before_create=_integration,
            before_update=lambda ctx, _old, new, body: _integration(ctx, new, body),
            view=lambda _ctx, _obj, shown: shown.update(used_by=[]),
        ),
    ]


def routes(_server: Any) -> List[Route]:
    return [Route("GET", "/1.0/network-acls/{name}/log", _log, extension="network_acl_log")]
