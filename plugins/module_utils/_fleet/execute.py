# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying a fleet's plan out: bounded concurrency along the schedule.

A failure blocks what needs the thing that failed, and nothing else.  Waiting for readiness holds no worker.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine import plan as planning
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import width
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import edges_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.hearing import Hearing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside_work import Inside
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.outcome import (
    BLOCKED,
    DONE,
    FAILED,
    NONE,
    Judge,
    Outcome,
    awaited_by,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import Rollout, batches
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.schedule import Schedule
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.waiting import Waiting
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.work import work_on

WORK = {planning.CREATE: width.CREATE, planning.REPLACE: width.CREATE, planning.DELETE: width.DELETE}
EVERYTHING = Rollout()
ROLLED = (planning.UPDATE, planning.RESTART, planning.REPLACE)


class Executor:
    """One run of a plan.

    :arg fixed: how many things are worked on at once; 0 finds it.
    :arg tell: called with each ``Outcome`` as it comes, but for things that were as declared, and how many are in flight.
    :arg judge: says what an instance that is waited for lacks.
    :arg finish: does what is due in an instance that is ready; raises the error that stopped it.
    :arg show: called with a step, how far the server says it is (``download 43 %``), and how many are in flight; ``None``
        when nobody looks.
    """

    def __init__(self, client: Any, fleet: FleetPlan, fixed: int, tell: Callable[[Outcome, int], None], judge: Judge,
                 rollout: Rollout = EVERYTHING, finish: Callable[[Step], None] = lambda step: None,
                 show: Optional[Callable[[Step, str, int], None]] = None) -> None:
        self._client = client
        self._tell, self._show = tell, show
        self._rollout = rollout
        self._widths = width.Widths(fixed)
        self._steps = {step.id: step for step in fleet.steps}
        edges = edges_of([step.thing for step in fleet.steps], {step.id: step.plan.action for step in fleet.steps})
        rolled = [step.id for step in fleet.steps if step.plan.action in ROLLED and step.id[0] == "instance"]
        self._schedule = Schedule(list(self._steps), edges, batches(rolled, rollout.serial), rollout.stops)
        self._queues: Dict[str, Deque[Step]] = {work: deque() for work in width.LIMITS}
        self._outcomes: Dict[Id, Outcome] = {}
        self._running: Dict[Future, Tuple[Step, float]] = {}
        self._waiting = Waiting(client, judge)
        self._inside = Inside(finish)
        self._hearing = Hearing(client, {step.id[1] for step in fleet.steps}, show is not None)

    def run(self) -> List[Outcome]:
        """Do everything; returns an outcome for every step, in the order of the plan."""
        pool = ThreadPoolExecutor(width.MOST)
        try:
            self._loop(pool)
        except BaseException:
            # What the server can still cancel is cancelled; a worker that waits for the rest is not waited for.
            self._client.give_up()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            self._hearing.end()
            self._waiting.close()
            self._inside.close()
        pool.shutdown()
        return [self._outcomes[one] for one in self._steps]

    def _loop(self, pool: ThreadPoolExecutor) -> None:
        while len(self._outcomes) < len(self._steps):
            self._start(pool)
            if self._running or self._waiting or self._inside.under_way:
                self._listen()
                under_way = [*self._running, *self._waiting.looks, *self._inside.under_way, self._hearing.bell]
                for future in wait(under_way, self._waiting.patience(), FIRST_COMPLETED).done:
                    if future in self._running:
                        self._collect(future)
                self._heed()
            for step, started, why in self._waiting.ended():
                self._ready(step, started, why)
            for step, started, why in self._inside.ended():
                self._record(Outcome(step, FAILED if why else DONE, why, time.monotonic() - started))

    def _listen(self) -> None:
        self._hearing.wait_for(self._waiting.instances)
        # Work alone ends well without a word of the server, if nobody wants to know how far it is.
        if self._show or self._waiting:
            self._hearing.begin()

    def _heed(self) -> None:
        changed, told = self._hearing.take()
        self._waiting.heard(changed)
        for step, far in told:
            if step.id not in self._outcomes:
                self._show(step, far, len(self._running))

    def _start(self, pool: ThreadPoolExecutor) -> None:
        taken = self._schedule.take()
        while taken:
            for one in taken:
                step = self._steps[one]
                if step.plan.changes:
                    self._queues[_work_of(step)].append(step)
                else:
                    self._settle(step, time.monotonic(), NONE)
            taken = self._schedule.take()
        for work, queue in self._queues.items():
            while queue and self._widths.admits(work):
                step, now = queue.popleft(), time.monotonic()
                self._widths.started(work, now)
                self._running[pool.submit(
                    work_on, self._hearing.client_for(step), step, self._rollout.on_failure)] = (step, now)

    def _collect(self, future: Future) -> None:
        step, started = self._running.pop(future)
        try:
            future.result()
        except LxcriError as error:
            self._widths.ended(_work_of(step), time.monotonic(), False)
            self._record(Outcome(step, FAILED, error.message, time.monotonic() - started))
            return
        self._widths.ended(_work_of(step), time.monotonic(), True)
        self._settle(step, started, DONE)

    def _settle(self, step: Step, started: float, outcome: str) -> None:
        awaited = awaited_by(step)
        if awaited is not None:
            self._waiting.add(step, awaited, started, outcome == NONE)
        elif step.inside:
            self._inside.add(step, started)
        else:
            self._record(Outcome(step, outcome, "", time.monotonic() - started if outcome == DONE else 0.0))

    def _ready(self, step: Step, started: float, why: str) -> None:
        if step.inside and not why:
            self._inside.add(step, started)
        else:
            outcome = FAILED if why else DONE if step.plan.changes else NONE
            self._record(Outcome(step, outcome, why, time.monotonic() - started))

    def _record(self, outcome: Outcome) -> None:
        self._outcomes[outcome.step.id] = outcome
        if outcome.outcome != NONE:
            self._tell(outcome, len(self._running))
        for one, reason in self._schedule.ended(outcome.step.id, outcome.outcome in (DONE, NONE)):
            self._outcomes[one] = Outcome(self._steps[one], BLOCKED, reason)
            self._tell(self._outcomes[one], len(self._running))


def _work_of(step: Step) -> str:
    return WORK.get(step.plan.action, width.OTHER)
