# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster and its members: their roles and state, join tokens, evacuation, and where instances go."""

from __future__ import annotations

import time
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import LIST, MAP, TEXT, Collection, Route
from ansible_collections.lxcri.containers.tests.unit.fakes.things import access
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, etag, sync, timestamp

MEMBERS = "/1.0/cluster/members"
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
    more = {"config": {}} if server.has("clustering_groups_config") else {}
    server.store.put("cluster_group", ("",), "default", {**group, **more, "_prefix": ("",)})


def _clustered(ctx: Context, _prefix: Prefix) -> None:
    if not ctx.server.clustered:
        raise Failure(500, "Server is not clustered")


def _join(ctx: Context, obj: Object, groups: List[str]) -> None:
    """Keep the two sides, members of groups and groups of members, the same."""
    for name, group in ctx.store.named("cluster_group", ("",)).items():
        inside = [one for one in group["members"] if one != obj["server_name"]]
        group["members"] = sorted(inside + ([obj["server_name"]] if name in groups else []))


def _update(ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    for role in old["roles"]:
        if role in AUTOMATIC and role not in new["roles"]:
            raise Failure(400, 'The "%s" role cannot be dropped at this time' % role)
    for role in new["roles"]:
        if role in AUTOMATIC and role not in old["roles"]:
            raise Failure(400, 'The "%s" role cannot be added at this time' % role)
    for key in new["config"]:
        if not key.startswith(("user.", "scheduler.")):
            raise Failure(500, 'Invalid cluster configuration key "%s"' % key)
    if not new["groups"]:
        raise Failure(400, "Cluster members need to belong to at least one group")
    for name in new["groups"]:
        if ctx.store.find("cluster_group", ("",), name) is None:
            raise Failure(404, "Cluster group not found")
    if not new["failure_domain"]:
        raise Failure(500, "Update failure domain: Failure domain name can't be empty")
    _join(ctx, new, new["groups"])


def _busy(ctx: Context, obj: Object) -> None:
    here = [one["name"] for _prefix, one in ctx.store.everywhere("instance") if one["_member"] == obj["server_name"]]
    if here and ctx.query.get("force") != "1":
        raise Failure(500, "Node still has the following containers: " + ", ".join(here))


def _gone(ctx: Context, obj: Object) -> None:
    _join(ctx, obj, [])
    ctx.server.members = [name for name in ctx.server.members if name != obj["server_name"]]


def _rename(ctx: Context) -> Reply:
    """Not 201, and hardly anything is checked."""
    old, name = ctx.name, ctx.json().get("server_name") or ""
    if name in ctx.server.members:
        raise Failure(409, "Conflict")
    obj = ctx.store.find("cluster_member", ("",), old)
    if obj is None:
        raise Failure(500 if ctx.server.lxd else 404, "expected to update one row, not 0")
    ctx.server.members = [name if one == old else one for one in ctx.server.members]
    for group in ctx.store.named("cluster_group", ("",)).values():
        group["members"] = [name if one == old else one for one in group["members"]]
    for _prefix, instance in ctx.store.everywhere("instance"):
        instance["_member"] = name if instance["_member"] == old else instance["_member"]
    ctx.store.move("cluster_member", ("",), old, name)
    obj["server_name"] = name
    return done()


def kinds(_server: Any) -> List[Collection]:
    return [
        Collection(
            kind="cluster_member",
            noun="cluster member",
            path=MEMBERS,
            key="server_name",
            go="ClusterMember",
            fields={"roles": LIST, "failure_domain": TEXT, "description": TEXT, "config": MAP, "groups": LIST},
            create=False,
            methods=("GET", "PUT", "PATCH", "DELETE"),
            missing="Cluster member not found",
            wiped=("roles", "failure_domain", "description", "groups"),
            at_prefix=_clustered,
            before_update=_update,
            before_delete=_busy,
            after_delete=_gone,
        )
    ]


def place(ctx: Context) -> str:
    """The member that a new instance is made on: ``target=``, one of ``target=@group``, or the emptiest."""
    if not ctx.server.clustered:
        return ""
    wanted, among = ctx.query.get("target", ""), list(ctx.server.members)
    if wanted.startswith("@"):
        group = ctx.store.find("cluster_group", ("",), wanted[1:])
        if group is None:
            raise Failure(400, 'Cluster group "%s" doesn\'t exist' % wanted[1:])
        among = group["members"]
    elif wanted:
        if wanted not in among:
            raise Failure(404, "Cluster member not found")
        return wanted
    count = dict.fromkeys(among, 0)
    for _prefix, obj in ctx.store.everywhere("instance"):
        if obj["_member"] in count:
            count[obj["_member"]] += 1
    return min(count, key=lambda name: count[name])


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
    metadata = access.token(ctx, name)
    metadata.update(serverName=name, expiresAt=timestamp(time.time() + 3 * 3600))
    del metadata["request"]
    return ctx.task("Executing operation", None, {"cluster": None}, "token", True, metadata)


def _state(ctx: Context) -> Reply:
    ctx.get(ctx.server.kinds["cluster_member"])
    info = {"uptime": 1000, "load_averages": [0.1, 0.1, 0.1], "total_ram": 8 << 30, "free_ram": 4 << 30}
    info.update(shared_ram=0, buffered_ram=0, total_swap=0, free_swap=0, processes=100)
    return sync({"sysinfo": info, "storage_pools": {}})


def _move_instances(ctx: Context, name: str, action: str) -> None:
    """Evacuated instances go to the next member, and come back."""
    others = [one for one in ctx.server.members if one != name]
    for _prefix, obj in ctx.store.everywhere("instance"):
        if action == "evacuate" and obj["_member"] == name and others:
            obj["config"]["volatile.evacuate.origin"] = name
            obj["_member"] = others[0]
        elif action == "restore" and obj["config"].get("volatile.evacuate.origin") == name:
            del obj["config"]["volatile.evacuate.origin"]
            obj["_member"] = name


def _change_state(ctx: Context) -> Reply:
    member, action = ctx.get(ctx.server.kinds["cluster_member"])[1], ctx.json().get("action") or ""
    if action not in ("evacuate", "restore"):
        raise Failure(400, 'Unknown action "%s"' % action)
    text = {"evacuate": "Evacuating cluster member", "restore": "Restoring cluster member"}[action]

    def work(_operation: Any) -> None:
        if (member["status"] == "Evacuated") == (action == "evacuate"):
            raise Failure(400, "Cluster member is already %sd" % action)
        member["status"] = "Evacuated" if action == "evacuate" else "Online"
        member["message"] = "Unavailable due to maintenance" if action == "evacuate" else "Fully operational"
        _move_instances(ctx, member["server_name"], action)

    return ctx.task(text, work, location=member["server_name"])


def routes(_server: Any) -> List[Route]:
    one = MEMBERS + "/{name}"
    return [
        Route("GET", "/1.0/cluster", _get),
        Route("PUT", "/1.0/cluster", _put),
        Route("PUT", "/1.0/cluster/certificate", lambda _ctx: done(), extension="clustering_update_cert"),
        Route("POST", MEMBERS, _token, extension="clustering_join_token"),
        Route("POST", one, _rename),
        Route("GET", one + "/state", _state, extension="cluster_member_state"),
        Route("POST", one + "/state", _change_state, extension="clustering_evacuation"),
    ]
