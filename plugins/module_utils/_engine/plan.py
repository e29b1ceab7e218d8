# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure difference between what is wanted and what is there.  No client, no Ansible."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.compare import (
    Difference,
    as_kept,
    differences,
    fixed_differences,
    merged,
    shown,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.members import (
    HALF_MADE,
    Members,
    changes,
    creations,
    fixed_on_members,
    shared,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, query_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

NONE, CREATE, UPDATE, RESTART, REPLACE, DELETE = "none", "create", "update", "restart", "replace", "delete"


@dataclass(frozen=True)
class Plan:
    """What will be done to one thing, as data.

    ``action``: ``none``, ``create``, ``update``, ``restart``, ``replace`` or ``delete``.
    ``before`` and ``after`` hold the declared properties, unmasked; ``None`` where there is nothing.
    ``keys`` names what differs (``config.limits.memory``); ``reason`` says it in a sentence.
    ``requests`` are carried out in order.  ``notes`` are return values that a person may want besides.
    ``current`` is the whole object as it was read, where nothing is to be done to it.
    """

    kind: str
    name: str
    action: str = NONE
    before: Optional[Mapping[str, Any]] = None
    after: Optional[Mapping[str, Any]] = None
    keys: Tuple[str, ...] = ()
    reason: str = ""
    requests: Tuple[Request, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    current: Optional[Mapping[str, Any]] = field(default=None, compare=False, repr=False)

    @property
    def changes(self) -> bool:
        """Is there anything to do?"""
        return self.action != NONE


def plan(resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]], etag: str = "",
         members: Optional[Members] = None, anew: str = "") -> Plan:
    """What must be done so that ``current`` becomes as ``wanted``.

    :arg current: the object as the server shows it, ``None`` when there is none.
    :arg etag: its ETag, which an update sends as ``If-Match``.
    :arg members: in a cluster, where every member has it with config of its own: each as it is there.
    :arg anew: why it is made anew, whatever differs.
    :raises Invalid: when a create-only property differs and ``replace`` was not asked for.
    """
    if wanted.state == "absent":
        return _removal(resource, wanted, current)
    if current is None:
        return _creation(resource, wanted, members)
    if members and current.get("status") in HALF_MADE:
        return _completion(resource, wanted, members, current.get("locations") or ())
    if anew:
        return replace(_replacement(resource, wanted, current, [], members), reason=anew)
    if "config" in wanted.values:
        wanted = wanted.with_values(config=as_kept(resource, wanted.values["config"], current.get("config")))
    fixed = fixed_differences(resource, shared(resource, wanted) if members else wanted, current)
    on_members = fixed_on_members(resource, wanted, members or {})
    fixed += on_members
    if fixed and not wanted.option("replace", False):
        raise Invalid(_cannot_change(resource, wanted, fixed[0], fixed[0] in on_members))
    if fixed:
        return _replacement(resource, wanted, current, fixed, members)
    if members:
        return _member_change(resource, wanted, current, etag, members)
    return _change(resource, wanted, current, etag)


def plan_rename(resource: Resource, wanted: Wanted, new_name: str, old: Optional[Mapping[str, Any]],
                new: Optional[Mapping[str, Any]]) -> Tuple[Wanted, Tuple[Request, ...]]:
    """Which of two names exists decides: the request that renames, if one is due, and what is wanted then.

    :raises Conflict: when both exist; ``NotFound`` when neither does.
    """
    renamed = replace(wanted, name=new_name)
    if wanted.name == new_name:
        return renamed, ()
    if old is not None and new is not None:
        raise Conflict("{0} {1!r} cannot be renamed to {2!r}, which exists too; delete one of them first.".format(
            resource.title, wanted.name, new_name))
    if old is None and new is None:
        raise NotFound("{0} {1!r} does not exist, so it cannot be renamed to {2!r}; create it, or correct the name."
                       .format(resource.title, wanted.name, new_name))
    if old is None:
        return renamed, ()
    return renamed, (Request("POST", resource.item(wanted.options, wanted.name), {resource.key: new_name},
                             query_of(resource, wanted), says="rename"),)


def _path(resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]] = None) -> str:
    return resource.item(wanted.options, (current or {}).get(resource.key) or wanted.name)


def _removal(resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]]) -> Plan:
    if current is None:
        return Plan(resource.kind, wanted.name, reason="absent already")
    requests = _actions(resource, wanted, current) + (
        Request("DELETE", _path(resource, wanted, current), query=_deletion_query(resource, wanted), tolerate=(404,),
                says="delete"),)
    return Plan(resource.kind, wanted.name, DELETE, shown(resource, current, current), None, (), "declared absent",
                requests)


def _deletion_query(resource: Resource, wanted: Wanted) -> dict:
    query = query_of(resource, wanted)
    return dict(query, force="1") if resource.forces and wanted.option("force") else query


def _creation(resource: Resource, wanted: Wanted, members: Optional[Members] = None,
              defined: Tuple[str, ...] = ()) -> Plan:
    body = {item.name: item.initial for item in resource.fields if item.initial is not None}
    body.update({item.name: item.codec.merge(wanted.values[item.name], None)
                 for item in resource.fields if item.name in wanted.values})
    body[resource.key] = wanted.name
    if resource.body:
        body = resource.body(body, wanted.options)
    query = query_of(resource, wanted)
    if wanted.option("target"):
        query["target"] = wanted.option("target")
    path = resource.collection(wanted.options)
    if resource.create:
        requests: Tuple[Request, ...] = resource.create(path, body, dict(wanted.options, query=query))
    else:
        requests = (Request("POST", path, body, query, says="create"),)
    if members and not (resource.undivided and resource.undivided(body)):
        requests = creations(resource, wanted, members, requests[0], defined)
    requests += resource.also(wanted, None) if resource.also else ()
    born = {resource.lifecycle.field: resource.lifecycle.born} if resource.lifecycle else {}
    after = dict(shown(resource, body, wanted.values), **born)
    if resource.lifecycle:
        requests += _actions(resource, wanted, born)
        after[resource.lifecycle.field] = _status_after(resource, wanted, born)
    return Plan(resource.kind, wanted.name, CREATE, None, after, tuple(sorted(wanted.values)), "does not exist",
                requests)


def _completion(resource: Resource, wanted: Wanted, members: Members, defined: Tuple[str, ...]) -> Plan:
    return replace(_creation(resource, wanted, members, tuple(defined)),
                   reason="defined on {0}, but never created".format(", ".join(sorted(defined)) or "no member"))


def _replacement(resource: Resource, wanted: Wanted, current: Mapping[str, Any], fixed: List[Difference],
                 members: Optional[Members]) -> Plan:
    gone = _removal(resource, replace(wanted, state="absent"), current)
    made = _creation(resource, wanted, members)
    return Plan(resource.kind, wanted.name, REPLACE, gone.before, made.after,
                tuple(difference.key for difference in fixed),
                "{0} can be set at creation only".format(", ".join(difference.key for difference in fixed)),
                gone.requests + made.requests)


def _change(resource: Resource, wanted: Wanted, current: Mapping[str, Any], etag: str) -> Plan:
    found = differences(resource, wanted, current)
    body = merged(resource, wanted, current)
    requests: Tuple[Request, ...] = ()
    if found:
        requests = (Request("PUT", _path(resource, wanted, current), body, query_of(resource, wanted), etag,
                            says="update"),)
    if resource.also:
        requests += resource.also(wanted, dict(current))
    keys = [difference.key for difference in found]
    reasons = [str(difference) for difference in found]
    before, after = shown(resource, current, current), shown(resource, body, current)
    if resource.lifecycle:
        name = resource.lifecycle.field
        actions = _actions(resource, wanted, current)
        before[name], after[name] = current.get(name), _status_after(resource, wanted, current)
        if actions:
            requests += actions
            keys.append(name)
            reasons.append("{0} is {1}, wanted {2}".format(name, current.get(name), wanted.state))
    if not requests:
        return Plan(resource.kind, wanted.name, NONE, before, before, reason="as declared", current=current)
    if not keys:
        keys = sorted({request.says for request in requests})
        reasons = keys
    action = RESTART if requests[-1].says == "restart" and not found else UPDATE
    return Plan(resource.kind, wanted.name, action, before, after, tuple(keys), "; ".join(reasons), requests)


def _member_change(resource: Resource, wanted: Wanted, current: Mapping[str, Any], etag: str,
                   members: Members) -> Plan:
    change = _change(resource, shared(resource, wanted), current, etag)
    found, requests = changes(resource, wanted, members, _path(resource, wanted, current), query_of(resource, wanted))
    if not found:
        return change
    said = [str(one) for one in found]
    return replace(change, action=UPDATE, keys=change.keys + tuple(one.key for one in found),
                   reason="; ".join([change.reason] * change.changes + said), requests=change.requests + requests)


def _actions(resource: Resource, wanted: Wanted, current: Mapping[str, Any]) -> Tuple[Request, ...]:
    life = resource.lifecycle
    if not life:
        return ()
    path, query = _path(resource, wanted, current), query_of(resource, wanted)
    actions = life.actions.get((wanted.state, str(current.get(life.field))), ())
    return tuple(replace(life.request(path, action, wanted.options), query=query) for action in actions)


def _status_after(resource: Resource, wanted: Wanted, current: Mapping[str, Any]) -> Any:
    life = resource.lifecycle
    return life.results.get(wanted.state, current.get(life.field))


def _cannot_change(resource: Resource, wanted: Wanted, difference: Difference, on_member: bool) -> str:
    joining = ", or in `member_config` when the member joins" if on_member else ""
    return (
        "{0} {1!r} has {2} {3!r} and {4!r} is wanted, but it can be set at creation only{5}; "
        "set `replace: true` to delete and create it again, or keep the value."
    ).format(resource.title, wanted.name, difference.key, difference.before, difference.after, joining)
