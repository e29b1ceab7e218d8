# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which step may start now.  Pure: no threads, no clock.

Steps wait for what they need (and are blocked when that fails), for what they follow, and, in a rollout, for the
batch before theirs.
"""

from __future__ import annotations

from collections import deque
from typing import Callable, Deque, Dict, List, Mapping, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import Edges

Blocked = Tuple[Id, str]


class Schedule:
    """Hands out steps in order, each once.

    :arg order: all steps, in the order in which they are preferred.
    :arg edges: what each needs and follows; ids outside ``order`` are ignored.
    :arg batches: steps of a rollout, batch by batch; other steps do not wait for them.
    :arg stops: given the failures so far in the rollout, must the batches that remain be left alone?
    """

    def __init__(self, order: Sequence[Id], edges: Mapping[Id, Edges], batches: Sequence[Sequence[Id]] = (),
                 stops: Callable[[int], bool] = lambda failures: False) -> None:
        self._place = {one: place for place, one in enumerate(order)}
        self._open: Dict[Id, int] = {}
        self._after: Dict[Id, List[Tuple[Id, bool]]] = {one: [] for one in order}
        self._ready: Deque[Id] = deque()
        self._gone: set = set()
        self._batches = [list(batch) for batch in batches]
        self._batch = {one: number for number, batch in enumerate(self._batches) for one in batch}
        self._left = [len(batch) for batch in self._batches]
        self._current = 0
        self._failures = 0
        self._stops = stops
        for one in order:
            known = edges.get(one)
            needs = [(other, True) for other in known.needs if other in self._place] if known else []
            follows = [(other, False) for other in known.follows if other in self._place] if known else []
            for other, needed in needs + follows:
                self._after[other].append((one, needed))
            self._open[one] = len(needs) + len(follows) + (1 if self._batch.get(one, 0) > 0 else 0)
        self._ready.extend(one for one in order if self._open[one] == 0)

    def take(self) -> Sequence[Id]:
        """All steps that became ready since the last call, in order."""
        found = sorted(self._ready, key=self._place.__getitem__)
        self._ready.clear()
        return found

    def ended(self, one: Id, well: bool) -> List[Blocked]:
        """A step has ended; returns the steps that are blocked by that, with the reason."""
        blocked: List[Blocked] = []
        ends = deque([(one, well)])
        while ends:
            ended, good = ends.popleft()
            self._gone.add(ended)
            for other, needed in self._after[ended]:
                if other in self._gone:
                    continue
                if needed and not good:
                    self._gone.add(other)
                    blocked.append((other, "blocked by {0} {1!r}".format(ended[0].replace("_", " "), ended[2])))
                    ends.append((other, False))
                else:
                    self._release(other)
            for late in self._batch_ended(ended, good):
                blocked.append((late, "not begun: the rollout stopped after {0} failed".format(self._failures)))
                ends.append((late, False))
        return blocked

    def _release(self, one: Id) -> None:
        self._open[one] -= 1
        if self._open[one] == 0:
            self._ready.append(one)

    def _batch_ended(self, one: Id, well: bool) -> List[Id]:
        number = self._batch.get(one)
        if number is None:
            return []
        self._failures += not well
        self._left[number] -= 1
        late: List[Id] = []
        while self._current < len(self._batches) and self._left[self._current] == 0:
            self._current += 1
            if self._current == len(self._batches):
                break
            following = [other for other in self._batches[self._current] if other not in self._gone]
            if self._failures and self._stops(self._failures):
                self._gone.update(following)
                late += following
                break
            for other in following:
                self._release(other)
        return late
