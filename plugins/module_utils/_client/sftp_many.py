# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many small things at once over SFTP: requests for all of them are sent before the first answer is waited for."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import Callable, Dict, Iterable, Iterator, List, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client import sftp_wire as wire
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import READ_BLOCK, WINDOW, Sftp
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp_wire import Attributes

# A file up to this size is read with one request and written with one.
SMALL = READ_BLOCK


@dataclass(frozen=True)
class NewFile:
    """A small file to write: first aside under ``aside``, then renamed to ``path``."""

    path: str
    aside: str
    content: Callable[[], bytes]
    mode: int
    uid: int
    gid: int


def batches(things: Iterable, size: int = WINDOW) -> Iterator[list]:
    """Lists of up to ``size`` of them."""
    source = iter(things)
    return iter(lambda: list(itertools.islice(source, size)), [])


def walk(sftp: Sftp, top: str) -> Iterator[Tuple[str, Attributes]]:
    """Everything below a directory as ``(path relative to it, attributes)``, parents first; links are not followed."""
    level = [""]
    while level:
        below: List[str] = []
        for directory in level:
            for name, found in sorted(sftp.listdir(top + "/" + directory if directory else top)):
                path = directory + "/" + name if directory else name
                yield path, found
                if found.kind == "directory":
                    below.append(path)
        level = below


def read_small(sftp: Sftp, paths: Sequence[str]) -> Iterator[Tuple[str, bytes]]:
    """``(path, content)`` of files of at most ``SMALL`` bytes; of a bigger one, its beginning."""
    for batch in batches(paths):
        opened = sftp.each(
            (wire.OPEN, wire.text(path) + wire.number(wire.FOR_READING) + wire.NOTHING) for path in batch
        )
        handles = [answer.checked(path).blob() for path, answer in zip(batch, opened)]
        requests = itertools.chain.from_iterable(
            ((wire.READ, wire.text(handle) + wire.offset(0) + wire.number(SMALL)), (wire.CLOSE, wire.text(handle)))
            for handle in handles)
        answers = list(sftp.each(requests))
        for path, answer in zip(batch, answers[::2]):
            yield path, b"" if answer.status()[0] == wire.END else answer.checked(path).blob()


def digests(sftp: Sftp, sizes: Dict[str, int]) -> Dict[str, str]:
    """SHA-256 in hex of files; ``sizes`` maps their paths to their sizes in bytes."""
    found = {}
    for path, content in read_small(sftp, [path for path, size in sizes.items() if size <= SMALL]):
        found[path] = hashlib.sha256(content).hexdigest()
    for path, size in sizes.items():
        if size > SMALL:
            digest = hashlib.sha256()
            for block in sftp.read(path):
                digest.update(block)
            found[path] = digest.hexdigest()
    return found


def links(sftp: Sftp, paths: Sequence[str]) -> Dict[str, str]:
    """Where symbolic links point."""
    answers = sftp.each((wire.READLINK, wire.text(path)) for path in paths)
    return {path: answer.names(path)[0][0] for path, answer in zip(paths, answers)}


def write_small(sftp: Sftp, files: Iterable[NewFile]) -> None:
    """Write small files, each at one stroke: whoever looks sees the old one or the whole new one.

    One that fails leaves nothing behind, and ends the work.
    """
    for batch in batches(files):
        flags = wire.number(wire.FOR_WRITING | wire.CREATING | wire.EXCLUSIVE) + wire.permissions(0o600)
        opened = list(sftp.each((wire.OPEN, wire.text(file.aside) + flags) for file in batch))
        there = [file for file, answer in zip(batch, opened) if answer.error(file.path) is None]
        try:
            handles = [answer.checked(file.path).blob() for file, answer in zip(batch, opened)]
            packets = [packet for file, handle in zip(batch, handles) for packet in _filling(file, handle)]
            answers = list(sftp.each(packets))
            each = len(packets) // len(batch)
            for place, file in enumerate(batch):
                for answer in answers[place * each:(place + 1) * each]:
                    answer.checked(file.path)
            renamed = list(sftp.each((wire.EXTENDED, wire.text("posix-rename@openssh.com") + wire.text(file.aside)
                                      + wire.text(file.path)) for file in batch))
            there = [file for file, answer in zip(batch, renamed) if answer.error(file.path) is not None]
            for file, answer in zip(batch, renamed):
                answer.checked(file.path)
        finally:
            list(sftp.each((wire.REMOVE, wire.text(file.aside)) for file in there))


def _filling(file: NewFile, handle: bytes) -> List[Tuple[int, bytes]]:
    handle = wire.text(handle)
    return [
        # Nobody else may read it before it has the owner and the permissions it shall have.
        (wire.FSETSTAT, handle + wire.permissions(0o600)),
        (wire.WRITE, handle + wire.offset(0) + wire.text(file.content())),
        (wire.FSETSTAT, handle + wire.owner(file.uid, file.gid)),
        # After the owner, a change of which takes setuid away.
        (wire.FSETSTAT, handle + wire.permissions(file.mode)),
        (wire.CLOSE, handle),
    ]
