# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet's run waits for: all states read in one request, instances looked into side by side.

Waiting holds no worker; what is inside instances is looked for by a few threads of its own.  Who hears of a change looks
at once, and begins to look often again; who hears nothing looks ever less often, up to a limit.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Collection, Dict, List, Mapping, Optional, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import project_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.outcome import Judge
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.states import read_states
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import Awaited, Lacks, sentence

# Reading the state of many instances costs the server real work, so it is asked for a small share of the time.
FIRST_PAUSE, LONGEST_PAUSE, SHARE = 0.1, 1.0, 4
# Changes come in swarms; one look for all of a moment.
MOMENT = 0.05
# Seconds in which a change is the fleet's own doing, such as the start after which it waits; that is no news, and looking
# for each of many starts costs more than it finds.
OWN = 0.5
# Instances that are looked into at once.
WIDTH = 8

# Seconds that a last look may take.
LEAST = 0.5


@dataclass(frozen=True)
class Waiter:
    """One step whose instance is waited for; ``since`` and ``started`` are moments of ``time.monotonic``."""

    step: Step
    awaited: Awaited
    since: float
    started: float

    @property
    def name(self) -> str:
        return self.step.thing.wanted.name

    @property
    def patience(self) -> float:
        """Seconds until the first of what is waited for is too late."""
        limits = [item.timeout for group in self.awaited.groups for item in group if item.timeout]
        return max(LEAST, self.since + min([self.awaited.timeout, *limits]) - time.monotonic())


# A step that is no longer waited for, since when it was worked on, and what went wrong, if anything.
Ended = Tuple[Step, float, str]


class Waiting:
    """The steps that are waited for."""

    def __init__(self, client: Any, judge: Judge) -> None:
        self._client, self._judge = client, judge
        self._waiters: Dict[Id, Waiter] = {}
        self._looks: Dict[Future, Waiter] = {}
        self._pool: Optional[ThreadPoolExecutor] = None
        self._pause, self._next, self._bearable = FIRST_PAUSE, 0.0, 0.0

    def __bool__(self) -> bool:
        return bool(self._waiters)

    def add(self, step: Step, awaited: Awaited, started: float, soon: bool) -> None:
        """Begin to wait.

        :arg soon: look at once, since nothing was done that would have to take effect.
        """
        now = time.monotonic()
        if not self._waiters:
            self._pause, self._next = FIRST_PAUSE, now + (0.0 if soon else FIRST_PAUSE)
        self._waiters[step.id] = Waiter(step, awaited, now, started)

    @property
    def instances(self) -> Set[Tuple[str, str]]:
        """What is waited for, as ``(project, name)``."""
        return {(one[1], one[2]) for one in self._waiters}

    def heard(self, changed: Set[Tuple[str, str]]) -> None:
        """Instances have changed; look soon, and often again, if any of them is waited for."""
        now = time.monotonic()
        if any((one[1], one[2]) in changed and now - waiter.since >= OWN for one, waiter in self._waiters.items()):
            self._pause = FIRST_PAUSE
            self._next = min(self._next, max(now + MOMENT, self._bearable))

    @property
    def looks(self) -> Collection[Future]:
        """Looks that are under way; the end of one is a reason to call ``ended``."""
        return self._looks.keys()

    def patience(self) -> Optional[float]:
        """Seconds until the next look; ``None`` when there is nothing to look at."""
        return max(0.0, self._next - time.monotonic()) if self._waiters else None

    def ended(self) -> List[Ended]:
        """Look, if it is time; returns the steps that need not be waited for any longer."""
        found = [self._collected(look) for look in list(self._looks) if look.done()]
        if self._waiters and time.monotonic() >= self._next:
            found += self._read()
        return [one for one in found if one]

    def close(self) -> None:
        """Let go of the threads."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self) -> List[Optional[Ended]]:
        began = time.monotonic()
        states = read_states(self._client, sorted({one[1] for one in self._waiters}))
        busy = {waiter.step.id for waiter in self._looks.values()}
        found = []
        for one, waiter in list(self._waiters.items()):
            state = states.get((one[1], waiter.name))
            if one in busy:
                continue
            if waiter.awaited.outside:
                found.append(self._judged(waiter, self._lacks(waiter, state)))
            else:
                self._pool = self._pool or ThreadPoolExecutor(WIDTH)
                self._looks[self._pool.submit(self._lacks, waiter, state)] = waiter
        now = time.monotonic()
        self._pause = min(self._pause * 1.5, LONGEST_PAUSE)
        self._bearable = now + SHARE * (now - began)
        self._next = max(now + self._pause, self._bearable)
        return found

    def _lacks(self, waiter: Waiter, state: Optional[Mapping[str, Any]]) -> Lacks:
        thing = waiter.step.thing
        project = project_of(thing.section.resource, thing.wanted)
        return self._judge(project, waiter.name, waiter.awaited.groups, state, waiter.patience)

    def _collected(self, look: Future) -> Optional[Ended]:
        return self._judged(self._looks.pop(look), look.result())

    def _judged(self, waiter: Waiter, lacks: Lacks) -> Optional[Ended]:
        why = verdict_on(waiter.name, waiter.awaited, lacks, time.monotonic() - waiter.since)
        if why is None:
            return None
        del self._waiters[waiter.step.id]
        return waiter.step, waiter.started, why


def verdict_on(name: str, awaited: Awaited, lacks: Lacks, waited: float) -> Optional[str]:
    """Why an instance need not be waited for any longer: empty when all holds, a sentence when it never will or did
    not in time, ``None`` while there is hope.  Pure."""
    if not lacks:
        return ""
    never = {item: verdict for item, verdict in lacks.items() if verdict.hopeless}
    if never:
        return "instance {0!r}: waiting is in vain: {1}.".format(name, sentence(name, never))
    late = {item: verdict for item, verdict in lacks.items() if waited >= min(item.timeout or awaited.timeout,
                                                                              awaited.timeout)}
    if late:
        return "instance {0!r}: waited {1:.0f} seconds in vain: {2}; see its logs with instance_log_info, or give it " \
               "more time.".format(name, waited, sentence(name, late))
    return None
