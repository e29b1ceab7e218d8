# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects."""

from __future__ import annotations

from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import keys, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.crud import rename
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection, Route
from ansible_collections.lxcri.containers.tests.unit.fakes.things import profiles
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, sync

ALWAYS = ["features.images", "features.profiles", "features.storage.volumes"]
PREFIXES = ("features.", "limits.", "restricted", "backups.", "images.", "user.", "default.", "network.")
COUNTED = ["containers", "cpu", "disk", "instances", "memory", "networks", "processes", "virtual-machines"]


def features(server: Any) -> List[str]:
    """The features that a new project has by default."""
    return ALWAYS + (["features.storage.buckets"] if server.has("storage_buckets") else [])


def default(server: Any) -> Object:
    config = dict.fromkeys(features(server) + ["features.networks"], "true")
    if server.has("projects_networks_zones"):
        config["features.networks.zones"] = "true"
    text = "Default %s project" % ("LXD" if server.lxd else "Incus")
    return {"name": "default", "description": text, "config": dict(sorted(config.items())), "_prefix": ("",)}


def _check(config: Dict[str, str]) -> None:
    keys.plain(config, {}, PREFIXES, Failure(400, 'Invalid project configuration key "%s"'))
    for key, value in config.items():
        if key.startswith("features.") and not keys.is_bool(value):
            raise Failure(400, 'Invalid project configuration key "%s" value: Invalid value for a boolean' % key)


def _create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    _check(obj["config"])
    for key in features(ctx.server):
        obj["config"].setdefault(key, "true")


def _profile(ctx: Context, obj: Object) -> None:
    """A project with features.profiles has a default profile of its own, and no other project has one."""
    place = (obj["name"],)
    if obj["config"].get("features.profiles") == "true":
        if ctx.store.find("profile", place, "default") is None:
            ctx.store.put("profile", place, "default", profiles.default(obj["name"], ctx.server))
    elif ctx.store.find("profile", place, "default") is not None:
        ctx.store.drop("profile", place, "default")


def _empty(ctx: Context, name: str) -> bool:
    own = "/1.0/profiles/default"
    return not [used for used in usage.project(ctx, name) if used.partition("?")[0] != own]


def _update(ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    _check(new["config"])
    for key in sorted(set(old["config"]) | set(new["config"])):
        if key.startswith("features.") and old["config"].get(key) != new["config"].get(key):
            if not _empty(ctx, old["name"]):
                raise Failure(400, 'Project feature "%s" cannot be changed on non-empty projects' % key)


def _renamer(kind: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        old = ctx.name
        name = ctx.json().get("name") or ""
        if old == "default":
            raise Failure(403, "The 'default' project cannot be renamed")

        def work(_operation: Any) -> None:
            prefix, obj = ctx.get(kind)
            if not _empty(ctx, old):
                raise Failure(400, "Only empty projects can be renamed")
            rename(ctx, kind, prefix, obj, name)
            for profile in list(ctx.store.named("profile", (old,)).values()):
                ctx.store.move("profile", (old,), profile["name"], profile["name"], (name,))
                profile["_prefix"] = (name,)

        return ctx.task("Renaming project", work)

    return handle


def _delete(ctx: Context, obj: Object) -> None:
    if obj["name"] == "default":
        raise Failure(403, "The 'default' project cannot be deleted")
    if not _empty(ctx, obj["name"]):
        raise Failure(500, "Only empty projects can be removed")


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["config"] = dict(sorted(obj["config"].items()))
    shown["used_by"] = usage.project(ctx, obj["name"])


def _gone(ctx: Context, obj: Object) -> None:
    if ctx.store.find("profile", (obj["name"],), "default") is not None:
        ctx.store.drop("profile", (obj["name"],), "default")


def _state(kind: Collection) -> Any:
    def handle(ctx: Context) -> Reply:
        obj = ctx.get(kind)[1]
        resources = {}
        instances = ctx.store.named("instance", (obj["name"],)).values()
        used = {
            "instances": len(instances),
            "containers": len([one for one in instances if one["type"] == "container"]),
            "virtual-machines": len([one for one in instances if one["type"] != "container"]),
            "networks": len(ctx.store.named("network", (obj["name"],))),
        }
        for name in COUNTED:
            limit = obj["config"].get("limits." + name, "")
            resources[name] = {"Limit": int(limit) if limit.isdigit() else -1, "Usage": used.get(name, 0)}
        return sync({"resources": resources})

    return handle


def kind(server: Any) -> Collection:
    return Collection(
        kind="project",
        noun="project",
        path="/1.0/projects",
        go="Project",
        fields={"description": TEXT, "config": MAP},
        methods=("GET", "PUT", "PATCH", "DELETE"),
        missing="Project not found",
        exists=(409 if server.lxd else 500, 'Failed creating project "{name}": This "projects" entry already exists'),
        patch="replace",
        before_create=_create,
        after_create=_profile,
        before_update=_update,
        after_update=_profile,
        before_delete=_delete,
        after_delete=_gone,
        view=_view,
    )


def kinds(server: Any) -> List[Collection]:
    return [kind(server)]


def routes(server: Any) -> List[Route]:
    project = kind(server)
    return [
        Route("POST", "/1.0/projects/{name}", _renamer(project)),
        Route("GET", "/1.0/projects/{name}/state", _state(project), extension="project_usage"),
    ]
