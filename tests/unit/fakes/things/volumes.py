# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom storage volumes, their snapshots and backups, and the volumes of instances in the lists."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes import crud, keys, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection, Route, decode, only_post
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, created, done, sync, timestamp

NEVER = "0001-01-01T00:00:00Z"
POOL = "/1.0/storage-pools/{storage_pool}"
TYPES = ("custom", "container", "virtual-machine", "image")
PREFIXES = ("user.", "volatile.", "zfs.", "lvm.", "block.", "btrfs.", "ceph.", "initial.")
CHECKS = {
    "size": keys.is_size,
    "security.shifted": keys.is_bool,
    "security.unmapped": keys.is_bool,
    "security.shared": keys.is_bool,
    "snapshots.expiry": keys.is_any,
    "snapshots.pattern": keys.is_any,
    "snapshots.schedule": keys.is_any,
}


def _check(name: str, config: Dict[str, str], project: str) -> None:
    text = 'Invalid option for volume "%s_%s" option ' % (project, name)
    keys.plain(config, CHECKS, PREFIXES, Failure(500, text + '"%s"'))


def _find(ctx: Context, prefix: Prefix, name: str) -> Optional[Object]:
    found = ctx.store.find("storage_volume", prefix, name)
    if found is None and prefix[2] in ("container", "virtual-machine"):
        return next((one for one in _of_instances(ctx, prefix) if one["name"] == name), None)
    return found


def _of_instances(ctx: Context, prefix: Prefix) -> List[Object]:
    found = []
    for place, instance in ctx.store.everywhere("instance"):
        roots = [one for one in usage.expanded(ctx, instance, "devices").values() if one.get("path") == "/"]
        if instance["type"] == prefix[2] and any(one.get("pool") == prefix[1] for one in roots):
            if "all-projects" in ctx.query or place[0] == ctx.project:
                found.append(_volume((place[0],) + prefix[1:], instance["name"], created_at=instance["created_at"]))
    return found


def _volume(prefix: Prefix, name: str, **more: Any) -> Object:
    obj = {"config": {}, "description": "", "name": name, "content_type": "filesystem", "_prefix": prefix}
    obj["created_at"] = timestamp()
    obj.update(more)
    return obj


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    project, pool, kind = obj["_prefix"]
    if kind == "custom":
        used = usage.volume(ctx, pool, obj["name"].partition("/")[0], project)
    else:
        used = [usage.url("/1.0/instances", project, obj["name"])]
    shown.update(type=kind, used_by=used, location=ctx.server.location, project=project)
    if ctx.server.old:
        shown["created_at"] = NEVER


def _update(ctx: Context, old: Object, new: Object, body: Dict[str, Any]) -> None:
    if ctx.method == "PUT" and body.get("restore"):
        snapshot = ctx.store.find("volume_snapshot", old["_prefix"] + (old["name"],), body["restore"])
        if snapshot is None:
            raise Failure(500, "Snapshot not found")
        new.update(config=dict(old["config"]), description=old["description"])
    _check(old["name"], new["config"], old["_prefix"][0])


def _unused(ctx: Context, obj: Object, *_more: Any) -> None:
    project, pool, _kind = obj["_prefix"]
    if usage.volume(ctx, pool, obj["name"], project):
        raise Failure(400, "The storage volume is still in use")


KIND = Collection(
    kind="storage_volume",
    noun="storage volume",
    path=POOL + "/volumes/{type}",
    go="StorageVolume",
    feature="features.storage.volumes",
    under=("storage_pool", "type"),
    fields={"config": MAP, "description": TEXT, "content_type": only_post()},
    create=False,
    methods=("GET", "PUT", "PATCH", "DELETE"),
    missing="Storage pool volume not found",
    wiped=("description",),
    exists=(409, "Volume by that name already exists"),
    find=_find,
    before_update=_update,
    before_delete=_unused,
    view=_view,
)


def _list_types(kind: Collection, types: Any) -> Any:
    """All volumes of some types: custom ones, their snapshots, and those of instances."""

    def found(ctx: Context, one: str) -> List[Object]:
        ctx.params["type"] = one
        prefix = ctx.prefix(kind)
        objects = list(_of_instances(ctx, prefix))
        for place, obj in ctx.store.everywhere("storage_volume"):
            if place[1:] == prefix[1:] and (place == prefix or "all-projects" in ctx.query):
                objects.append(obj)
                for snapshot in ctx.store.named("volume_snapshot", place + (obj["name"],)).values():
                    named = "%s/%s" % (obj["name"], snapshot["name"])
                    more = {"content_type": obj["content_type"], "description": snapshot["description"]}
                    objects.append(_volume(place, named, **more))
        return objects

    def handle(ctx: Context) -> Reply:
        objects = [obj for one in types or (ctx.params["type"],) for obj in found(ctx, one)]
        if ctx.query.get("filter"):
            wanted = crud.matches(ctx.query["filter"], not ctx.server.lxd)
            objects = [obj for obj in objects if wanted(crud.show(ctx, kind, obj))]
        if ctx.recursion:
            return sync([crud.show(ctx, kind, obj) for obj in objects])
        urls = [ctx.url(kind, {**obj, "_prefix": obj["_prefix"]}) for obj in objects]
        return sync([url.replace("%2F", "/snapshots/") for url in urls])

    return handle


def _copied(ctx: Context, source: Dict[str, Any], obj: Object) -> Any:
    """What a copy or move does when its operation runs."""
    project = usage.feature_owner(ctx, source.get("project") or ctx.project, "features.storage.volumes")
    place = (project, source.get("pool") or obj["_prefix"][1], "custom")

    def work(_operation: Any) -> None:
        name, _mark, snapshot = source.get("name", "").partition("/")
        base = ctx.store.find("storage_volume", place, name)
        if base is None or snapshot and ctx.store.find("volume_snapshot", place + (name,), snapshot) is None:
            text = 'Storage volume "%s" in project "%s" of type "custom" does not exist on pool "%s"'
            raise Failure(400, text % (name, project, place[1]))
        for key in ("config", "description", "content_type"):
            obj[key] = obj[key] or base[key]
        obj["content_type"] = base["content_type"]
        crud.insert(ctx, KIND, obj["_prefix"], obj)
        if not snapshot and not source.get("volume_only"):
            for one in list(ctx.store.named("volume_snapshot", place + (name,)).values()):
                below = obj["_prefix"] + (obj["name"],)
                ctx.store.put("volume_snapshot", below, one["name"], {**one, "_prefix": below})

    return work


def _upload(ctx: Context, prefix: Prefix) -> Reply:
    """An ISO image (custom_volume_iso) or a backup as the body."""
    mark = "x-lxd-" if ctx.server.lxd else "x-incus-"
    name = ctx.headers.get(mark + "name", "")
    if ctx.headers.get(mark + "type") != "iso" or not ctx.server.has("custom_volume_iso"):
        if ctx.body[:2] != b"\x1f\x8b":
            raise Failure(500, "Unsupported compression")
    if not name:
        raise Failure(400, "Missing volume name")
    iso = ctx.headers.get(mark + "type") == "iso"
    obj = _volume(prefix, name, content_type="iso" if iso else "filesystem")
    obj["config"] = {"size": str(len(ctx.body))} if iso else {}
    return ctx.task("Importing custom volume from ISO" if iso else "Restoring custom volume backup",
                    lambda _operation: crud.insert(ctx, KIND, prefix, obj))


def _create(kind: Collection, typed: bool) -> Any:
    def handle(ctx: Context) -> Reply:
        wanted = ctx.params.setdefault("type", "custom")
        octets = ctx.headers.get("content-type") == "application/octet-stream"
        if octets:
            return _upload(ctx, ctx.prefix(kind))
        body = ctx.json()
        if not typed:
            if not body.get("type"):
                raise Failure(400, "You must provide a storage volume type of the storage volume")
            wanted = ctx.params["type"] = body["type"]
        prefix = ctx.prefix(kind)
        given = decode("StorageVolumesPost", kind.fields, body)
        name = crud.check_name(kind, body.get("name"))
        if wanted != "custom":
            raise Failure(400, 'Currently not allowed to create storage volumes of type "%s"' % wanted)
        if given.get("content_type", "") not in ("", "filesystem", "block", "iso"):
            raise Failure(400, "Invalid volume content type name")
        obj = crud.new_object(kind, prefix, name, given)
        obj["created_at"] = timestamp()
        source = body.get("source") or {}
        if ctx.store.find("storage_volume", prefix, name) is not None and not source.get("refresh"):
            raise crud.taken(kind, name)
        if source.get("type") in ("copy", "migration") or source.get("name"):
            return ctx.task("Copying storage volume", _copied(ctx, source, obj))
        obj["content_type"] = obj["content_type"] or "filesystem"
        _check(name, obj["config"], prefix[0])
        crud.insert(ctx, kind, prefix, obj)
        return done()

    return handle


def _rename(kind: Collection) -> Any:
    """Rename; or move to another pool or project, which is an operation."""

    def handle(ctx: Context) -> Reply:
        prefix, obj = ctx.get(kind)
        body = ctx.json()
        name = crud.check_name(kind, body.get("name"))
        pool, project = body.get("pool") or prefix[1], body.get("project") or prefix[0]
        target = (project, pool, prefix[2])
        if ctx.store.find("storage_pool", ("",), pool) is None:
            raise Failure(404, "Storage pool not found")
        if ctx.store.find("storage_volume", target, name) is not None:
            raise crud.taken(kind, name)
        old = obj["name"]

        def work(_operation: Any) -> None:
            ctx.store.move("storage_volume", prefix, old, name, target)
            obj.update(name=name, _prefix=target)
            for other in ("instance", "profile"):
                for _place, user in ctx.store.everywhere(other):
                    for device in user["devices"].values():
                        if (
                            device.get("type") == "disk"
                            and device.get("pool") == prefix[1]
                            and device.get("source") == old
                        ):
                            device.update(source=name, pool=pool)

        if target != prefix:
            return ctx.task("Moving storage volume", work)
        work(None)
        return created(crud.location(ctx, kind, obj))

    return handle


def _state(kind: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        prefix, _obj = ctx.get(kind)
        pool = ctx.store.find("storage_pool", ("",), prefix[1])
        if pool["driver"] == "dir":
            if ctx.server.lxd:
                raise Failure(500, "Not supported")
            return sync({"usage": None})
        return sync({"usage": {"used": 1 << 20, "total": 0}})

    return handle


def _everywhere(kind: Collection) -> Any:
    """GET /1.0/storage-volumes: the volumes of all pools."""

    def handle(ctx: Context) -> Reply:
        shown = []
        for pool in list(ctx.store.named("storage_pool", ("",))):
            ctx.params["storage_pool"] = pool
            reply = _list_types(kind, (ctx.params["name"],) if "name" in ctx.params else TYPES)(ctx)
            shown += json.loads(reply.body)["metadata"]
        return sync(shown)

    return handle


def kinds(_server: Any) -> List[Collection]:
    return [KIND]


def routes(_server: Any) -> List[Route]:
    kind = KIND
    one = POOL + "/volumes/{type}/{name}"
    return [
        Route("GET", POOL + "/volumes", _list_types(kind, TYPES)),
        Route("GET", POOL + "/volumes/{type}", _list_types(kind, None)),
        Route("POST", POOL + "/volumes", _create(kind, False)),
        Route("POST", POOL + "/volumes/{type}", _create(kind, True)),
        Route("POST", one, _rename(kind), extension="storage_api_volume_rename"),
        Route("GET", one + "/state", _state(kind), extension="storage_volume_state"),
        Route("GET", "/1.0/storage-volumes", _everywhere(kind), extension="storage_volumes_all"),
        Route("GET", "/1.0/storage-volumes/{name}", _everywhere(kind), extension="storage_volumes_all"),
    ]
