# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster: members, groups, join tokens, evacuation; and pools and networks that are pending on members."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import LIST, MAP, TEXT, Collection, Route
from ansible_collections.lxcri.containers.tests.unit.fakes.things import access
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, etag, sync

MEMBERS, GROUPS = "/1.0/cluster/members", "/1.0/cluster/groups"
AUTOMATIC = ("database", "database-leader", "database-standby", "database-voter", "database-client")


def seed(server: Any) -> None:
    if not server.clustered:
        return
    for at, name in enumerate(server.members):
        member = {
            "server_name": name,
            "url": "https://10.1.1.%d:8443" % (at + 1),
            "database": True,
            "status": "Online",
            "message": "Fully operational",
            "architecture": "x86_64",
            "roles": ["database-leader", "database"] if at == 0 else ["database"],
            "failure_domain": "default",
            "description": "",
            "config": {},
            "groups": ["default"],
            "_prefix": ("",),
        }
        server.store.put("cluster_member", ("",), name, member)
    group = {"name": "default", "description": "Default cluster group", "members": list(server.members)}
    server.store.put("cluster_group", ("",), "default", {**group, "config": {}, "_prefix": ("",)})


def _alone(status: int, text: str) -> Any:
    def check(ctx: Context, _prefix: Prefix) -> None:
        if not ctx.server.clustered:
            raise Failure(status, text)

    return check


def _join(ctx: Context, obj: Object, groups: List[str]) -> None:
    """Keep the two sides, members of groups and groups of members, the same."""
    for name, group in ctx.store.named("cluster_group", ("",)).items():
        inside = [one for one in group["members"] if one != obj["server_name"]]
        group["members"] = inside + ([obj["server_name"]] if name in groups else [])


def _member_update(ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    for role in new["roles"]:
        if role not in old["roles"] and role in AUTOMATIC:
            raise Failure(400, "The automatically assigned role cannot be set")
    for role in old["roles"]:
        if role in AUTOMATIC and role not in new["roles"]:
            raise Failure(400, "Automatically assigned roles cannot be removed")
    if not new["groups"]:
        raise Failure(400, "Cluster members need to belong to at least one group")
    for name in new["groups"]:
        if ctx.store.find("cluster_group", ("",), name) is None:
            raise Failure(404, "Cluster group not found")
    for key in new["config"]:
        if not key.startswith(("user.", "scheduler.")):
            raise Failure(400, "Invalid cluster member configuration key: %s" % key)
    new["failure_domain"] = new["failure_domain"] or "default"
    _join(ctx, new, new["groups"])


def _member_gone(ctx: Context, obj: Object) -> None:
    _join(ctx, obj, [])
    ctx.server.members = [name for name in ctx.server.members if name != obj["server_name"]]


def _member_busy(ctx: Context, obj: Object) -> None:
    if ctx.query.get("force") == "1":
        return
    here = [one for _prefix, one in ctx.store.everywhere("instance") if one.get("_member") == obj["server_name"]]
    if here:
        raise Failure(
            400, "Cluster member still has the following instances: " + ", ".join(one["name"] for one in here)
        )


def _member_renamed(ctx: Context, obj: Object, name: str) -> None:
    ctx.server.members = [name if one == obj["server_name"] else one for one in ctx.server.members]
    for group in ctx.store.named("cluster_group", ("",)).values():
        group["members"] = [name if one == obj["server_name"] else one for one in group["members"]]


def _group_create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    for name in obj["members"]:
        member = ctx.store.find("cluster_member", ("",), name)
        if member is None:
            raise Failure(404, "Cluster member not found")
        if obj["name"] not in member["groups"]:
            member["groups"] = member["groups"] + [obj["name"]]


def _group_update(ctx: Context, old: Object, new: Object, body: Dict[str, Any]) -> None:
    for name in old["members"]:
        member = ctx.store.find("cluster_member", ("",), name)
        if name not in new["members"]:
            left = [one for one in member["groups"] if one != old["name"]]
            if not left:
                raise Failure(400, "Cannot remove %s from group as member needs to belong to at least one group" % name)
            member["groups"] = left
    _group_create(ctx, new, body)


def _group_renamed(ctx: Context, obj: Object, name: str) -> None:
    if obj["name"] == "default":
        raise Failure(403, 'The "default" group cannot be renamed')
    for member in ctx.store.named("cluster_member", ("",)).values():
        member["groups"] = [name if one == obj["name"] else one for one in member["groups"]]


def _group_empty(_ctx: Context, obj: Object) -> None:
    if obj["name"] == "default":
        raise Failure(403, 'The "default" group cannot be deleted')
    if obj["members"]:
        raise Failure(400, "Only empty cluster groups can be removed")


def kinds(server: Any) -> List[Collection]:
    group = {"description": TEXT, "members": LIST}
    if not server.lxd:
        group["config"] = MAP
    return [
        Collection(
            kind="cluster_member",
            noun="cluster member",
            path=MEMBERS,
            key="server_name",
            go="ClusterMember",
            fields={"roles": LIST, "failure_domain": TEXT, "description": TEXT, "config": MAP, "groups": LIST},
            create=False,
            missing="Cluster member not found",
            at_prefix=_alone(500, "Server is not clustered"),
            before_update=_member_update,
            before_rename=_member_renamed,
            before_delete=_member_busy,
            after_delete=_member_gone,
        ),
        Collection(
            kind="cluster_group",
            noun="cluster group",
            path=GROUPS,
            go="ClusterGroup",
            fields=group,
            missing="Cluster group not found",
            exists=(409, "This cluster group already exists"),
            extension="clustering_groups",
            at_prefix=_alone(400, "This server is not clustered"),
            before_create=_group_create,
            before_update=_group_update,
            before_rename=_group_renamed,
            before_delete=_group_empty,
        ),
    ]


def _get(ctx: Context) -> Reply:
    server = ctx.server
    wanted = []
    for pool in server.store.named("storage_pool", ("",)).values():
        for key in ("source", "size", "zfs.pool_name", "lvm.vg_name"):
            if key in pool["config"] and key != "size":
                text = '"%s" property for storage pool "%s"' % (key, pool["name"])
                wanted.append(
                    {"entity": "storage-pool", "name": pool["name"], "key": key, "value": "", "description": text}
                )
    name = server.members[0] if server.clustered else ""
    found = {"server_name": name, "enabled": server.clustered, "member_config": wanted}
    return sync(found, etag(found))


def _put(ctx: Context) -> Reply:
    body, server = ctx.json(), ctx.server
    name = body.get("server_name") or ""
    if not body.get("enabled"):
        if name:
            raise Failure(400, "ServerName must be empty when disabling clustering")
        if not server.clustered:
            raise Failure(400, "Server is not clustered")
        server.clustered = False
        return ctx.task("Disabling clustering", lambda _operation: None)
    if not name:
        raise Failure(400, "ServerName is required when enabling clustering")
    if server.clustered:
        raise Failure(400, "This server is already clustered")

    def work(_operation: Any) -> None:
        if not server.config.get("core.https_address") and not body.get("server_address"):
            raise Failure(400, "Cannot use wildcard or no address for clustering")
        server.clustered, server.members, server.location = True, [name], name
        seed(server)

    return ctx.task("Joining cluster" if body.get("cluster_address") else "Creating bootstrap node", work)


def _token(ctx: Context) -> Reply:
    """A join token: an operation that holds its parts."""
    if not ctx.server.clustered:
        raise Failure(400, "This server is not clustered")
    name = ctx.json().get("server_name") or ""
    if not name:
        raise Failure(400, "server_name is required")
    if name in ctx.server.members:
        raise Failure(409, "The cluster already has a member with name: %s" % name)
    metadata = access.token(ctx, name)
    metadata["serverName"] = name
    del metadata["request"]
    urls = [MEMBERS + "/" + one for one in ctx.server.members]
    return ctx.task("Executing operation", None, {"cluster": urls}, "token", True, metadata)


def _member(ctx: Context) -> Object:
    return ctx.get(ctx.server.kinds["cluster_member"])[1]


def _state(ctx: Context) -> Reply:
    _member(ctx)
    info = {"uptime": 1000, "load_averages": [0.1, 0.1, 0.1], "total_ram": 8 << 30, "free_ram": 4 << 30}
    info.update(shared_ram=0, buffered_ram=0, total_swap=0, free_swap=0, processes=100)
    return sync({"sysinfo": info, "storage_pools": {}})


def _change_state(ctx: Context) -> Reply:
    member, action = _member(ctx), ctx.json().get("action") or ""
    if action not in ("evacuate", "restore"):
        raise Failure(400, "Unknown action %s" % action)
    evacuated = member["status"] == "Evacuated"
    text = {"evacuate": "Evacuating cluster member", "restore": "Restoring cluster member"}[action]

    def work(_operation: Any) -> None:
        if evacuated == (action == "evacuate"):
            raise Failure(400, "Cluster member is %s evacuated" % ("already" if evacuated else "not"))
        member["status"] = "Evacuated" if action == "evacuate" else "Online"
        member["message"] = "Unavailable due to maintenance" if action == "evacuate" else "Fully operational"

    return ctx.task(text, work, {"cluster": [MEMBERS + "/" + member["server_name"]]})


def defined(ctx: Context, kind: str, name: str, body: Dict[str, Any], own: Any) -> Optional[bool]:
    """A pool or network in a cluster is first defined on every member (``target=``), then created.

    True: this request defined it on a member.  False: go on and create it.  None: there is no cluster.
    """
    if not ctx.server.clustered:
        return None
    pending = ctx.server.blobs.setdefault("pending/" + kind, {}).setdefault(name, {})
    target = ctx.query.get("target")
    config = body.get("config") or {}
    if target:
        if target not in ctx.server.members:
            raise Failure(404, "Cluster member not found")
        if target in pending:
            raise Failure(409, 'The %s is already defined on member "%s"' % (kind.replace("_", " "), target))
        for key in config:
            if not own(key):
                raise Failure(400, 'Config key "%s" may not be used as member-specific key' % key)
        pending[target] = dict(config)
        return True
    missing = [member for member in ctx.server.members if member not in pending]
    if not pending:
        raise Failure(
            400, "%s not pending on any node (use --target <node> first)" % kind.replace("_", " ").capitalize()
        )
    if missing:
        raise Failure(400, "%s not defined on nodes: %s" % (kind.replace("_", " ").capitalize(), ", ".join(missing)))
    for key in config:
        if own(key):
            raise Failure(400, 'Config key "%s" is cluster member specific' % key)
    return False


def routes(_server: Any) -> List[Route]:
    one = MEMBERS + "/{name}"
    return [
        Route("GET", "/1.0/cluster", _get),
        Route("PUT", "/1.0/cluster", _put),
        Route("PUT", "/1.0/cluster/certificate", lambda _ctx: done(), extension="clustering_update_cert"),
        Route("POST", MEMBERS, _token, extension="clustering_join_token"),
        Route("GET", one + "/state", _state, extension="cluster_member_state"),
        Route("POST", one + "/state", _change_state, extension="clustering_evacuation"),
    ]
