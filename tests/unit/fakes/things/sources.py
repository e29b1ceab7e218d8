# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a new instance comes from: an image, another instance, nothing; and moves."""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import crud
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection
from ansible_collections.lxcri.containers.tests.unit.fakes.things import images, sharing
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, timestamp

Origin = Callable[[Object, Any], None]
NOT_COPIED = ("volatile.uuid", "volatile.cloud-init.instance-id", "volatile.last_state.power", "volatile.idmap.current")


def _image(ctx: Context, fingerprint: str) -> Any:
    kind = ctx.server.kinds["image"]
    return kind.find(ctx, (ctx.owner("features.images"),), fingerprint)


def _from_image(ctx: Context, source: Dict[str, Any], given: Dict[str, Any], body: Dict[str, Any]) -> Origin:
    names = [key for key in ("alias", "fingerprint", "properties") if source.get(key)]
    if not names:
        raise Failure(500, "Must specify one of alias, fingerprint or properties for init from image")
    if source.get("server"):
        image, parts = sharing.remote(ctx, source)
        if ctx.store.find("image", image["_prefix"], image["fingerprint"]) is None:
            image.update(cached=True)
            images.add(ctx, image, parts, {})
    elif "alias" in names:
        alias = ctx.store.find("image_alias", (ctx.owner("features.images"),), source["alias"])
        if alias is None and ctx.server.lxd:
            raise Failure(404, "Image alias not found")
        image = _image(ctx, alias["target"]) if alias else None
    elif "fingerprint" in names:
        image = _image(ctx, source["fingerprint"])
    else:
        found = [
            one
            for one in ctx.store.named("image", (ctx.owner("features.images"),)).values()
            if all(one["properties"].get(key) == value for key, value in source["properties"].items())
        ]
        if not found:
            raise Failure(500, "Image not found")
        image = found[0]

    def origin(obj: Object, operation: Any) -> None:
        if image is None:
            raise Failure(400, "Image not provided for instance creation")
        image["last_used_at"] = timestamp()
        if image["type"] != obj["type"]:
            raise Failure(
                400, 'Requested image\'s type "%s" doesn\'t match instance type "%s"' % (image["type"], obj["type"])
            )
        config = {"image." + key: value for key, value in image["properties"].items()}
        config.update(obj["config"])
        config["volatile.base_image"] = image["fingerprint"]
        config["volatile.apply_template"] = "create"
        obj.update(config=config, architecture=image["architecture"])
        operation.shown["metadata"] = {"create_instance_from_image_unpack_progress": "Unpack: 100% (42.10MB/s)"}

    return origin


def _from_nothing(_ctx: Context, _source: Dict[str, Any], _given: Dict[str, Any], _body: Dict[str, Any]) -> Origin:
    def origin(obj: Object, _operation: Any) -> None:
        obj["config"]["volatile.apply_template"] = "create"

    return origin


def _copy_snapshots(ctx: Context, base: Object, obj: Object) -> None:
    place = obj["_prefix"] + (obj["name"],)
    for one in list(ctx.store.named("instance_snapshot", base["_prefix"] + (base["name"],)).values()):
        ctx.store.put("instance_snapshot", place, one["name"], {**copy.deepcopy(one), "_prefix": place})


def _from_copy(ctx: Context, source: Dict[str, Any], given: Dict[str, Any], body: Dict[str, Any]) -> Origin:
    """A copy takes the source's config and devices; its profiles only where the request names them."""
    project = source.get("project") or ctx.project
    name, _mark, snapshot = (source.get("source") or "").partition("/")
    if not name:
        raise Failure(400, "Must specify a source instance")
    base = ctx.store.find("instance", (project,), name)
    if base is not None and snapshot:
        base = ctx.store.find("instance_snapshot", (project, name), snapshot)
    if base is None:
        raise Failure(404, "Instance not found")
    given["type"] = base.get("type", "container")
    if body.get("profiles") is None:
        # LXD 5.0 gives a copy no profiles at all unless the request names them.
        given["profiles"] = [] if ctx.server.old else list(base["profiles"])
    given.setdefault("architecture", base["architecture"])

    def origin(obj: Object, operation: Any) -> None:
        if not snapshot and not source.get("instance_only") and not source.get("container_only"):
            operation.then.append(lambda: _copy_snapshots(ctx, base, obj))
        kept = {
            key: value for key, value in base["config"].items() if key not in NOT_COPIED and not key.endswith("name")
        }
        kept = {
            key: value for key, value in kept.items() if not (key.startswith("volatile.") and key.endswith("hwaddr"))
        }
        kept.update({key: value for key, value in base["config"].items() if key.startswith(("image.", "user."))})
        obj["config"] = {**kept, **obj["config"], "volatile.apply_template": "copy"}
        obj["devices"] = {**copy.deepcopy(base["devices"]), **obj["devices"]}
        obj["_files"] = dict(base.get("_files", {}))

    return origin


SOURCES = {"image": _from_image, "none": _from_nothing, "copy": _from_copy}


def resolve(ctx: Context, source: Dict[str, Any], given: Dict[str, Any], body: Dict[str, Any]) -> Origin:
    """Check a source; returns what fills in the new object when the operation runs."""
    kind = source.get("type") or ""
    if kind not in SOURCES:
        raise Failure(400, "Unknown source type %s" % kind)
    return SOURCES[kind](ctx, source, given, body)


def move(ctx: Context, kind: Collection, obj: Object, body: Dict[str, Any]) -> Reply:
    """POST with ``migration``: to another name, project, pool or (in a cluster) member."""
    prefix, name = obj["_prefix"], body.get("name") or obj["name"]
    target = (body.get("project") or prefix[0],)
    if ctx.store.find("project", ("",), target[0]) is None:
        raise Failure(404, "Project not found")
    pool = body.get("pool")
    if pool and ctx.store.find("storage_pool", ("",), pool) is None:
        raise Failure(404, "Storage pool not found")
    member = ctx.query.get("target")
    if member and member not in ctx.server.members:
        raise Failure(404, "Failed to get target node: Cluster member not found")

    def work(_operation: Any) -> None:
        if obj["_status"] != "Stopped" and not body.get("live"):
            raise Failure(400, "Instance must be stopped to be moved statelessly")
        if (target, name) != (prefix, obj["name"]):
            if ctx.store.find("instance", target, name) is not None:
                raise crud.taken(kind, name)
            ctx.store.move("instance", prefix, obj["name"], name, target)
            obj.update(name=name, _prefix=target)
        if member:
            obj["_member"] = member
        if pool:
            root = {"type": "disk", "path": "/"}
            names = [key for key, one in obj["devices"].items() if one.get("path") == "/"] or ["root"]
            obj["devices"][names[0]] = {**root, **obj["devices"].get(names[0], {}), "pool": pool}

    found: List[str] = ["/1.0/instances/" + obj["name"]]
    return ctx.task("Migrating instance", work, {"instances": found})
