# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server says about itself at ``GET /1.0``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, FrozenSet, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unsupported


@dataclass(frozen=True)
class Server:
    """``product`` is ``lxd`` or ``incus``; everything optional is asked for by API extension."""

    product: str
    version: str
    extensions: FrozenSet[str]
    clustered: bool
    member: str
    trusted: bool
    info: Mapping[str, Any]

    @property
    def says(self) -> str:
        """``LXD 5.0.2``."""
        return "{0} {1}".format({"lxd": "LXD", "incus": "Incus"}.get(self.product, self.product), self.version)

    def has(self, extension: str) -> bool:
        """Does it offer the API extension?"""
        return extension in self.extensions

    def require(self, extension: str, what: str) -> None:
        """Raise ``Unsupported`` unless the server has the API extension that ``what`` needs."""
        if extension and extension not in self.extensions:
            raise Unsupported(
                "{0} needs the API extension {1}; this server ({2}) lacks it.".format(what, extension, self.says),
                extension=extension, server=self.says)


def read_server(info: Mapping[str, Any]) -> Server:
    """The answer of ``GET /1.0`` as a ``Server``."""
    environment = info.get("environment") or {}
    return Server(
        product=str(environment.get("server") or _guessed(info)).lower(),
        version=str(environment.get("server_version") or "unknown"),
        extensions=frozenset(info.get("api_extensions") or ()),
        clustered=bool(environment.get("server_clustered")),
        member=str(environment.get("server_name") or ""),
        trusted=info.get("auth") == "trusted",
        info=info,
    )


def _guessed(info: Mapping[str, Any]) -> str:
    # To a client it does not trust a server shows no environment, but which extensions it has.
    return "incus" if "restrict_dev_incus" in (info.get("api_extensions") or ()) else "lxd"
