# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether storage pools have the room that new instances need.  Pure.

Three numbers, from the surest to the vaguest:

* **reserved**: what a pool allocates in full when a volume is made (LVM without a thin pool, ZFS with reserved space).
* **least**: half of a compressed image's size, once an instance where a pool unpacks it for each (``dir``), once an image
  where it clones, and not at all where the pool has the image already.  A file system underneath may compress, too, but
  no better than to that half; what an image that is not compressed takes cannot be known.
* **allowed**: the root disks' ``size``, a quota on every other pool, and the images' sizes.

A pool that has less free than what is reserved or taken at least is a problem; less than what is allowed is a warning,
and so is everything where the plan also deletes, since nobody knows what that gives back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterable, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, REPLACE
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import BY_KIND
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.expanded import Expanding, expanding
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.memory import member_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.placement import taking
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.preflight import Findings
from ansible_collections.lxcri.containers.plugins.module_utils._spec.sizes import bytes_of, size_of

# A pool and a member; the member is empty for a lone server, and for a pool that all members share.
MemberPool = Tuple[str, str]
# Fingerprint of an image: (bytes, is it compressed?)
Sizes = Mapping[str, Tuple[int, bool]]

SHARED = ("ceph", "cephfs", "cephobject", "lvmcluster", "linstor", "truenas", "powerflex", "pure", "alletra")
COMPRESSED = (".gz", ".tgz", ".xz", ".txz", ".bz2", ".lzma", ".zst", ".zstd", ".lz4", ".squashfs", ".sqfs")
# What a volume of such a pool takes where nothing says a size.  Source: `volume.size` of both servers' LVM driver.
DEFAULT_SIZE = 10 << 30


@dataclass(frozen=True)
class Need:
    """What one new instance needs of its pool; ``pools`` are those of which it will take one.

    ``image`` is the fingerprint of what it is made of, empty where that is unknown or costs nothing.
    """

    pool: str
    pools: Tuple[MemberPool, ...]
    reserved: int = 0
    allowed: int = 0
    image: str = ""
    each: bool = False


def needs_of(steps: Iterable[Step], inventory: Inventory, coming: Mapping[str, str]) -> List[Need]:
    """One for every instance that is to be made on a pool that is there.

    :arg coming: the fingerprints of the images that the plan itself makes, by each of their names.
    """
    steps = tuple(steps)
    expanded = expanding((step.thing for step in steps), inventory)
    found = [_need(step, expanded, coming) for step in steps if step.id[0] == "instance" and step.plan.action == CREATE]
    return [need for need in found if need]


def _need(step: Step, expanded: Expanding, coming: Mapping[str, str]) -> Optional[Need]:
    root = expanded.root(step.thing)
    pool = expanded.pool(root["pool"]) if root else None
    if not pool:
        return None
    driver, config = pool.get("driver"), pool.get("config") or {}
    quota = bytes_of(root.get("size")) or bytes_of(config.get("volume.size"))
    thick = driver == "lvm" and config.get("lvm.use_thinpool") == "false"
    if driver == "zfs" and config.get("volume.zfs.reserve_space") == "true" and quota:
        thick = True
    member = member_of(step.thing)
    members = [member] if member else taking(expanded.inventory)
    if driver in SHARED or not expanded.inventory.members:
        members = [""]
    image = _image(step, expanded.inventory, coming)
    # An instance of a clone takes nothing that its image's volume has not.
    there = image and driver != "dir" and "/1.0/images/" + image in [
        path.split("?", maxsplit=1)[0] for path in pool.get("used_by") or ()]
    return Need(pool["name"], tuple((pool["name"], name) for name in members),
                reserved=(quota or DEFAULT_SIZE) if thick else 0, allowed=0 if thick else quota or 0,
                image="" if thick or there else image, each=driver == "dir")


def _image(step: Step, inventory: Inventory, coming: Mapping[str, str]) -> str:
    name = step.thing.wanted.values.get("image")
    if not name or name in coming:
        return coming.get(name, "")
    image = BY_KIND["image"].resource.find({"name": name}, inventory.all("image", step.id[1]))
    return image["fingerprint"] if image else ""


def image_sizes(inventory: Inventory) -> Dict[str, Tuple[int, bool]]:
    """Of the images that the server has, by fingerprint."""
    return {one["fingerprint"]: (int(one.get("size") or 0), is_compressed(str(one.get("filename") or "")))
            for (kind, _project, _parent), images in inventory.lists.items() if kind == "image" for one in images}


def is_compressed(name: str) -> bool:
    """Does a file's name say so?  An image of two parts is named after its metadata or its rootfs."""
    return name.lower().endswith(COMPRESSED)


def pools_of(needs: Iterable[Need]) -> List[MemberPool]:
    """Of what the free space must be known, each once."""
    return sorted({one for need in needs for one in need.pools})


def judged(steps: Iterable[Step], needs: Iterable[Need], sizes: Sizes, free: Mapping[MemberPool, int]) -> Findings:
    """What there is too little room for.

    :arg free: bytes; a pool of which that is not known is not in it.
    """
    groups: Dict[Tuple[str, Tuple[MemberPool, ...]], List[Need]] = {}
    for need in needs:
        groups.setdefault((need.pool, need.pools), []).append(need)
    frees = any(step.plan.action in (DELETE, REPLACE) for step in steps)
    problems: List[str] = []
    warnings: List[str] = []
    for (pool, pools), mine in groups.items():
        if not all(one in free for one in pools):
            continue
        room = sum(free[one] for one in pools)
        where = _says(pool, pools)
        least, likely = _taken(mine, sizes, True), _taken(mine, sizes, False)
        allowed = sum(need.reserved + need.allowed for need in mine)
        if least > room:
            said = "{0} has {1} free, and the {2} that are to be made there take at least {3}".format(
                where, size_of(room), _instances(mine), size_of(least))
            problems += [] if frees else [said + "; free some, or name another pool in their root disks"]
            warnings += [_sentence(said)] if frees else []
        elif likely > room:
            warnings.append(_sentence("{0} has {1} free, and the {2} that are to be made there take about {3}".format(
                where, size_of(room), _instances(mine), size_of(likely))))
        elif allowed > room:
            warnings.append(_sentence("{0} has {1} free, and the root disks of the {2} that are to be made there may grow "
                                      "to {3}".format(where, size_of(room), _instances(mine), size_of(allowed))))
    return Findings(tuple(problems), tuple(warnings))


def _taken(needs: List[Need], sizes: Sizes, at_least: bool) -> int:
    each = [need.image for need in needs if need.each and need.image]
    once = {need.image for need in needs if not need.each and need.image}
    return sum(need.reserved for need in needs) + sum(_size(sizes.get(image), at_least) for image in (*each, *once))


def _size(known: Optional[Tuple[int, bool]], at_least: bool) -> int:
    size, compressed = known or (0, False)
    if not at_least:
        return size
    return size // 2 if compressed else 0


def _says(pool: str, pools: Tuple[MemberPool, ...]) -> str:
    members = [member for _pool, member in pools if member]
    return "storage pool {0!r}{1}".format(pool, " on " + ", ".join(members) if members else "")


def _instances(needs: List[Need]) -> str:
    return "instance" if len(needs) == 1 else "{0} instances".format(len(needs))


def _sentence(said: str) -> str:
    return said[0].upper() + said[1:] + "."
