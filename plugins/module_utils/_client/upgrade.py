# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection of its own to a server, upgraded from HTTP to another protocol.  Standard library only."""

from __future__ import annotations

import json
import socket
from typing import Any, Mapping, Optional
from urllib.parse import urlencode

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import failure_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import error_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import connected
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable


def dial(endpoint: Endpoint, timeout: float, context: Any = None) -> socket.socket:
    """A connected socket to the server: unix, or TLS verified like every REST request.

    :arg timeout: seconds that any later read or write may take.
    :arg context: what ``context_of`` gave for this endpoint before.
    :raises Unavailable: when nobody answers; ``Unauthorized`` when the certificate is not believed.
    """
    try:
        if endpoint.socket:
            return connected(endpoint.socket, timeout)
        # Not before it is needed: it imports ssl, which takes longer than a request over a unix socket.
        from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import secured
        return secured(endpoint, timeout, context)
    except OSError as error:
        raise failure_of(endpoint, error)


def upgrade(endpoint: Endpoint, path: str, protocol: str, query: Mapping[str, Any], timeout: float,
            headers: Optional[Mapping[str, str]] = None, connection: Optional[socket.socket] = None) -> socket.socket:
    """``GET /1.0/<path>`` with ``Upgrade: <protocol>``; the socket from where the other protocol begins.

    :arg headers: more headers that the protocol wants.  :arg connection: one that is open already, made by ``dial``.
    :raises LxcriError: the one that the server's status stands for when it does not switch.
    """
    bearer = "Authorization: Bearer {0}\r\n".format(endpoint.bearer) if endpoint.bearer else ""
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    target = "/1.0/{0}{1}".format(path, "?" + urlencode(asked) if asked else "")
    more = "".join("{0}: {1}\r\n".format(name, value) for name, value in (headers or {}).items())
    connection = connection or dial(endpoint, timeout)
    try:
        connection.sendall((
            "GET {0} HTTP/1.1\r\nHost: lxcri\r\n{1}{3}Connection: Upgrade\r\nUpgrade: {2}\r\n\r\n"
        ).format(target, bearer, protocol, more).encode("ascii"))
        head = _head(connection)
        status = _status(head)
        if status == 101:
            return connection
        raise error_of(status, _reason(connection, head), "GET", path)
    except OSError as error:
        connection.close()
        raise Unavailable("No answer from {0} ({1}); see the server's log.".format(
            endpoint.says, getattr(error, "strerror", None) or error))
    except Exception:
        connection.close()
        raise


def _head(connection: socket.socket) -> bytes:
    # Byte by byte, so that nothing of the other protocol is taken; it happens once per connection.
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte or len(head) > 65536:
            raise OSError("the connection was closed before an answer")
        head += byte
    return head


def _status(head: bytes) -> int:
    words = head.split(b" ", 2)
    if len(words) < 3 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise OSError("the answer is no HTTP")
    return int(words[1])


def _reason(connection: socket.socket, head: bytes) -> str:
    lines = head.decode("latin-1").lower().split("\r\n")
    length = next((int(line.split(":", 1)[1]) for line in lines if line.startswith("content-length:")), 0)
    body = b""
    while len(body) < min(length, 65536):
        block = connection.recv(65536)
        if not block:
            break
        body += block
    try:
        return str(json.loads(body).get("error") or "")
    except ValueError:
        return body[:200].decode("utf-8", "replace")
