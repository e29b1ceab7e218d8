# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a ``multipart/form-data`` answer, streamed.  Pure."""

from __future__ import annotations

import re
from typing import Iterable, Iterator, Optional, Tuple

_NAME = re.compile(r'[; ]name="?([^";\r\n]+)"?', re.IGNORECASE)
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


class Broken(ValueError):
    """It ended before its end, or is no multipart at all."""


def boundary_of(content_type: str) -> Optional[str]:
    """The boundary of a multipart; ``None`` when it is none."""
    if not content_type.lower().startswith("multipart/"):
        return None
    found = _BOUNDARY.search(content_type)
    return found.group(1) if found else None


def parts(blocks: Iterable[bytes], boundary: str) -> Iterator[Tuple[str, Iterator[bytes]]]:
    """``(name, blocks)`` of every part; the blocks of one must be taken before the next part is asked for.

    :raises Broken: when the closing boundary does not come.
    """
    stream = _Stream(blocks, b"\r\n--" + boundary.encode("ascii"))
    for _before in stream.until_delimiter():
        pass
    while not stream.closed():
        name = _NAME.search(" " + stream.head())
        yield name.group(1) if name else "", stream.until_delimiter()


class _Stream:
    def __init__(self, blocks: Iterable[bytes], delimiter: bytes) -> None:
        self._blocks = iter(blocks)
        self._delimiter = delimiter
        # The first boundary has no line end before it.
        self._buffer = b"\r\n"

    def _more(self) -> None:
        block = next(self._blocks, None)
        if block is None:
            raise Broken("the answer ended before its last boundary")
        self._buffer += block

    def until_delimiter(self) -> Iterator[bytes]:
        """What comes before the next delimiter, which is taken too."""
        while True:
            place = self._buffer.find(self._delimiter)
            if place >= 0:
                found, self._buffer = self._buffer[:place], self._buffer[place + len(self._delimiter):]
                if found:
                    yield found
                return
            # The delimiter may have begun at the very end.
            safe = len(self._buffer) - len(self._delimiter) + 1
            if safe > 0:
                found, self._buffer = self._buffer[:safe], self._buffer[safe:]
                yield found
            self._more()

    def closed(self) -> bool:
        """Was that the last delimiter?"""
        while len(self._buffer) < 2:
            self._more()
        return self._buffer.startswith(b"--")

    def head(self) -> str:
        """The header lines of a part."""
        while b"\r\n\r\n" not in self._buffer:
            if len(self._buffer) > 65536:
                raise Broken("a part has no end of its head")
            self._more()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        return head.decode("latin-1")
