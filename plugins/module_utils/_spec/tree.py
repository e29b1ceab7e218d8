# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tree of files as a value, and what must be done to make one as another.  Pure.

A tree maps paths relative to its top to entries; the top itself is ``""``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mode import octal, permission

FILE, DIRECTORY, LINK, OTHER = "file", "directory", "link", "other"
REMOVE, MAKE, WRITE, POINT, SET = "remove", "mkdir", "write", "link", "set"


@dataclass(frozen=True)
class Entry:
    """One file, directory or link.

    ``digest`` is the SHA-256 of a file in hex, empty while unknown; ``target`` is where a link points.
    """

    kind: str
    size: int = 0
    mode: int = 0
    uid: int = 0
    gid: int = 0
    digest: str = ""
    target: str = ""

    def __str__(self) -> str:
        says = [self.kind, octal(self.mode), "{0}:{1}".format(self.uid, self.gid)]
        if self.kind == LINK:
            return "link -> " + self.target
        if self.kind == FILE:
            says.append("{0} bytes".format(self.size))
            if self.digest:
                says.append("sha256 " + self.digest[:16])
        return " ".join(says)


Tree = Mapping[str, Entry]


@dataclass(frozen=True)
class Attributes:
    """What a task says about owner and permissions; what it does not say stays as it is, new things get defaults."""

    uid: Optional[int] = None
    gid: Optional[int] = None
    mode: Any = None
    directory_mode: Any = None

    def on(self, wanted: Entry, current: Optional[Entry]) -> Entry:
        """``wanted`` with the owner and the permissions it shall have, given what is there."""
        if wanted.kind == LINK:
            return wanted
        said = self.directory_mode if wanted.kind == DIRECTORY else self.mode
        there = current if current is not None and current.kind == wanted.kind else None
        base = there.mode if there else wanted.mode
        if said == "preserve":
            base, said = wanted.mode, None
        return Entry(
            wanted.kind, wanted.size,
            base if said is None else permission(said, base, wanted.kind == DIRECTORY),
            self.uid if self.uid is not None else there.uid if there else 0,
            self.gid if self.gid is not None else there.gid if there else 0,
            wanted.digest, wanted.target)


@dataclass(frozen=True)
class Step:
    """One thing to do to ``path``: ``remove``, ``mkdir``, ``write``, ``link`` or ``set`` (owner and permissions)."""

    action: str
    path: str
    entry: Entry


def undecided(wanted: Tree, current: Tree) -> List[str]:
    """The files whose content must be compared, because nothing else tells them apart."""
    return [path for path, entry in wanted.items()
            if entry.kind == FILE and path in current and current[path].kind == FILE
            and current[path].size == entry.size]


def steps(wanted: Tree, current: Tree, attributes: Attributes = Attributes(), mirror: bool = False,
          where: str = "") -> List[Step]:
    """What makes ``current`` hold everything in ``wanted``, in the order to do it.

    :arg mirror: also remove what is not in ``wanted``, and what is in its way.
    :arg where: the top, for messages.
    :raises Conflict: when a directory is where a file is wanted, or the other way round, and ``mirror`` is not set.
    """
    gone = {path for path in current if path and path not in wanted} if mirror else set()
    made: List[Step] = []
    for path, entry in wanted.items():
        there = current.get(path)
        entry = attributes.on(entry, there)
        if there is not None and there.kind != entry.kind and DIRECTORY in (there.kind, entry.kind):
            if not mirror:
                raise Conflict("{0} is a {1}, and a {2} is to be there; remove it first.".format(
                    "/".join(part for part in (where.rstrip("/"), path) if part) or "/", there.kind, entry.kind))
            gone.add(path)
            there = None
        action = _action(entry, there)
        if action:
            made.append(Step(action, path, entry))
    return [Step(REMOVE, path, current[path]) for path in sorted(gone, reverse=True)] + made


def _action(wanted: Entry, current: Optional[Entry]) -> str:
    if wanted.kind == DIRECTORY:
        return MAKE if current is None else "" if _same_attributes(wanted, current) else SET
    if wanted.kind == LINK:
        return "" if current is not None and current.kind == LINK and current.target == wanted.target else POINT
    if current is None or current.kind != FILE or current.size != wanted.size or current.digest != wanted.digest:
        return WRITE
    return "" if _same_attributes(wanted, current) else SET


def _same_attributes(wanted: Entry, current: Entry) -> bool:
    return (wanted.mode, wanted.uid, wanted.gid) == (current.mode, current.uid, current.gid)


def listing(what: Iterable[Step], current: Tree, top: str) -> Tuple[Dict[str, str], Dict[str, str]]:
    """``before`` and ``after`` of a diff: the paths that change, and what is at each."""
    before, after = {}, {}
    for step in what:
        path = "{0}/{1}".format(top.rstrip("/"), step.path).rstrip("/") or "/"
        if step.path in current:
            before[path] = str(current[step.path])
        if step.action != REMOVE:
            after[path] = str(step.entry)
    return before, after


def excluded(path: str, patterns: Sequence[str]) -> bool:
    """Does a glob match the path, one of its directories, or the last part of one of these?"""
    parts = path.split("/")
    for length in range(1, len(parts) + 1):
        whole, last = "/".join(parts[:length]), parts[length - 1]
        if any(fnmatchcase(whole, one) or fnmatchcase(last, one) for one in patterns):
            return True
    return False
