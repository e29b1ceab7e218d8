# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the server and carrying plans out.  Thin: everything that decides is in ``plan``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, List, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._engine.members import (
    HALF_MADE,
    Member,
    Members,
    check_members,
    own_config,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import (
    CREATE,
    UPDATE,
    Plan,
    plan,
    plan_rename,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.refine import refined
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import (
    Wanted,
    check_server,
    query_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mends import mend_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource


@dataclass(frozen=True)
class Observed:
    """An object as the server shows it, with its ETag; ``None`` when there is none."""

    object: Optional[Mapping[str, Any]] = None
    etag: str = ""


def observe(client: Any, resource: Resource, wanted: Wanted) -> Observed:
    """Read the one object that is meant: ``GET`` on it, or on its collection where ``find`` chooses."""
    query = query_of(resource, wanted)
    name = wanted.name
    if resource.find:
        found = resource.find(wanted.options, tuple(observe_all(client, resource, wanted.options,
                                                                query.get("project"))))
        if found is None:
            return Observed()
        name = found[resource.key]
    try:
        reply = client.get(resource.item(wanted.options, name), **query)
    except NotFound:
        if resource.singleton:
            raise
        return Observed()
    return Observed(reply.metadata, reply.etag)


def observe_all(client: Any, resource: Resource, options: Mapping[str, Any], project: Optional[str],
                recursion: int = 1) -> List[dict]:
    """Read a whole collection in one request."""
    found = client.get(resource.collection(options), recursion=recursion, project=project).metadata or ()
    return list(resource.listed(found) if resource.listed else found)


def observe_members(client: Any, resource: Resource, wanted: Wanted,
                    current: Optional[Mapping[str, Any]]) -> Optional[Members]:
    """In a cluster, what each member has of its own, as far as the declaration says anything about it.

    A member that is offline is not asked, and so left as it is: a dead one keeps nobody from working on the others.
    """
    if not resource.member_keys or wanted.state == "absent":
        return None
    states = {}
    if client.server.clustered:
        states = {one["server_name"]: one.get("status") for one in client.get("cluster/members", recursion=1).metadata}
    check_members(resource, wanted, states)
    seen = {name: Member() for name in states}
    if current is None or current.get("status") in HALF_MADE:
        return seen
    for name, status in states.items():
        if status != "Offline" and own_config(resource, wanted, name):
            seen[name] = _on_member(client, resource, wanted, name)
    return seen


def _on_member(client: Any, resource: Resource, wanted: Wanted, name: str) -> Member:
    try:
        reply = client.get(resource.item(wanted.options, wanted.name), target=name, **query_of(resource, wanted))
    except LxcriError as error:
        raise type(error)("Cannot read {0} {1!r} on member {2!r}: {3}; see whether that member runs.".format(
            resource.title, wanted.name, name, error.message.rstrip(".")), **error.details)
    return Member(reply.metadata, reply.etag)


def plan_one(client: Any, resource: Resource, wanted: Wanted) -> Plan:
    """Read, and plan: what a task about one thing will do."""
    check_server(resource, wanted, client.server)
    current = observe(client, resource, wanted)
    new_name = wanted.option("new_name")
    if not new_name:
        found = plan(resource, wanted, current.object, current.etag,
                     observe_members(client, resource, wanted, current.object))
        return refined(client, resource, wanted, current.object, found)
    there = observe(client, resource, replace(wanted, name=new_name))
    renamed, first = plan_rename(resource, wanted, new_name, current.object, there.object)
    now = current.object or there.object
    change = refined(client, resource, renamed, now, plan(resource, renamed, now, "" if first else there.etag))
    if not first:
        return change
    moved = tuple(replace(request, path=resource.item(wanted.options, new_name) + request.path[len(
        resource.item(wanted.options, wanted.name)):]) for request in change.requests)
    return replace(change, name=wanted.name, action=UPDATE, keys=(resource.key,) + change.keys,
                   before=dict(change.before or {}, **{resource.key: wanted.name}),
                   after=dict(change.after or {}, **{resource.key: new_name}),
                   reason="renamed to {0}".format(new_name), requests=first + moved)


def apply(client: Any, resource: Resource, wanted: Wanted, planned: Plan,
          again: Optional[Callable[[], Plan]] = None) -> Plan:
    """Carry a plan out; when the object changed since it was read, plan once more (``again``) and do that.

    Returns the plan that was carried out.
    """
    try:
        for request in planned.requests:
            send(client, resource, planned.name, request)
        if resource.settles and planned.action == CREATE:
            apply(client, resource, wanted, plan_one(client, resource, wanted))
        return planned
    except LxcriError as error:
        if error.details.get("status") != 412 or again is None:
            raise
        return apply(client, resource, wanted, again())


def present(client: Any, resource: Resource, wanted: Wanted) -> Optional[Mapping[str, Any]]:
    """The object as it is now on the server."""
    if wanted.state == "absent":
        return None
    return observe(client, resource, replace(wanted, name=wanted.option("new_name") or wanted.name)).object


def send(client: Any, resource: Resource, name: str, request: Request) -> Any:
    """Send one request; an error names the thing, what was being done, the cause and the mend."""
    try:
        return client.send(request)
    except LxcriError as error:
        raise explained(error, resource, name, request)


def explained(error: LxcriError, resource: Resource, name: str, request: Request) -> LxcriError:
    """The same error in one sentence for people."""
    status = error.details.get("status")
    mend = mend_of(error.message) or (resource.mends.get((request.says, status), "") if isinstance(status, int) else "")
    sentence = "Cannot {0} {1} {2!r}: {3}".format(
        request.says or request.method, resource.title, name, error.message.rstrip("."))
    return type(error)(sentence + ("; " + mend if mend else "") + ".", kind=resource.kind, name=name, **error.details)
