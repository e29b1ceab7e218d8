# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in instances that are ready, side by side, by threads of its own."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, Collection, Dict, List, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.waiting import Ended

# Instances that are worked in at once.
WIDTH = 8


class Inside:
    """The steps whose instances are worked in.

    :arg finish: does what is due in one; raises the error that stopped it.
    """

    def __init__(self, finish: Callable[[Step], None]) -> None:
        self._finish = finish
        self._pool: Optional[ThreadPoolExecutor] = None
        self._works: Dict[Future, Tuple[Step, float]] = {}

    def add(self, step: Step, started: float) -> None:
        """Begin, or queue."""
        self._pool = self._pool or ThreadPoolExecutor(WIDTH)
        self._works[self._pool.submit(self._finish, step)] = (step, started)

    @property
    def under_way(self) -> Collection[Future]:
        """What is under way; the end of one is a reason to call ``ended``."""
        return self._works.keys()

    def ended(self) -> List[Ended]:
        """The steps that were done with since the last call."""
        found: List[Ended] = []
        for work in [one for one in self._works if one.done()]:
            step, started = self._works.pop(work)
            try:
                work.result()
                found.append((step, started, ""))
            except LxcriError as error:
                found.append((step, started, error.message))
        return found

    def close(self) -> None:
        """Let go of the threads; what has not begun is not begun."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
