# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying a fleet's plan out: bounded concurrency along the schedule.

A failure blocks what needs the thing that failed, and nothing else.  Waiting for readiness holds no worker: all
instances that are waited for are read together, in one request.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine import plan as planning
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wait import not_in_time
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import width
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import edges_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import Rollout, batches
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.schedule import Schedule
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.states import read_states
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.work import work_on
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Condition

DONE, FAILED, BLOCKED, NONE = "done", "failed", "blocked", "none"

# Reading the state of many instances costs the server real work, so it is asked for a small share of the time.
FIRST_PAUSE, LONGEST_PAUSE, SHARE = 0.1, 1.0, 4

WORK = {planning.CREATE: width.CREATE, planning.REPLACE: width.CREATE, planning.DELETE: width.DELETE}
EVERYTHING = Rollout()
ROLLED = (planning.UPDATE, planning.RESTART, planning.REPLACE)


@dataclass(frozen=True)
class Outcome:
    """What became of one step: ``done``, ``none``, ``failed`` (``error`` says why) or ``blocked`` (by what)."""

    step: Step
    outcome: str
    error: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class _Waiting:
    step: Step
    condition: Condition
    deadline: float
    started: float


class Executor:
    """One run of a plan.

    :arg fixed: how many things are worked on at once; 0 finds it.
    :arg tell: called with each ``Outcome`` as it comes, but for things that were as declared.
    """

    def __init__(self, client: Any, fleet: FleetPlan, fixed: int, tell: Callable[[Outcome], None],
                 rollout: Rollout = EVERYTHING) -> None:
        self._client = client
        self._tell = tell
        self._rollout = rollout
        self._widths = width.Widths(fixed)
        self._steps = {step.id: step for step in fleet.steps}
        edges = edges_of([step.thing for step in fleet.steps], {step.id: step.plan.action for step in fleet.steps})
        rolled = [step.id for step in fleet.steps if step.plan.action in ROLLED and step.id[0] == "instance"]
        self._schedule = Schedule(list(self._steps), edges, batches(rolled, rollout.serial), rollout.stops)
        self._queues: Dict[str, Deque[Step]] = {work: deque() for work in width.LIMITS}
        self._outcomes: Dict[Id, Outcome] = {}
        self._running: Dict[Future, Tuple[Step, float]] = {}
        self._waiting: Dict[Id, _Waiting] = {}
        self._pause = FIRST_PAUSE
        self._next_look = 0.0

    def run(self) -> List[Outcome]:
        """Do everything; returns an outcome for every step, in the order of the plan."""
        with ThreadPoolExecutor(width.MOST) as pool:
            try:
                self._loop(pool)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        return [self._outcomes[one] for one in self._steps]

    def _loop(self, pool: ThreadPoolExecutor) -> None:
        while len(self._outcomes) < len(self._steps):
            self._start(pool)
            patience = max(0.0, self._next_look - time.monotonic()) if self._waiting else None
            if self._running:
                for future in wait(self._running, patience, FIRST_COMPLETED).done:
                    self._collect(future)
            elif patience:
                time.sleep(patience)
            if self._waiting and time.monotonic() >= self._next_look:
                self._look()

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
                self._running[pool.submit(work_on, self._client, step, self._rollout.on_failure)] = (step, now)

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
        condition = _condition(step)
        now = time.monotonic()
        if condition is None:
            self._record(Outcome(step, outcome, "", now - started if outcome == DONE else 0.0))
            return
        if not self._waiting:
            self._pause, self._next_look = FIRST_PAUSE, now + (FIRST_PAUSE if outcome == DONE else 0.0)
        self._waiting[step.id] = _Waiting(step, condition, now + condition.timeout, started)

    def _look(self) -> None:
        began = time.monotonic()
        states = read_states(self._client, sorted({one[1] for one in self._waiting}))
        now = time.monotonic()
        for one, waiting in list(self._waiting.items()):
            state = states.get((one[1], waiting.step.thing.wanted.name))
            if state is not None and waiting.condition.holds(state):
                del self._waiting[one]
                outcome = DONE if waiting.step.plan.changes else NONE
                self._record(Outcome(waiting.step, outcome, "", now - waiting.started))
            elif now > waiting.deadline:
                del self._waiting[one]
                late = not_in_time(waiting.step.thing.section.resource, one[2], waiting.condition)
                self._record(Outcome(waiting.step, FAILED, late.message, now - waiting.started))
        self._pause = min(self._pause * 1.5, LONGEST_PAUSE)
        self._next_look = now + max(self._pause, SHARE * (now - began))

    def _record(self, outcome: Outcome) -> None:
        self._outcomes[outcome.step.id] = outcome
        if outcome.outcome != NONE:
            self._tell(outcome)
        for one, reason in self._schedule.ended(outcome.step.id, outcome.outcome in (DONE, NONE)):
            self._outcomes[one] = Outcome(self._steps[one], BLOCKED, reason)
            self._tell(self._outcomes[one])


def _work_of(step: Step) -> str:
    return WORK.get(step.plan.action, width.OTHER)


def _condition(step: Step) -> Optional[Condition]:
    resource, wanted = step.thing.section.resource, step.thing.wanted
    if not resource.awaits or wanted.state == "absent":
        return None
    condition = resource.awaits(wanted.options)
    state = step.thing.facts.get("state")
    if condition and not step.plan.changes and state and condition.holds(state):
        return None
    return condition
