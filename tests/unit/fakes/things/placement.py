# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Placement groups of LXD 6."""

from __future__ import annotations

from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import MAP, TEXT, Collection
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure


def _placement(_ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    for key, allowed in (("policy", ("spread", "compact")), ("rigor", ("strict", "permissive"))):
        if obj["config"].get(key) not in allowed:
            raise Failure(400, 'Invalid placement group config: "%s" must be one of %s' % (key, ", ".join(allowed)))
    for key in obj["config"]:
        if key not in ("policy", "rigor", "scope") and not key.startswith("user."):
            raise Failure(400, 'Invalid placement group config: unknown key "%s"' % key)


def _placement_users(ctx: Context, obj: Object) -> List[str]:
    return [
        "%s/%s" % (path, user["name"])
        for kind, path in (("instance", "/1.0/instances"), ("profile", "/1.0/profiles"))
        for prefix, user in ctx.store.everywhere(kind)
        if user["config"].get("placement.group") == obj["name"] and prefix[0] == obj["_prefix"][0]
    ]


def _placement_view(ctx: Context, obj: Object, shown: Object) -> None:
    shown.update(project=obj["_prefix"][0], used_by=_placement_users(ctx, obj))


def _placement_unused(ctx: Context, obj: Object, *_more: Any) -> None:
    if _placement_users(ctx, obj):
        raise Failure(400, "Placement group is currently in use")


def kinds(_server: Any) -> List[Collection]:
    return [
        Collection(
            kind="placement_group",
            noun="placement group",
            path="/1.0/placement-groups",
            go="PlacementGroup",
            feature="",
            fields={"description": TEXT, "config": MAP},
            missing="Placement group not found",
            exists=(409, 'Placement group "{name}" already exists'),
            extension="instance_placement_groups",
            before_create=_placement,
            before_update=lambda ctx, _old, new, body: _placement(ctx, new, body),
            before_rename=_placement_unused,
            before_delete=_placement_unused,
            view=_placement_view,
        ),
    ]
