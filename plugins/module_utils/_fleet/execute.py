# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying a fleet's plan out: bounded concurrency along the edges of the graph.

A failure blocks what needs the thing that failed, and nothing else.  Waiting for readiness holds no worker: all
instances that are waited for are read together, in one request.
"""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.apply import apply, observe
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, Plan, plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wait import not_in_time
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Id
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import edges_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import FleetPlan, Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.states import read_states
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Condition

DONE, FAILED, BLOCKED, NONE = "done", "failed", "blocked", "none"
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0


@dataclass(frozen=True)
class Outcome:
    """What became of one step: ``done``, ``none``, ``failed`` (``error`` says why) or ``blocked`` (by what)."""

    step: Step
    outcome: str
    error: str = ""
    seconds: float = 0.0


@dataclass
class _Waiting:
    step: Step
    condition: Condition
    deadline: float
    started: float


class Executor:
    """One run of a plan.

    :arg width: how many things are worked on at once.
    :arg tell: called with each ``Outcome`` as it comes, but for things that were as declared.
    """

    def __init__(self, client: Any, fleet: FleetPlan, width: int, tell: Callable[[Outcome], None]) -> None:
        self._client = client
        self._width = width
        self._tell = tell
        self._steps = {step.id: step for step in fleet.steps}
        self._edges = edges_of([step.thing for step in fleet.steps],
                               {step.id: step.plan.action for step in fleet.steps})
        self._outcomes: Dict[Id, Outcome] = {}
        self._running: Dict[Future, Tuple[Id, float]] = {}
        self._waiting: Dict[Id, _Waiting] = {}
        self._pause = FIRST_PAUSE
        self._next_look = 0.0

    def run(self) -> List[Outcome]:
        """Do everything; returns an outcome for every step, in the order of the plan."""
        for step in self._steps.values():
            if not step.plan.changes:
                self._after(step, time.monotonic(), NONE)
        with ThreadPoolExecutor(self._width) as pool:
            try:
                self._loop(pool)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        return [self._outcomes[one] for one in self._steps]

    def _loop(self, pool: ThreadPoolExecutor) -> None:
        while len(self._outcomes) < len(self._steps):
            self._block()
            self._start(pool)
            if self._running:
                patience = max(0.0, self._next_look - time.monotonic()) if self._waiting else None
                for future in wait(self._running, patience, FIRST_COMPLETED).done:
                    self._collect(future)
            elif self._waiting:
                time.sleep(max(0.0, self._next_look - time.monotonic()))
            if self._waiting and time.monotonic() >= self._next_look:
                self._look()

    def _block(self) -> None:
        blocked = True
        while blocked:
            blocked = False
            for one in self._pending():
                lost = [need for need in self._edges[one].needs
                        if need in self._outcomes and self._outcomes[need].outcome in (FAILED, BLOCKED)]
                if lost:
                    reason = "blocked by {0}".format(", ".join(self._steps[need].thing.says for need in sorted(lost)))
                    self._record(Outcome(self._steps[one], BLOCKED, reason))
                    blocked = True

    def _start(self, pool: ThreadPoolExecutor) -> None:
        for one in self._pending():
            if len(self._running) >= self._width:
                return
            edges = self._edges[one]
            if edges.needs | edges.follows <= set(self._outcomes):
                self._running[pool.submit(self._work, self._steps[one])] = (one, time.monotonic())

    def _pending(self) -> List[Id]:
        busy: Set[Id] = {one for one, _started in self._running.values()}
        return [one for one in self._steps
                if one not in self._outcomes and one not in busy and one not in self._waiting]

    def _work(self, step: Step) -> Plan:
        resource, wanted = step.thing.section.resource, step.thing.wanted

        def again() -> Plan:
            seen = observe(self._client, resource, wanted)
            return plan(resource, wanted, seen.object, seen.etag)

        # What is created or deleted has nothing to overwrite; an update is planned on what is there now.
        planned = step.plan if step.plan.action in (CREATE, DELETE) else again()
        return apply(self._client, resource, wanted, planned, again)

    def _collect(self, future: Future) -> None:
        one, started = self._running.pop(future)
        step = self._steps[one]
        try:
            future.result()
        except LxcriError as error:
            self._record(Outcome(step, FAILED, error.message, time.monotonic() - started))
            return
        self._after(step, started, DONE)

    def _after(self, step: Step, started: float, outcome: str) -> None:
        condition = self._condition(step)
        if condition is None:
            self._record(Outcome(step, outcome, "", time.monotonic() - started if outcome == DONE else 0.0))
            return
        now = time.monotonic()
        self._waiting[step.id] = _Waiting(step, condition, now + condition.timeout, started)
        self._pause, self._next_look = FIRST_PAUSE, now + (FIRST_PAUSE if outcome == DONE else 0.0)

    def _condition(self, step: Step) -> Optional[Condition]:
        resource, wanted = step.thing.section.resource, step.thing.wanted
        if not resource.awaits or wanted.state == "absent":
            return None
        condition = resource.awaits(wanted.options)
        state = step.thing.facts.get("state")
        if condition and not step.plan.changes and state and condition.holds(state):
            return None
        return condition

    def _look(self) -> None:
        states = read_states(self._client, {one[1] for one in self._waiting})
        for one, waiting in list(self._waiting.items()):
            state = states.get((one[1], waiting.step.thing.wanted.name))
            if state is not None and waiting.condition.holds(state):
                del self._waiting[one]
                outcome = DONE if waiting.step.plan.changes else NONE
                self._record(Outcome(waiting.step, outcome, "", time.monotonic() - waiting.started))
            elif time.monotonic() > waiting.deadline:
                del self._waiting[one]
                late = not_in_time(waiting.step.thing.section.resource, one[2], waiting.condition)
                self._record(Outcome(waiting.step, FAILED, late.message, time.monotonic() - waiting.started))
        self._pause = min(self._pause * 1.5, LONGEST_PAUSE)
        self._next_look = time.monotonic() + self._pause

    def _record(self, outcome: Outcome) -> None:
        self._outcomes[outcome.step.id] = outcome
        if outcome.outcome != NONE:
            self._tell(outcome)


def with_state(step: Step, state: Any) -> Step:
    """The step, with what was read of its instance's state."""
    return replace(step, thing=replace(step.thing, facts=dict(step.thing.facts, state=state)))
