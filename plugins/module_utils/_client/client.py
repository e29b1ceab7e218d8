# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to one server.

What only reads goes over connections of our own, whatever else over pylxd's REST session, which is imported and opened by
the first request that needs it: a task that finds everything as declared is done before pylxd would be loaded.
"""

from __future__ import annotations

import copy
import threading
import time
from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.operations import Operations
from ansible_collections.lxcri.containers.plugins.module_utils._client.reach import reach, trusted
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import Reply
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import READ_TIMEOUT
from ansible_collections.lxcri.containers.plugins.module_utils._client.wire import Wires
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mends import is_busy
from ansible_collections.lxcri.containers.plugins.module_utils._spec.published import EXTENSION
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request

LIBRARIES = ("pylxd",)

# Seconds for which what is refused as busy is tried again, such as while a start that failed is cleared away.
BUSY_PATIENCE, BUSY_PAUSE = 20.0, 0.3
# A deletion may be sent again, since what is gone stays gone.
DELETE_AGAIN = 2


class Client(Operations):
    """One server.  Safe to share between threads, not between processes.

    :arg endpoint: where the server is; ``self.endpoint`` is the same at the address that answered.
    :arg project: the project that requests without one of their own mean.
    :raises Unavailable: when nobody answers, ``Unauthorized`` when the server or its socket refuses, or when its
        certificate is not believed.
    """

    def __init__(self, endpoint: Endpoint, project: Optional[str] = None, timeout: float = 600.0) -> None:
        self.endpoint = endpoint
        self.project = project or endpoint.project
        self.timeout = timeout
        super().__init__()
        self._published: Optional[Mapping[str, Any]] = None
        self.endpoint, info = reach(endpoint, self._connect)
        self._late = LateRest(self.endpoint)
        self.server: Server = trusted(self.endpoint, info, self._look, self.send)

    def published(self) -> Mapping[str, Any]:
        """The configuration keys that the server publishes, read once; empty when it publishes none.

        ``GET /1.0/metadata/configuration``.
        """
        if self._published is None:
            self._published = (self.get("metadata/configuration").metadata or {}) if self.server.has(EXTENSION) else {}
        return self._published

    def within(self, project: Optional[str]) -> "Client":
        """The same connection, for another project; it is closed with this one."""
        if not project or project == (self.project or "default"):
            return self
        other = copy.copy(self)
        other.project = project
        return other

    def _connect(self, endpoint: Endpoint) -> Mapping[str, Any]:
        self._wires = Wires(endpoint)
        return self._info()

    def _look(self) -> Mapping[str, Any]:
        # The server judges a certificate once per connection, so a new opinion needs a new one.
        self.close()
        return self._info()

    def _info(self) -> Mapping[str, Any]:
        return self._wires.ask("GET", "/1.0", {}, READ_TIMEOUT).metadata

    def get(self, path: str, **query: Any) -> Reply:
        """``GET /1.0/<path>``; a lost connection is tried once more, since reading changes nothing."""
        try:
            return self.call("GET", path, query=query)
        except Unavailable:
            return self.call("GET", path, query=query)

    def send(self, request: Request, timeout: Optional[float] = None) -> Reply:
        """Carry out one planned request and wait for its operation.

        Returns the reply; for an operation, its ``metadata`` is the operation's own metadata.
        A status in ``request.tolerate`` counts as success.  What the server refuses since it is busy with the same
        thing is tried again for a while, and a deletion that went wrong inside the server is tried twice more.
        """
        timeout = timeout or self.timeout
        patient_until = time.monotonic() + min(BUSY_PATIENCE, timeout)
        deletions, tolerate = int(request.method == "DELETE") * DELETE_AGAIN, request.tolerate
        while True:
            try:
                return self._send(request, timeout)
            except LxcriError as error:
                status = error.details.get("status")
                if status in tolerate:
                    return Reply(status=status)
                if self._given_up.is_set():
                    raise
                if status == 500 and deletions:
                    # Incus stumbles over an interface of any other bridge that goes away in the meantime.
                    deletions, tolerate = deletions - 1, (*tolerate, 404)
                elif not is_busy(error.message) or time.monotonic() > patient_until:
                    raise
            time.sleep(BUSY_PAUSE)

    def _send(self, request: Request, timeout: float) -> Reply:
        headers = {"If-Match": request.if_match} if request.if_match else {}
        if request.upload:
            # It imports requests.
            from ansible_collections.lxcri.containers.plugins.module_utils._client import upload
            with upload.body_of(request.upload) as (data, more):
                reply = self.call(request.method, request.path, query=request.query, data=data,
                                  headers=dict(headers, **more))
        else:
            reply = self.call(request.method, request.path, body=request.body, query=request.query, headers=headers)
        if not reply.operation:
            return reply
        operation = self.wait(reply.operation, timeout)
        return Reply(metadata=operation.get("metadata"), operation=reply.operation)

    def call(self, method: str, path: str, body: Any = None, query: Optional[Mapping[str, Any]] = None,
             headers: Optional[Mapping[str, str]] = None, data: Any = None,
             read_timeout: float = READ_TIMEOUT) -> Reply:
        """One HTTP request below ``/1.0``; raises the error its status stands for."""
        asked = self._asked(query)
        if method == "GET" and not headers:
            return self._wires.ask(method, path, asked, read_timeout)
        return self._late.rest().ask(method, path, asked, read_timeout, body, data, headers)

    def raw(self, method: str, path: str, query: Optional[Mapping[str, Any]] = None,
            headers: Optional[Mapping[str, str]] = None, stream: bool = False):
        """The bare response of ``requests`` (use it in a ``with``), for answers that are no JSON."""
        return self._late.rest().raw(method, path, self._asked(query), READ_TIMEOUT, headers=headers, stream=stream)

    def _asked(self, query: Optional[Mapping[str, Any]]) -> Mapping[str, Any]:
        asked = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        if self.project and self.project != "default" and "all-projects" not in asked:
            asked.setdefault("project", self.project)
        return asked

    def close(self) -> None:
        """Close all connections."""
        self._wires.close()
        self._late.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def load_rest() -> bool:
    """Import what changing something takes, for whoever forks afterwards; false where it cannot be imported."""
    from ansible_collections.lxcri.containers.plugins.module_utils._client import rest, upload  # noqa: F401
    return rest.pylxd is not None


class LateRest:
    """pylxd's REST session with an endpoint, opened when it is first asked for; shared like the client."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._rest: Any = None
        self._failure: Optional[LxcriError] = None
        self._failed = 0.0

    def rest(self) -> Any:
        """The ``Rest``; who waited for another thread to open it fails as that one did."""
        began = time.monotonic()
        with self._lock:
            if self._rest is None:
                if self._failure and self._failed > began:
                    raise self._failure
                from ansible_collections.lxcri.containers.plugins.module_utils._client.rest import Rest
                try:
                    self._rest = Rest(self._endpoint)
                except LxcriError as error:
                    self._failure, self._failed = error, time.monotonic()
                    raise
            return self._rest

    def close(self) -> None:
        """Close its connections, if there are any."""
        if self._rest:
            self._rest.close()
