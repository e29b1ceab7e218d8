# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a server once for a fleet: one list per kind and project, or parent, side by side.

A kind is read where the fleet declares one of it, in the parents it names, or where all of them are asked for, to find what
is to be purged or exported.  What every fleet stands on is read before something is written: whoever changes nothing need
not ask whether it is there.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Collection, Dict, FrozenSet, Iterable, List, Mapping, Set, Tuple
from urllib.parse import urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import observe_all
from ansible_collections.lxcri.containers.plugins.module_utils._engine.ownership import fleet_of
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, check_server
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unsupported
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import (
    BY_KIND,
    NETWORKS,
    SECTIONS,
    ZONES,
    Section,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id, Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import DEFAULT, Inventory, Place
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

READERS = 4


def read(client: Any, things: Iterable[Thing], fleet: str, project: str, states: bool,
         beyond: Collection[str] = ()) -> Inventory:
    """What the server has of the kinds that matter, in the projects that the fleet names or owns.

    :arg states: read instances with their state, for addresses.
    :arg beyond: kinds of which all are looked for, also if none is declared.
    """
    things = tuple(things)
    lists: Dict[Place, Tuple[dict, ...]] = {}
    existing, owned = [DEFAULT], []
    if client.server.has("projects"):
        resource = BY_KIND["project"].resource
        found = tuple(observe_all(client, resource, {}, None))
        lists[Place("project", "")] = found
        existing = [one["name"] for one in found]
        owned = [one["name"] for one in found if fleet_of(resource, one) == fleet]
    named = list(dict.fromkeys([project] + [thing.id.project for thing in things if thing.id.project] + owned))
    there = tuple(name for name in named if name in existing)
    inventory = Inventory(lists, homes=homes_of(lists.get(Place("project", ""), ()), client.server), projects=there)
    sections = sections_to_read(things, beyond, client.server)

    deep = {section.parent_kind for section in sections if section.inside}.union(["instance"] if states else ())
    with ThreadPoolExecutor(READERS) as pool:
        lists.update(pool.map(lambda place: _listed(client, place, deep), top(sections, there, inventory)))
        lists.update(inside_of(sections, there, inventory))
        wants, empty = below(sections, things, there, inventory, beyond)
        lists.update(pool.map(lambda place: _listed(client, place, deep), wants))
    lists.update(dict.fromkeys(empty, ()))
    members = client.get("cluster/members", recursion=1).metadata if client.server.clustered else ()
    return replace(inventory, members=tuple(members), cut_off=cut_off(client, lists))


def with_foundation(client: Any, inventory: Inventory) -> Inventory:
    """The inventory, with what every fleet stands on: of the default project where its own are yet to be made."""
    sections, projects = (section for section in SECTIONS if section.foundation), inventory.projects or (DEFAULT,)
    places = [place for place in top(sections, projects, inventory) if place not in inventory.lists]
    if not places:
        return inventory
    with ThreadPoolExecutor(READERS) as pool:
        found = dict(pool.map(lambda place: _listed(client, place), places))
    return replace(inventory, lists={**inventory.lists, **found}, _named={})


def _listed(client: Any, place: Place, deep: Collection[str] = ()) -> Tuple[Place, Tuple[dict, ...]]:
    section = BY_KIND[place.kind]
    depth = 2 if place.kind in deep and section.resource.full_recursion else 1
    return place, tuple(observe_all(client, section.resource, {section.parent_option: place.parent},
                                    place.project or None, depth))


def sections_to_read(things: Iterable[Thing], beyond: Collection[str], server: Any) -> List[Section]:
    """Sections that are declared, or asked for, and those of their parents.  What the server lacks is left out: it has
    none, and who declares one is told."""
    kinds = {thing.id.kind for thing in things}.union(beyond)
    kinds.update(BY_KIND[kind].parent_kind for kind in tuple(kinds) if BY_KIND[kind].parent_kind)
    return [section for section in SECTIONS
            if section.resource.kind in kinds and (section.foundation or offered(section.resource, server))]


def offered(resource: Resource, server: Any) -> bool:
    """Does the server know the kind at all?"""
    try:
        check_server(resource, Wanted(""), server)
    except Unsupported:
        return False
    return True


def homes_of(projects: Iterable[Mapping[str, Any]], server: Any) -> Dict[Tuple[str, str], str]:
    """``(kind, project) -> "default"`` for every kind of which a project has none of its own.  Pure."""
    found = {}
    for one in projects:
        for section in SECTIONS if one["name"] != DEFAULT else ():
            # Before zones had a feature of their own they went with the networks.
            feature = NETWORKS if section.feature == ZONES and not server.has("projects_networks_zones") else section.feature
            if feature and (one.get("config") or {}).get(feature) != "true":
                found[section.resource.kind, one["name"]] = DEFAULT
    return found


def top(sections: Iterable[Section], there: Iterable[str], inventory: Inventory) -> List[Place]:
    """The lists of what lies in nothing else.  Pure."""
    places = [inventory.place(section.resource.kind, name) for section in sections
              for name in there if not section.parent_option and section.resource.kind != "project"]
    return list(dict.fromkeys(places))


def inside_of(sections: Iterable[Section], there: Iterable[str], inventory: Inventory) -> Dict[Place, Tuple[dict, ...]]:
    """The lists that came with those of their parents.  Pure."""
    found = {}
    for section in sections:
        for name in there if section.inside else ():
            key = BY_KIND[section.parent_kind].resource.key
            for one in inventory.all(section.parent_kind, name):
                found[inventory.place(section.resource.kind, name, one[key])] = tuple(one.get(section.inside) or ())
    return found


def below(sections: Iterable[Section], things: Iterable[Thing], there: Collection[str], inventory: Inventory,
          beyond: Collection[str]) -> Tuple[List[Place], Set[Place]]:
    """The lists of what lies in parents, and those that are empty because there is no such parent yet.  Pure."""
    wants: List[Place] = []
    empty: Set[Place] = set()
    for section in sections:
        if not section.parent_option:
            continue
        kind = section.resource.kind
        for project, parent in {(one.id.project, one.id.parent) for one in things if one.id.kind == kind}:
            parents = [one.get(BY_KIND[section.parent_kind].resource.key)
                       for one in inventory.all(section.parent_kind, project)]
            if parent not in parents or project not in there:
                empty.add(inventory.place(kind, project, parent))
            elif not section.inside:
                wants.append(inventory.place(kind, project, parent))
        for project in there if kind in beyond and not section.inside else ():
            wants += [inventory.place(kind, project, parent) for parent in inventory.parents(section, project)]
    return list(dict.fromkeys(wants)), empty


def cut_off(client: Any, lists: Mapping[Place, Tuple[dict, ...]]) -> FrozenSet[Id]:
    """What is unfinished, and not because somebody just makes it; asks the server only if there is any."""
    found = set()
    for (kind, project, parent), objects in lists.items():
        resource = BY_KIND[kind].resource
        found.update(Id(kind, project, str(one[resource.key]), parent) for one in objects
                     if resource.unfinished and resource.unfinished(one))
    if not found:
        return frozenset()
    running = (client.get("operations", recursion=1, **{"all-projects": "true"}).metadata or {}).get("running") or ()
    busy = {(urlsplit(path).path.rsplit("/", 1)[-1]) for one in running
            for paths in (one.get("resources") or {}).values() for path in paths or ()}
    return frozenset(one for one in found if one.name not in busy)
