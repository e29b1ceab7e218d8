# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server tells during a fleet's run, from the thread that hears it to the loop that acts on it.

One stream for the whole run.  Nothing depends on it: who hears nothing looks now and then.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, InvalidStateError
from typing import Any, Deque, Dict, Iterable, List, Mapping, Set, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._spec.event import (
    LIFECYCLE,
    OPERATION,
    changed,
    progress_of,
)


class Hearing:
    """``bell`` is a future that is done as soon as there is something to ``take``.

    :arg projects: where something may happen that matters; empty names are those of what is in no project.
    :arg far: does anybody want to know how far steps are?
    """

    def __init__(self, client: Any, projects: Iterable[str], far: bool) -> None:
        others = set(projects) - {"", client.project or "default"}
        self._client, self._far = client, far
        self._listening = client.listen(
            LIFECYCLE + "," + OPERATION if far else LIFECYCLE, self._hear, bool(others))
        self._waited_for: Set[Tuple[str, str]] = set()
        self._steps: Dict[str, Step] = {}
        self._changed: Deque[Tuple[str, str]] = deque()
        self._told: Deque[Tuple[Step, str]] = deque()
        self.bell: Future = Future()

    def begin(self) -> None:
        """Listen from now on; to say so again changes nothing."""
        self._listening.begin()

    def end(self) -> None:
        """Listen no longer."""
        self._listening.end()

    def client_for(self, step: Step) -> Any:
        """A client whose operations are known as the step's."""
        def note(path: str) -> None:
            self._steps[path.rsplit("/", 1)[-1]] = step

        return self._client.noting(note)

    def wait_for(self, instances: Iterable[Tuple[str, str]]) -> None:
        """From now on these instances matter, as ``(project, name)``."""
        self._waited_for = set(instances)

    def take(self) -> Tuple[Set[Tuple[str, str]], List[Tuple[Step, str]]]:
        """What was heard since the last call: the instances that changed, and how far steps are."""
        if self.bell.done():
            # Before what is there is taken, so that what comes meanwhile rings the new one.
            self.bell = Future()
        return set(_emptied(self._changed)), _emptied(self._told)

    def _hear(self, event: Mapping[str, Any]) -> None:
        instance, progress = changed(event), self._far and progress_of(event)
        if instance in self._waited_for:
            self._changed.append(instance)
            self._ring()
        if progress and progress[0] in self._steps:
            self._told.append((self._steps[progress[0]], progress[1]))
            self._ring()

    def _ring(self) -> None:
        try:
            self.bell.set_result(None)
        except InvalidStateError:
            # It rings already.
            pass


def _emptied(heard: Deque[Any]) -> List[Any]:
    return [heard.popleft() for _number in range(len(heard))]
