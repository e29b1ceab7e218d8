# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of an instance, running or not, over ``GET /1.0/instances/{name}/sftp``.

The same way the official clients go.  Unlike ``/files`` it can rename, change owner and permissions of what is there,
and read a link as it is; and requests need not wait for each other, so that many small files take no longer than
their bytes.  It needs nothing inside a container, and the agent in a virtual machine.
"""

from __future__ import annotations

import itertools
import socket
import struct
from collections import deque
from typing import Any, Deque, Dict, Iterable, Iterator, List, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client import sftp_wire as wire
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp_wire import Answer, Attributes
from ansible_collections.lxcri.containers.plugins.module_utils._client.upgrade import upgrade
from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound, Unavailable, Unsupported
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join

# Seconds in which a server must say something; one that writes to a slow disk may think for a while.
READ_TIMEOUT = 120.0
# How many requests may be under way; enough to hide the way there and back, few enough for 64 MB of memory.
WINDOW = 64
# Servers answer a read with at most 32 KiB, and take packets of at most 256 KiB.
READ_BLOCK = 32 * 1024
WRITE_BLOCK = 128 * 1024
# Small requests travel together until they are so many bytes, or until somebody waits for an answer.
TOGETHER = 64 * 1024

Asked = Tuple[int, bytes]


def open_sftp(client: Any, instance: str) -> "Sftp":
    """A connection to the files of one instance; use it in a ``with``.

    :arg client: the client of the server, which says where it is and which project is meant.
    :raises NotFound: when there is no such instance; ``Unsupported`` when the server offers no SFTP.
    """
    project = client.project if client.project != "default" else None
    try:
        connection = upgrade(client.endpoint, join("instances", instance, "sftp"), "sftp", {"project": project},
                             READ_TIMEOUT)
    except NotFound as error:
        # The same status says that the server does not know the path.
        client.get(join("instances", instance))
        raise Unsupported("{0} offers no SFTP to instances ({1}); LXD 5.0 and every Incus do.".format(
            client.server.says, error.message))
    return Sftp(connection, "instance {0!r}".format(instance))


class Sftp:
    """One connection.  Not to be shared between threads.

    Paths are absolute paths inside the instance.  ``ask`` and ``answer`` let requests overtake the waiting;
    the rest is one request, one answer.
    """

    def __init__(self, connection: socket.socket, says: str) -> None:
        self.says = says
        self._connection = connection
        self._stream = connection.makefile("rb", 1 << 18)
        self._ids = itertools.count(1)
        self._early: Dict[int, Answer] = {}
        self._unsent = bytearray()
        self._send(struct.pack(">BI", wire.INIT, 3))
        self._packet()

    def __enter__(self) -> "Sftp":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
        self._connection.close()

    def ask(self, kind: int, payload: bytes) -> int:
        """Send a request; its answer is fetched later with the number that comes back."""
        number = next(self._ids)
        self._send(struct.pack(">BI", kind, number) + payload)
        return number

    def answer(self, number: int) -> Answer:
        """The answer to a request."""
        while number not in self._early:
            packet = self._packet()
            self._early[struct.unpack_from(">I", packet, 1)[0]] = Answer(packet[0], packet[5:])
        return self._early.pop(number)

    def each(self, requests: Iterable[Asked]) -> Iterator[Answer]:
        """The answers to many requests in their order, with up to ``WINDOW`` of them under way."""
        waiting: Deque[int] = deque()
        for kind, payload in requests:
            waiting.append(self.ask(kind, payload))
            # By halves, so that many requests travel together.
            while len(waiting) >= WINDOW or (len(waiting) > WINDOW // 2 and not self._unsent):
                yield self.answer(waiting.popleft())
        while waiting:
            yield self.answer(waiting.popleft())

    def one(self, kind: int, payload: bytes, path: str) -> wire.Reader:
        """One request; its answer to read from, or its error."""
        return self.answer(self.ask(kind, payload)).checked(path)

    def lstat(self, path: str, follow: bool = False) -> Optional[Attributes]:
        """What is at ``path``; ``None`` when there is nothing.  A link is not followed unless asked for."""
        answer = self.answer(self.ask(wire.STAT if follow else wire.LSTAT, wire.text(path)))
        if answer.status()[0] == wire.MISSING:
            return None
        return answer.checked(path).attributes()

    def readlink(self, path: str) -> str:
        """Where a symbolic link points, as it was written."""
        return self.answer(self.ask(wire.READLINK, wire.text(path))).names(path)[0][0]

    def listdir(self, path: str) -> List[Tuple[str, Attributes]]:
        """``(name, attributes)`` of everything in a directory, links not followed, in no order."""
        handle = self.one(wire.OPENDIR, wire.text(path), path).blob()
        entries: List[Tuple[str, Attributes]] = []
        try:
            while True:
                answer = self.answer(self.ask(wire.READDIR, wire.text(handle)))
                if answer.status()[0] == wire.END:
                    return [entry for entry in entries if entry[0] not in (".", "..")]
                entries += answer.names(path)
        finally:
            self.ask(wire.CLOSE, wire.text(handle))

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        """The bytes of a file from ``start`` on, block by block; memory does not grow with it."""
        handle = self.one(wire.OPEN, wire.text(path) + wire.number(wire.FOR_READING) + wire.NOTHING, path).blob()
        waiting: Deque[Tuple[int, int]] = deque()
        place, allowed, ended = start, 1, False
        try:
            while waiting or not ended:
                if len(waiting) <= allowed // 2:
                    # By halves, so that many requests travel together.
                    while len(waiting) < allowed and not ended:
                        waiting.append((self._ask_read(handle, place, READ_BLOCK), place))
                        place += READ_BLOCK
                number, begun = waiting.popleft()
                filled = 0
                while filled < READ_BLOCK:
                    answer = self.answer(number)
                    if answer.status()[0] == wire.END:
                        ended = True
                        break
                    block = answer.checked(path).blob()
                    filled += len(block)
                    yield block
                    if filled < READ_BLOCK:
                        number = self._ask_read(handle, begun + filled, READ_BLOCK - filled)
                allowed = min(allowed * 2, WINDOW)
        finally:
            self.ask(wire.CLOSE, wire.text(handle))

    def write(self, path: str, blocks: Iterable[bytes], exclusive: bool = False) -> int:
        """Write a file and return how many bytes it has; a new one is readable by its owner alone.

        :arg exclusive: it must not exist yet.
        """
        flags = wire.FOR_WRITING | wire.CREATING | (wire.EXCLUSIVE if exclusive else wire.TRUNCATING)
        opening = wire.text(path) + wire.number(flags) + (wire.permissions(0o600) if exclusive else wire.NOTHING)
        handle = self.one(wire.OPEN, opening, path).blob()
        try:
            if exclusive:
                self.one(wire.FSETSTAT, wire.text(handle) + wire.permissions(0o600), path)
            size = 0
            sent: Deque[int] = deque()
            for block in blocks:
                for start in range(0, len(block), WRITE_BLOCK):
                    piece = block[start:start + WRITE_BLOCK]
                    sent.append(self.ask(wire.WRITE, wire.text(handle) + wire.offset(size) + wire.text(piece)))
                    size += len(piece)
                    if len(sent) >= WINDOW:
                        self.answer(sent.popleft()).checked(path)
            for number in sent:
                self.answer(number).checked(path)
            return size
        finally:
            self.answer(self.ask(wire.CLOSE, wire.text(handle)))

    def set_owner(self, path: str, uid: int, gid: int) -> None:
        """Change the owner; a link is followed."""
        self.one(wire.SETSTAT, wire.text(path) + wire.owner(uid, gid), path)

    def set_mode(self, path: str, mode: int) -> None:
        """Change the permissions; a link is followed."""
        self.one(wire.SETSTAT, wire.text(path) + wire.permissions(mode), path)

    def mkdir(self, path: str) -> None:
        """Make a directory."""
        self.one(wire.MKDIR, wire.text(path) + wire.NOTHING, path)

    def rmdir(self, path: str) -> None:
        """Remove an empty directory."""
        self.one(wire.RMDIR, wire.text(path), path)

    def remove(self, path: str) -> None:
        """Remove a file or a link."""
        self.one(wire.REMOVE, wire.text(path), path)

    def symlink(self, target: str, path: str) -> None:
        """Make a symbolic link at ``path``; the target goes first, as in OpenSSH, whatever the draft says."""
        self.one(wire.SYMLINK, wire.text(target) + wire.text(path), path)

    def rename(self, old: str, new: str) -> None:
        """Rename at one stroke, over what has the new name."""
        self.one(wire.EXTENDED, wire.text("posix-rename@openssh.com") + wire.text(old) + wire.text(new), new)

    def _ask_read(self, handle: bytes, place: int, length: int) -> int:
        return self.ask(wire.READ, wire.text(handle) + wire.offset(place) + wire.number(length))

    def _send(self, packet: bytes) -> None:
        self._unsent += struct.pack(">I", len(packet)) + packet
        if len(self._unsent) >= TOGETHER:
            self._flush()

    def _flush(self) -> None:
        unsent, self._unsent = self._unsent, bytearray()
        try:
            self._connection.sendall(unsent)
        except OSError as error:
            raise self._lost(error)

    def _packet(self) -> bytes:
        if self._unsent:
            self._flush()
        try:
            head = self._stream.read(4)
            packet = self._stream.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
        except OSError as error:
            raise self._lost(error)
        if len(packet) < 5:
            raise self._lost(OSError("closed"))
        return packet

    def _lost(self, error: OSError) -> Unavailable:
        return Unavailable(
            "the connection to the files of {0} was lost ({1}); see whether it and its server still run".format(
                self.says, error.strerror or error))
