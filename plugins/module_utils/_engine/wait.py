# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until something holds, and failing when it does not."""

from __future__ import annotations

import time
from typing import Any, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Timeout
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Condition, Resource

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0


def wait_for(client: Any, resource: Resource, name: str, path: str, project: Optional[str],
             condition: Condition) -> Any:
    """Read ``path`` until the condition holds; returns what was read last.

    :raises Timeout: when it does not hold in time.
    """
    deadline = time.monotonic() + condition.timeout
    pause = FIRST_PAUSE
    while True:
        seen = client.get(path + condition.suffix, project=project).metadata
        if condition.holds(seen):
            return seen
        if time.monotonic() + pause > deadline:
            raise not_in_time(resource, name, condition)
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)


def not_in_time(resource: Resource, name: str, condition: Condition) -> Timeout:
    """The error that says what did not come."""
    return Timeout("{0} {1!r}: waited {2:g} seconds for {3} in vain{4}.".format(
        resource.title, name, condition.timeout, condition.says, "; " + condition.hint if condition.hint else ""),
        kind=resource.kind, name=name)
