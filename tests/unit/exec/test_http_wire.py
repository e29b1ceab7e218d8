# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP answers as servers send them."""

from __future__ import annotations

import io

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.http_wire import answer, question

ANSWERS = [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest", 200, b"{}", True),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n",
     200, b"abcde", True),
    (b"HTTP/1.1 200 OK\r\nconnection: CLOSE\r\ncontent-length: 1\r\n\r\nx", 200, b"x", False),
    (b"HTTP/1.0 200 OK\r\n\r\nto the end", 200, b"to the end", False),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, b"", True),
    (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
]


@pytest.mark.parametrize(("wire", "status", "content", "lasts"), ANSWERS, ids=range(len(ANSWERS)))
def test_answer(wire, status, content, lasts):
    found = answer(io.BytesIO(wire))
    assert (found.status, found.content, found.lasts) == (status, content, lasts)


def test_header_names_are_in_lower_case():
    assert answer(io.BytesIO(b"HTTP/1.1 200 OK\r\nETag: abc\r\nContent-Length: 0\r\n\r\n")).headers["etag"] == "abc"


@pytest.mark.parametrize("wire", [
    b"", b"HTTP/1.1 200", b"220 ftp.example.com\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70000 + b"\r\n\r\n",
])
def test_what_is_no_answer_is_a_lost_connection(wire):
    with pytest.raises(OSError):
        answer(io.BytesIO(wire))


def test_question_names_the_length_of_its_body_even_when_it_is_empty():
    assert question("POST", "/1.0/x", {"Host": "h"}) == b"POST /1.0/x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
    assert question("GET", "/1.0", {}) == b"GET /1.0 HTTP/1.1\r\n\r\n"
    assert question("PUT", "/1.0", {}, b"{}").endswith(b"Content-Length: 2\r\n\r\n{}")
