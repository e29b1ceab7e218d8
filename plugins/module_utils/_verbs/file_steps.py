# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out what ``_spec/tree.py`` decided, in an instance."""

from __future__ import annotations

import posixpath
from typing import Any, Callable, Iterable, Iterator, List

from ansible_collections.lxcri.containers.plugins.module_utils._client import sftp_wire as wire
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp_many import SMALL, NewFile, write_small
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, LxcriError, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    LINK,
    MAKE,
    POINT,
    REMOVE,
    SET,
    WRITE,
    Entry,
    Step,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import aside, is_aside
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.trees import below

Content = Callable[[str], Iterable[bytes]]
# Seconds after which nobody writes any more to a file aside that has not grown.
LEFT_BEHIND = 600


def carry_out(sftp: Any, top: str, steps: List[Step], content: Content, say: Callable[[str], None]) -> None:
    """Do the steps in an instance.

    :arg content: the bytes of a file to write, by its relative path.
    """
    def pick(action: str) -> Iterator[Step]:
        return (step for step in steps if step.action == action)

    remove(sftp, top, pick(REMOVE))
    for step in pick(MAKE):
        make_directory(sftp, below(top, step.path), step.entry)
    write_small(sftp, (
        NewFile(below(top, step.path), aside(below(top, step.path)), _whole(content, step),
                step.entry.mode, step.entry.uid, step.entry.gid)
        for step in pick(WRITE) if step.entry.size <= SMALL))
    for step in pick(WRITE):
        if step.entry.size > SMALL:
            say("{0} ({1:.0f} MB)".format(below(top, step.path), step.entry.size / 1e6))
            write_file(sftp, below(top, step.path), content(step.path), step.entry)
    for step in pick(POINT):
        point(sftp, below(top, step.path), step.entry.target)
    _settle(sftp, top, [step for step in pick(SET) if step.entry.kind != LINK])


def _whole(content: Content, step: Step) -> Callable[[], bytes]:
    def read() -> bytes:
        found = b"".join(content(step.path))
        _complete(step.path, len(found), step.entry)
        return found

    return read


def _complete(path: str, size: int, entry: Entry) -> None:
    if size != entry.size:
        raise Conflict("{0} changed while it was copied ({1} bytes instead of {2}); copy it when it is at rest.".format(
            path or "the file", size, entry.size))


def remove(sftp: Any, top: str, steps: Iterable[Step]) -> None:
    """Remove files, links and directories in the order given, which must be children first."""
    steps = list(steps)
    requests = ((wire.RMDIR if step.entry.kind == DIRECTORY else wire.REMOVE, wire.text(below(top, step.path)))
                for step in steps)
    for step, answer in zip(steps, sftp.each(requests)):
        if answer.status()[0] != wire.MISSING:
            answer.checked(below(top, step.path))


def make_parents(sftp: Any, paths: Iterable[str]) -> None:
    """Make directories as ``mkdir -p`` does: root's, and for everybody to enter."""
    for path in paths:
        make_directory(sftp, path, Entry(DIRECTORY, mode=0o755))


def make_directory(sftp: Any, path: str, entry: Entry) -> None:
    """Make a directory with its owner and permissions."""
    sftp.mkdir(path)
    sftp.set_owner(path, entry.uid, entry.gid)
    sftp.set_mode(path, entry.mode)


def write_file(sftp: Any, path: str, blocks: Iterable[bytes], entry: Entry, in_place: bool = False) -> None:
    """Write a file of any size aside and rename it, or ``in_place`` where that cannot be done."""
    name = path if in_place else aside(path)
    try:
        _complete(path, sftp.write(name, blocks, exclusive=not in_place), entry)
        sftp.set_owner(name, entry.uid, entry.gid)
        sftp.set_mode(name, entry.mode)
        if not in_place:
            _sweep(sftp, name, path)
            sftp.rename(name, path)
    except BaseException as error:
        if not in_place and not isinstance(error, Unavailable):
            _drop(sftp, name)
        raise


def _sweep(sftp: Any, name: str, path: str) -> None:
    """Remove what writers left aside whose connection was lost; one that still writes has touched its file lately."""
    now = sftp.lstat(name).mtime
    for one, found in sftp.listdir(posixpath.dirname(path)):
        left = posixpath.join(posixpath.dirname(path), one)
        if left != name and found.kind == "file" and is_aside(left, path) and now - found.mtime > LEFT_BEHIND:
            _drop(sftp, left)


def point(sftp: Any, path: str, target: str) -> None:
    """Make a link at one stroke, over a file or link that is there."""
    name = aside(path)
    sftp.symlink(target, name)
    try:
        sftp.rename(name, path)
    except LxcriError:
        _drop(sftp, name)
        raise


def _drop(sftp: Any, path: str) -> None:
    try:
        sftp.remove(path)
    except LxcriError:
        pass


def _settle(sftp: Any, top: str, steps: List[Step]) -> None:
    for attributes in (lambda entry: wire.owner(entry.uid, entry.gid), lambda entry: wire.permissions(entry.mode)):
        requests = ((wire.SETSTAT, wire.text(below(top, step.path)) + attributes(step.entry)) for step in steps)
        for step, answer in zip(steps, sftp.each(requests)):
            answer.checked(below(top, step.path))
