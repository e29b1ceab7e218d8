# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out what ``_spec/tree.py`` decided, on this machine."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import contextmanager
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp_many import SMALL, read_small
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, OperationFailed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    MAKE,
    POINT,
    REMOVE,
    SET,
    WRITE,
    Step,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.trees import below


@contextmanager
def new_file(path: str, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """A file to write, aside; it becomes ``path`` at one stroke at the end, and vanishes when anything goes wrong.

    :raises Invalid: when this machine does not allow it.
    """
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=".{0}.".format(os.path.basename(path)[:50]), suffix=".part",
                                        dir=os.path.dirname(path) or ".")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), mode)
        os.replace(name, path)
        name = ""
    except OSError as error:
        raise Invalid("{0} cannot be written on this machine ({1}); see its directory, permissions and room.".format(
            path, error.strerror))
    finally:
        if name:
            os.unlink(name)


def carry_out(sftp: Any, source: str, top: str, steps: List[Step], say: Callable[[str], None]) -> Dict[str, str]:
    """Bring what the steps name from ``source`` in the instance to ``top`` here.

    :returns: the SHA-256 of every file that was written, by its relative path.
    """
    digests = {}

    def pick(action: str) -> Iterator[Step]:
        return (step for step in steps if step.action == action)

    with _here(top):
        os.makedirs(os.path.dirname(top), exist_ok=True)
        for step in pick(REMOVE):
            (os.rmdir if step.entry.kind == DIRECTORY else os.unlink)(below(top, step.path))
        for step in pick(MAKE):
            os.mkdir(below(top, step.path), 0o700)
    small = [step for step in pick(WRITE) if step.entry.size <= SMALL]
    contents = read_small(sftp, [below(source, step.path) for step in small])
    for step, (_path, content) in zip(small, contents):
        digests[step.path] = _write(below(top, step.path), (content,), step)
    for step in pick(WRITE):
        if step.entry.size > SMALL:
            say("{0} ({1:.0f} MB)".format(below(source, step.path), step.entry.size / 1e6))
            digests[step.path] = _write(below(top, step.path), sftp.read(below(source, step.path)), step)
    with _here(top):
        for step in pick(POINT):
            _point(step.entry.target, below(top, step.path))
        # A directory that its owner may not write to gets its permissions when all is in it.
        for step in sorted((*pick(MAKE), *pick(SET)), key=lambda step: step.path, reverse=True):
            os.chmod(below(top, step.path), step.entry.mode)
    return digests


def _write(path: str, blocks: Iterable[bytes], step: Step) -> str:
    digest, size = hashlib.sha256(), 0
    with new_file(path, step.entry.mode) as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
        if size != step.entry.size:
            raise OperationFailed("{0} changed while it was fetched ({1} bytes instead of {2}); fetch it when it is at "
                                  "rest.".format(path, size, step.entry.size))
    return digest.hexdigest()


def _point(target: str, path: str) -> None:
    name = os.path.join(os.path.dirname(path), ".{0}.{1}.part".format(os.path.basename(path)[:50], os.getpid()))
    os.symlink(target, name)
    os.replace(name, path)


@contextmanager
def _here(top: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Invalid("{0} cannot be written on this machine ({1}); see its permissions and room.".format(
            error.filename or top, error.strerror))
