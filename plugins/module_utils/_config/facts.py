# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts: what translation must know of a server, read beforehand by somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, FrozenSet, Iterable, Mapping, Optional, Union

# Storage drivers whose pools cannot bound the root disk of a container.
UNBOUNDED_DRIVERS = ("dir", "cephfs", "nfs")


def _frozen_map(value: Any) -> Mapping[str, Mapping[str, Any]]:
    """Names, or a mapping of name -> mapping, as a read-only mapping that shares nothing above its leaves."""
    pairs = value.items() if isinstance(value, Mapping) else ((name, {}) for name in value)
    return MappingProxyType({name: MappingProxyType(dict(inner or {})) for name, inner in pairs})


@dataclass(frozen=True)
class Facts:
    """A server as translation sees it.

    ``networks``: managed networks, names or name -> ``config`` (with ``type`` beside the keys, if known).
    ``bridges``: interfaces of the host that are no managed networks; None when nobody looked.
    ``pools``: name -> ``{"driver": …, "source": …}``.  ``profiles``: name -> ``{"config": …, "devices": …}``.
    ``cpus``: how many the server has, or None.
    """

    product: str = "lxd"
    version: str = ""
    api_extensions: FrozenSet[str] = frozenset()
    networks: Union[Mapping[str, Mapping[str, Any]], Iterable[str]] = field(default=())
    bridges: Optional[FrozenSet[str]] = None
    pools: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cpus: Optional[int] = None

    def __post_init__(self) -> None:
        own = object.__setattr__
        own(self, "api_extensions", frozenset(self.api_extensions))
        own(self, "bridges", None if self.bridges is None else frozenset(self.bridges))
        for name in ("networks", "pools", "profiles"):
            own(self, name, _frozen_map(getattr(self, name)))

    def has(self, extension: str) -> bool:
        """Whether the server has an API extension."""
        return extension in self.api_extensions

    def title(self) -> str:
        """The server as a message calls it: ``LXD 5.0.2``."""
        return ("%s %s" % ("Incus" if self.product == "incus" else "LXD", self.version)).strip()

    def bounds_root(self, pool: str) -> bool:
        """Whether a pool can give the root disk of a container a size; a pool nobody knows is taken to."""
        return self.pools.get(pool, {}).get("driver") not in UNBOUNDED_DRIVERS

    def pool_of_source(self, source: str) -> Optional[str]:
        """The pool that lies on ``source``, if there is one."""
        return next((name for name, pool in self.pools.items() if pool.get("source") == source), None)
