# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a task's long operations are, for people who look at a live line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, Optional, Set

from ansible_collections.lxcri.containers.plugins.module_utils._spec.event import OPERATION, progress_of

# Seconds after which an operation is long enough to be listened to.
AFTER = 1.0


@contextmanager
def telling(client: Any, show: Optional[Callable[[str], None]], says: str) -> Iterator[Any]:
    """A client whose operations, when they take long, show lines such as ``instance 'web' unpack 43 %``.

    The server tells it by itself, over one stream of events.

    :arg show: takes such lines; ``None`` where nobody would see them.  :arg says: whom they are about.
    """
    if show is None:
        yield client
        return
    mine: Set[str] = set()

    def hear(event: Dict[str, Any]) -> None:
        progress = progress_of(event)
        if progress and progress[0] in mine:
            show("{0} {1}".format(says, progress[1]))

    def note(path: str) -> None:
        mine.add(path.rsplit("/", 1)[-1])
        listening.begin()

    with client.listen(OPERATION, hear, after=AFTER) as listening:
        yield client.noting(note)
