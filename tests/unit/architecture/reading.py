# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's files as trees of syntax, and what they import."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import yaml

ROOT = Path(__file__).resolve().parents[3]
COLLECTION = "ansible_collections.lxcri.containers."


@dataclass(frozen=True)
class Source:
    """One Python file, by its path below the root."""

    path: str
    text: str

    @property
    def room(self) -> str:
        """The layer it is in: ``_engine``, ``_errors``, ``modules``, ``plugin_utils`` …"""
        parts = self.path.split("/")
        return parts[2].split(".")[0] if parts[1] == "module_utils" else parts[1]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> Tuple[ast.AST, ...]:
        """All of the tree's nodes; walking it is what takes the time."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def imports(self) -> Tuple[str, ...]:
        """Every module it imports, also inside functions and under ``TYPE_CHECKING``; ``.`` for a relative one."""
        found: List[str] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found.append("." * node.level + (node.module or ""))
        return tuple(found)


def sources(*below: str) -> Iterator[Source]:
    """The Python files below some directories of the checkout."""
    for directory in below or ("plugins",):
        for path in sorted((ROOT / directory).rglob("*.py")):
            yield Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


def room_of(module: str) -> str:
    """The layer of one of the collection's own modules, by its dotted name."""
    parts = module[len(COLLECTION):].split(".")
    return parts[2] if parts[1] == "module_utils" else parts[1]


def yaml_of(text: str) -> Any:
    """YAML as data, by the parser in C where there is one."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
