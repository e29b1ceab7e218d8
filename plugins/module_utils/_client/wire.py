# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking a server with the standard library alone: one connection, or as many as there are threads that ask.

pylxd and requests take longer to import than many a read, so whoever only reads does not load them.
"""

from __future__ import annotations

import json
import select
import socket
from typing import Any, List, Mapping, Optional
from urllib.parse import quote, urlencode, urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import failure_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.http_wire import Answer, answer, question
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import Reply, error_of, no_json, too_slow
from ansible_collections.lxcri.containers.plugins.module_utils._client.upgrade import dial

SAFE = "/%?&=;,:+~@!$'()*-._"


class Wire:
    """One connection to one server, opened by the first question; for one thread at a time.

    ``requests`` counts what was sent.

    :arg context: the TLS context, for an endpoint that has one already.
    """

    def __init__(self, endpoint: Endpoint, context: Any = None) -> None:
        self.endpoint = endpoint
        self.requests = 0
        self._context = context
        self._connection: Optional[socket.socket] = None

    def ask(self, method: str, path: str, query: Mapping[str, Any], timeout: float, body: Any = None) -> Reply:
        """One request below ``/1.0`` and what it says.

        :arg timeout: seconds of silence after which nothing is expected any more.
        :raises Timeout: after that; ``Unavailable`` when the connection breaks, else the error of the server's status.
        """
        headers = {"Host": urlsplit(self.endpoint.url).netloc if not self.endpoint.socket else "lxcri"}
        if self.endpoint.bearer:
            headers["Authorization"] = "Bearer " + self.endpoint.bearer
        data = b""
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        target = quote(path if path.startswith("/1.0") else "/1.0/" + path.lstrip("/"), safe=SAFE)
        if query:
            target += ("&" if "?" in target else "?") + urlencode(query)
        try:
            found = self._exchange(question(method, target, headers, data), timeout)
        except OSError as error:
            # What a system calls a timeout, as when keepalives go unanswered, has a number: that is a lost connection.
            if isinstance(error, socket.timeout) and error.errno is None:
                raise too_slow(self.endpoint.says, method, path, timeout)
            raise failure_of(self.endpoint, error, self._is_tls(error))
        return self._reply(found, method, path)

    def usable(self) -> bool:
        """Is there a connection that the server has not closed since its last answer?"""
        if self._connection is None:
            return False
        watch = select.poll()
        watch.register(self._connection, select.POLLIN)
        return not watch.poll(0)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection:
            self._stream.close()
            self._connection.close()
            self._connection = None

    def _exchange(self, sent: bytes, timeout: float) -> Answer:
        if self._connection is None:
            self._connection = dial(self.endpoint, timeout, self._context)
            self._stream = self._connection.makefile("rb")
        try:
            self._connection.settimeout(timeout)
            self._connection.sendall(sent)
            self.requests += 1
            found = answer(self._stream)
        except BaseException:
            # An answer that nobody waited for must not be taken for that of the next request.
            self.close()
            raise
        if not found.lasts:
            self.close()
        return found

    def _is_tls(self, error: OSError) -> bool:
        # A server refuses a client's certificate only after the handshake.
        if self.endpoint.socket:
            return False
        import ssl
        return isinstance(error, ssl.SSLError)

    def _reply(self, response: Answer, method: str, path: str) -> Reply:
        try:
            document = json.loads(response.content)
        except ValueError:
            document = {"error": response.content[:200].decode("utf-8", "replace")}
            if response.status < 400:
                raise no_json(self.endpoint.says, method, path)
        # Incus says with the status 200 that an operation failed before it was waited for.
        status = int(document.get("error_code") or 0) if document.get("type") == "error" else response.status
        if status >= 400 or document.get("type") == "error":
            raise error_of(status, str(document.get("error") or ""), method, path)
        return Reply(metadata=document.get("metadata"), etag=response.headers.get("etag", ""),
                     operation=document.get("operation") or "", status=response.status)


class Wires:
    """Connections to one server for many threads: each question takes an idle one, or opens another."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._idle: List[Wire] = []
        self._context: Any = None

    def ask(self, method: str, path: str, query: Mapping[str, Any], timeout: float) -> Reply:
        """As ``Wire.ask``."""
        wire = self._taken()
        try:
            return wire.ask(method, path, query, timeout)
        finally:
            if wire.usable():
                self._idle.append(wire)
            else:
                wire.close()

    def close(self) -> None:
        """Close what is idle; what is being asked over becomes idle again."""
        while self._idle:
            self._idle.pop().close()

    def _taken(self) -> Wire:
        while True:
            try:
                wire = self._idle.pop()
            except IndexError:
                return Wire(self.endpoint, self._shared_context())
            if wire.usable():
                return wire
            wire.close()

    def _shared_context(self) -> Any:
        # One for all: making it reads certificates, of the whole machine if none is pinned.
        if not self.endpoint.socket and self._context is None:
            from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import context_of
            self._context = context_of(self.endpoint)
        return self._context
