# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether members of a cluster have the memory that new instances may take.  Pure.

A limit is a promise, not an allocation: a container starts with any.  So what is promised beyond what is free is a
warning; only a virtual machine that is larger than the whole member is refused, since its memory is its hardware.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterable, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id, Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.expanded import expanding, is_new
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.preflight import Findings
from ansible_collections.lxcri.containers.plugins.module_utils._spec.sizes import size_of

VM = "virtual-machine"


@dataclass(frozen=True)
class Memory:
    """Bytes of a member's memory; ``used`` is without what the kernel gives back when it is needed."""

    total: int
    used: int

    @property
    def free(self) -> int:
        """What can be taken now."""
        return max(0, self.total - self.used)


@dataclass(frozen=True)
class Demand:
    """``wants``: the bytes that new instances may take once they run, by the thing's id.

    ``members`` says what members have, as far as that is known.
    """

    wants: Mapping[Id, int] = field(default_factory=dict)
    members: Mapping[str, Memory] = field(default_factory=dict)


NO_DEMAND = Demand()


def wants_of(things: Iterable[Thing], inventory: Inventory) -> Dict[Id, int]:
    """The limits of the instances that will be made and run."""
    things = tuple(things)
    expanded = expanding(things, inventory)
    found = {thing.id: expanded.memory(thing) for thing in things
             if is_new(thing, inventory) and thing.wanted.state in ("started", "restarted", "frozen")}
    return {name: limit for name, limit in found.items() if limit is not None}


def member_of(thing: Thing) -> str:
    """The member that a thing names; empty where the server chooses."""
    target = str(thing.wanted.option("target") or "")
    return "" if target.startswith("@") else target


def judged(things: Iterable[Thing], demand: Demand) -> Findings:
    """What speaks against making these on the members that they name."""
    problems: List[str] = []
    promised: Dict[str, int] = {}
    count: Dict[str, int] = {}
    for thing in things:
        member, wants = member_of(thing), demand.wants.get(thing.id)
        if wants is None or member not in demand.members:
            continue
        total = demand.members[member].total
        if thing.wanted.values.get("type") == VM and wants > total:
            problems.append("{0}: its limits.memory is {1}, and {2} has {3} in all; give it less, or a larger "
                            "member".format(thing.origin, size_of(wants), member, size_of(total)))
        promised[member] = promised.get(member, 0) + wants
        count[member] = count.get(member, 0) + 1
    warnings = ["Cluster member {0} has {1} of memory free; limits.memory of the {2} instances that are to be made there "
                "allows {3}.".format(member, size_of(demand.members[member].free), count[member], size_of(wanted))
                for member, wanted in sorted(promised.items()) if wanted > demand.members[member].free]
    return Findings(tuple(problems), tuple(warnings))
