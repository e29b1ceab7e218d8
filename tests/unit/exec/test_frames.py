# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSocket frames: what RFC 6455 prints, and any bytes in any pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import (
    BINARY,
    CONTINUATION,
    PING,
    TEXT,
    Decoder,
    Frame,
    Malformed,
    encode,
    masked,
)

# Section 5.7 of the RFC.
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


@given(st.lists(st.binary(max_size=70000), max_size=4), st.lists(st.integers(1, 5000), min_size=1, max_size=8),
       st.binary(min_size=4, max_size=4))
def test_what_is_sent_arrives_in_whatever_pieces(payloads, sizes, mask):
    sent = b"".join(_as_server(encode(BINARY, payload, mask)) for payload in payloads)
    decoder, arrived, at, turn = Decoder(), [], 0, 0
    while at < len(sent):
        size = sizes[turn % len(sizes)]
        arrived += decoder.feed(sent[at:at + size])
        at, turn = at + size, turn + 1
    assert [frame.payload for frame in arrived] == payloads


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_masking_twice_is_nothing(payload, mask):
    assert masked(masked(payload, mask), mask) == payload
    assert masked(payload, mask) == bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def _as_server(frame: bytes) -> bytes:
    """A client's frame as a server would have sent it: without its mask."""
    length = frame[1] & 0x7F
    head = 2 + {126: 2, 127: 8}.get(length, 0)
    mask, payload = frame[head:head + 4], frame[head + 4:]
    return frame[:1] + bytes((length,)) + frame[2:head] + masked(payload, mask)
