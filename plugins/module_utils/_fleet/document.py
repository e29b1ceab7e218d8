# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet's document as a tuple of things.  Pure but for what ``prepare`` of a kind reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import (
    BY_NAME,
    Section,
    Validator,
    option_of,
    rank,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest


class Id(NamedTuple):
    """What no two things of a fleet may share.

    ``project`` is empty for what the server has one set of, ``parent`` for what lies in nothing else; otherwise it is
    the parent's name, such as the network's of a forward. ``target`` is the member that it lies on, where members of a
    cluster have such things of their own and one is named.
    """

    kind: str
    project: str
    name: str
    parent: str = ""
    target: str = ""


@dataclass(frozen=True)
class Thing:
    """One declared thing: its kind, what is wanted, and where in the document it stands."""

    section: Section
    wanted: Wanted
    origin: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> Id:
        """What no other thing of the fleet has."""
        return identity(self.section, self.wanted)

    @property
    def says(self) -> str:
        """``instance 'web'``, ``network forward '10.0.0.9' of 'shop0'``."""
        said = "{0} {1!r}".format(self.section.resource.title, self.wanted.name)
        for word, what in (("of", self.id.parent), ("on", self.id.target)):
            said += " {0} {1!r}".format(word, what) if what else ""
        return said


def identity(section: Section, wanted: Wanted) -> Id:
    """The id of what is wanted in a section."""
    scoped = section.resource.scope == "project"
    return Id(section.resource.kind, wanted.option("project", "default") if scoped else "", wanted.name,
              section.parent_of(wanted), wanted.option("target", "") if section.resource.targeted else "")


def sections_of(document: Mapping[str, Any]) -> List[Tuple[Section, int, dict]]:
    """Every entry with its section and place.

    :raises Invalid: for an unknown section or an entry that is no dictionary, all of them in one message.
    """
    problems, found = [], []
    for name, entries in document.items():
        if name == "name":
            continue
        if name not in BY_NAME:
            problems.append("unknown section `{0}`{1}".format(name, nearest(str(name), list(BY_NAME) + ["name"])))
        elif not isinstance(entries or [], list):
            problems.append("`{0}` must be a list".format(name))
        else:
            for place, entry in enumerate(entries or []):
                if isinstance(entry, dict):
                    found.append((BY_NAME[name], place, entry))
                else:
                    problems.append("{0}[{1}] must be a dictionary".format(name, place))
    refuse(problems)
    return found


def things_of(document: Mapping[str, Any], validate: Validator, project: str) -> Tuple[Thing, ...]:
    """The declared things in the order of building.

    :arg validate: turns a written entry into checked options, or raises ``Invalid``.
    :arg project: the project of entries that name none.
    :raises Invalid: with every problem of the document in one message.
    """
    things: List[Thing] = []
    problems: List[str] = []
    for section, place, entry in sections_of(document):
        name = entry.get(option_of(section.resource))
        origin = "{0}[{1}]{2}".format(section.name, place, " {0!r}".format(name) if name else "")
        try:
            entry = dict(entry)
            if section.resource.scope == "project":
                entry["project"] = entry.get("project") or project
            wanted = wanted_of(section.resource, validate(section.resource, entry))
            things.append(Thing(section, wanted, origin))
        except Invalid as error:
            problems.append("{0}: {1}".format(origin, error.message.rstrip(".")))
    problems += duplicates(things)
    refuse(problems)
    return tuple(sorted(things, key=lambda thing: rank(thing.section.resource.kind)))


def duplicates(things: Iterable[Thing]) -> List[str]:
    """A sentence for each thing that is declared twice."""
    seen: Dict[Id, Thing] = {}
    problems = []
    for thing in things:
        if thing.id in seen:
            problems.append("{0} is declared twice, at {1} and {2}; keep one".format(
                thing.says, seen[thing.id].origin, thing.origin))
        seen.setdefault(thing.id, thing)
    return problems


def refuse(problems: List[str]) -> None:
    """Raise ``Invalid`` with all problems in one message, if there are any."""
    if problems:
        raise Invalid("The fleet cannot be read: {0}. Nothing was changed.".format("; ".join(problems)),
                      problems=problems)
