# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an exec must know of an instance's file system first: its users, and whether a directory is there.

Read over the server's SFTP, so nothing is needed inside.
"""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import Any, List, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import Sftp, open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.account import (
    ROOT,
    Account,
    account_of,
    group_of,
    is_root,
)

LARGEST = 1 << 22
_MAGIC = frozenset("*?[")


def who(client: Any, instance: str, user: str, group: str = "") -> Tuple[Account, Optional[int]]:
    """The account of a user and the number of a group, by name or number; no request for root.

    :raises NotFound: when the instance has no such user or group.
    """
    if is_root(user) and (not group or group.isdigit()):
        return ROOT, int(group) if group else None
    with open_sftp(client, instance) as sftp:
        return who_in(sftp, instance, user, group)


def who_in(sftp: Sftp, instance: str, user: str, group: str = "") -> Tuple[Account, Optional[int]]:
    """The same over a connection that is there already."""
    account = ROOT if is_root(user) else account_of(user, text_of(sftp, "/etc/passwd"))
    if account is None:
        raise NotFound("instance {0!r} has no user {1!r} in its /etc/passwd; create it, or name another.".format(
            instance, user))
    number = group_of(group, "" if group.isdigit() else text_of(sftp, "/etc/group")) if group else None
    if group and number is None:
        raise NotFound("instance {0!r} has no group {1!r} in its /etc/group; create it, or name another.".format(
            instance, group))
    return account, number


def text_of(sftp: Sftp, path: str) -> str:
    """A small file's text; empty when there is none."""
    found = sftp.lstat(path, follow=True)
    if found is None or found.kind != "file" or found.size > LARGEST:
        return ""
    return b"".join(sftp.read(path)).decode("utf-8", "surrogateescape")


def directory_there(sftp: Sftp, instance: str, path: str) -> None:
    """Raise ``Invalid`` unless ``path`` is a directory; the server would silently run the command in ``/``."""
    found = sftp.lstat(path, follow=True)
    if found is None or found.kind != "directory":
        raise Invalid("cwd: {0} is no directory in instance {1!r}; make it, or correct the path.".format(
            path, instance))


def first_match(sftp: Sftp, pattern: str) -> Optional[str]:
    """The first path that a shell pattern stands for, or ``None``."""
    found = [pattern[:1] if pattern.startswith("/") else ""]
    for part in pattern.split("/"):
        if part:
            found = _next(sftp, found, part)
    return next((path for path in found if sftp.lstat(path, follow=False) is not None), None)


def _next(sftp: Sftp, above: List[str], part: str) -> List[str]:
    if not _MAGIC & set(part):
        return [posixpath.join(path, part) for path in above]
    found = []
    for path in above:
        there = sftp.lstat(path, follow=True)
        if there is not None and there.kind == "directory":
            names = sorted(name for name, _attributes in sftp.listdir(path))
            # As in a shell, a leading dot must be written.
            found += [posixpath.join(path, name) for name in names
                      if fnmatchcase(name, part) and (part.startswith(".") or not name.startswith("."))]
    return found
