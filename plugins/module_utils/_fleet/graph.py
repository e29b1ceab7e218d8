# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must come before what.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, FrozenSet, Iterable, List, Mapping, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import DELETE
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import rank
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id, Thing

Named = Mapping[Id, List[Id]]


@dataclass(frozen=True)
class Edges:
    """``needs``: must have succeeded before; ``follows``: must have ended before, however it ended."""

    needs: FrozenSet[Id]
    follows: FrozenSet[Id]


def named(ids: Iterable[Id]) -> Named:
    """The ids by what a reference says of them, which is not the member that they lie on."""
    found: Dict[Id, List[Id]] = {}
    for one in ids:
        found.setdefault(Id(*one[:4]), []).append(one)
    return found


def references(thing: Thing, declared: Named) -> List[Id]:
    """The declared things that one refers to; what lives in no project of its own is looked for in the default one."""
    project = thing.id.project
    found = [Id("project", "", project)] if project else []
    for kind, name, parent in thing.section.references(thing.wanted):
        candidates = [Id(kind, where, name, parent) for where in dict.fromkeys((project, "default", ""))]
        found += [one for one in candidates if one in declared][:1]
    return [one for name in found for one in declared.get(name, ()) if one != thing.id]


def edges_of(things: Iterable[Thing], actions: Mapping[Id, str]) -> Dict[Id, Edges]:
    """The edges between things that change.

    Building goes up the references, removing goes down them; and nothing that others may use is removed before the
    others are done.
    """
    things = list(things)
    changing = {thing.id for thing in things if actions.get(thing.id, "none") != "none"}
    needs: Dict[Id, Set[Id]] = {one: set() for one in changing}
    follows: Dict[Id, Set[Id]] = {one: set() for one in changing}
    known = named(changing)
    for thing in things:
        if thing.id not in changing:
            continue
        for other in references(thing, known):
            if actions[thing.id] == DELETE and actions[other] == DELETE:
                needs[other].add(thing.id)
            elif actions[other] != DELETE and actions[thing.id] != DELETE:
                needs[thing.id].add(other)
    ranked: Dict[int, Set[Id]] = {}
    for one in changing:
        ranked.setdefault(rank(one[0]), set()).add(one)
    for one in changing:
        if actions[one] == DELETE:
            follows[one].update(*(ids for number, ids in ranked.items() if number > rank(one[0])))
    return {one: Edges(frozenset(needs[one]), frozenset(follows[one] - needs[one])) for one in changing}


def cycle(things: Iterable[Thing]) -> Tuple[str, ...]:
    """The names along one cycle of references, if there is one: ``("a", "b", "a")``."""
    by_id = {thing.id: thing for thing in things}
    known = named(by_id)
    graph = {one: references(thing, known) for one, thing in by_id.items()}
    done: Set[Id] = set()
    for start in graph:
        path: List[Id] = []
        on_path: Set[Id] = set()
        trail: List[Tuple[Id, int]] = [(start, 0)]
        while trail:
            node, place = trail.pop()
            if place == 0:
                if node in done:
                    continue
                path.append(node)
                on_path.add(node)
            following = graph[node]
            if place < len(following):
                trail.append((node, place + 1))
                if following[place] in on_path:
                    loop = path[path.index(following[place]):] + [following[place]]
                    return tuple(one[2] for one in loop)
                trail.append((following[place], 0))
            else:
                path.pop()
                on_path.discard(node)
                done.add(node)
    return ()
