# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who uses what: the ``used_by`` of profiles, networks, pools, projects and volumes."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Tuple
from urllib.parse import quote

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object

Devices = Dict[str, Dict[str, str]]


def url(path: str, project: str, *names: str) -> str:
    found = path + "/" + "/".join(quote(name, safe="") for name in names)
    return found if project in ("", "default") else found + "?project=" + quote(project, safe="")


def feature_owner(ctx: Context, project: str, feature: str) -> str:
    found = ctx.store.find("project", ("",), project)
    return project if found is not None and found["config"].get(feature) == "true" else "default"


def expanded(ctx: Context, instance: Object, what: str) -> Dict[str, Any]:
    """``config`` or ``devices`` of an instance with its profiles merged in, in order."""
    owner = feature_owner(ctx, instance["_prefix"][0], "features.profiles")
    merged: Dict[str, Any] = {}
    for name in instance["profiles"]:
        profile = ctx.store.find("profile", (owner,), name)
        if profile is not None:
            merged.update(profile[what])
    merged.update(instance[what])
    return dict(sorted(merged.items()))


def _devices(ctx: Context) -> Iterator[Tuple[str, str, Devices]]:
    """(url, project, devices) of every instance and profile."""
    for prefix, obj in ctx.store.everywhere("instance"):
        yield url("/1.0/instances", prefix[0], obj["name"]), prefix[0], expanded(ctx, obj, "devices")
    for prefix, obj in ctx.store.everywhere("profile"):
        yield url("/1.0/profiles", prefix[0], obj["name"]), prefix[0], obj["devices"]


def _by_device(ctx: Context, test: Callable[[str, Dict[str, str]], bool]) -> List[str]:
    return [
        where for where, project, devices in _devices(ctx) if any(test(project, device) for device in devices.values())
    ]


def profile(ctx: Context, obj: Object) -> List[str]:
    found = []
    for prefix, instance in ctx.store.everywhere("instance"):
        if obj["name"] in instance["profiles"]:
            if feature_owner(ctx, prefix[0], "features.profiles") == obj["_prefix"][0]:
                found.append(url("/1.0/instances", prefix[0], instance["name"]))
    return found


def network(ctx: Context, name: str, owner: str) -> List[str]:
    def test(project: str, device: Dict[str, str]) -> bool:
        if device.get("type") != "nic" or name not in (device.get("network"), device.get("parent")):
            return False
        return feature_owner(ctx, project, "features.networks") == owner

    found = _by_device(ctx, test)
    for prefix, other in ctx.store.everywhere("network"):
        if other["config"].get("network") == name or other["config"].get("parent") == name:
            found.append(url("/1.0/networks", prefix[0], other["name"]))
    return found


def acl(ctx: Context, name: str, owner: str) -> List[str]:
    def named(config: Dict[str, str]) -> bool:
        return name in [part.strip() for part in config.get("security.acls", "").split(",")]

    found = [
        url("/1.0/networks", prefix[0], obj["name"])
        for prefix, obj in ctx.store.everywhere("network")
        if named(obj["config"]) and prefix[0] == owner
    ]
    return found + _by_device(ctx, lambda _project, device: device.get("type") == "nic" and named(device))


def zone(ctx: Context, name: str) -> List[str]:
    keys = ("dns.zone.forward", "dns.zone.reverse.ipv4", "dns.zone.reverse.ipv6")
    return [
        url("/1.0/networks", prefix[0], obj["name"])
        for prefix, obj in ctx.store.everywhere("network")
        if any(name in obj["config"].get(key, "").split(",") for key in keys)
    ]


def pool(ctx: Context, name: str) -> List[str]:
    found = _by_device(ctx, lambda _project, device: device.get("type") == "disk" and device.get("pool") == name)
    for prefix, obj in ctx.store.everywhere("storage_volume"):
        if prefix[1] == name:
            where = "/1.0/storage-pools/%s/volumes" % name
            found.append(url(where, prefix[0], prefix[2], obj["name"]))
            snapshots = ctx.store.named("volume_snapshot", prefix + (obj["name"],)) if ctx.server.lxd else ()
            for snapshot in snapshots:
                found.append(url(where, prefix[0], prefix[2], obj["name"], "snapshots", snapshot))
    for prefix, obj in ctx.store.everywhere("storage_bucket"):
        if prefix[1] == name:
            found.append(url("/1.0/storage-pools/%s/buckets" % name, prefix[0], obj["name"]))
    return found


def volume(ctx: Context, pool_name: str, name: str, owner: str) -> List[str]:
    def test(project: str, device: Dict[str, str]) -> bool:
        if device.get("type") != "disk" or device.get("pool") != pool_name or device.get("path") == "/":
            return False
        used = feature_owner(ctx, project, "features.storage.volumes")
        return device.get("source", "").split("/")[0] == name and used == owner

    return _by_device(ctx, test)


def project(ctx: Context, name: str) -> List[str]:
    kinds = (
        ("instance", "/1.0/instances", "name"),
        ("profile", "/1.0/profiles", "name"),
        ("image", "/1.0/images", "fingerprint"),
        ("network", "/1.0/networks", "name"),
        ("network_acl", "/1.0/network-acls", "name"),
        ("network_zone", "/1.0/network-zones", "name"),
    )
    found = []
    for kind, path, key in kinds:
        found += [url(path, name, obj[key]) for obj in ctx.store.named(kind, (name,)).values()]
    for prefix, obj in ctx.store.everywhere("storage_volume"):
        if prefix[0] == name:
            found.append(url("/1.0/storage-pools/%s/volumes" % prefix[1], name, prefix[2], obj["name"]))
    for prefix, obj in ctx.store.everywhere("storage_bucket"):
        if prefix[0] == name:
            found.append(url("/1.0/storage-pools/%s/buckets" % prefix[1], name, obj["name"]))
    return found
