# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading trees of files: here, and in an instance."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp_many import digests, links, walk
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    FILE,
    LINK,
    OTHER,
    Entry,
    Tree,
    excluded,
)

BLOCK = 1 << 20


def below(top: str, path: str) -> str:
    """The path of an entry of a tree whose top is ``top``."""
    return "{0}/{1}".format(top.rstrip("/"), path) if path else top


def local_tree(top: str, exclude: Sequence[str] = (), follow: bool = False,
               follow_top: bool = True) -> Dict[str, Entry]:
    """Everything at and below a path of this machine, parents first, without digests.

    Owners are 0, since those of this machine mean nothing elsewhere.  A link at the top is followed unless
    ``follow_top`` is not set, others only when ``follow`` is.
    :raises Invalid: when something cannot be read, or is neither file, directory nor link.
    """
    found = {"": _local_entry(top, follow_top)}
    level = [""] if found[""].kind == DIRECTORY else []
    while level:
        deeper: List[str] = []
        for directory in level:
            for name in _names(below(top, directory)):
                path = directory + "/" + name if directory else name
                if not excluded(path, exclude):
                    found[path] = _local_entry(below(top, path), follow)
                    if found[path].kind == DIRECTORY:
                        deeper.append(path)
        if len(level[0].split("/")) > 200:
            raise Invalid("{0} is nested more than 200 deep; look for a link in it that leads back.".format(top))
        level = deeper
    return found


def _names(path: str) -> List[str]:
    try:
        return sorted(os.listdir(path))
    except OSError as error:
        raise Invalid("{0} cannot be read ({1}); correct the path or its permissions.".format(path, error.strerror))


def _local_entry(path: str, follow: bool) -> Entry:
    try:
        seen = os.stat(path) if follow else os.lstat(path)
        kind = {stat.S_IFREG: FILE, stat.S_IFDIR: DIRECTORY, stat.S_IFLNK: LINK}.get(stat.S_IFMT(seen.st_mode), OTHER)
        target = os.readlink(path) if kind == LINK else ""
    except OSError as error:
        raise Invalid("{0} cannot be read ({1}); correct the path or its permissions.".format(path, error.strerror))
    if kind == OTHER:
        raise Invalid("{0} is neither a file nor a directory nor a link; exclude it.".format(path))
    return Entry(kind, seen.st_size if kind == FILE else 0, stat.S_IMODE(seen.st_mode), target=target)


def blocks_of(path: str) -> Iterator[bytes]:
    """A file of this machine, block by block."""
    try:
        with open(path, "rb") as file:
            yield from iter(lambda: file.read(BLOCK), b"")
    except OSError as error:
        raise Invalid("{0} cannot be read ({1}); correct the path or its permissions.".format(path, error.strerror))


def local_digest(path: str) -> str:
    """SHA-256 of a file of this machine in hex."""
    digest = hashlib.sha256()
    for block in blocks_of(path):
        digest.update(block)
    return digest.hexdigest()


def with_digests(tree: Tree, found: Mapping[str, str]) -> Dict[str, Entry]:
    """The tree with the digests that were found (relative path -> digest)."""
    return {path: replace(entry, digest=found[path]) if path in found else entry for path, entry in tree.items()}


def remote_digests(sftp: Any, top: str, tree: Tree, paths: Iterable[str]) -> Dict[str, str]:
    """Digests of some files of a tree in an instance, by relative path."""
    sizes = {below(top, path): tree[path].size for path in paths}
    found = digests(sftp, sizes)
    return {path: found[below(top, path)] for path in tree if below(top, path) in found}


def remote_entry(attributes: Any) -> Entry:
    """What the instance says about one path, as an entry without digest or target."""
    return Entry(attributes.kind, attributes.size if attributes.kind == FILE else 0, attributes.mode,
                 attributes.uid, attributes.gid)


def remote_tree(sftp: Any, top: str, exclude: Sequence[str] = ()) -> Dict[str, Entry]:
    """Everything at and below a path of an instance, without digests; empty when there is nothing."""
    there = sftp.lstat(top, follow=True)
    if there is None:
        return {}
    found = {"": remote_entry(there)}
    if there.kind == "directory":
        found.update((path, remote_entry(seen)) for path, seen in walk(sftp, top) if not excluded(path, exclude))
    return _with_targets(sftp, top, found)


def remote_part(sftp: Any, top: str, wanted: Tree) -> Dict[str, Entry]:
    """Of a tree in an instance only what ``wanted`` names, however much else there is."""
    there = sftp.lstat(top, follow=True)
    if there is None:
        return {}
    found = {"": remote_entry(there)}
    for directory, entry in wanted.items():
        if entry.kind == DIRECTORY and found.get(directory) and found[directory].kind == DIRECTORY:
            for name, seen in sftp.listdir(below(top, directory)):
                path = directory + "/" + name if directory else name
                if path in wanted:
                    found[path] = remote_entry(seen)
    return _with_targets(sftp, top, found)


def _with_targets(sftp: Any, top: str, tree: Dict[str, Entry]) -> Dict[str, Entry]:
    paths = [path for path, entry in tree.items() if entry.kind == LINK]
    targets = links(sftp, [below(top, path) for path in paths])
    return dict(tree, **{path: replace(tree[path], target=targets[below(top, path)]) for path in paths})
