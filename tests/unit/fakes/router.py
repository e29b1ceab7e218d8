# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Path templates to handlers: a tree of path segments."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import unquote


class Node:
    __slots__ = ("children", "param", "rest", "methods")

    def __init__(self) -> None:
        self.children: Dict[str, Node] = {}
        self.param: Optional[Node] = None
        self.rest: Optional[Node] = None
        self.methods: Dict[str, Tuple[Any, Tuple[str, ...]]] = {}


class Router:
    """``{name}`` is one segment, ``{name:**}`` is all that is left."""

    def __init__(self) -> None:
        self.root = Node()

    def add(self, method: str, template: str, handler: Any) -> None:
        node, names = self.root, []
        for part in template.strip("/").split("/") if template != "/" else ():
            if not part.startswith("{"):
                node.children[part] = node = node.children.get(part) or Node()
                continue
            name, _mark, stars = part[1:-1].partition(":")
            names.append(name)
            if stars:
                node.rest = node = node.rest or Node()
            else:
                node.param = node = node.param or Node()
        node.methods[method] = (handler, tuple(names))

    def find(self, path: str) -> Optional[Tuple[Node, List[str]]]:
        """The node at a path and the values on the way to it; None: nothing is there."""
        parts = path.strip("/").split("/") if path.strip("/") else []
        return self._walk(self.root, parts, 0)

    def _walk(self, node: Node, parts: List[str], at: int) -> Optional[Tuple[Node, List[str]]]:
        if at == len(parts):
            return (node, []) if node.methods else None
        child = node.children.get(parts[at])
        found = self._walk(child, parts, at + 1) if child is not None else None
        if found is None and node.param is not None:
            found = self._walk(node.param, parts, at + 1)
            if found is not None:
                found[1].insert(0, unquote(parts[at]))
        if found is None and node.rest is not None:
            return node.rest, [unquote("/".join(parts[at:]))]
        return found
