# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unix socket that passes everything on to another one, counts what is asked, and can be cut like a cable."""

from __future__ import annotations

import contextlib
import socket
import threading


class Cable:
    """``path`` leads to ``target`` until ``cut`` is called; connections made later find nobody.

    ``requests`` are the first lines of the HTTP requests that went through.
    """

    def __init__(self, path: str, target: str) -> None:
        self._target = target
        self.requests: list = []
        self._ends: list = []
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(path)
        self._door.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection without a word."""
        self._door.close()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self._door.accept()[0]
                far = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                far.connect(self._target)
                self._ends += [near, far]
                threading.Thread(target=_pass, args=(near, far, self._count), daemon=True).start()
                threading.Thread(target=_pass, args=(far, near), daemon=True).start()

    def _count(self, block: bytes) -> None:
        # A client sends the next request after the answer, so each begins a block.
        line = block.split(b"\r\n", 1)[0]
        if line.endswith(b" HTTP/1.1"):
            self.requests.append(line.decode())


def _pass(source: socket.socket, sink: socket.socket, count=lambda block: None) -> None:
    with contextlib.suppress(OSError):
        for block in iter(lambda: source.recv(1 << 16), b""):
            count(block)
            sink.sendall(block)
        sink.shutdown(socket.SHUT_WR)
