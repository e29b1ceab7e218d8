# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP/1.1 request and its answer over a connected socket.

``http.client`` imports ``ssl``, which takes a process longer than asking a server over a unix socket; processes that
live for one task feel it.
"""

from __future__ import annotations

from typing import BinaryIO, Dict, Mapping, NamedTuple

LONGEST_LINE = 65536


class Answer(NamedTuple):
    """Status, headers with their names in lower case, the whole body, and whether the connection can be used again."""

    status: int
    headers: Dict[str, str]
    content: bytes
    lasts: bool


def question(method: str, target: str, headers: Mapping[str, str], data: bytes = b"") -> bytes:
    """A request as it is sent.

    :arg target: path and query, quoted.
    """
    said = dict(headers, **({"Content-Length": str(len(data))} if data or method in ("POST", "PUT", "PATCH") else {}))
    lines = ["{0} {1} HTTP/1.1".format(method, target)] + ["{0}: {1}".format(*one) for one in said.items()]
    return "\r\n".join(lines + ["", ""]).encode("latin-1") + data


def answer(stream: BinaryIO) -> Answer:
    """Read an answer.

    :raises OSError: when the connection ends too early, or it is no HTTP.
    """
    status, headers = _head(stream)
    while 100 <= status < 200:
        status, headers = _head(stream)
    encoding = headers.get("transfer-encoding", "").lower()
    lasts = headers.get("connection", "").lower() != "close"
    if status in (204, 304):
        return Answer(status, headers, b"", lasts)
    if encoding == "chunked":
        return Answer(status, headers, _chunks(stream), lasts)
    length = headers.get("content-length", "")
    if length.isdigit():
        return Answer(status, headers, _exactly(stream, int(length)), lasts)
    return Answer(status, headers, stream.read(), False)


def _head(stream: BinaryIO):
    words = _line(stream).split(" ", 2)
    if len(words) < 2 or not words[0].startswith("HTTP/1.") or not words[1].isdigit():
        raise OSError("the answer is no HTTP")
    headers: Dict[str, str] = {}
    for line in iter(lambda: _line(stream), ""):
        name, _colon, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return int(words[1]), headers


def _line(stream: BinaryIO) -> str:
    line = stream.readline(LONGEST_LINE + 1)
    if not line.endswith(b"\n"):
        raise OSError("the connection was closed before an answer" if len(line) <= LONGEST_LINE
                      else "a line of the answer is too long")
    return line.decode("latin-1").rstrip("\r\n")


def _chunks(stream: BinaryIO) -> bytes:
    parts = []
    while True:
        size = _line(stream).split(";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:
            raise OSError("the answer is no HTTP")
        if length == 0:
            break
        parts.append(_exactly(stream, length))
        _line(stream)
    for _trailer in iter(lambda: _line(stream), ""):
        pass
    return b"".join(parts)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise OSError("the connection was closed in the middle of an answer")
    return content
