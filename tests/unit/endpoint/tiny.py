# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The smallest server that speaks TLS and answers ``GET /1.0`` and the requests that give a token away."""

from __future__ import annotations

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import new_pair
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of


class TinyServer:
    """Listens on a port of 127.0.0.1; ``seen`` holds ``(method, path, headers, body)`` of every request, ``sockets`` those of
    every connection.

    :arg token: the secret text that makes it trust whoever sends it; it is good once.
    :arg bearer: the bearer token that it trusts.  :arg pair: its certificate and key, where any will not do.
    """

    def __init__(self, directory: Path, extensions: Tuple[str, ...] = (), token: str = "", bearer: str = "",
                 trusted: bool = False, status: int = 200,
                 pair: Optional[Tuple[bytes, bytes]] = None) -> None:
        self.seen: List[Tuple[str, str, Mapping[str, str], Any]] = []
        self.sockets: List[Any] = []
        self.extensions, self.token, self.bearer, self.trusted, self.status = extensions, token, bearer, trusted, status
        certificate, key = pair or new_pair("tiny")
        self.cert = directory / "server.crt"
        self.cert.write_bytes(certificate)
        (directory / "server.key").write_bytes(key)
        self.fingerprint = fingerprint_of(str(self.cert))
        self.context = context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(self.cert), str(directory / "server.key"))
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.tiny = self
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self.port = self._http.server_address[1]
        self.url = "https://127.0.0.1:{0}".format(self.port)
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> Tuple[int, Any]:
        """Status and document of one answer."""
        if self.status != 200:
            return self.status, {"error": "told to"}
        if method == "POST":
            given = (body or {}).get("trust_token") or (body or {}).get("password")
            if not self.token or given != self.token:
                return 403, {"error": "not authorized"}
            self.token, self.trusted = "", True
            return 200, {"metadata": None}
        known = self.trusted or (self.bearer and headers.get("Authorization") == "Bearer " + self.bearer)
        return 200, {"metadata": {"api_extensions": list(self.extensions), "auth": "trusted" if known else "untrusted"}}

    def bodies(self) -> List[Tuple[str, Any]]:
        """Path and body of what was posted."""
        return [(path, body) for method, path, _headers, body in self.seen if method == "POST"]


class _Server(ThreadingHTTPServer):
    tiny: Optional[TinyServer] = None
    request_queue_size = 64  # with less, one of many at once tries again after a second

    def handle_error(self, request, client_address):
        """A client that does not believe the certificate hangs up; that is no error of the server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # as daemons do; a head and a body in two parts would wait 40 ms for each other

    def setup(self) -> None:
        super().setup()
        self.server.tiny.sockets.append(self.connection)

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.server.tiny.seen.append((self.command, self.path, dict(self.headers), body))
        status, document = self.server.tiny.answer(self.command, self.path, dict(self.headers), body)
        content = json.dumps(dict({"type": "sync", "status_code": status}, **document)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _serve

    def log_message(self, *args) -> None:
        """Says nothing."""
