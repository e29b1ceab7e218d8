# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One WebSocket to a server that never blocks: whoever owns it waits with a selector."""

from __future__ import annotations

import base64
import os
import socket
from contextlib import suppress
from typing import List, Optional, Tuple, Type

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.upgrade import upgrade
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import (
    CLOSE,
    PING,
    PONG,
    Decoder,
    Frame,
    encode,
)

BLOCK = 1 << 18


class Closed(Exception):
    """The other side hung up, with or without a word."""


def _not_now(connection: socket.socket) -> Tuple[Type[OSError], ...]:
    """What a connection raises that can neither send nor receive just now."""
    if not hasattr(connection, "pending"):
        return (BlockingIOError,)
    import ssl
    return (ssl.SSLWantReadError, ssl.SSLWantWriteError)


class WebSocket:
    """A connected WebSocket.  Not to be shared between threads."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._not_now = _not_now(connection)
        self._connection = connection
        self._decoder = Decoder()
        self._unsent = memoryview(b"")
        self._ended = False

    def fileno(self) -> int:
        """For selectors."""
        return self._connection.fileno()

    @property
    def unsent(self) -> int:
        """How many bytes wait to be sent."""
        return len(self._unsent)

    def send(self, opcode: int, payload: bytes) -> None:
        """Send a message, as far as the connection takes it now; ``flush`` sends the rest.

        :raises Closed: when the other side has hung up.
        """
        frame = encode(opcode, payload, os.urandom(4))
        self._unsent = memoryview(bytes(self._unsent) + frame if self._unsent else frame)
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as the connection takes it now."""
        try:
            while self._unsent:
                self._unsent = self._unsent[self._connection.send(self._unsent):]
        except self._not_now:
            pass
        except OSError as error:
            self._unsent = memoryview(b"")
            raise Closed(str(error))

    def receive(self) -> List[Frame]:
        """What has arrived, pings already answered; nothing when nothing has.

        :raises Closed: when the other side has hung up and all before that has been returned.
        :raises Malformed: when it does not speak WebSocket.
        """
        data = b"" if self._ended else self._read()
        if data is None:
            return []
        if not data:
            raise Closed("end of connection")
        frames = self._decoder.feed(data)
        for frame in frames:
            if frame.opcode == CLOSE:
                self._ended = True
            elif frame.opcode == PING:
                self._pong(frame.payload)
        found = [frame for frame in frames if frame.is_data]
        if self._ended and not found:
            raise Closed("closed by the server")
        return found

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def abort(self) -> None:
        """End the connection under whoever waits for it in another thread, who sees that it is closed."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _pong(self, payload: bytes) -> None:
        try:
            self.send(PONG, payload)
        except Closed:
            # What was read before is still worth having; the next read says that it is over.
            pass

    def _read(self) -> Optional[bytes]:
        pieces = []
        try:
            pieces.append(self._connection.recv(BLOCK))
            # What TLS has decrypted already wakes no selector.
            while pieces[-1] and getattr(self._connection, "pending", int)():
                pieces.append(self._connection.recv(BLOCK))
        except self._not_now:
            return b"".join(pieces) if pieces else None
        except OSError as error:
            raise Closed(str(error))
        return b"".join(pieces)


def open_websocket(endpoint: Endpoint, path: str, secret: str, timeout: float,
                   connection: Optional[socket.socket] = None) -> WebSocket:
    """One of an operation's WebSockets.

    :arg path: of the operation, below ``/1.0``.  :arg secret: which of them, as the operation's metadata says.
    :arg connection: one that is open already.
    :raises LxcriError: when the server does not switch.
    """
    key = base64.b64encode(os.urandom(16)).decode("ascii")
    headers = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key}
    return WebSocket(upgrade(endpoint, path + "/websocket", "websocket", {"secret": secret}, timeout, headers,
                             connection))
