# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second server of a copy or a move."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Any, Iterator, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import named, resolve
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, TEXT, Argument

# How to reach it, and which project is meant.
OPTIONS = {
    "server": STRINGS,
    "client_cert": Argument("path"),
    "client_key": Argument("path", no_log=False),
    "server_cert": TEXT,
    "bearer_token": Argument(no_log=True),
    "project": TEXT,
}


@contextmanager
def other(client: Any, said: Optional[Mapping[str, Any]]) -> Iterator[Any]:
    """A client of the server that ``said`` names; ``client`` itself where it names none, or the same one.

    The certificate that is used for the first server is used for the other where nothing else is said.
    """
    said = said or {}
    if not named(said.get("server")):
        yield client
        return
    cert = (said.get("client_cert"), said.get("client_key"))
    if not any(cert) and client.endpoint.cert:
        cert = client.endpoint.cert
    endpoint = resolve(said["server"], os.environ, cert[0], cert[1], said.get("server_cert"), None,
                       said.get("bearer_token"))
    with Client(endpoint, project=said.get("project"), timeout=client.timeout) as found:
        yield client if same(client, found) else found


def same(one: Any, two: Any) -> bool:
    """Are two clients of the same server or cluster?  Its certificate is what tells."""
    prints = [(each.server.info.get("environment") or {}).get("certificate_fingerprint") for each in (one, two)]
    return bool(prints[0]) and prints[0] == prints[1]
