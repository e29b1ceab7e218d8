# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moving bytes between this process and a command in an instance, in both directions at once, in one thread."""

from __future__ import annotations

import selectors
import time
from typing import Callable, Dict, Iterator, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket import Closed, WebSocket
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import BINARY, TEXT, Malformed

Sink = Callable[[bytes], None]


class Lost(Exception):
    """A stream broke off before its end."""


class Pump:
    """The streams of one command.

    :arg control: carries signals; it is read so that pings are answered.
    :arg stdin: gets the blocks of ``source`` and then the end, never more than the connection takes.
    :arg outputs: stdout and stderr, and who takes their bytes.
    """

    def __init__(self, control: WebSocket, stdin: WebSocket, source: Iterator[bytes],
                 outputs: Dict[WebSocket, Sink]) -> None:
        self._stdin: Optional[WebSocket] = stdin
        self._source: Optional[Iterator[bytes]] = source
        self._outputs = dict(outputs)
        self._selector = selectors.DefaultSelector()
        for one in [control, stdin] + list(outputs):
            self._selector.register(one, selectors.EVENT_READ)

    def run(self, deadline: Optional[float]) -> bool:
        """Until stdout and stderr have ended, or until ``deadline`` (of ``time.monotonic()``); have they ended?

        :raises Lost: when one of them broke off.
        """
        while self._outputs:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return False
            self._feed()
            for key, events in self._selector.select(left):
                if events & selectors.EVENT_WRITE:
                    self._flush(key.fileobj)
                if events & selectors.EVENT_READ:
                    self._read(key.fileobj)
        return True

    def close(self) -> None:
        """Forget the connections; they stay open."""
        self._selector.close()

    def _feed(self) -> None:
        """Send input as long as it is taken without waiting, and ask to be told when more is."""
        while self._stdin and self._source is not None and not self._stdin.unsent:
            block = next(self._source, None)
            try:
                if block is None:
                    self._source = None
                    self._stdin.send(TEXT, b"")
                elif block:
                    self._stdin.send(BINARY, block)
            except Closed:
                self._drop(self._stdin)
            if self._stdin and self._stdin.unsent:
                self._selector.modify(self._stdin, selectors.EVENT_READ | selectors.EVENT_WRITE)
            # Output must not wait for all of the input.
            if self._outputs_ready():
                return

    def _outputs_ready(self) -> bool:
        return any(key.fileobj in self._outputs for key, _events in self._selector.select(0))

    def _flush(self, sending: WebSocket) -> None:
        try:
            sending.flush()
        except Closed:
            self._drop(sending)
            return
        if not sending.unsent:
            self._selector.modify(sending, selectors.EVENT_READ)

    def _read(self, ready: WebSocket) -> None:
        if ready.fileno() not in self._selector.get_map():
            return
        try:
            frames = ready.receive()
        except (Closed, Malformed) as error:
            self._drop(ready)
            if ready in self._outputs:
                raise Lost(str(error))
            return
        sink = self._outputs.get(ready)
        for frame in frames if sink else []:
            if frame.ends_stream:
                del self._outputs[ready]
                return
            sink(frame.payload)

    def _drop(self, gone: WebSocket) -> None:
        """Nothing more comes from there.  A command need not read its input to the end, so that is no error here."""
        self._selector.unregister(gone)
        if gone is self._stdin:
            self._stdin = None


def blocks(stdin, size: int = 1 << 16) -> Iterator[bytes]:
    """Input, from bytes or a file open for reading bytes, in pieces."""
    if isinstance(stdin, bytes):
        return (stdin[start:start + size] for start in range(0, len(stdin), size))
    return iter(lambda: stdin.read(size), b"")
