# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trust tokens: what is in one, and giving it to the server it came from.

A token names the server's certificate, so the connection is pinned to that before the token is sent anywhere.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import exclusive
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server, read_server
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Invalid,
    LxcriError,
    Timeout,
    Unauthorized,
    Unavailable,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request


@dataclass(frozen=True)
class Token:
    """What ``lxc config trust add`` or ``incus config trust add`` printed."""

    text: str = field(repr=False)
    fingerprint: str = ""
    addresses: Tuple[str, ...] = ()
    client: str = ""
    kind: str = ""


def read_token(text: str) -> Token:
    """A token's content; its own text is never part of an error.

    :raises Invalid: when it is no trust token.
    """
    try:
        found = json.loads(base64.b64decode("".join(text.split()), validate=True).decode("utf-8"))
        if not found["secret"]:
            raise ValueError("no secret in it")
        return Token(
            text="".join(text.split()),
            fingerprint=str(found["fingerprint"]).lower(),
            addresses=tuple(str(address) for address in found.get("addresses") or ()),
            client=str(found.get("client_name") or ""),
            kind=str(found.get("type") or ""),
        )
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise Invalid("trust_token: this is no trust token; take the last line that `lxc config trust add --name NAME` "
                      "or `incus config trust add NAME` prints on the server.")


def request_of(server: Server, token: Token) -> Request:
    """The request that gives the token away.

    LXD took tokens as ``password`` until the extension ``explicit_trust_token``; Incus never did.  A token with a
    type was made for one of LXD's identities (``lxc auth identity create``).
    """
    if token.kind and server.product == "lxd":
        return Request("POST", "auth/identities/tls", {"trust_token": token.text})
    as_token = server.product == "incus" or server.has("explicit_trust_token")
    return Request("POST", "certificates", {"type": "client", "trust_token" if as_token else "password": token.text})


def introduce(says: str, key: str, token: Token, look: Callable[[], Mapping[str, Any]],
              send: Callable[[Request], Any]) -> Server:
    """Have the server trust this client's certificate, and return what it then says about itself.

    :arg key: path of the client's key; of several processes with the same key one uses the token, the others wait.
    :arg look: reads ``GET /1.0``; ``send``: sends one request.
    :raises Unauthorized: when the server does not take the token.
    """
    with exclusive(key + ".lock"):
        server = read_server(look())
        if server.trusted:
            return server
        try:
            send(request_of(server, token))
        except (Unavailable, Timeout):
            raise
        except LxcriError as error:
            raise Unauthorized(
                "{0} did not take the trust token: {1}; a token is good for one client and one use, so ask the server "
                "for a new one (`lxc config trust add` or `incus config trust add`).".format(
                    says, error.message.rstrip(".")), **error.details)
        return read_server(look())
