# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of volumes; buckets and their keys."""

from __future__ import annotations

import secrets
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import crud
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection, Route, decode
from ansible_collections.lxcri.containers.tests.unit.fakes.things.volumes import NEVER, POOL
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, created, timestamp


def free_name(names: Any, stem: str = "snap") -> str:
    number = 0
    while "%s%d" % (stem, number) in names:
        number += 1
    return "%s%d" % (stem, number)


def _name(ctx: Context, name: Any) -> str:
    prefix = ctx.prefix(SNAPSHOT)
    if not name:
        return free_name(ctx.store.named("volume_snapshot", prefix))
    if "/" in name:
        raise Failure(400, 'Storage name cannot contain "/"')
    return name


def _create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    volume = ctx.store.find("storage_volume", obj["_prefix"][:3], obj["_prefix"][3])
    if ctx.store.find("volume_snapshot", obj["_prefix"], obj["name"]) is not None:
        raise Failure(409, 'Snapshot "%s" already in use' % obj["name"])
    obj["description"] = ""  # it is forgotten
    obj["_expires"] = bool(obj["expires_at"])
    obj.update(config=dict(volume["config"]), content_type=volume["content_type"], created_at=timestamp())


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    listed = "name" not in ctx.params
    shown["expires_at"] = obj["expires_at"] or (None if listed else NEVER)
    if ctx.server.old:
        shown["created_at"] = NEVER
    if listed:
        shown["content_type"] = ""
        shown["name"] = "%s/%s" % (obj["_prefix"][3], obj["name"])


def _plain(ctx: Context, name: str) -> Dict[str, List[str]]:
    volume = ctx.params["storage_volume"]
    creating = ctx.method == "POST" and "name" not in ctx.params
    if not ctx.server.lxd:
        where = "/1.0/storage-pools/%s/volumes/custom/%s" % (ctx.params["storage_pool"], volume)
        found = {"storage_volume_snapshots": ["%s/snapshots/%s%s" % (where, ctx.params.get("name", name), ctx.tail)]}
        return {**found, "storage_volumes": [where + ctx.tail]} if creating else found
    if creating:
        return {"storage_volumes": ["/1.0/storage_volumes/" + volume]}
    return {"storage_volume_snapshots": ["/1.0/storage_volume_snapshots/" + volume]}


SNAPSHOT = Collection(
    kind="volume_snapshot",
    noun="snapshot",
    path=POOL + "/volumes/{type}/{storage_volume}/snapshots",
    go="StorageVolumeSnapshot",
    feature="features.storage.volumes",
    under=("storage_pool", "type", "storage_volume"),
    fields={"description": TEXT, "expires_at": TEXT},
    tasks={
        "POST": "Creating storage volume snapshot",
        "RENAME": "Renaming storage volume snapshot",
        "DELETE": "Deleting storage volume snapshot",
    },
    methods=("GET", "PUT", "PATCH", "DELETE"),
    missing="Storage pool volume not found",
    bare_urls=True,
    check_name=_name,
    before_create=_create,
    resources=_plain,
    view=_view,
)


def _rename(ctx: Context) -> Reply:
    """Nothing is looked at before the operation runs, not even whether the snapshot exists."""
    old, new = ctx.name, _name(ctx, ctx.json().get("name"))
    prefix = ctx.prefix(SNAPSHOT)

    def work(_operation: Any) -> None:
        obj = ctx.store.find("volume_snapshot", prefix, old)
        if obj is None:
            raise Failure(400, "Storage volume not found")
        crud.rename(ctx, SNAPSHOT, prefix, obj, new)

    return ctx.task("Renaming storage volume snapshot", work, _plain(ctx, new))


def _bucket_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown.update(s3_url="", location=ctx.server.location)
    if not ctx.server.lxd or not ctx.server.older(6):
        shown["project"] = obj["_prefix"][0]


BUCKET = Collection(
    kind="storage_bucket",
    noun="storage bucket",
    path=POOL + "/buckets",
    go="StorageBucket",
    feature="features.storage.buckets",
    under=("storage_pool",),
    fields={"config": MAP, "description": TEXT},
    create=False,
    methods=("GET", "PUT", "PATCH", "DELETE"),
    missing="Storage bucket not found",
    exists=(409, "A bucket for that name already exists"),
    extension="storage_buckets",
    view=_bucket_view,
)

KEY = Collection(
    kind="bucket_key",
    noun="storage bucket key",
    path=POOL + "/buckets/{storage_bucket}/keys",
    go="StorageBucketKey",
    feature="features.storage.buckets",
    under=("storage_pool", "storage_bucket"),
    fields={"description": TEXT, "role": TEXT, "access-key": TEXT, "secret-key": TEXT},
    create=False,
    methods=("GET", "PUT", "DELETE"),
    missing="Storage bucket key not found",
    exists=(409, "A bucket key for that name already exists"),
    extension="storage_buckets",
)


def _new_key(ctx: Context, prefix: Any, name: str, given: Dict[str, Any]) -> Object:
    obj = crud.new_object(KEY, prefix, name, given)
    obj["role"] = obj["role"] or "read-only"
    if obj["role"] not in ("admin", "read-only"):
        raise Failure(400, "Invalid key role")
    obj["access-key"] = obj["access-key"] or secrets.token_hex(10).upper()
    obj["secret-key"] = obj["secret-key"] or secrets.token_hex(20)
    crud.insert(ctx, KEY, prefix, obj)
    return obj


def _made(ctx: Context, kind: Collection, obj: Object, key: Object) -> Reply:
    """201, with the credentials in the metadata."""
    reply = created(ctx.url(kind, obj))
    shown = {name: value for name, value in key.items() if not name.startswith("_")}
    return crud.with_metadata(reply, shown)


def _create_bucket(ctx: Context) -> Reply:
    prefix, body = ctx.prefix(BUCKET), ctx.json()
    given = decode("StorageBucketsPost", BUCKET.fields, body)
    obj = crud.new_object(BUCKET, prefix, crud.check_name(BUCKET, body.get("name")), given)
    crud.insert(ctx, BUCKET, prefix, obj)
    key = _new_key(ctx, prefix + (obj["name"],), "admin", {"role": "admin", "description": "Admin user"})
    return _made(ctx, BUCKET, obj, key)


def _create_key(ctx: Context) -> Reply:
    prefix, body = ctx.prefix(KEY), ctx.json()
    given = decode("StorageBucketKeysPost", KEY.fields, body)
    obj = _new_key(ctx, prefix, crud.check_name(KEY, body.get("name")), given)
    return _made(ctx, KEY, obj, obj)


def kinds(_server: Any) -> List[Collection]:
    return [SNAPSHOT, BUCKET, KEY]


def routes(_server: Any) -> List[Route]:
    return [
        Route("POST", SNAPSHOT.path + "/{name}", _rename),
        Route("POST", BUCKET.path, _create_bucket, extension="storage_buckets"),
        Route("POST", KEY.path, _create_key, extension="storage_buckets"),
    ]
