# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pools and networks of a cluster: each member has some keys of its own, and they are made in two steps.

First the thing is defined on every member (``?target=``), each time with that member's keys alone; it is Pending.
Then it is created for all of them, with the rest of the configuration.
"""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes import crud
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection, decode
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, created

Own = Callable[[str], bool]


def target(ctx: Context) -> Optional[str]:
    """The member that the request means; a 404 for one that does not exist."""
    member = ctx.query.get("target")
    if member and member not in ctx.server.members:
        raise Failure(404, "Cluster member not found")
    return member or None


def _define(ctx: Context, kind: Collection, name: str, given: Dict[str, Any], member: str, own: Own) -> None:
    noun = "storage pool" if kind.kind == "storage_pool" else "network"
    for key in given.get("config", {}):
        if not own(key):
            status = 500 if kind.kind == "storage_pool" else 400
            raise Failure(status, 'Config key "%s" may not be used as member-specific key' % key)
    prefix = ctx.prefix(kind)
    found = ctx.store.find(kind.kind, prefix, name)
    if found is None:
        found = crud.new_object(kind, prefix, name, {**given, "config": {}, "description": ""})
        found.update(_status="Pending", _members={})
        ctx.store.put(kind.kind, prefix, name, found)
    elif found["_status"] != "Pending":
        raise Failure(500, "%s is not in pending state" % noun.capitalize())
    if member in found["_members"]:
        taken = 409 if noun == "network" and not ctx.server.lxd else 400
        raise Failure(taken, 'The %s is already defined on member "%s"' % (noun, member))
    found["_members"][member] = dict(given.get("config", {}))


def _create(ctx: Context, kind: Collection, name: str, given: Dict[str, Any], body: Dict[str, Any], own: Own) -> None:
    word = "Pool" if kind.kind == "storage_pool" else "Network"
    found = ctx.store.find(kind.kind, ctx.prefix(kind), name)
    if found is None:
        raise Failure(500, "%s not pending on any node (use --target <node> first)" % word)
    if found["_status"] == "Created":
        raise Failure(500, "The %s is already created" % ("storage pool" if word == "Pool" else "network"))
    missing = [member for member in ctx.server.members if member not in found["_members"]]
    if missing:
        raise Failure(500, "%s not defined on nodes: %s" % (word, ", ".join(missing)))
    for key in given.get("config", {}):
        if own(key):
            raise Failure(500, 'Config key "%s" is cluster member specific' % key)
    for field in ("driver", "type"):
        if given.get(field) and given[field] != found.get(field):
            raise Failure(500, "Requested %s doesn't match the one in the existing database record" % field)
    made = crud.new_object(kind, found["_prefix"], name, given)
    for field in ("driver", "type"):
        if field in found:
            made[field] = found[field]
    kind.before_create(ctx, made, body)
    for member, config in found["_members"].items():
        defaults = {key: value for key, value in made["config"].items() if own(key)}
        found["_members"][member] = {**defaults, **config}
    found.update(made, config={key: value for key, value in made["config"].items() if not own(key)}, _status="Created")
    if word == "Network":
        found["description"] = ""  # it is forgotten


def create(own: Own) -> Callable[[Context, Collection, Dict[str, Any]], Optional[Reply]]:
    """What takes a creation over in a cluster."""

    def intercept(ctx: Context, kind: Collection, body: Dict[str, Any]) -> Optional[Reply]:
        if not ctx.server.clustered:
            return None
        member = target(ctx)
        given = decode(kind.go + "sPost", {k: f for k, f in kind.fields.items() if f.post}, body)
        name = kind.check_name(ctx, body.get("name"))
        if kind.kind == "network":
            given["type"] = given.get("type") or "bridge"
        if member:
            _define(ctx, kind, name, given, member, own)
        else:
            _create(ctx, kind, name, given, body, own)
        return created("%s/%s" % (kind.path, name))

    return intercept


def update(ctx: Context, old: Object, new: Object, own: Own, fixed: str = "") -> None:
    """Divide a changed configuration between the cluster and one member."""
    if not ctx.server.clustered:
        return
    if old["_status"] != "Created":
        raise Failure(400, "Cannot update storage pool global config when not in created state")
    member = target(ctx)
    mine = {key: value for key, value in new["config"].items() if own(key)}
    common = {key: value for key, value in new["config"].items() if not own(key)}
    if not member:
        for key in mine:
            raise Failure(400, 'Config key "%s" is cluster member specific' % key)
        return
    for key, value in common.items():
        if old["config"].get(key) != value:
            raise Failure(400, 'Config key "%s" may not be used as cluster member specific key' % key)
    if fixed and mine.get(fixed) != old["_members"][member].get(fixed):
        raise Failure(500, "Pool source cannot be changed when not in pending state")
    new["_members"] = {**copy.deepcopy(old["_members"]), member: mine}
    # Of a pool the common keys stay; a network loses those that the request does not repeat.
    new["config"] = old["config"] if fixed else common


def view(ctx: Context, obj: Object, shown: Object) -> None:
    """Config, status and locations as the request's member shows them."""
    shown["status"] = obj.get("_status", "Created")
    shown["locations"] = list(ctx.server.members)
    if ctx.server.clustered:
        members = obj.get("_members", {})
        shown["locations"] = sorted(members)
        member = target(ctx)
        shown["config"] = dict(sorted({**obj["config"], **(members.get(member, {}) if member else {})}.items()))
