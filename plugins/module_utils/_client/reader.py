# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking to one server over one connection, for plugins that start with every command."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.reach import reach, trusted
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import Reply
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server
from ansible_collections.lxcri.containers.plugins.module_utils._client.wire import Wire
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
        self._timeout = timeout
        self.endpoint, info = reach(endpoint, self._connect)
        self.server: Server = trusted(self.endpoint, info, self._look, self._send)

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self._wire.requests

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
        return self._wire.ask(method, path, asked, read_timeout or self._timeout, body)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._wire.close()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def ended_by(self, _end: Callable[[], None]) -> ContextManager[None]:
        """As of the client; there are no other threads here that would have to be told of an end."""
        return nullcontext()

    def _connect(self, endpoint: Endpoint) -> Mapping[str, Any]:
        self._wire = Wire(endpoint)
        return self._info()

    def _look(self) -> Mapping[str, Any]:
        # The server judges a certificate once per connection, so a new opinion needs a new one.
        self.close()
        return self._info()

    def _info(self) -> Mapping[str, Any]:
        return self._wire.ask("GET", "/1.0", {}, self._timeout).metadata

    def _send(self, request: Any) -> Reply:
        return self._wire.ask(request.method, request.path, {}, self._timeout, request.body)
