# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How changes to what runs are spread over time.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Sequence, Tuple, TypeVar

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

STOP, CONTINUE, ROLLBACK = "stop", "continue", "rollback"
_SHARE = re.compile(r"^(\d+)(%?)$")
One = TypeVar("One")


@dataclass(frozen=True)
class Rollout:
    """``serial``: sizes of the batches, as Ansible's own ``serial``; ``max_fail``: failures that are put up with.

    ``on_failure``: ``stop`` leaves the batches that remain alone, ``continue`` does not, ``rollback`` takes a snapshot
    before each change, restores it where the change fails, and stops.
    """

    serial: Tuple[str, ...] = ()
    max_fail: int = 0
    on_failure: str = STOP

    def stops(self, failures: int) -> bool:
        """Are the batches that remain to be left alone?"""
        return self.on_failure != CONTINUE and failures > self.max_fail


def batches(things: Sequence[One], serial: Sequence[str]) -> List[List[One]]:
    """The things in batches: numbers and percentages of all; the last size repeats.

    :raises Invalid: when a size is neither, or nothing.
    """
    if not serial:
        return [list(things)] if things else []
    sizes = [size_of(said, len(things)) for said in serial]
    found: List[List[One]] = []
    place = 0
    while place < len(things):
        size = sizes[min(len(found), len(sizes) - 1)]
        found.append(list(things[place:place + size]))
        place += size
    return found


def size_of(said: str, total: int) -> int:
    """A batch's size: ``5``, or ``20%`` of all, rounded down, one at least."""
    match = _SHARE.match(str(said).strip())
    if not match or int(match.group(1)) == 0:
        raise Invalid("serial: {0!r} is no size of a batch; write a number such as 5, or a share such as 20%.".format(
            said))
    number = int(match.group(1))
    return max(1, total * number // 100) if match.group(2) else number
