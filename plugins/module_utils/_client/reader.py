# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking to one server with the standard library alone, for plugins that start with every command.

The whole client imports pylxd and requests, which takes longer than many a read; this one imports neither.
"""

from __future__ import annotations

import json
import socket
from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Mapping, Optional
from urllib.parse import quote, urlencode, urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import failure_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.http_wire import Answer, answer, question
from ansible_collections.lxcri.containers.plugins.module_utils._client.reach import reach, trusted
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import Reply, error_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server
from ansible_collections.lxcri.containers.plugins.module_utils._client.upgrade import dial
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable

TIMEOUT = 60.0


class Reader:
    """One connection to one server, for one thread.

    ``endpoint`` is the given one at the address that answered; ``requests`` counts what was sent.

    :arg project: the project that requests without one of their own mean.
    :raises Unavailable: when nobody answers, ``Unauthorized`` when the server refuses or is not believed.
    """

    def __init__(self, endpoint: Endpoint, project: Optional[str] = None, timeout: float = TIMEOUT) -> None:
        self.project = project or endpoint.project
        self.requests = 0
        self._timeout = timeout
        self._connection: Optional[socket.socket] = None
        self.endpoint, info = reach(endpoint, self._connect)
        self.server: Server = trusted(self.endpoint, info, self._look, self._send)

    def get(self, path: str, **query: Any) -> Reply:
        """``GET /1.0/<path>``; a lost connection is tried once more."""
        try:
            return self.call("GET", path, query=query)
        except Unavailable:
            return self.call("GET", path, query=query)

    def call(self, method: str, path: str, body: Any = None, query: Optional[Mapping[str, Any]] = None,
             read_timeout: Optional[float] = None) -> Reply:
        """One request below ``/1.0``, as ``Client.call``."""
        asked = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        if self.project and self.project != "default" and "all-projects" not in asked:
            asked.setdefault("project", self.project)
        return self._ask(method, path, asked, body, read_timeout)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection:
            self._stream.close()
            self._connection.close()
            self._connection = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def ended_by(self, _end: Callable[[], None]) -> ContextManager[None]:
        """As of the client; there are no other threads here that would have to be told of an end."""
        return nullcontext()

    def _connect(self, endpoint: Endpoint) -> Mapping[str, Any]:
        self.endpoint = endpoint
        return self._ask("GET", "/1.0").metadata

    def _look(self) -> Mapping[str, Any]:
        # The server judges a certificate once per connection, so a new opinion needs a new one.
        self.close()
        return self._ask("GET", "/1.0").metadata

    def _send(self, request: Any) -> Reply:
        return self._ask(request.method, request.path, body=request.body)

    def _ask(self, method: str, path: str, query: Mapping[str, Any] = (), body: Any = None,
             read_timeout: Optional[float] = None) -> Reply:
        headers = {"Host": urlsplit(self.endpoint.url).netloc if not self.endpoint.socket else "lxcri"}
        if self.endpoint.bearer:
            headers["Authorization"] = "Bearer " + self.endpoint.bearer
        data = b""
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        target = quote(path if path.startswith("/1.0") else "/1.0/" + path.lstrip("/"), safe="/%?&=;,:+~@!$'()*-._")
        if query:
            target += ("&" if "?" in target else "?") + urlencode(query)
        found = self._exchange(question(method, target, headers, data), read_timeout or self._timeout)
        return self._reply(found, method, path)

    def _exchange(self, sent: bytes, timeout: float) -> Answer:
        if self._connection is None:
            self._connection = dial(self.endpoint, self._timeout)
            self._stream = self._connection.makefile("rb")
        try:
            self._connection.settimeout(timeout)
            self._connection.sendall(sent)
            self.requests += 1
            found = answer(self._stream)
        except OSError as error:
            self.close()
            raise failure_of(self.endpoint, error)
        except BaseException:
            # An answer that nobody waited for must not be taken for that of the next request.
            self.close()
            raise
        if not found.lasts:
            self.close()
        return found

    def _reply(self, response: Answer, method: str, path: str) -> Reply:
        try:
            document = json.loads(response.content)
        except ValueError:
            document = {"error": response.content[:200].decode("utf-8", "replace")}
            if response.status < 400:
                raise Unavailable("{0} is no LXD or Incus: it answered {1} {2} with something that is no JSON.".format(
                    self.endpoint.says, method, path))
        # Incus says with the status 200 that an operation failed before it was waited for.
        status = int(document.get("error_code") or 0) if document.get("type") == "error" else response.status
        if status >= 400 or document.get("type") == "error":
            raise error_of(status, str(document.get("error") or ""), method, path)
        return Reply(metadata=document.get("metadata"), etag=response.headers.get("etag", ""),
                     operation=document.get("operation") or "", status=response.status)
