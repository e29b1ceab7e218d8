# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSocket frames: what RFC 6455 prints, and any bytes in any pieces."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import (
    BINARY,
    CONTINUATION,
    PING,
    TEXT,
    Decoder,
    Frame,
    Malformed,
    encode,
)

PRINTED = [
    (bytes.fromhex("810548656c6c6f"), [Frame(TEXT, b"Hello")]),
    (bytes.fromhex("010348656c80026c6f"), [Frame(TEXT, b"Hel", False), Frame(CONTINUATION, b"lo")]),
    (bytes.fromhex("890548656c6c6f"), [Frame(PING, b"Hello")]),
    (bytes.fromhex("827e0100") + b"x" * 256, [Frame(BINARY, b"x" * 256)]),
    (bytes.fromhex("827f0000000000010000") + b"x" * 65536, [Frame(BINARY, b"x" * 65536)]),
    (bytes.fromhex("8100"), [Frame(TEXT, b"")]),
]


@pytest.mark.parametrize(("wire", "frames"), PRINTED, ids=range(len(PRINTED)))
def test_decodes_what_the_rfc_prints(wire, frames):
    assert Decoder().feed(wire) == frames


def test_encodes_what_the_rfc_prints():
    assert encode(TEXT, b"Hello", bytes.fromhex("37fa213d")) == bytes.fromhex("818537fa213d7f9f4d5158")


@pytest.mark.parametrize("wire", [
    b"\x81\x85\x00\x00\x00\x00Hello",  # masked, as only a client may
    b"\xc1\x00",  # a reserved bit
    b"\x83\x00",  # an opcode nobody has
    b"\x89\x7e\x01\x00",  # a ping of 256 bytes
    b"\x82\x7f\x00\x00\x00\x10\x00\x00\x00\x00",  # 64 GiB
])
def test_refuses_what_no_server_sends(wire):
    with pytest.raises(Malformed):
        Decoder().feed(wire)


@pytest.mark.parametrize(("frame", "ends"), [
    (Frame(TEXT, b""), True),
    (Frame(BINARY, b""), False),
    (Frame(CONTINUATION, b""), False),
    (Frame(TEXT, b"", False), False),
    (Frame(TEXT, b"x"), False),
])
def test_only_an_empty_text_ends_a_stream(frame, ends):
    assert frame.ends_stream is ends
