# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passing on what two servers say to each other, where neither reaches the other."""

from __future__ import annotations

import selectors
from contextlib import ExitStack
from typing import Any, Callable, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket import (
    Closed,
    WebSocket,
    open_websocket,
)
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import CLOSE, Frame
from ansible_collections.lxcri.containers.plugins.module_utils._errors import OperationFailed

CONNECT_TIMEOUT = 20.0
# Seconds after which is looked whether it is over, when nothing is said.
PAUSE = 0.5


class _End:
    """One WebSocket of a pair: what arrives here goes to ``other``, whole message by whole message."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.other: _End = self
        self.open = True
        self._begun: List[Frame] = []

    def pass_on(self) -> int:
        """Take what has arrived and give it to the other; how many bytes that was."""
        try:
            frames = self.socket.receive()
        except Closed:
            self.open = False
            self.other.finish()
            return 0
        count = 0
        for frame in frames:
            self._begun.append(frame)
            if frame.final:
                payload = b"".join(one.payload for one in self._begun)
                self.other.say(self._begun[0].opcode, payload)
                count += len(payload)
                self._begun = []
        return count

    def say(self, opcode: int, payload: bytes) -> None:
        """Send; one that hangs up just then says so when it is read."""
        try:
            self.socket.send(opcode, payload)
        except Closed:
            self.open = False

    def finish(self) -> None:
        """Say goodbye."""
        if self.open:
            self.say(CLOSE, b"")

    def flush(self) -> None:
        """Send what waits."""
        try:
            self.socket.flush()
        except Closed:
            self.open = False


def relay(source: Tuple[Any, str, Mapping[str, str]], target: Tuple[Any, str, Mapping[str, str]],
          over: Callable[[], bool], passed: Callable[[int], None]) -> None:
    """Join the WebSockets of two operations until it is over.

    :arg source: ``(endpoint, path of the operation, secrets by name)``; ``target`` the same.
    :arg over: whether both operations have ended; asked when nothing is said.
    :arg passed: is told how many bytes went through so far.
    :raises OperationFailed: when the two do not speak of the same things.
    """
    missing = set(target[2]) - set(source[2])
    if missing or "control" not in target[2]:
        raise OperationFailed("the servers cannot be joined: the target wants {0}, the source offers {1}".format(
            ", ".join(sorted(target[2])) or "nothing", ", ".join(sorted(source[2])) or "nothing"))
    with ExitStack() as stack:
        ends = _joined(stack, source, target)
        _run(ends, over, passed)


def _joined(stack: ExitStack, source: Any, target: Any) -> List[_End]:
    ends: List[_End] = []
    # Servers want the control connection first.
    for name in sorted(target[2], key=lambda name: (name != "control", name)):
        pair = []
        for endpoint, path, secrets in (source, target):
            socket = open_websocket(endpoint, path, secrets[name], CONNECT_TIMEOUT)
            stack.callback(socket.close)
            pair.append(_End(socket))
        pair[0].other, pair[1].other = pair[1], pair[0]
        ends += pair
    return ends


def _run(ends: List[_End], over: Callable[[], bool], passed: Callable[[int], None]) -> None:
    with selectors.DefaultSelector() as selector:
        registered: Dict[_End, int] = {}
        total = 0
        while any(end.open for end in ends):
            for end in ends:
                # Who reads slowly must not fill the memory: the other one waits.
                events = selectors.EVENT_READ if end.open and not end.other.socket.unsent else 0
                events |= selectors.EVENT_WRITE if end.open and end.socket.unsent else 0
                _watch(selector, registered, end, events)
            ready = selector.select(PAUSE)
            for key, events in ready:
                if events & selectors.EVENT_WRITE:
                    key.data.flush()
                if events & selectors.EVENT_READ:
                    total += key.data.pass_on()
            passed(total)
            if not ready and over():
                return


def _watch(selector: Any, registered: Dict[_End, int], end: _End, events: int) -> None:
    if registered.get(end, 0) == events:
        return
    if end in registered:
        selector.unregister(end.socket)
        del registered[end]
    if events:
        selector.register(end.socket, events, end)
        registered[end] = events
