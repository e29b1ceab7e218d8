# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a configuration file: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any, Iterator, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._config import checks, text
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

PUBLIC = 0o644
PRIVATE = 0o600


@dataclass(frozen=True)
class There:
    """A file as it is: its content (at most one byte more than a configuration may have), mode and owner."""

    content: bytes = field(repr=False)
    mode: int
    uid: int
    gid: int


def look(path: str) -> Optional[There]:
    """The file at ``path``, or None; raises ``Invalid`` for what is there and is no readable file."""
    try:
        content = text.read_bytes(path)
    except text.Missing:
        return None
    status = os.stat(path)
    return There(content, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)


def check_directory(path: str) -> None:
    """Raise ``Invalid`` when a file could not be put there because there is no such directory."""
    directory = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(directory):
        raise Invalid("The configuration file %s cannot be written: the directory %s does not exist; create it first."
                      % (path, directory), source=path)


def mode_for(asked: Any, there: Optional[There], secret: bool, same: bool) -> int:
    """The permissions a file should have; raises ``Invalid`` for a mode that is none."""
    if isinstance(asked, int) and not isinstance(asked, bool) and 0 <= asked <= 0o7777:
        # YAML has read 0640 as an octal number already.
        return asked
    if asked is not None:
        try:
            return int(checks.mode(asked if isinstance(asked, str) else None), 8)
        except checks.Bad as bad:
            raise Invalid("The option mode %s." % bad) from None
    if there is not None and (same or not secret):
        return there.mode
    return PRIVATE if secret else PUBLIC


def put(path: str, content: Optional[str], mode: int, there: Optional[There], backup: bool) -> Optional[str]:
    """Write ``content`` (None leaves it) with ``mode``; returns the path of the backup, if one was made."""
    # A link stays a link: what it leads to is replaced.
    target = os.path.realpath(path)
    with _told(path):
        if content is None:
            os.chmod(target, mode)
            return None
        copy = None
        if backup and there is not None:
            copy = "%s.%d.%s~" % (target, os.getpid(), time.strftime("%Y-%m-%d@%H:%M:%S"))
            _replace(copy, there.content, there.mode, there)
        _replace(target, content.encode("utf-8"), mode, there)
        return copy


def _replace(target: str, content: bytes, mode: int, owner: Optional[There]) -> None:
    """A new file in the same directory takes the place of the old one."""
    fd, temporary = tempfile.mkstemp(prefix=".lxcri-", dir=os.path.dirname(target))
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            if owner is not None and os.geteuid() == 0:
                os.fchown(file.fileno(), owner.uid, owner.gid)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Invalid("The configuration file %s cannot be written: %s; see that the user that runs this task may "
                      "write there and that there is room." % (path, error.strerror), source=path) from None
