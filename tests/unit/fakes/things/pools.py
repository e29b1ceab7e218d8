# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Storage pools."""

from __future__ import annotations

import re
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import clustered, keys, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection, Route, only_post
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, sync

COMMON = ("user.", "volatile.", "volume.", "rsync.")
DRIVERS: Dict[str, Any] = {
    "dir": ("source",),
    "btrfs": ("source", "size", "btrfs."),
    "lvm": ("source", "size", "lvm."),
    "zfs": ("source", "size", "zfs."),
    "ceph": ("source", "ceph."),
    "cephfs": ("source", "cephfs."),
    "cephobject": ("cephobject.",),
}
LOOP = ("btrfs", "lvm", "zfs")
CHECKS = {"size": keys.is_size, "rsync.bwlimit": keys.is_size, "rsync.compression": keys.is_bool}


def _name(_ctx: Context, name: Any) -> str:
    if not name:
        raise Failure(400, "No name provided")
    if "/" in name:
        raise Failure(400, "Storage pool names may not contain slashes")
    if re.search(r"\s", name):
        raise Failure(500, "Storage name cannot contain white space")
    return name


def _check(obj: Object) -> None:
    keys.plain(obj["config"], CHECKS, COMMON + DRIVERS[obj["driver"]], Failure(500, 'Invalid option "%s"'))


def _create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    if not obj["driver"]:
        raise Failure(400, "No driver provided")
    if obj["driver"] not in DRIVERS:
        raise Failure(500, "Unknown driver")
    _check(obj)
    home = "/var/lib/" + ctx.server.product
    config = obj["config"]
    if obj["driver"] == "dir":
        config.setdefault("source", "%s/storage-pools/%s" % (home, obj["name"]))
    elif obj["driver"] in LOOP and "source" not in config:
        config.setdefault("size", "30GiB")
        config["source"] = "%s/disks/%s.img" % (home, obj["name"])
        if obj["driver"] == "zfs":
            config.setdefault("zfs.pool_name", obj["name"])
        if obj["driver"] == "lvm":
            config.setdefault("lvm.vg_name", obj["name"])
            config.setdefault("lvm.thinpool_name", "LXDThinPool" if ctx.server.lxd else "IncusThinPool")
    obj["config"] = dict(sorted(config.items()))


def _own(key: str) -> bool:
    """Keys that each member of a cluster has for itself."""
    return key in ("source", "size", "zfs.pool_name", "lvm.vg_name", "lvm.thinpool_name", "source.wipe")


def _update(ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    _check(new)
    if ctx.server.clustered:
        clustered.update(ctx, old, new, _own, "source")
        return
    for key in ("source", "zfs.pool_name", "lvm.vg_name"):
        if old["config"].get(key) != new["config"].get(key):
            raise Failure(500, "Pool source cannot be changed when not in pending state")


def _delete(ctx: Context, obj: Object) -> None:
    if usage.pool(ctx, obj["name"]):
        raise Failure(400, "The storage pool is currently in use")


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["used_by"] = usage.pool(ctx, obj["name"]) or (None if ctx.server.lxd else [])
    clustered.view(ctx, obj, shown)


def kind(server: Any) -> Collection:
    return Collection(
        kind="storage_pool",
        noun="storage pool",
        path="/1.0/storage-pools",
        go="StoragePool",
        fields={"config": MAP, "description": TEXT, "driver": only_post()},
        methods=("GET", "PUT", "PATCH", "DELETE"),
        missing="Storage pool not found",
        exists=(409, "The storage pool already exists: The record already exists"),
        etag=not server.old,
        wiped=("description",),
        etag_extra=("driver",),
        check_name=_name,
        intercept=clustered.create(_own),
        before_create=_create,
        before_update=_update,
        before_delete=_delete,
        view=_view,
    )


def kinds(server: Any) -> List[Collection]:
    return [kind(server)]


def _resources(pool: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        if ctx.store.find("storage_pool", ("",), ctx.name) is None:
            raise Failure(500, "Storage pool not found")
        used, total = ctx.server.space.get((ctx.name, ctx.query.get("target", "")), (2 << 30, 30 << 30))
        return sync({"space": {"used": used, "total": total}, "inodes": {"used": 4000, "total": 1966080}})

    return handle


def routes(server: Any) -> List[Route]:
    return [Route("GET", "/1.0/storage-pools/{name}/resources", _resources(kind(server)), extension="resources")]
