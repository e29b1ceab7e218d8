# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that each member of a cluster has with some config of its own: pools and networks.  Pure.

Such an object is first defined on every member, each with its own keys, and then created with the rest of its
config.  Source: *How to configure storage pools for a cluster* of LXD and Incus.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Collection, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.compare import Difference, as_kept
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest

# Defined on some members and not created yet, or created on some members only.
HALF_MADE = ("Pending", "Errored")


@dataclass(frozen=True)
class Member:
    """The object as one member shows it, with its ETag; empty where nobody has looked, and then left as it is."""

    object: Mapping[str, Any] = field(default_factory=dict)
    etag: str = ""


Members = Mapping[str, Member]


def own_config(resource: Resource, wanted: Wanted, name: str) -> dict:
    """What is declared for one member: the member keys of ``config``, and its entry in the option ``members``."""
    common = {key: value for key, value in (wanted.values.get("config") or {}).items() if key in resource.member_keys}
    return dict(common, **CONFIG.clean((wanted.option("members") or {}).get(name) or {}))


def shared(resource: Resource, wanted: Wanted) -> Wanted:
    """The declaration without what belongs to single members."""
    if "config" not in wanted.values:
        return wanted
    config = {key: value for key, value in wanted.values["config"].items() if key not in resource.member_keys}
    return wanted.with_values(config=config)


def check_members(resource: Resource, wanted: Wanted, names: Collection[str]) -> None:
    """Raise ``Invalid`` when the option ``members`` names one that does not exist, or the server has none."""
    for name in wanted.option("members") or {}:
        if name not in names:
            raise Invalid("{0} {1!r}: the server has no cluster member {2!r}{3}.".format(
                resource.title, wanted.name, name, nearest(name, names)))


def creations(resource: Resource, wanted: Wanted, members: Members, made: Request,
              defined: Collection[str] = ()) -> Tuple[Request, ...]:
    """The requests that define it on each member that has it not yet, and the one that creates it.

    :arg made: the request that creates it, with the whole of ``config``.
    """
    rest = {key: value for key, value in (made.body.get("config") or {}).items() if key not in resource.member_keys}
    requests = []
    for name in sorted(set(members) - set(defined)):
        own = CONFIG.merge(own_config(resource, wanted, name), None)
        body = {key: value for key, value in dict(made.body, config=own).items() if key != "description"}
        requests.append(replace(made, body=body, query=dict(made.query, target=name), says="define"))
    return tuple(requests) + (replace(made, body=dict(made.body, config=rest)),)


def fixed_on_members(resource: Resource, wanted: Wanted, members: Members) -> List[Difference]:
    """The create-only keys that single members have otherwise, such as the pool's source on one that joined later."""
    fixed = {key for one in resource.fields for key in one.fixed}
    return [one for one in changes(resource, wanted, members, "", {})[0]
            if fixed and one.key.partition(".config.")[2] in fixed]


def changes(resource: Resource, wanted: Wanted, members: Members, path: str,
            query: Mapping[str, str]) -> Tuple[List[Difference], Tuple[Request, ...]]:
    """Where members differ from what is declared for them, and the requests that mend it."""
    found: List[Difference] = []
    requests: Tuple[Request, ...] = ()
    for name, member in sorted(members.items()):
        if not member.object:
            continue
        current = member.object.get("config") or {}
        own = as_kept(resource, own_config(resource, wanted, name), current)
        differ = [Difference("{0}.config.{1}".format(name, key), current.get(key), value)
                  for key, value in own.items() if not CONFIG.same({key: value}, current)]
        if differ:
            body = dict(member.object, config=CONFIG.merge(own, current))
            requests += (Request("PUT", path, body, dict(query, target=name), member.etag, says="update"),)
            found += differ
    return found, requests
