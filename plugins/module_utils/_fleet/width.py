# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much to do at once: as much as the server gains by.  Pure; the clock is handed in."""

from __future__ import annotations

from typing import Dict, Tuple

CREATE, DELETE, OTHER = "create", "delete", "other"

# (first, least, most) of each kind of work.  Unpacking images is bound by the disk, stopping mostly waits.
LIMITS: Dict[str, Tuple[int, int, int]] = {CREATE: (4, 2, 16), DELETE: (12, 4, 32), OTHER: (8, 2, 32)}

MOST = max(most for _first, _least, most in LIMITS.values())
BETTER, WORSE = 1.05, 0.75


class Width:
    """Finds the width for one kind of work: it grows while throughput grows, shrinks on errors and when it falls.

    Throughput is measured over windows of as many completions as the width.
    """

    def __init__(self, first: int, least: int, most: int) -> None:
        self.width = first
        self._least, self._most = least, most
        self._best = 0.0
        self._began = 0.0
        self._ended = 0
        self._failed = False

    def started(self, now: float) -> None:
        """Work begins; the first window opens."""
        if not self._began:
            self._began = now

    def ended(self, now: float, well: bool) -> None:
        """One piece of work has ended."""
        self._ended += 1
        self._failed = self._failed or not well
        if self._ended < self.width or now <= self._began:
            return
        throughput = self._ended / (now - self._began)
        if self._failed:
            self.width = max(self._least, self.width // 2)
        elif throughput > self._best * BETTER:
            self.width = min(self._most, self.width + max(1, self.width // 2))
        elif throughput < self._best * WORSE:
            self.width = max(self._least, self.width - max(1, self.width // 4))
        self._best = max(self._best, throughput)
        self._began, self._ended, self._failed = now, 0, False


class Widths:
    """One ``Width`` for each kind of work; ``fixed`` bounds them all instead, when somebody knows better."""

    def __init__(self, fixed: int = 0) -> None:
        limits = dict.fromkeys(LIMITS, (fixed, fixed, fixed)) if fixed else LIMITS
        self._widths = {work: Width(*limit) for work, limit in limits.items()}
        self._busy = dict.fromkeys(LIMITS, 0)

    def admits(self, work: str) -> bool:
        """May one more piece of this work begin?"""
        return self._busy[work] < self._widths[work].width

    def started(self, work: str, now: float) -> None:
        """A piece of work begins."""
        self._busy[work] += 1
        self._widths[work].started(now)

    def ended(self, work: str, now: float, well: bool) -> None:
        """A piece of work has ended."""
        self._busy[work] -= 1
        self._widths[work].ended(now, well)

    def of(self, work: str) -> int:
        """The width that was found."""
        return self._widths[work].width
