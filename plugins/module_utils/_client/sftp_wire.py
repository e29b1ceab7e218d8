# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets of SFTP version 3, the one that LXD and Incus speak.  Pure.

Source: draft-ietf-secsh-filexfer-02, and ``posix-rename@openssh.com`` from OpenSSH's PROTOCOL.
"""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass
from typing import List, Optional, Tuple, Union

from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    LxcriError,
    NotFound,
    OperationFailed,
    Unauthorized,
    Unavailable,
    Unsupported,
)

INIT, VERSION, OPEN, CLOSE, READ, WRITE, LSTAT, FSTAT, SETSTAT, FSETSTAT, OPENDIR, READDIR = range(1, 13)
REMOVE, MKDIR, RMDIR, REALPATH, STAT, RENAME, READLINK, SYMLINK = range(13, 21)
STATUS, HANDLE, DATA, NAME, ATTRS = range(101, 106)
EXTENDED = 200

OK, END, MISSING, DENIED, FAILED, BAD_MESSAGE, NO_CONNECTION, LOST, UNKNOWN = range(9)

FOR_READING, FOR_WRITING, CREATING, TRUNCATING, EXCLUSIVE = 1, 2, 8, 16, 32
HAS_SIZE, HAS_OWNER, HAS_MODE, HAS_TIMES, HAS_MORE = 1, 2, 4, 8, 0x80000000

_ERRORS = {MISSING: NotFound, DENIED: Unauthorized, UNKNOWN: Unsupported, NO_CONNECTION: Unavailable, LOST: Unavailable}


@dataclass(frozen=True)
class Attributes:
    """What a directory entry says about itself: size in bytes, numeric owner, ``st_mode`` and seconds since 1970."""

    size: int = 0
    uid: int = 0
    gid: int = 0
    st_mode: int = 0
    mtime: int = 0

    @property
    def kind(self) -> str:
        """``file``, ``directory``, ``link`` or ``other``."""
        return _KINDS.get(stat.S_IFMT(self.st_mode), "other")

    @property
    def mode(self) -> int:
        """Permissions with setuid, setgid and sticky."""
        return stat.S_IMODE(self.st_mode)


_KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "link"}


def number(value: int) -> bytes:
    """32 bits."""
    return struct.pack(">I", value)


def offset(value: int) -> bytes:
    """64 bits."""
    return struct.pack(">Q", value)


def text(value: Union[str, bytes]) -> bytes:
    """A string with its length; names travel as the bytes the file system has."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    return struct.pack(">I", len(raw)) + raw


def owner(uid: int, gid: int) -> bytes:
    """Attributes that set the owner."""
    return struct.pack(">III", HAS_OWNER, uid, gid)


# Servers hand the number to Go as it is, whose own bits for setuid, setgid and sticky are these; later ones translate
# and ignore them.
_GO_BITS = ((stat.S_ISUID, 1 << 23), (stat.S_ISGID, 1 << 22), (stat.S_ISVTX, 1 << 20))


def permissions(mode: int) -> bytes:
    """Attributes that set the permissions, setuid, setgid and sticky among them."""
    return struct.pack(">II", HAS_MODE, mode | sum(bit for unix, bit in _GO_BITS if mode & unix))


NOTHING = number(0)


class Reader:
    """Takes the fields of a payload one after the other."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._place = 0

    def number(self) -> int:
        """32 bits."""
        value = struct.unpack_from(">I", self._payload, self._place)[0]
        self._place += 4
        return value

    def blob(self) -> bytes:
        """A string as bytes."""
        length = self.number()
        self._place += length
        return self._payload[self._place - length:self._place]

    def text(self) -> str:
        """A string; bytes that are no UTF-8 survive as surrogates."""
        return self.blob().decode("utf-8", "surrogateescape")

    def attributes(self) -> Attributes:
        """Attributes; those that are not sent are 0."""
        flags = self.number()
        size = uid = gid = mode = mtime = 0
        if flags & HAS_SIZE:
            size = struct.unpack_from(">Q", self._payload, self._place)[0]
            self._place += 8
        if flags & HAS_OWNER:
            uid, gid = self.number(), self.number()
        if flags & HAS_MODE:
            mode = self.number()
        if flags & HAS_TIMES:
            _atime, mtime = self.number(), self.number()
        if flags & HAS_MORE:
            for _each in range(2 * self.number()):
                self.blob()
        return Attributes(size, uid, gid, mode, mtime)


@dataclass(frozen=True)
class Answer:
    """One packet from the server, without its id."""

    kind: int
    payload: bytes

    def status(self) -> Tuple[int, str]:
        """Code and message of a STATUS; any other packet is fine, ``(OK, "")``."""
        if self.kind != STATUS:
            return OK, ""
        reader = Reader(self.payload)
        return reader.number(), reader.text()

    def error(self, path: str) -> Optional[LxcriError]:
        """The error it stands for, naming the path; nothing when all is well."""
        code, message = self.status()
        if code == OK:
            return None
        says = {MISSING: "there is no such file or directory", DENIED: "permission denied",
                END: "it ended too early"}.get(code, message or "the server gave no reason")
        return _ERRORS.get(code, OperationFailed)("{0}: {1}".format(path, says), path=path, sftp_status=code)

    def checked(self, path: str) -> Reader:
        """The payload to read from, or the error."""
        error = self.error(path)
        if error:
            raise error
        return Reader(self.payload)

    def names(self, path: str) -> List[Tuple[str, Attributes]]:
        """The entries of a NAME."""
        reader = self.checked(path)
        entries = []
        for _each in range(reader.number()):
            name = reader.text()
            reader.blob()
            entries.append((name, reader.attributes()))
        return entries
