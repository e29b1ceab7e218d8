# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of cluster members."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import LIST, MAP, TEXT, Collection
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure


def _clustered(ctx: Context, _prefix: Prefix) -> None:
    if not ctx.server.clustered:
        raise Failure(400, "This server is not clustered")


def _find(ctx: Context, prefix: Prefix, name: str) -> Optional[Object]:
    found = ctx.store.find("cluster_group", prefix, name)
    if found is None and (ctx.method == "POST" or ctx.method == "DELETE" and ctx.server.lxd):
        raise Failure(500, "Query affected 0 rows instead of 1")
    return found


def _name(_ctx: Context, name: Any) -> str:
    if not name:
        raise Failure(400, "No name provided")
    for char, word in ((" ", "spaces"), ("/", "slashes")):
        if char in name:
            raise Failure(400, "Cluster group names may not contain %s" % word)
    return name


def _create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    for name in obj["members"]:
        member = ctx.store.find("cluster_member", ("",), name)
        if member is None:
            raise Failure(500, "NOT NULL constraint failed: nodes_cluster_groups.node_id")
        if obj["name"] not in member["groups"]:
            member["groups"] = member["groups"] + [obj["name"]]


def _update(ctx: Context, old: Object, new: Object, body: Dict[str, Any]) -> None:
    if ctx.method == "PATCH" and not ctx.server.lxd and len(old["members"]) > 1:
        raise Failure(500, "Query deleted %d NodeClusterGroup rows instead of 1" % len(old["members"]))
    for name in set(old["members"]) - set(new["members"]):
        member = ctx.store.find("cluster_member", ("",), name)
        member["groups"] = [one for one in member["groups"] if one != old["name"]]
    _create(ctx, new, body)


def _rename(ctx: Context, obj: Object, name: str) -> None:
    if obj["name"] == "default":
        raise Failure(403, 'The "default" group cannot be renamed')
    if ctx.store.find("cluster_group", ("",), name) is not None:
        raise Failure(500, 'Name "%s" already in use' % name)
    for member in ctx.store.named("cluster_member", ("",)).values():
        member["groups"] = [name if one == obj["name"] else one for one in member["groups"]]


def _empty(_ctx: Context, obj: Object) -> None:
    if obj["name"] == "default":
        raise Failure(403, "The 'default' cluster group cannot be deleted")
    if obj["members"]:
        raise Failure(500, "Only empty cluster groups can be removed")


def kinds(server: Any) -> List[Collection]:
    fields = {"description": TEXT, "members": LIST}
    if server.has("clustering_groups_config"):
        fields["config"] = MAP
    return [
        Collection(
            kind="cluster_group",
            noun="cluster group",
            path="/1.0/cluster/groups",
            go="ClusterGroup",
            fields=fields,
            missing="Cluster group not found",
            exists=(500, "This cluster group already exists"),
            checked=False,
            extension="clustering_groups",
            at_prefix=_clustered,
            find=_find,
            check_name=_name,
            before_create=_create,
            before_update=_update,
            before_rename=_rename,
            before_delete=_empty,
        )
    ]
