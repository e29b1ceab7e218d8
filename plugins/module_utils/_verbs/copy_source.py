# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be copied into an instance: a file or directory of this machine, or a text."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import DIRECTORY, FILE, Entry
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import trees
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import SHOWN, text_of


@dataclass(frozen=True)
class Source:
    """A tree and where its bytes come from.

    ``content(path)`` gives the blocks of one of its files, ``digest(path)`` its SHA-256 in hex; ``text`` is what a
    single small file says, for a diff; ``name`` is its name, empty when only what is in the directory is meant.
    """

    tree: Mapping[str, Entry]
    content: Callable[[str], Iterable[bytes]]
    digest: Callable[[str], str]
    text: Optional[str] = None
    name: str = ""

    @property
    def kind(self) -> str:
        """Of its top: ``file`` or ``directory``."""
        return self.tree[""].kind


def source_of(options: Mapping[str, Any]) -> Source:
    """What ``src``, ``content`` or ``content_base64`` name.

    :raises Invalid: when it cannot be read.
    """
    if options.get("src"):
        return _from_path(os.path.expanduser(options["src"]), options)
    if options.get("content") is not None:
        return _from_bytes(options["content"].encode("utf-8", "surrogateescape"))
    try:
        return _from_bytes(base64.b64decode(options["content_base64"], validate=True))
    except (binascii.Error, ValueError) as error:
        raise Invalid("content_base64 is no base64 ({0}); encode it with the filter b64encode.".format(error))


def _from_bytes(content: bytes) -> Source:
    digest = hashlib.sha256(content).hexdigest()
    return Source({"": Entry(FILE, len(content), 0o644, digest=digest)}, lambda path: (content,), lambda path: digest,
                  text_of(content) if len(content) <= SHOWN else None)


def _from_path(src: str, options: Mapping[str, Any]) -> Source:
    tree: Dict[str, Entry] = trees.local_tree(src, options.get("exclude") or (), bool(options.get("local_follow")))
    text = None
    if tree[""].kind == FILE:
        tree = trees.with_digests(tree, {"": trees.local_digest(src)})
        text = text_of(b"".join(trees.blocks_of(src))) if tree[""].size <= SHOWN else None
    inside = src.endswith("/") and tree[""].kind == DIRECTORY
    return Source(
        tree=tree,
        content=lambda path: trees.blocks_of(trees.below(src, path)),
        digest=lambda path: tree[path].digest or trees.local_digest(trees.below(src, path)),
        text=text,
        name="" if inside else os.path.basename(os.path.abspath(src)),
    )
