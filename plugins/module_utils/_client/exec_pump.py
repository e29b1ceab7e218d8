# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moving bytes between this process and a command in an instance, in both directions at once, in one thread."""

from __future__ import annotations

import selectors
import time
from typing import BinaryIO, Callable, Dict, Optional, Union

from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket import Closed, WebSocket
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import BINARY, TEXT, Malformed

BLOCK = 1 << 16
Sink = Callable[[bytes], None]


class Lost(Exception):
    """A stream broke off before its end."""


class Input:
    """What a command reads: bytes, or a file open for reading bytes.

    Others may answer to what the command writes: ``heard`` is told all of it, ``take`` may return ``b""`` for *not yet*
    and is asked again after anything was heard, and at ``deadline`` (of ``time.monotonic()``) at the latest.
    """

    deadline: Optional[float] = None

    def __init__(self, stdin: Union[bytes, BinaryIO]) -> None:
        if isinstance(stdin, bytes):
            self._blocks = (stdin[start:start + BLOCK] for start in range(0, len(stdin), BLOCK))
        else:
            self._blocks = iter(lambda: stdin.read(BLOCK), b"")

    def take(self) -> Optional[bytes]:
        """The next bytes; ``None`` at the end."""
        return next(self._blocks, None)

    def heard(self, data: bytes) -> None:
        """The command wrote this."""


class Pump:
    """The streams of one command.

    :arg control: carries signals; it is read so that pings are answered.
    :arg stdin: gets what ``source`` has and then the end, never more than the connection takes.
    :arg outputs: stdout and stderr, and who takes their bytes.
    """

    def __init__(self, control: WebSocket, stdin: WebSocket, source: Input,
                 outputs: Dict[WebSocket, Sink]) -> None:
        self._stdin: Optional[WebSocket] = stdin
        self._source: Optional[Input] = source
        self._listener = source
        self._outputs = dict(outputs)
        self._selector = selectors.DefaultSelector()
        for one in [control, stdin] + list(outputs):
            self._selector.register(one, selectors.EVENT_READ)

    def run(self, deadline: Optional[float]) -> bool:
        """Until stdout and stderr have ended, or until ``deadline`` (of ``time.monotonic()``); have they ended?

        :raises Lost: when one of them broke off.
        """
        while self._outputs:
            if deadline is not None and time.monotonic() >= deadline:
                return False
            self._feed()
            for key, events in self._selector.select(self._patience(deadline)):
                if events & selectors.EVENT_WRITE:
                    self._flush(key.fileobj)
                if events & selectors.EVENT_READ:
                    self._read(key.fileobj)
        return True

    def close(self) -> None:
        """Forget the connections; they stay open."""
        self._selector.close()

    def _patience(self, deadline: Optional[float]) -> Optional[float]:
        ends = [end for end in (deadline, self._source.deadline if self._source else None) if end is not None]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _feed(self) -> None:
        """Send input as long as it is taken without waiting, and ask to be told when more is."""
        while self._stdin and self._source and not self._stdin.unsent:
            block = self._source.take()
            if block == b"":
                return
            try:
                if block is None:
                    self._source = None
                    self._stdin.send(TEXT, b"")
                else:
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
            self._listener.heard(frame.payload)

    def _drop(self, gone: WebSocket) -> None:
        """Nothing more comes from there.  A command need not read its input to the end, so that is no error here."""
        self._selector.unregister(gone)
        if gone is self._stdin:
            self._stdin = None
