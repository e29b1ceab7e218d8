# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles."""

from __future__ import annotations

from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import devices, keys, usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import DEVICES, MAP, TEXT, Collection
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure


def default(project: str, server: Any) -> Object:
    text = "Default %s profile" % ("LXD" if server.lxd else "Incus")
    if project != "default":
        text += " for project " + project
    return {"name": "default", "description": text, "config": {}, "devices": {}, "_prefix": (project,)}


def _create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    keys.instance(obj["config"])
    devices.check(ctx, ctx.owner("features.profiles"), obj["devices"])


def _update(ctx: Context, old: Object, new: Object, body: Dict[str, Any]) -> None:
    _create(ctx, new, body)


def _protected(action: str) -> Any:
    def hook(_ctx: Context, obj: Object, *_more: Any) -> None:
        if obj["name"] == "default":
            raise Failure(403, 'The "default" profile cannot be %s' % action)

    return hook


def _find(ctx: Context, prefix: Any, name: str) -> Any:
    found = ctx.store.find("profile", prefix, name)
    if found is None and ctx.method == "POST":
        raise Failure(500, "Query affected 0 rows instead of 1")
    return found


def _rename(ctx: Context, obj: Object, name: str) -> None:
    _protected("renamed")(ctx, obj)
    if ctx.store.find("profile", obj["_prefix"], name) is not None:
        raise Failure(500, 'Name "%s" already in use' % name)
    for prefix, instance in ctx.store.everywhere("instance"):
        if usage.feature_owner(ctx, prefix[0], "features.profiles") == obj["_prefix"][0]:
            instance["profiles"] = [name if one == obj["name"] else one for one in instance["profiles"]]


def _delete(ctx: Context, obj: Object) -> None:
    _protected("deleted")(ctx, obj)
    if usage.profile(ctx, obj):
        raise Failure(500, "Profile is currently in use")


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    shown["used_by"] = usage.profile(ctx, obj)
    if not ctx.server.lxd:
        shown["project"] = obj["_prefix"][0]


def kinds(server: Any) -> List[Collection]:
    return [
        Collection(
            kind="profile",
            noun="profile",
            path="/1.0/profiles",
            go="Profile",
            feature="features.profiles",
            fields={"config": MAP, "description": TEXT, "devices": DEVICES},
            missing="Profile not found",
            exists=(500, 'Error inserting "{name}" into database: The profile already exists'),
            find=_find,
            before_create=_create,
            before_update=_update,
            before_rename=_rename,
            before_delete=_delete,
            view=_view,
        )
    ]
