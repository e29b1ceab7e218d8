# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a fleet is, in one line for people."""

from __future__ import annotations

import time
from typing import Callable

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.outcome import DONE, Outcome
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step


class Progress:
    """Counts outcomes.

    :arg total: how many things change.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._started = clock()
        self._ended = 0

    def line(self, outcome: Outcome, in_flight: int) -> str:
        """``37 of 100, 8 in flight: instance 'web37' create done; 12 s, about 20 s to go``; an error in full."""
        self._ended += 1
        elapsed = self._clock() - self._started
        left = elapsed / self._ended * max(0, self._total - self._ended)
        said = "{0} of {1}, {2} in flight: {3} {4} {5}".format(
            self._ended, self._total, in_flight, outcome.step.thing.says, outcome.step.plan.action, outcome.outcome)
        if outcome.outcome != DONE:
            return "{0}: {1}".format(said, outcome.error)
        return "{0}; {1:.0f} s, about {2:.0f} s to go".format(said, elapsed, left)

    def passing(self, step: Step, far: str, in_flight: int) -> str:
        """``37 of 100, 8 in flight: image 'debian/12' download 43 %; 12 s``."""
        return "{0} of {1}, {2} in flight: {3} {4}; {5:.0f} s".format(
            self._ended, self._total, in_flight, step.thing.says, far, self._clock() - self._started)
