# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which member of a cluster an instance is made.  Pure.

``scheduler`` leaves the choice to the server.  ``spread`` chooses the member with the fewest instances, in the order of
the declaration, so that many that are made at once do not all land on the member that was emptiest before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Iterable, List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory

SCHEDULER, SPREAD = "scheduler", "spread"
ONLINE = "Online"


def taking(inventory: Inventory) -> List[str]:
    """Members that take new instances: online, not evacuated, and not reserved for those that name them."""
    return sorted(member["server_name"] for member in inventory.members
                  if member.get("status") == ONLINE
                  and (member.get("config") or {}).get("scheduler.instance", "all") == "all")


def placed(things: Iterable[Thing], inventory: Inventory, placement: str) -> Tuple[Thing, ...]:
    """The same things, each instance that is to be made and names no ``target`` with one."""
    things = tuple(things)
    members = taking(inventory)
    if placement != SPREAD or not members:
        return things
    busy = Counter(dict.fromkeys(members, 0))
    for (kind, _project, _parent), objects in inventory.lists.items():
        busy.update(one.get("location") for one in objects if kind == "instance" and one.get("location") in members)
    found = []
    for thing in things:
        if _is_new(thing, inventory) and not thing.wanted.option("target"):
            chosen = min(members, key=lambda name: (busy[name], name))
            busy[chosen] += 1
            thing = replace(thing, wanted=replace(thing.wanted, options=dict(thing.wanted.options, target=chosen)))
        found.append(thing)
    return tuple(found)


def problems(things: Iterable[Thing], inventory: Inventory) -> List[str]:
    """A sentence for every new instance whose ``target`` is no member, or one that takes none now."""
    status = {member["server_name"]: member.get("status") for member in inventory.members}
    found = []
    for thing in things:
        target = thing.wanted.option("target")
        if not target or target.startswith("@") or not _is_new(thing, inventory) or status.get(target) == ONLINE:
            continue
        found.append("{0}: target {1!r} is {2}".format(
            thing.origin, target, status[target].lower() if target in status else "no member of a cluster"))
    return found


def _is_new(thing: Thing, inventory: Inventory) -> bool:
    return (thing.section.resource.kind == "instance" and thing.wanted.state != "absent"
            and inventory.find(thing) is None)
