# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests over pylxd's REST session: whatever changes something, and answers that are no JSON."""

from __future__ import annotations

import ssl
import sys
from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import causes, failure_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import Reply, error_of, no_json, too_slow
from ansible_collections.lxcri.containers.plugins.module_utils._client.session import make_session
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import CONNECT_TIMEOUT, READ_TIMEOUT
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, Unsupported

try:
    import pylxd
    import pylxd.exceptions

    # Its first client would; here it is loaded before workers are forked.
    import pylxd.models  # noqa: F401
    import requests
except ImportError:
    pylxd = requests = None


class Rest:
    """The session with one server, at the address that ``reach`` found.  Safe to share between threads.

    :raises Unavailable: when nobody answers, ``Unauthorized`` when the server refuses or is not believed.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        if pylxd is None:
            raise Unsupported("pylxd is installed and cannot be imported; see what `{0} -c 'import pylxd'` says.".format(
                sys.executable))
        self.endpoint = endpoint
        self._session = make_session(endpoint)
        try:
            pylxd.Client(endpoint=endpoint.url, session=self._session, timeout=(CONNECT_TIMEOUT, READ_TIMEOUT))
        except (pylxd.exceptions.ClientConnectionFailed, requests.exceptions.RequestException) as error:
            self.close()
            raise self._unreachable(error)
        except pylxd.exceptions.LXDAPIException as error:
            self.close()
            raise error_of(error.response.status_code, str(error), "GET", "/1.0")

    def ask(self, method: str, path: str, query: Mapping[str, Any], timeout: float, body: Any = None, data: Any = None,
            headers: Optional[Mapping[str, str]] = None) -> Reply:
        """One request below ``/1.0`` and what it says; raises the error its status stands for."""
        with self.raw(method, path, query, timeout, body, data, headers) as response:
            try:
                document = response.json()
            except ValueError:
                raise no_json(self.endpoint.says, method, path)
        if document.get("type") == "error":
            # Incus says so with the status 200.
            raise error_of(int(document.get("error_code") or 0), str(document.get("error") or ""), method, path)
        return Reply(
            metadata=document.get("metadata"),
            etag=response.headers.get("ETag", ""),
            operation=document.get("operation") or "",
            status=response.status_code,
        )

    def raw(self, method: str, path: str, query: Mapping[str, Any], timeout: float, body: Any = None, data: Any = None,
            headers: Optional[Mapping[str, str]] = None, stream: bool = False):
        """The bare response of ``requests``; use it in a ``with``.

        :arg timeout: seconds of silence after which nothing is expected any more.
        """
        url = "{0}/{1}".format(self.endpoint.url, path.lstrip("/") if path.startswith("/1.0") else "1.0/" + path)
        try:
            response = self._session.request(
                method, url, params=query, json=body, data=data, headers=headers, stream=stream,
                timeout=(CONNECT_TIMEOUT, timeout))
        except requests.exceptions.ReadTimeout:
            raise too_slow(self.endpoint.says, method, path, timeout)
        except requests.exceptions.RequestException as error:
            raise self._unreachable(error)
        if response.status_code >= 400:
            with response:
                raise error_of(response.status_code, _error_text(response), method, path)
        return response

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def _unreachable(self, error: Exception) -> LxcriError:
        tls = any(isinstance(cause, (ssl.SSLError, requests.exceptions.SSLError)) for cause in causes(error))
        return failure_of(self.endpoint, error, tls)


def _error_text(response: Any) -> str:
    try:
        return str(response.json().get("error") or "")
    except ValueError:
        return response.text[:200]
