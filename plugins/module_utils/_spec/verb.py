# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The declaration of one thing to do with a server that is no create, change or delete of an object.

Exec, copying files, restoring a snapshot, exporting a backup, moving an instance.  Like a ``Resource``, a verb
reads first and decides purely what is due, so that check mode and diff need nothing of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument


@dataclass(frozen=True)
class Intent:
    """What a verb is going to do.

    ``changes``: is there anything to do; ``before``/``after``: for the diff (``None``: there is none);
    ``result``: return values known without doing it; ``carry``: what ``perform`` needs of what was read, shown to
    nobody; ``checked``: return values that only a check run has.
    """

    changes: bool
    before: Any = None
    after: Any = None
    result: Mapping[str, Any] = field(default_factory=dict)
    carry: Any = None
    checked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verb:
    """``intend(client, options) -> Intent`` only reads; ``perform(client, options, intent, say) -> Mapping`` does it.

    ``say(line)`` shows progress.  ``perform`` is called only when there is something to do and returns the
    module's return values; ``changed`` among them overrides ``intent.changes``, ``failed`` with ``msg`` fails.
    ``extensions``, ``products`` and ``scope`` mean the same as for a ``Resource``.
    ``rules`` are Ansible's: ``mutually_exclusive``, ``required_one_of``, ``required_if`` …
    """

    name: str
    options: Mapping[str, Argument]
    intend: Callable[[Any, Mapping[str, Any]], Intent]
    perform: Optional[Callable[[Any, Mapping[str, Any], Intent, Callable[[str], None]], Mapping[str, Any]]] = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    extensions: Tuple[str, ...] = ()
    products: Tuple[str, ...] = ("lxd", "incus")
    scope: str = "project"
    libraries: Tuple[str, ...] = ()
