# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server holds, as far as it was read.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND, Section
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id, Thing

DEFAULT = "default"


class Place(NamedTuple):
    """Where one list is: the project is empty for what the server has one set of, the parent for what lies in nothing."""

    kind: str
    project: str
    parent: str = ""


@dataclass(frozen=True)
class Inventory:
    """The lists that were read, each once.

    ``members`` are those of the cluster, as ``GET /1.0/cluster/members`` lists them; a lone server has none.
    ``cut_off`` are the ids of what is unfinished and what nobody works on.
    ``projects`` are those that the fleet names or owns, as far as they exist.
    ``homes``: ``(kind, project) -> project`` where a project has none of a kind of its own and uses those of another.
    """

    lists: Mapping[Place, Tuple[dict, ...]]
    members: Tuple[dict, ...] = ()
    cut_off: FrozenSet[Id] = frozenset()
    homes: Mapping[Tuple[str, str], str] = field(default_factory=dict)
    projects: Tuple[str, ...] = ()
    _named: Dict[Place, Dict[str, List[dict]]] = field(default_factory=dict, repr=False, compare=False)

    def place(self, kind: str, project: str, parent: str = "") -> Place:
        """Where the objects of a kind are that a project uses."""
        project = project if BY_KIND[kind].resource.scope == "project" else ""
        return Place(kind, self.homes.get((kind, project), project), parent)

    def all(self, kind: str, project: str, parent: str = "") -> Tuple[dict, ...]:
        """The objects of a kind in a project; none where nobody looked."""
        return self.lists.get(self.place(kind, project, parent), ())

    def find(self, thing: Thing) -> Optional[dict]:
        """The object a thing means; the one on the member that it names, where the kind lies on single members."""
        resource = thing.section.resource
        kind, project, name, parent, target = thing.id
        if resource.find:
            return resource.find(thing.wanted.options, self.all(kind, project))
        place = self.place(kind, project, parent)
        if place not in self._named:
            named: Dict[str, List[dict]] = {}
            for one in self.lists.get(place, ()):
                named.setdefault(str(one.get(resource.key)), []).append(one)
            self._named[place] = named
        return _on(target, self._named[place].get(name, []))

    def parents(self, section: Section, project: str) -> List[str]:
        """The names of what things of a section can lie in."""
        key = BY_KIND[section.parent_kind].resource.key
        return [one[key] for one in self.all(section.parent_kind, project) if section.bears(one)]


def _on(target: str, found: List[dict]) -> Optional[dict]:
    if target:
        found = [one for one in found if one.get("location") in (None, "", "none", target)]
    return found[0] if found else None
