# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places, owners and small texts in an instance."""

from __future__ import annotations

import posixpath
import re
import secrets
from typing import Any, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import Attributes

# Texts up to this size are shown in a diff.
SHOWN = 100 * 1024
_LINKS = 40


def absolute(option: str, path: str) -> str:
    """The path without doubled slashes and dots.

    :raises Invalid: when it is not absolute, or could not be a path.
    """
    if not path.startswith("/") or "\0" in path:
        raise Invalid("{0}: {1!r} is no absolute path inside the instance; begin it with a slash.".format(option, path))
    return posixpath.normpath("/" + path.lstrip("/"))


def aside(path: str) -> str:
    """A new hidden name beside ``path``, to write to before renaming."""
    directory, name = posixpath.split(path)
    # A name may have 255 bytes, some of which take four to a character.
    return posixpath.join(directory, ".{0}.lxcri-{1}".format(name[:50], secrets.token_hex(4)))


def is_aside(name: str, path: str) -> bool:
    """Could ``aside(path)`` have been ``name``?"""
    directory, last = posixpath.split(path)
    begin = posixpath.join(directory, ".{0}.lxcri-".format(last[:50]))
    return name.startswith(begin) and bool(re.match(r"^[0-9a-f]{8}$", name[len(begin):]))


def followed(sftp: Any, path: str) -> str:
    """Where a path leads when it is a link; itself otherwise."""
    for _each in range(_LINKS):
        there = sftp.lstat(path)
        if there is None or there.kind != "link":
            return path
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), sftp.readlink(path)))
    raise Invalid("{0} is a link that leads in a circle; remove it.".format(path))


def parent_there(sftp: Any, path: str, option: str) -> None:
    """Raise unless the directory that is to hold ``path`` exists."""
    directory = posixpath.dirname(path)
    there = sftp.lstat(directory, follow=True)
    if there is None:
        raise NotFound(
            "{0}: there is no directory {1}; make it first, or set `parents: true`.".format(option, directory)
        )
    if there.kind != "directory":
        raise Invalid("{0}: {1} is a {2}, not a directory; correct the path.".format(option, directory, there.kind))


def missing_parents(sftp: Any, path: str) -> Tuple[str, ...]:
    """The directories above ``path`` that do not exist, outermost first."""
    missing: Tuple[str, ...] = ()
    above = posixpath.dirname(path)
    while sftp.lstat(above, follow=True) is None:
        missing = (above,) + missing
        above = posixpath.dirname(above)
    return missing


def attributes_of(sftp: Any, options: Mapping[str, Any]) -> Attributes:
    """What the task says about owner and permissions, names looked up in the instance's own files."""
    return Attributes(
        uid=_number(sftp, "owner", options.get("owner"), "/etc/passwd"),
        gid=_number(sftp, "group", options.get("group"), "/etc/group"),
        mode=options.get("mode"),
        directory_mode=options.get("directory_mode"),
    )


def _number(sftp: Any, option: str, said: Optional[str], where: str) -> Optional[int]:
    if said is None:
        return None
    if said.isdigit():
        return int(said)
    found = number_of(said, text_at(sftp, where) or "")
    if found is None:
        raise NotFound("{0}: the instance has no {1!r} in {2}; create it first, or write a number.".format(
            option, said, where))
    return found


def number_of(name: str, table: str) -> Optional[int]:
    """The number that goes with a name in ``/etc/passwd`` or ``/etc/group``."""
    for line in table.splitlines():
        parts = line.split(":")
        if len(parts) > 2 and parts[0] == name and parts[2].isdigit():
            return int(parts[2])
    return None


def text_at(sftp: Any, path: str, limit: int = 1 << 20) -> Optional[str]:
    """The text of a file in an instance; ``None`` when there is none, it is no text, or it is bigger than ``limit``."""
    there = sftp.lstat(path, follow=True)
    if there is None or there.kind != "file" or there.size > limit:
        return None
    return text_of(b"".join(sftp.read(path)))


def text_of(content: bytes) -> Optional[str]:
    """The text that bytes are; ``None`` when they are none."""
    try:
        return None if b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return None
