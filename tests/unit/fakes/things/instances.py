# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances: the objects themselves; what happens to them is in ``states``."""

from __future__ import annotations

import random
import uuid
from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes import crud, devices, keys, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import (
    DEVICES,
    LIST,
    MAP,
    TEXT,
    Collection,
    Field,
    Route,
    decode,
    only_post,
    unwatched,
)
from ansible_collections.lxcri.containers.tests.unit.fakes.things import cluster, instance_children, sources, states
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, sync, timestamp

CODES = {"Stopped": 102, "Running": 103, "Frozen": 110, "Error": 112}
ZERO = "1970-01-01T00:00:00Z"
WORDS = ("able", "brisk", "calm", "deft", "eager", "fair"), ("ant", "bee", "cod", "doe", "elk", "fox")


def check_name(ctx: Context, name: Any) -> str:
    if "/" in name:
        raise Failure(400, 'The character "/" is reserved for snapshots')
    reason = None
    if not 1 <= len(name) <= 63:
        reason = "Name must be 1-63 characters long"
    elif name[0] in "0123456789" and ctx.server.lxd:
        reason = "Name must not start with a number"
    elif name[0] == "-" or name[-1] == "-":
        reason = 'Name must not %s with "-" character' % ("start" if name[0] == "-" else "end")
    elif not name.replace("-", "a").isalnum() or not name.isascii():
        reason = "Name can only contain alphanumeric and hyphen characters"
    if reason:
        raise Failure(400, "Invalid instance name: " + reason)
    return name


def refresh(ctx: Context, obj: Object) -> None:
    """The volatile keys that a server keeps whatever a client writes."""
    config = obj["config"]
    config.setdefault("volatile.uuid", str(uuid.uuid4()))
    config.setdefault("volatile.cloud-init.instance-id", str(uuid.uuid4()))
    if ctx.server.has("instance_generation_id"):
        config.setdefault("volatile.uuid.generation", config["volatile.uuid"])
    for name, device in usage.expanded(ctx, obj, "devices").items():
        if device.get("type") == "nic" and "hwaddr" not in device:
            mac = "00:16:3e:%02x:%02x:%02x" % tuple(random.randrange(256) for _byte in range(3))
            config.setdefault("volatile.%s.hwaddr" % name, mac)
    if obj["type"] == "container":
        config.setdefault("volatile.idmap.base", "0")
        plain = usage.expanded(ctx, obj, "config").get("security.privileged") in ("true", "1", "yes", "on")
        config["volatile.idmap.next"] = "[]" if plain else states.IDMAP
        config.setdefault("volatile.last_state.idmap", "[]")
    obj["config"] = dict(sorted(config.items()))


def view(ctx: Context, obj: Object, shown: Object) -> None:
    shown.update(
        expanded_config=usage.expanded(ctx, obj, "config"),
        expanded_devices=usage.expanded(ctx, obj, "devices"),
        status=obj["_status"],
        status_code=CODES[obj["_status"]],
        location=obj["_member"] or ctx.server.location,
        project=obj["_prefix"][0],
    )
    full = ctx.recursion > (0 if "name" in ctx.params else 1)
    if full:
        place = obj["_prefix"] + (obj["name"],)
        shown["state"] = states.state(ctx, obj)
        for name, kind in (("backups", "instance_backup"), ("snapshots", "instance_snapshot")):
            below = ctx.store.named(kind, place).values() if kind in ctx.server.kinds else ()
            shown[name] = [crud.show(ctx, ctx.server.kinds[kind], one) for one in below] or None


def validate(ctx: Context, obj: Object) -> None:
    """What the server refuses only once it makes or changes the instance."""
    keys.instance(obj["config"])
    project = obj["_prefix"][0]
    try:
        devices.check_whole(ctx, project, usage.expanded(ctx, obj, "devices"))
    except Failure as failure:
        raise Failure(400, "Failed initialising instance: " + failure.error) from None


def _profiles(ctx: Context, names: Optional[List[str]], failure: Failure) -> None:
    owner = ctx.owner("features.profiles")
    for name in names or ():
        if ctx.store.find("profile", (owner,), name) is None:
            raise Failure(failure.status, failure.error.replace("%s", name))


def _creator(kind: Collection) -> Any:
    fields = {key: spec for key, spec in kind.fields.items() if spec.post}

    def handle(ctx: Context) -> Reply:
        try:
            prefix = ctx.prefix(kind)
        except Failure:
            raise Failure(404, "Failed loading project: Project not found") from None
        if ctx.headers.get("content-type") == "application/octet-stream":
            return instance_children.load(ctx, lambda *found: _loaded(ctx, kind, *found))
        body = ctx.json()
        given = decode("InstancesPost", fields, body)
        name = given.pop("name", "") or "-".join(random.choice(words) for words in WORDS)
        check_name(ctx, name)
        given["type"] = given.get("type") or "container"
        if given["type"] not in ("container", "virtual-machine"):
            raise Failure(400, 'Invalid instance type "%s"' % given["type"])
        if body.get("profiles") is None:
            given["profiles"] = ["default"]
        member = cluster.place(ctx)
        source = body.get("source") or {}
        origin = sources.resolve(ctx, source, given, body)
        _profiles(ctx, given["profiles"], Failure(500, 'Requested profile "%s" doesn\'t exist'))
        obj = crud.new_object(kind, prefix, name, given)
        obj.update(
            architecture=obj["architecture"] or "x86_64",
            stateful=False,
            created_at=timestamp(),
            last_used_at=ZERO,
            _status="Stopped",
            _started=0.0,
            _files={},
            _member=member,
        )

        def work(operation: Any) -> None:
            origin(obj, operation)
            try:
                validate(ctx, obj)
                refresh(ctx, obj)
                if ctx.store.find("instance", prefix, name) is not None:
                    raise Failure(400, 'Add instance info to the database: This "instances" entry already exists')
            except Failure as failure:
                raise Failure(400, "Failed creating instance record: " + failure.error) from None
            ctx.store.put("instance", prefix, name, obj)
            crud.happened(ctx, kind, obj, "created")
            if body.get("start") and ctx.server.has("instance_create_start"):
                states.run(ctx, obj, "start")

        names = [name] + ([source["source"]] if source.get("type") == "copy" else [])
        return ctx.task("Creating instance", work, ctx.resources("instances", *names), location=member)

    return handle


def _loaded(ctx: Context, kind: Collection, prefix: Any, name: str, fields: Dict[str, Any]) -> None:
    """An instance from a backup."""
    obj = crud.new_object(kind, prefix, name, fields)
    obj.update(created_at=fields["created_at"], last_used_at=fields["last_used_at"])
    obj.update(_status="Stopped", _started=0.0, _files={}, _member=cluster.place(ctx))
    ctx.store.put("instance", prefix, name, obj)


def _changed(ctx: Context, old: Object, new: Object) -> None:
    try:
        keys.instance(new["config"])
        devices.check_whole(ctx, new["_prefix"][0], usage.expanded(ctx, new, "devices"))
    except Failure as failure:
        raise Failure(500, "Invalid config: " + failure.error) from None
    for key in old["config"]:
        if "idmap" in key and key.startswith("volatile.") and key not in new["config"]:
            raise Failure(500, "Volatile idmap keys can't be deleted by the user")
    refresh(ctx, new)
    old.clear()
    old.update(new)
    crud.happened(ctx, KIND, old, "updated")


def _updater(kind: Collection, method: str) -> Any:
    def handle(ctx: Context) -> Reply:
        _prefix, obj = ctx.get(kind)
        ctx.check_etag(crud.tag_of(kind, obj))
        body = ctx.json()
        if method == "PUT" and body.get("restore"):
            return instance_children.restore(ctx, obj, body["restore"])
        new = crud.replaced(ctx.server.kinds["instance"], obj, body, method)
        new["architecture"] = new["architecture"] or obj["architecture"]
        _profiles(ctx, new["profiles"], Failure(404, "Profile not found"))
        if method == "PATCH":
            _changed(ctx, obj, new)
            return done()
        return ctx.task(
            "Updating instance", lambda _operation: _changed(ctx, obj, new), ctx.resources("instances", obj["name"])
        )

    return handle


def _renamer(kind: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        prefix, obj = ctx.get(kind)
        body = ctx.json()
        if body.get("migration"):
            return sources.move(ctx, kind, obj, body)
        name = body.get("name") or ""
        if ctx.store.find("instance", prefix, name) is not None:
            raise Failure(409, 'Name "%s" already in use' % name)
        check_name(ctx, name)
        old = obj["name"]

        def work(_operation: Any) -> None:
            if obj["_status"] != "Stopped":
                raise Failure(400, "Renaming of running %s not allowed" % obj["type"])
            crud.rename(ctx, kind, prefix, obj, name)

        return ctx.task("Renaming instance", work, ctx.resources("instances", old))

    return handle


def _deleter(kind: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        prefix, obj = ctx.get(kind)
        if obj["_status"] != "Stopped":
            raise Failure(400, "Instance is running")

        def work(_operation: Any) -> None:
            if usage.expanded(ctx, obj, "config").get("security.protection.delete") in ("true", "1", "yes", "on"):
                raise Failure(400, "Container is protected")
            crud.remove(ctx, kind, prefix, obj)

        return ctx.task("Deleting instance", work, ctx.resources("instances", obj["name"]))

    return handle


def _lister(kind: Collection) -> Any:
    plain = crud.lister(kind)

    def handle(ctx: Context) -> Reply:
        # A list for a project that does not exist is empty, not refused.
        return plain(ctx) if ctx.store.find("project", ("",), ctx.project) else sync([])

    return handle


KIND = Collection(
    kind="instance",
    noun="instance",
    path="/1.0/instances",
    go="Instance",
    feature="",
    fields={
        "architecture": TEXT,
        "config": MAP,
        "devices": DEVICES,
        "ephemeral": Field("bool"),
        "profiles": LIST,
        "stateful": unwatched("bool"),
        "description": unwatched(),
        "name": only_post(),
        "type": only_post(),
    },
    create=False,
    methods=("GET",),
    missing="Instance not found",
    wiped=("description",),
    view=view,
)


def kinds(_server: Any) -> List[Collection]:
    return [KIND]


def routes(_server: Any) -> List[Route]:
    one = "/1.0/instances/{name}"
    return [
        Route("GET", "/1.0/instances", _lister(KIND)),
        Route("POST", "/1.0/instances", _creator(KIND)),
        Route("PUT", one, _updater(KIND, "PUT")),
        Route("PATCH", one, _updater(KIND, "PATCH")),
        Route("POST", one, _renamer(KIND)),
        Route("DELETE", one, _deleter(KIND)),
    ]
