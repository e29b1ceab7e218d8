# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what a server has: one list request per kind and project, whatever the number of things."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, Iterable, List, Mapping, Optional, Tuple
from urllib.parse import urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import observe_all
from ansible_collections.lxcri.containers.plugins.module_utils._engine.ownership import fleet_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND, SECTIONS
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id, Thing

READERS = 4


@dataclass(frozen=True)
class Inventory:
    """``(kind, project) -> objects``; the project is empty for what the server has one set of.

    ``members`` are those of the cluster, as ``GET /1.0/cluster/members`` lists them; a lone server has none.
    ``cut_off`` are the ids of what is unfinished and what nobody works on.
    """

    lists: Mapping[Tuple[str, str], Tuple[dict, ...]]
    members: Tuple[dict, ...] = ()
    cut_off: FrozenSet[Id] = frozenset()
    _named: Dict[Tuple[str, str], Dict[str, dict]] = field(default_factory=dict, repr=False, compare=False)

    def all(self, kind: str, project: str) -> Tuple[dict, ...]:
        """The objects of a kind in a project."""
        return self.lists.get((kind, project if BY_KIND[kind].resource.scope == "project" else ""), ())

    def find(self, thing: Thing) -> Optional[dict]:
        """The object a thing means."""
        resource = thing.section.resource
        kind, project, name = thing.id
        if resource.find:
            return resource.find(thing.wanted.options, self.all(kind, project))
        if (kind, project) not in self._named:
            self._named[kind, project] = {str(one.get(resource.key)): one for one in self.all(kind, project)}
        return self._named[kind, project].get(name)


def read(client: Any, things: Iterable[Thing], fleet: str, project: str, states: bool) -> Inventory:
    """Everything of the kinds a fleet may hold, in the projects that it names or owns.

    :arg states: read instances with their state, for addresses.
    """
    lists: Dict[Tuple[str, str], Tuple[dict, ...]] = {}
    existing: List[str] = ["default"]
    if client.server.has("projects"):
        resource = BY_KIND["project"].resource
        found = tuple(observe_all(client, resource, {}, None))
        lists["project", ""] = found
        existing = [one["name"] for one in found]
        owned = [one["name"] for one in found if fleet_of(resource, one) == fleet]
    else:
        owned = []
    named = list(dict.fromkeys([project] + [thing.id[1] for thing in things if thing.id[1]] + owned))
    wants = [(section.resource, "") for section in SECTIONS
             if section.resource.scope == "server" and section.resource.kind != "project"]
    wants += [(section.resource, name) for name in named if name in existing
              for section in SECTIONS if section.resource.scope == "project"]

    def one(want):
        resource, where = want
        depth = 2 if states and resource.full_recursion else 1
        return (resource.kind, where), tuple(observe_all(client, resource, {}, where or None, depth))

    with ThreadPoolExecutor(READERS) as pool:
        lists.update(pool.map(one, wants))
    members = client.get("cluster/members", recursion=1).metadata if client.server.clustered else ()
    return Inventory(lists, tuple(members), cut_off(client, lists))


def cut_off(client: Any, lists: Mapping[Tuple[str, str], Tuple[dict, ...]]) -> FrozenSet[Id]:
    """What is unfinished, and not because somebody just makes it; asks the server only if there is any."""
    found = set()
    for (kind, project), objects in lists.items():
        resource = BY_KIND[kind].resource
        found.update((kind, project, str(one[resource.key])) for one in objects
                     if resource.unfinished and resource.unfinished(one))
    if not found:
        return frozenset()
    running = (client.get("operations", recursion=1, **{"all-projects": "true"}).metadata or {}).get("running") or ()
    busy = {(urlsplit(path).path.rsplit("/", 1)[-1]) for one in running
            for paths in (one.get("resources") or {}).values() for path in paths or ()}
    return frozenset(one for one in found if one[2] not in busy)
