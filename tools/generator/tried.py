# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each module is tried, read from the tests themselves."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, List

from .catalogue import Catalogue

# The servers of the live suite, and what they are in the fake's list of extensions.
LIVE = (("lxd", "LXD", "5.0.2"), ("incus", "Incus", "6.0.4"))

EXAMPLES = "tests/unit/contract/test_examples.py"

_LOADED = re.compile(r"\bmodule\(\"([a-z_]+)\"\)|\.modules\.([a-z_]+) import")
_PLAYED = re.compile(r"^\s*-?\s*lxcri\.containers\.([a-z_]+):", re.MULTILINE)


def of_module(found: Catalogue, name: str) -> List[str]:
    """How a module is tried: ``unit``, ``contract``, ``live LXD``, ``live Incus``, ``molecule``."""
    words = of_kind(name) if name in found.kinds else []
    for place, said in (("tests/unit", ["unit"]), ("tests/live", ["live LXD", "live Incus"]),
                        ("extensions/molecule", ["molecule"])):
        if name in mentioned(found.root / place):
            words += [word for word in said if word not in words]
    return words or (["contract"] if name not in left_out(found.root) else [])


@lru_cache(maxsize=None)
def left_out(root: Path) -> frozenset:
    """The modules whose examples are not carried out against the server in memory; those of all others are."""
    tree = ast.parse((root / EXAMPLES).read_text(encoding="utf-8"))
    return frozenset(name for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "ELSEWHERE"
                     for name in ast.literal_eval(node.value))


def of_kind(kind: str) -> List[str]:
    """How a kind is tried, from its cases: all against the fake server, and on real ones where they can have it."""
    from ansible_collections.lxcri.containers.tests.unit.cases.every import CASES
    from ansible_collections.lxcri.containers.tests.unit.fakes import extensions

    words: Dict[str, None] = {}
    for case in CASES:
        if case.kind == kind:
            words["contract"] = None
            for product, name, version in LIVE:
                known = not case.extension or case.extension in extensions.of(product, version)
                if product in case.products and known and case.place in ("server", "cluster"):
                    words["live {0}{1}".format(name, " cluster" if case.place == "cluster" else "")] = None
    return list(words)


@lru_cache(maxsize=None)
def mentioned(place: Path) -> frozenset:
    """The modules that the files of a directory load or play, or that a file or a directory is named after."""
    names = set()
    for path in sorted(place.rglob("*")):
        names.add(path.stem[len("test_"):] if path.stem.startswith("test_") else path.name)
        if path.suffix == ".py":
            names.update(name for pair in _LOADED.findall(path.read_text(encoding="utf-8")) for name in pair if name)
        elif path.suffix in (".yml", ".yaml"):
            names.update(_PLAYED.findall(path.read_text(encoding="utf-8")))
    return frozenset(names)
