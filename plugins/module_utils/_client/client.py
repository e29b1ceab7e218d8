# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to one server, over pylxd's REST session."""

from __future__ import annotations

import copy
import ssl
import time
from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client import upload
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import causes, failure_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.operations import Operations
from ansible_collections.lxcri.containers.plugins.module_utils._client.reach import reach, trusted
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import Reply, error_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server
from ansible_collections.lxcri.containers.plugins.module_utils._client.session import make_session
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import CONNECT_TIMEOUT, READ_TIMEOUT
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, Timeout, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mends import is_busy
from ansible_collections.lxcri.containers.plugins.module_utils._spec.published import EXTENSION
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request

try:
    import pylxd
    import pylxd.exceptions

    # Its first client would; here it is loaded before workers are forked.
    import pylxd.models  # noqa: F401
    import requests
except ImportError:
    pylxd = requests = None

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
        self.endpoint, self._api = reach(endpoint, self._connect)
        self.session = self._api.api.session
        self.server: Server = trusted(self.endpoint, self._api.host_info, self._look, self.send)

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

    def _connect(self, endpoint: Endpoint):
        self.endpoint = endpoint
        session = make_session(endpoint)
        try:
            return pylxd.Client(endpoint=endpoint.url, session=session, timeout=(CONNECT_TIMEOUT, READ_TIMEOUT))
        except (pylxd.exceptions.ClientConnectionFailed, requests.exceptions.RequestException) as error:
            session.close()
            raise self._unreachable(error)
        except pylxd.exceptions.LXDAPIException as error:
            session.close()
            raise error_of(error.response.status_code, str(error), "GET", "/1.0")

    def _look(self) -> Mapping[str, Any]:
        # The server judges a certificate once per connection, so a new opinion needs a new one.
        self.session.close()
        return self.call("GET", "/1.0").metadata

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
        with self.raw(method, path, body, query, headers, data, read_timeout) as response:
            try:
                document = response.json()
            except ValueError:
                raise Unavailable("{0} is no LXD or Incus: it answered {1} {2} with something that is no JSON.".format(
                    self.endpoint.says, method, path))
        if document.get("type") == "error":
            # Incus says so, with the status 200, of an operation that failed before it was waited for.
            raise error_of(int(document.get("error_code") or 0), str(document.get("error") or ""), method, path)
        return Reply(
            metadata=document.get("metadata"),
            etag=response.headers.get("ETag", ""),
            operation=document.get("operation") or "",
            status=response.status_code,
        )

    def raw(self, method: str, path: str, body: Any = None, query: Optional[Mapping[str, Any]] = None,
            headers: Optional[Mapping[str, str]] = None, data: Any = None,
            read_timeout: float = READ_TIMEOUT, stream: bool = False):
        """The bare response of ``requests`` (use it in a ``with``), for answers that are no JSON."""
        params = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        if self.project and self.project != "default" and "all-projects" not in params:
            params.setdefault("project", self.project)
        url = "{0}/{1}".format(self.endpoint.url, path.lstrip("/") if path.startswith("/1.0") else "1.0/" + path)
        try:
            response = self.session.request(
                method, url, params=params, json=body, data=data, headers=headers, stream=stream,
                timeout=(CONNECT_TIMEOUT, read_timeout))
        except requests.exceptions.ReadTimeout:
            raise Timeout("{0} did not answer {1} {2} within {3:g} seconds; see its load and its log".format(
                self.endpoint.says, method, path, read_timeout), path=path)
        except requests.exceptions.RequestException as error:
            raise self._unreachable(error)
        if response.status_code >= 400:
            with response:
                raise error_of(response.status_code, _error_text(response), method, path)
        return response

    def close(self) -> None:
        """Close all connections."""
        self.session.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _unreachable(self, error: Exception) -> LxcriError:
        tls = any(isinstance(cause, (ssl.SSLError, requests.exceptions.SSLError)) for cause in causes(error))
        return failure_of(self.endpoint, error, tls)


def _error_text(response: Any) -> str:
    try:
        return str(response.json().get("error") or "")
    except ValueError:
        return response.text[:200]
