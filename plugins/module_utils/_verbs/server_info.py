# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server is and can do: ``GET /1.0``, and ``GET /1.0/resources`` where asked for."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Only reads."""
    target = options.get("target")
    server = client.get("/1.0", target=target).metadata
    result = {"product": client.server.product, "version": client.server.version, "server": masked(server)}
    if options.get("resources"):
        client.server.require("resources", "server_info: `resources`")
        result["resources"] = client.get("resources", target=target).metadata
    return Intent(changes=False, result=result)


SERVER_INFO = Verb(
    name="server_info",
    options={
        "resources": Argument("bool", default=False),
        "target": TEXT,
    },
    intend=intend,
    scope="server",
)
