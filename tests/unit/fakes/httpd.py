# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/1.1 on a unix socket: one thread per connection, keep-alive, chunked bodies.

Parsed by hand because http.server costs a third of a millisecond a request.
"""

from __future__ import annotations

import http
import socketserver
from typing import Any, Callable, Dict, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Dropped, Reply

Answer = Callable[[str, str, Dict[str, str], bytes, str], Reply]


def _head(stream: Any) -> Optional[Tuple[str, str, Dict[str, str]]]:
    line = stream.readline(65537)
    if not line.strip():
        return None
    method, target, _version = line.decode("latin-1").split(" ", 2)
    headers: Dict[str, str] = {}
    while True:
        raw = stream.readline(65537)
        if raw in (b"\r\n", b"\n", b""):
            return method, target, headers
        name, _mark, value = raw.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()


def _body(stream: Any, headers: Dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        parts = []
        while True:
            size = int(stream.readline().split(b";")[0], 16)
            if size == 0:
                while stream.readline() not in (b"\r\n", b"\n", b""):
                    pass
                return b"".join(parts)
            parts.append(stream.read(size))
            stream.readline()
    return stream.read(int(headers.get("content-length") or 0))


def _render(reply: Reply, method: str) -> bytes:
    try:
        reason = http.HTTPStatus(reply.status).phrase
    except ValueError:
        reason = "Unknown"
    lines = ["HTTP/1.1 %d %s" % (reply.status, reason)]
    lines += ["%s: %s" % item for item in reply.headers.items()]
    if reply.hijack is None:
        lines.append("Content-Length: %d" % len(reply.body))
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head if method == "HEAD" else head + reply.body


class _Handler(socketserver.StreamRequestHandler):
    server: "SocketServer"

    def handle(self) -> None:
        self.server.opened(self.connection)
        try:
            while self._one():
                pass
        except (OSError, ValueError):
            pass
        finally:
            self.server.gone(self.connection)

    def _one(self) -> bool:
        head = _head(self.rfile)
        if head is None:
            return False
        method, target, headers = head
        if headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        path, _mark, query = target.partition("?")
        try:
            reply = self.server.answer(method, path, headers, _body(self.rfile, headers), query)
        except Dropped:
            return False
        self.wfile.write(_render(reply, method))
        if reply.hijack is not None:
            reply.hijack(self.rfile, self.wfile)
            return False
        return headers.get("connection", "").lower() != "close"


class SocketServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Serves ``answer(method, path, headers, body, query)`` and can cut every connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, path: str, answer: Answer) -> None:
        self.answer = answer
        self.connections = 0
        self._open: Dict[int, Any] = {}
        super().__init__(path, _Handler)

    def opened(self, connection: Any) -> None:
        self.connections += 1
        self._open[id(connection)] = connection

    def gone(self, connection: Any) -> None:
        self._open.pop(id(connection), None)

    def serve(self) -> None:
        """Accept until ``close``; blocking, so that stopping needs no polling."""
        while True:
            try:
                request, address = self.get_request()
            except OSError:
                return
            self.process_request(request, address)

    def close(self) -> None:
        """Stop listening and close every open connection, whatever it is doing."""
        try:
            self.socket.shutdown(2)
        except OSError:
            pass
        self.server_close()
        for connection in list(self._open.values()):
            try:
                connection.shutdown(2)
            except OSError:
                pass

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""
