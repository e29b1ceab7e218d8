# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a new instance will be made of: its own configuration and devices over those of its profiles.  Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._spec.sizes import bytes_of

DEFAULT_PROFILE = "default"


@dataclass(frozen=True)
class Expanding:
    """Lays profiles, as they will be once the fleet's own are there, under instances."""

    inventory: Inventory
    profiles: Mapping[Tuple[str, str], Thing] = field(default_factory=dict)

    def part(self, thing: Thing, name: str) -> Dict[str, Any]:
        """``config`` or ``devices`` of an instance, as the server will expand it."""
        found: Dict[str, Any] = {}
        named = thing.wanted.values.get("profiles")
        for profile in (DEFAULT_PROFILE,) if named is None else named:
            found.update(self._profile(thing.id[1], profile, name))
        return _laid(found, thing.wanted.values.get(name))

    def _profile(self, project: str, profile: str, name: str) -> Dict[str, Any]:
        there = next((one for one in self.inventory.all("profile", project) if one["name"] == profile), {})
        declared = self.profiles.get((project, profile))
        return _laid(there.get(name) or {}, declared.wanted.values.get(name) if declared else None)

    def root(self, thing: Thing) -> Optional[Mapping[str, Any]]:
        """The root disk; ``None`` where nothing says one, which the server refuses by itself."""
        return next((one for one in self.part(thing, "devices").values()
                     if one and one.get("type") == "disk" and one.get("path") == "/" and one.get("pool")), None)

    def memory(self, thing: Thing) -> Optional[int]:
        """Bytes of memory that it may take; ``None`` where there is no limit, or one that is a share."""
        return bytes_of(self.part(thing, "config").get("limits.memory"))

    def pool(self, name: str) -> Optional[Mapping[str, Any]]:
        """A storage pool that the server has."""
        return next((one for one in self.inventory.all("storage_pool", "") if one["name"] == name), None)


def expanding(things: Iterable[Thing], inventory: Inventory) -> Expanding:
    """Of a fleet's things and of what the server has."""
    return Expanding(inventory, {(thing.id.project, thing.id.name): thing for thing in things
                                 if thing.section.resource.kind == "profile" and thing.wanted.state != "absent"})


def _laid(below: Mapping[str, Any], above: Optional[Mapping[str, Any]]) -> Dict[str, Any]:
    return {key: value for key, value in {**below, **(above or {})}.items() if value is not None}


def is_new(thing: Thing, inventory: Inventory) -> bool:
    """Is it an instance that is to be made?"""
    return (thing.section.resource.kind == "instance" and thing.wanted.state != "absent"
            and inventory.find(thing) is None)
