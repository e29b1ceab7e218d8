# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one kind is tried with: data, the same for a real server and for the fake one."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Mapping, Tuple


@dataclass(frozen=True)
class Case:
    """One kind of thing, made, changed and removed.  ``{p}`` in any text is a prefix that nobody else uses.

    ``name``      options that name the object, its parents included.
    ``path``      where it is, below ``/1.0``, for whoever looks with other eyes.
    ``create``    options to create it with; ``created`` is what must be there then.
    ``update``    options that change it, if anything can; ``updated`` is what must be there then; ``keys`` differ.
    ``before``    ``(path, body)`` of what must exist first, posted one after the other; ``after`` paths to delete.
    ``unset``     options that take a key away with null; ``gone`` is that key, dots for depth.
    ``reordered`` options that say the same as ``update`` in another order.
    ``fixed``     options that ask for another value of what only a creation sets, and ``fixed_key`` names it.
    ``renamed``   the path after ``new_name: {p}new``, empty when the kind cannot be renamed.
    ``secrets``   texts that must never be shown.
    ``makes``     can the module create and delete it?  When not, only the update is tried, and undone by ``unset``.
    ``place``     where it can be tried: ``server``, ``cluster``, ``ovn``, ``buckets`` (a server that serves some), or
                  ``fake`` (nothing that a small machine can have).
    ``extension`` an API extension without which it is not tried on a real server; a fake one is given it.
    ``label``     tells two cases of one kind apart.
    """

    kind: str
    name: Mapping[str, Any]
    path: str
    create: Mapping[str, Any] = field(default_factory=dict)
    created: Mapping[str, Any] = field(default_factory=dict)
    update: Mapping[str, Any] = field(default_factory=dict)
    updated: Mapping[str, Any] = field(default_factory=dict)
    keys: Tuple[str, ...] = ()
    before: Tuple[Tuple[str, Any], ...] = ()
    after: Tuple[str, ...] = ()
    unset: Mapping[str, Any] = field(default_factory=dict)
    gone: str = ""
    reordered: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    fixed_key: str = ""
    renamed: str = ""
    secrets: Tuple[str, ...] = ()
    makes: bool = True
    products: Tuple[str, ...] = ("lxd", "incus")
    place: str = "server"
    extension: str = ""
    label: str = ""

    def __str__(self) -> str:
        return self.kind + ("-" + self.label if self.label else "")

    def filled(self, text: str, word: str = "{p}") -> "Case":
        """The same with a word replaced."""
        return replace(self, **{one.name: _filled(getattr(self, one.name), word, text) for one in fields(self)})


def _filled(value: Any, word: str, text: str) -> Any:
    if isinstance(value, str):
        return value.replace(word, text)
    if isinstance(value, Mapping):
        return {_filled(key, word, text): _filled(item, word, text) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_filled(item, word, text) for item in value)
    return value


def holds(wanted: Any, found: Any) -> bool:
    """Is everything that ``wanted`` says so in ``found``?  Lists must be equal but for their order."""
    if wanted == found:
        return True
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(holds(item, found.get(key)) for key, item in wanted.items())
    if isinstance(wanted, (list, tuple)):
        found = list(found or ())
        return len(wanted) == len(found) and all(any(holds(item, one) for one in found) for item in wanted)
    return False


def dig(found: Any, path: Tuple[str, ...]) -> Any:
    """The value at a path of keys, ``None`` where there is none."""
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
