# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSocket frames (RFC 6455, section 5) from and to bytes.  Pure.

A library for WebSockets reads one connection and blocks; an exec has four that must be read and written at once, and
each of the connection plugin's short processes would pay for importing it.  What an exec needs of the protocol is this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

CONTINUATION = 0
TEXT = 1
BINARY = 2
CLOSE = 8
PING = 9
PONG = 10

# Longest frame that is believed; servers send 32 KiB at most.
LONGEST = 1 << 26


class Malformed(ValueError):
    """The other side does not speak WebSocket."""


@dataclass(frozen=True)
class Frame:
    """One frame; ``final`` is false when the message goes on in CONTINUATION frames."""

    opcode: int
    payload: bytes
    final: bool = True

    @property
    def ends_stream(self) -> bool:
        """LXD and Incus end stdin, stdout and stderr with an empty text message."""
        return self.opcode == TEXT and self.final and not self.payload

    @property
    def is_data(self) -> bool:
        """Does it carry bytes of the stream?"""
        return self.opcode in (CONTINUATION, TEXT, BINARY)


def encode(opcode: int, payload: bytes, mask: bytes) -> bytes:
    """A whole message in one frame, as a client sends it.

    :arg mask: four bytes nobody can guess.
    """
    length = len(payload)
    if length < 126:
        head = bytes((0x80 | opcode, 0x80 | length))
    elif length < 1 << 16:
        head = bytes((0x80 | opcode, 0x80 | 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + length.to_bytes(8, "big")
    return head + mask + masked(payload, mask)


def masked(payload: bytes, mask: bytes) -> bytes:
    """Every byte XORed with the mask's byte of its place; the same again takes it back."""
    length = len(payload)
    repeated = (mask * (length // 4 + 1))[:length]
    # One XOR of two long integers; a loop over bytes would take a hundred times as long.
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(length, "big")


class Decoder:
    """Turns what arrives, in whatever pieces, into whole frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> List[Frame]:
        """The frames that are complete now.

        :raises Malformed: when it cannot be what a WebSocket server sends.
        """
        self._buffer += data
        frames: List[Frame] = []
        start = 0
        while True:
            end, frame = self._frame(start)
            if frame is None:
                del self._buffer[:start]
                return frames
            frames.append(frame)
            start = end

    def _frame(self, start: int):
        buffer = self._buffer
        if len(buffer) < start + 2:
            return start, None
        first, length = buffer[start], buffer[start + 1]
        opcode = first & 0x0F
        if first & 0x70 or length & 0x80 or opcode not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
            raise Malformed("a frame begins with {0:#04x} {1:#04x}".format(first, length))
        at = start + 2
        if length > 125:
            wide = 2 if length == 126 else 8
            if opcode >= CLOSE:
                raise Malformed("a control frame of more than 125 bytes")
            if len(buffer) < at + wide:
                return start, None
            length = int.from_bytes(buffer[at:at + wide], "big")
            at += wide
        if length > LONGEST:
            raise Malformed("a frame of {0} bytes".format(length))
        if len(buffer) < at + length:
            return start, None
        return at + length, Frame(opcode, bytes(buffer[at:at + length]), bool(first & 0x80))
