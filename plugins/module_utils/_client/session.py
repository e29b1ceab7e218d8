# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP session under pylxd: one pool of connections per server, no environment, pinned certificates.

pylxd's own adapter keeps a pool per *URL*, which is a new connection for nearly every request, and gives up
reading after a minute.  So the session is made here and handed to pylxd.
"""

from __future__ import annotations

import json as json_text
from urllib.parse import unquote, urlencode, urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import CONNECT_TIMEOUT, connected
from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import context_of

try:
    import requests
    import requests.adapters
    import requests.auth
    import urllib3
    import urllib3.connection
    AuthBase = requests.auth.AuthBase
    Session = requests.Session
    HTTPAdapter = requests.adapters.HTTPAdapter
    HTTPConnection = urllib3.connection.HTTPConnection
    HTTPConnectionPool = urllib3.HTTPConnectionPool
except ImportError:
    AuthBase = Session = HTTPAdapter = HTTPConnection = HTTPConnectionPool = object

POOL_SIZE = 32


class _Session(Session):
    """Sends plain requests without what these servers have no use for: redirects, cookies, hooks and proxies.

    Looking for those is half of what a request costs here.
    """

    def request(self, method, url, params=None, json=None, headers=None, timeout=None, data=None, stream=False, **_ways):
        if data is not None or stream:
            return super().request(method, url, params=params, data=data, json=json, headers=headers, stream=stream,
                                   timeout=timeout)
        request = requests.PreparedRequest()
        request.method = method
        request.url = requests.utils.requote_uri(url + ("?" + urlencode(params) if params else ""))
        request.headers = requests.structures.CaseInsensitiveDict(headers or {})
        request._cookies = self.cookies
        if json is not None:
            request.body = json_text.dumps(json).encode()
            request.headers.update({"Content-Type": "application/json", "Content-Length": str(len(request.body))})
        if self.auth:
            self.auth(request)
        response = self.get_adapter(url).send(request, timeout=timeout)
        # Read to its end, so that its connection is free for the next one.
        _whole = response.content
        return response


class _UnixConnection(HTTPConnection):
    def __init__(self, path: str, **kwargs) -> None:
        super().__init__("localhost", **kwargs)
        self._path = path

    def connect(self) -> None:
        self.sock = connected(self._path, CONNECT_TIMEOUT)


class _UnixPool(HTTPConnectionPool):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", maxsize=POOL_SIZE)
        self._path = path

    def _new_conn(self):
        return _UnixConnection(self._path)


class _UnixAdapter(HTTPAdapter):
    """Every URL ``http+unix://<quoted path>/…`` goes through the one pool of that socket."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._pool = _UnixPool(path)

    def get_connection(self, url, proxies=None):
        return self._pool

    def get_connection_with_tls_context(self, request, verify, proxies=None, cert=None):
        return self._pool

    def request_url(self, request, proxies):
        return request.path_url

    def close(self):
        self._pool.close()


class _TlsAdapter(HTTPAdapter):
    """All connections share one context, in which the client's certificate is already.

    urllib3 would load it again for every connection, into the context that other threads are using.
    """

    def __init__(self, context) -> None:
        self._context = context
        super().__init__(pool_maxsize=POOL_SIZE)

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)


class _PinAdapter(_TlsAdapter):
    """Trusts exactly one certificate, whoever signed it."""

    def __init__(self, context, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__(context)

    def cert_verify(self, conn, url, verify, cert):
        super().cert_verify(conn, url, False, cert)
        conn.assert_fingerprint = self._fingerprint
        conn.assert_hostname = False


class _SystemAdapter(_TlsAdapter):
    """Believes what the machine's own authorities vouch for, beside those of certifi, which ``requests`` adds."""

    def __init__(self, context) -> None:
        # urllib3 compares the name itself then; its version 1 cannot let OpenSSL do it for an IP address.
        context.check_hostname = False
        super().__init__(context)


class _Bearer(AuthBase):
    """``Authorization: Bearer …`` on every request, also where a redirect would drop a plain header."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request):
        request.headers["Authorization"] = "Bearer " + self._token
        return request


def make_session(endpoint: Endpoint):
    """A ``requests.Session`` for one endpoint, as ``reach`` gives it, that pylxd can use."""
    session = _Session()
    # REQUESTS_CA_BUNDLE, proxies and .netrc of the environment would override what the task says.
    session.trust_env = False
    if endpoint.socket:
        session.mount("http+unix://", _UnixAdapter(unquote(urlsplit(endpoint.url).netloc)))
        return session
    session.auth = _Bearer(endpoint.bearer) if endpoint.bearer else None
    context = context_of(endpoint)
    session.mount("https://", _PinAdapter(context, endpoint.pin) if endpoint.pin else _SystemAdapter(context))
    return session
