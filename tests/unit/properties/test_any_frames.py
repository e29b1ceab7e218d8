# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent in frames arrives, whatever pieces it comes in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import BINARY, Decoder, encode, masked


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
