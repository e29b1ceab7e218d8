# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server has left for what a plan makes.  Reads, and only where something is to be made.

``GET /1.0/resources`` of the members that matter, once each, and ``GET /1.0/storage-pools/{pool}/resources`` of the pools
that matter, once for each of those members.  What may not be read is not known, and then nothing is said of it.
The free memory that members tell in their state counts what the kernel only caches as taken; resources do not.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, Iterable, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import memory, placement, room
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.expanded import is_new
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.memory import Demand, Memory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.preflight import Findings
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.read import READERS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join


def placed(client: Any, things: Tuple[Thing, ...], inventory: Inventory, how: str) -> Tuple[Tuple[Thing, ...], Findings]:
    """The things, new instances with the member that ``placement`` chooses, and what that member lacks of memory."""
    new = [thing for thing in things if is_new(thing, inventory)] if inventory.members else []
    wants = memory.wants_of(things, inventory) if new else {}
    hungry = [thing for thing in new if thing.id in wants]
    members = placement.asked(hungry, inventory, how) if hungry else []
    demand = Demand(wants, {name: found for name, found in _all(client, members, _memory).items() if found})
    things = placement.placed(things, inventory, how, demand)
    return things, memory.judged(things, demand)


def checked(client: Any, steps: Iterable[Step], inventory: Inventory) -> Findings:
    """What the pools lack of room for what is to be made."""
    steps = tuple(steps)
    if not any(step.id[0] == "instance" and step.plan.action == CREATE for step in steps):
        return Findings()
    names, sizes = coming_images(steps)
    needs = room.needs_of(steps, inventory, names)
    free = {place: found for place, found in _all(client, room.pools_of(needs), _free).items() if found is not None}
    return room.judged(steps, needs, {**room.image_sizes(inventory), **sizes}, free)


def coming_images(steps: Iterable[Step]) -> Tuple[Dict[str, str], Dict[str, Tuple[int, bool]]]:
    """What the plan makes of local files: the fingerprints by each of the names, and the sizes by fingerprint."""
    names: Dict[str, str] = {}
    sizes: Dict[str, Tuple[int, bool]] = {}
    for step in steps:
        options = step.thing.wanted.options
        if step.id[0] != "image" or step.plan.action != CREATE or not options.get("files"):
            continue
        paths = [path for _part, path in options["files"] if os.path.isfile(path)]
        # The rootfs comes last, and is what counts.
        sizes[options["fingerprint"]] = sum(map(os.path.getsize, paths)), bool(paths) and room.is_compressed(paths[-1])
        names.update(dict.fromkeys((step.thing.wanted.name, *(options.get("aliases") or ())), options["fingerprint"]))
    return names, sizes


def _all(client: Any, keys: Iterable[Any], read: Any) -> Dict[Any, Any]:
    keys = list(keys)
    if not keys or not client.server.has("resources"):
        return {}

    def one(key: Any) -> Any:
        try:
            return read(client, key)
        except LxcriError:
            return None

    with ThreadPoolExecutor(READERS) as pool:
        return dict(zip(keys, pool.map(one, keys)))


def _memory(client: Any, member: str) -> Optional[Memory]:
    found: Mapping[str, Any] = (client.get("resources", target=member).metadata or {}).get("memory") or {}
    return Memory(int(found["total"]), int(found.get("used") or 0)) if found.get("total") else None


def _free(client: Any, place: room.MemberPool) -> Optional[int]:
    pool, member = place
    space = (client.get(join("storage-pools", pool) + "/resources", target=member).metadata or {}).get("space") or {}
    # Some drivers tell no total, and one that is 0 is no answer.
    return max(0, int(space["total"]) - int(space.get("used") or 0)) if space.get("total") else None
