# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a copy of an instance is made of, and whether it is a good one.  Pure.

The servers copy bytes; what the copy is to be made of, the client must say, also what simply stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, DEVICES

# What of an instance a client may write.
WRITABLE = ("architecture", "config", "devices", "ephemeral", "profiles", "description", "type")


@dataclass(frozen=True)
class Overrides:
    """What the copy has otherwise.

    ``config`` and ``devices`` are laid over those of the source; ``None`` removes a key.
    """

    profiles: Optional[Sequence[str]] = None
    config: Mapping[str, Any] = field(default_factory=dict)
    devices: Mapping[str, Any] = field(default_factory=dict)
    description: Optional[str] = None
    ephemeral: Optional[bool] = None
    pool: Optional[str] = None

    def __bool__(self) -> bool:
        return bool(self.profiles is not None or self.config or self.devices or self.description is not None
                    or self.ephemeral is not None)


def overrides_of(options: Mapping[str, Any], pool: Optional[str]) -> Overrides:
    """What a task says the copy has otherwise.

    :raises Invalid: when a value is none that a server keeps.
    """
    return Overrides(
        profiles=options.get("profiles"), config=CONFIG.clean(options.get("config") or {}),
        devices=DEVICES.clean(options.get("devices") or {}), description=options.get("description"),
        ephemeral=options.get("ephemeral"), pool=pool)


def kept(key: str, moved: bool, local: bool) -> bool:
    """Does a key of ``config`` go along?

    As in the official clients: a copy gets addresses, UUID and the like of its own; a moved instance keeps them.
    """
    if moved or not key.startswith("volatile.") or key == "volatile.base_image":
        return True
    # On the same server it saves a needless shift of all owners.
    return local and key == "volatile.last_state.idmap"


def body_of(source: Mapping[str, Any], name: str, overrides: Overrides, moved: bool = False,
            local: bool = True) -> Dict[str, Any]:
    """The body of ``POST /1.0/instances`` for a copy, but for its ``source``.

    :arg source: the instance or the snapshot, as ``GET`` shows it.
    """
    body = {key: source[key] for key in WRITABLE if source.get(key) is not None}
    config = {key: value for key, value in (source.get("config") or {}).items() if kept(key, moved, local)}
    body["config"] = CONFIG.merge(overrides.config, config)
    body["devices"] = DEVICES.merge(overrides.devices, source.get("devices"))
    for key in ("profiles", "description", "ephemeral"):
        if getattr(overrides, key) is not None:
            body[key] = getattr(overrides, key)
    if overrides.pool:
        body["devices"] = on_pool(body["devices"], source.get("expanded_devices") or {}, overrides.pool)
    body["name"] = name
    return body


def root_of(devices: Mapping[str, Any]) -> Optional[str]:
    """The name of the root disk among devices."""
    return next((name for name, device in devices.items()
                 if device.get("type") == "disk" and device.get("path") == "/" and not device.get("source")), None)


def on_pool(devices: Mapping[str, Any], expanded: Mapping[str, Any], pool: str) -> Dict[str, Any]:
    """Devices with the root disk on ``pool``; one that comes from a profile is overridden.

    :raises Invalid: when there is no root disk at all.
    """
    name = root_of(devices) or root_of(expanded)
    if name is None:
        raise Invalid(
            "the instance has no root disk that could be put on the pool {0!r}; add one in `devices`".format(pool)
        )
    return dict(devices, **{name: dict(devices.get(name) or expanded[name], pool=pool)})


def refreshed(body: Mapping[str, Any], there: Mapping[str, Any]) -> Dict[str, Any]:
    """The object to write to a copy whose content was refreshed: as the source, but for what belongs to the copy."""
    own = {key: value for key, value in (there.get("config") or {}).items() if key.startswith("volatile.")}
    config = {key: value for key, value in body["config"].items() if not key.startswith("volatile.")}
    devices = dict(body["devices"])
    mine = root_of(there.get("devices") or {})
    if mine:
        # Its own pool; Incus also writes down a root disk that came from a profile.
        devices[mine] = dict(devices.get(mine) or {}, **there["devices"][mine])
    return dict(there, config=dict(config, **own), devices=devices, profiles=body.get("profiles") or [],
                description=body.get("description") or "")


def shortcomings(
    body: Mapping[str, Any], copy: Mapping[str, Any], wanted: Sequence[str], found: Sequence[str]
) -> List[str]:
    """In what a copy is not what was asked for; empty when it is.

    :arg wanted: names of the snapshots it must have; ``found``: those that it has.
    """
    wrong = [] if (body.get("profiles") or []) == (copy.get("profiles") or []) else ["profiles"]
    for key in ("devices", "config"):
        asked, there = body.get(key) or {}, copy.get(key) or {}
        wrong += ["{0}.{1}".format(key, name) for name in sorted(set(asked) | set(there))
                  if asked.get(name) != there.get(name) and not name.startswith("volatile.")]
    wrong += ["snapshot " + name for name in wanted if name not in found]
    if copy.get("status") == "Error":
        wrong.append("status Error")
    return wrong
