# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One instance being translated: what it says itself, what its profiles say, and what the Config adds.

Who wins: what the fleet item says, then what a profile says that the item names, then the Config, then the
server's profile ``default``.  Only what the Config really adds ends up on the instance.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.facts import Facts
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config

Device = Mapping[str, Any]
Fits = Callable[[str, Device], bool]

SERVER_PROFILE = "default"


class Scene:
    """The inputs of one translation, never changed, and what is collected on the way."""

    def __init__(self, config: Config, name: str, wanted: Mapping[str, Any], facts: Facts, runtime: str) -> None:
        self.config = config
        self.name = name
        self.wanted = wanted
        self.facts = facts
        self.runtime = runtime
        self.vm = wanted.get("type", "virtual-machine" if runtime in ("vm", "qemu") else "container") != "container"
        self.keys: Dict[str, str] = {}
        self.devices: Dict[str, Dict[str, Any]] = {}
        self.lines: List[str] = []
        self.warnings: List[str] = []
        self.claims: Set[Tuple[str, ...]] = set()
        profiles = wanted.get("profiles")
        self._named = [] if profiles is None else [name for name in profiles if name != SERVER_PROFILE]
        self._all = [SERVER_PROFILE] if profiles is None else list(profiles)

    def warn(self, sentence: str) -> None:
        self.warnings.append(sentence)

    def says(self, *keys: str) -> bool:
        """Whether the item, or a profile it names, sets one of these ``config`` keys itself."""
        own = [self.wanted.get("config") or {}] + [self._profile(name, "config") for name in self._named]
        return any(key in config for key in keys for config in own)

    def set(self, key: str, value: str) -> None:
        """Add a ``config`` key, unless the item says it."""
        if not self.says(key):
            self.keys[key] = value

    def text(self, key: str) -> Optional[str]:
        """The value of a ``config`` key without the Config: the item's, or that of the last profile with it."""
        own = self.wanted.get("config") or {}
        if key in own:
            return own[key]
        texts = [self._profile(name, "config").get(key) for name in self._all]
        return next((text for text in reversed(texts) if text is not None), "")

    def said_device(self, usual: str, fits: Fits) -> Tuple[Optional[str], Optional[Device]]:
        """Name and keys of a device as the item says it, over what a profile that it names says.

        ``usual`` is the name the device has when nobody says otherwise.  A device that the item sets to null
        comes back as its name and None, one that nobody says as None and nothing.
        """
        own = self.wanted.get("devices") or {}
        profiled = self._found(self._named, fits)
        names = [name for name, device in own.items() if device and fits(name, device)]
        names += [name for name in (profiled[0] if profiled else usual, usual) if name in own]
        if not names:
            return profiled or (None, {})
        name = names[0]
        if own[name] is None:
            return name, None
        return name, dict(profiled[1] if profiled and profiled[0] == name else {}, **own[name])

    def server_device(self, fits: Fits) -> Tuple[Optional[str], Device]:
        """Name and keys of a device that the profiles give the instance anyway."""
        return self._found(self._all, fits) or (None, {})

    def add_device(self, name: str, device: Mapping[str, Any]) -> None:
        """Put a device on the instance, unless its profiles give it exactly that already."""
        inherited = self._found(self._all, lambda other, _device: other == name)
        if name in (self.wanted.get("devices") or {}) or not inherited or dict(inherited[1]) != dict(device):
            self.devices[name] = dict(device)

    def nics(self) -> List[str]:
        """The names of all NIC devices, in the order in which the server numbers them."""
        names: Dict[str, bool] = {}
        layers = [self._profile(name, "devices") for name in self._all]
        for devices in [*layers, self.wanted.get("devices") or {}, self.devices]:
            names.update((name, (device or {}).get("type") == "nic") for name, device in devices.items())
        return sorted(name for name, is_nic in names.items() if is_nic)

    def _profile(self, name: str, part: str) -> Mapping[str, Any]:
        return self.facts.profiles.get(name, {}).get(part) or {}

    def _found(self, profiles: List[str], fits: Fits) -> Optional[Tuple[str, Device]]:
        merged: Dict[str, Device] = {}
        for profile in profiles:
            merged.update(self._profile(profile, "devices"))
        return next(((name, device) for name, device in merged.items() if fits(name, device)), None)
