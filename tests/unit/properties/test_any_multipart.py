# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streamed multiparts: whatever the parts hold and however the bytes arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.lxcri.containers.plugins.module_utils._client.multipart import Broken, parts

BOUNDARY = "b0undary"


def packed(contents):
    body = b""
    for name, content in contents:
        body += ("--{0}\r\nContent-Disposition: form-data; name={1}; filename=\"x-{1}\"\r\n"
                 "Content-Type: application/octet-stream\r\n\r\n").format(BOUNDARY, name).encode() + content + b"\r\n"
    return body + "--{0}--\r\n".format(BOUNDARY).encode()


def unpacked(body, size):
    blocks = (body[start:start + size] for start in range(0, len(body), size))
    return [(name, b"".join(content)) for name, content in parts(blocks, BOUNDARY)]


CONTENT = st.binary(max_size=60) | st.sampled_from([b"", b"\r\n", b"\r\n--b0undar", b"--b0undary", b"\r\n\r\n", b"-", b"\r"])


@given(st.lists(st.tuples(st.sampled_from(["metadata", "rootfs"]), CONTENT), min_size=1, max_size=3), st.integers(1, 70))
def test_every_part_comes_back_whole(contents, size):
    assert unpacked(packed(contents), size) == contents


@given(st.integers(0, 150))
def test_one_that_is_cut_short_is_broken(length):
    body = packed([("metadata", b"m" * 20), ("rootfs", b"r" * 20)])
    with pytest.raises(Broken):
        unpacked(body[:min(length, body.rindex(b"--"))], 7)
