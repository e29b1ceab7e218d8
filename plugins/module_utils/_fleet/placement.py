# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which member of a cluster an instance is made.  Pure.

``scheduler`` leaves the choice to the server.  ``spread`` chooses the member with the fewest instances, in the order of
the declaration, so that many that are made at once do not all land on the member that was emptiest before.  A member
with too little free memory for what an instance may take comes after those that have enough.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Dict, Iterable, List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.expanded import is_new
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.memory import NO_DEMAND, Demand, member_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.settings import SPREAD

ONLINE = "Online"


def taking(inventory: Inventory) -> List[str]:
    """Members that take new instances: online, not evacuated, and not reserved for those that name them."""
    return sorted(member["server_name"] for member in inventory.members
                  if member.get("status") == ONLINE
                  and (member.get("config") or {}).get("scheduler.instance", "all") == "all")


def placed(things: Iterable[Thing], inventory: Inventory, placement: str, demand: Demand = NO_DEMAND) -> Tuple[Thing, ...]:
    """The same things, each instance that is to be made and names no ``target`` with one.

    :arg demand: what the new instances may take of the members' memory.
    """
    things = tuple(things)
    members = taking(inventory)
    if placement != SPREAD or not members:
        return things
    busy = Counter(dict.fromkeys(members, 0))
    for (kind, _project, _parent), objects in inventory.lists.items():
        busy.update(one.get("location") for one in objects if kind == "instance" and one.get("location") in members)
    left = room_left(things, demand)
    found = []
    for thing in things:
        if is_new(thing, inventory) and not thing.wanted.option("target"):
            wants = demand.wants.get(thing.id, 0)
            chosen = min(members, key=lambda name, wants=wants: (max(0, wants - left.get(name, wants)), busy[name], name))
            busy[chosen] += 1
            if chosen in left:
                left[chosen] -= wants
            thing = replace(thing, wanted=replace(thing.wanted, options=dict(thing.wanted.options, target=chosen)))
        found.append(thing)
    return tuple(found)


def room_left(things: Iterable[Thing], demand: Demand) -> Dict[str, int]:
    """Bytes of memory that members have free beside what is made on those that are named."""
    left = {name: memory.free for name, memory in demand.members.items()}
    for thing in things:
        if member_of(thing) in left:
            left[member_of(thing)] -= demand.wants.get(thing.id, 0)
    return left


def asked(things: Iterable[Thing], inventory: Inventory, placement: str) -> List[str]:
    """The members whose memory matters for these: those that are named, and with ``spread`` those that may be chosen."""
    targets = [thing.wanted.option("target") for thing in things]
    named = {member_of(thing) for thing in things} & {member["server_name"] for member in inventory.members}
    return sorted(named | set(taking(inventory) if placement == SPREAD and not all(targets) else ()))


def problems(things: Iterable[Thing], inventory: Inventory) -> List[str]:
    """A sentence for every new instance whose ``target`` is no member, or one that takes none now."""
    status = {member["server_name"]: member.get("status") for member in inventory.members}
    found = []
    for thing in things:
        target = thing.wanted.option("target")
        if not target or target.startswith("@") or not is_new(thing, inventory) or status.get(target) == ONLINE:
            continue
        found.append("{0}: target {1!r} is {2}".format(
            thing.origin, target, status[target].lower() if target in status else "no member of a cluster"))
    return found
