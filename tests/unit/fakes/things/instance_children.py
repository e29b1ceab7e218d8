# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of instances, restoring them, and backups."""

from __future__ import annotations

import copy
import gzip
import json
from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes import usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection, Field, Route, only_post
from ansible_collections.lxcri.containers.tests.unit.fakes.things.volume_children import free_name
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, timestamp

NEVER = "0001-01-01T00:00:00Z"
KEPT = ("architecture", "config", "devices", "ephemeral", "profiles")


def instance_of(ctx: Context, prefix: Prefix) -> Object:
    return ctx.store.find("instance", prefix[:1], prefix[1])


def _snapshot_resources(ctx: Context, name: str) -> Dict[str, List[str]]:
    instance = ctx.params["instance"]
    if not ctx.server.lxd:
        where = "/1.0/instances/%s/snapshots/%s%s" % (instance, ctx.params.get("name", name), ctx.tail)
        return {**ctx.resources("instances", instance), "instances_snapshots": [where]}
    if ctx.method in ("PUT", "PATCH"):
        return ctx.resources("instances", name)
    return ctx.resources("instances", "%s/%s" % (instance, name) if ctx.method == "DELETE" else instance)


def _snapshot_name(ctx: Context, name: Any) -> str:
    if not name:
        return free_name(ctx.store.named("instance_snapshot", ctx.prefix(SNAPSHOT)))
    if "/" in name:
        raise Failure(400, 'Invalid snapshot name: Cannot contain "/"')
    return name


def _snapshot_create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    instance = instance_of(ctx, obj["_prefix"])
    obj.update(copy.deepcopy({key: instance[key] for key in KEPT}))
    obj.update(created_at=timestamp(), last_used_at=NEVER, size=-1, _files=dict(instance["_files"]))
    obj["_type"] = instance["type"]


def _snapshot_at(ctx: Context, obj: Object) -> None:
    if obj["stateful"] and instance_of(ctx, obj["_prefix"])["_status"] != "Running":
        raise Failure(400, "Unable to create a stateful snapshot. The instance isn't running")
    if ctx.store.find("instance_snapshot", obj["_prefix"], obj["name"]) is not None:
        raise Failure(400, 'This "instances_snapshots" entry already exists')


def _snapshot_update(_ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    new["expires_at"] = new["expires_at"] or old["expires_at"]


def _snapshot_rename(ctx: Context, obj: Object, name: str) -> None:
    if ctx.store.find("instance_snapshot", obj["_prefix"], name) is not None:
        raise Failure(409, "Name '%s/%s' already in use" % (obj["_prefix"][1], name))


def _snapshot_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["expires_at"] = obj["expires_at"] or NEVER
    whole = {**obj, "_prefix": obj["_prefix"][:1]}
    shown["expanded_config"] = usage.expanded(ctx, whole, "config")
    shown["expanded_devices"] = usage.expanded(ctx, whole, "devices")
    del shown["description"]


SNAPSHOT = Collection(
    kind="instance_snapshot",
    noun="snapshot",
    path="/1.0/instances/{instance}/snapshots",
    go="InstanceSnapshot",
    feature="",
    under=("instance",),
    fields={"expires_at": Field("str"), "stateful": only_post("bool"), "description": only_post()},
    tasks={
        "POST": "Snapshotting instance",
        "PUT": "Updating snapshot",
        "PATCH": "Updating snapshot",
        "RENAME": "Renaming snapshot",
        "DELETE": "Deleting snapshot",
    },
    missing="InstanceSnapshot not found",
    check_name=_snapshot_name,
    before_create=_snapshot_create,
    at_create=_snapshot_at,
    before_update=_snapshot_update,
    before_rename=_snapshot_rename,
    resources=_snapshot_resources,
    view=_snapshot_view,
)


def restore(ctx: Context, instance: Object, name: str) -> Reply:
    """PUT of an instance with ``restore``."""
    place = instance["_prefix"] + (instance["name"],)
    wanted = name.rpartition("/")[2]

    def work(_operation: Any) -> None:
        snapshot = ctx.store.find("instance_snapshot", place, wanted)
        if snapshot is None:
            raise Failure(400, "Snapshot %s/%s does not exist" % (instance["name"], wanted))
        if snapshot["stateful"] and not ctx.server.has("migration_stateful"):
            raise Failure(400, "Stateful restore isn't supported")
        instance.update(copy.deepcopy({key: snapshot[key] for key in KEPT}))
        instance["_files"] = dict(snapshot["_files"])

    return ctx.task("Restoring snapshot", work, ctx.resources("instances", instance["name"]))


def _backup_name(ctx: Context, name: Any) -> str:
    if not name:
        return free_name(ctx.store.named("instance_backup", ctx.prefix(BACKUP)), "backup")
    if "/" in name:
        raise Failure(400, "Backup names may not contain slashes")
    return name


def _backup_create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    obj["_instance"] = copy.deepcopy({k: v for k, v in instance_of(ctx, obj["_prefix"]).items() if k[0] != "_"})
    obj["_algorithm"] = obj.pop("compression_algorithm")
    only = obj["instance_only"] or obj.pop("container_only", False)
    obj.update(created_at=timestamp().partition(".")[0] + "Z", instance_only=only)


def _backup_at(ctx: Context, obj: Object) -> None:
    if ctx.store.find("instance_backup", obj["_prefix"], obj["name"]) is not None:
        raise Failure(400, 'Create backup: Backup "%s/%s" already exists' % (obj["_prefix"][1], obj["name"]))


def _backup_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown.update(expires_at=obj["expires_at"] or NEVER, container_only=obj["instance_only"])
    if not ctx.server.lxd:
        del shown["container_only"]


def _backup_resources(ctx: Context, name: str) -> Dict[str, List[str]]:
    instance = ctx.params["instance"]
    if ctx.method == "DELETE" and ctx.server.old:
        return {"container": ["/1.0/container/" + instance]}
    found = ctx.resources("instances", instance)
    if ctx.method == "POST" and "name" not in ctx.params:
        where = "/1.0/backups/" if ctx.server.lxd else "/1.0/instances/%s/backups/" % instance
        found["backups"] = [where + name + ("" if ctx.server.lxd else ctx.tail)]
    return found


BACKUP = Collection(
    kind="instance_backup",
    noun="backup",
    path="/1.0/instances/{instance}/backups",
    go="InstanceBackup",
    feature="",
    under=("instance",),
    fields={
        "expires_at": only_post(),
        "instance_only": only_post("bool"),
        "optimized_storage": only_post("bool"),
        "compression_algorithm": only_post(),
    },
    tasks={
        "POST": "Backing up instance",
        "RENAME": "Renaming instance backup",
        "DELETE": "Removing instance backup",
    },
    methods=("GET", "POST", "DELETE"),
    missing="Instance backup not found",
    bare_urls=True,
    etag=False,
    extension="container_backup",
    check_name=_backup_name,
    before_create=_backup_create,
    at_create=_backup_at,
    resources=_backup_resources,
    view=_backup_view,
)


def _export(ctx: Context) -> Reply:
    backup = ctx.get(BACKUP)[1]
    text = json.dumps({"backup/index.yaml": backup["_instance"]}).encode()
    headers = {"Content-Type": "application/octet-stream", "Content-Disposition": "inline;filename="}
    return Reply(200, gzip.compress(text, mtime=0), headers)


def load(ctx: Context, make: Any) -> Reply:
    """POST of a backup's bytes to the instances; ``make(ctx, name, fields)`` adds the instance."""
    mark = "x-lxd-" if ctx.server.lxd else "x-incus-"
    try:
        fields: Optional[Dict[str, Any]] = json.loads(gzip.decompress(ctx.body))["backup/index.yaml"]
    except (OSError, ValueError, KeyError, EOFError):
        raise Failure(500, "Unsupported compression") from None
    name = ctx.headers.get(mark + "name") or fields["name"]
    prefix = (ctx.owner(""),)

    def work(_operation: Any) -> None:
        if ctx.store.find("instance", prefix, name) is not None:
            raise Failure(400, "Create instance from backup: Cannot restore volume, already exists on target")
        make(prefix, name, fields)

    return ctx.task("Restoring backup", work, ctx.resources("instances", name))


def kinds(_server: Any) -> List[Collection]:
    return [SNAPSHOT, BACKUP]


def routes(_server: Any) -> List[Route]:
    return [Route("GET", BACKUP.path + "/{name}/export", _export, extension="container_backup")]
