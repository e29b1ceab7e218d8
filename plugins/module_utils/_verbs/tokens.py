# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that the server keeps as operations until somebody uses them: what trust and join tokens have in common."""

from __future__ import annotations

import base64
import json
import os
from typing import Any, Callable, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join

OPTIONS = {
    "name": Argument(required=True),
    "state": Argument(choices=("present", "absent"), default="present"),
    "path": Argument("path"),
    "reveal": Argument("bool", default=False),
}


def pending(client: Any, meant: Callable[[Mapping[str, Any]], bool]) -> Tuple[Mapping[str, Any], ...]:
    """The token operations of which ``meant`` holds, given an operation's metadata."""
    groups = client.get("operations", recursion=1).metadata or {}
    every: List[Mapping[str, Any]] = [one for group in groups.values() for one in group]
    return tuple(one for one in every if one.get("class") == "token" and one.get("status") == "Running"
                 and meant(one.get("metadata") or {}))


def revoke(client: Any, operations: Tuple[Mapping[str, Any], ...]) -> None:
    """Give tokens up, so that nobody can use them any more."""
    for one in operations:
        client.call("DELETE", join("operations", one["id"]))


def encoded(name_key: str, name: str, metadata: Mapping[str, Any]) -> str:
    """The token as the official commands print it: base64 of JSON.

    :arg name_key: ``client_name`` in a trust token, ``server_name`` in a join token.
    """
    document = {name_key: name, "fingerprint": metadata["fingerprint"], "addresses": metadata["addresses"],
                "secret": metadata["secret"], "expires_at": metadata.get("expiresAt") or "0001-01-01T00:00:00Z"}
    return base64.b64encode(json.dumps(document, separators=(",", ":")).encode()).decode()


def written(path: str, token: str) -> bool:
    """Does the file hold this token already?"""
    try:
        with open(path, encoding="ascii") as file:
            return file.read().strip() == token
    except (OSError, ValueError):
        return False


def write(path: str, token: str) -> None:
    """Put a token into a file that only its owner can read."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(token + "\n")
    except OSError as error:
        raise Invalid("path: {0} cannot be written ({1}); correct the path or its permissions.".format(
            path, error.strerror))


def told(options: Mapping[str, Any], token: str) -> dict:
    """The return value of a token that is there: nothing but where it is, unless the task wants it told."""
    return {"token": token} if options.get("reveal") else {}
