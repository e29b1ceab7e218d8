# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the steps of a plan, and which have anything to become.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import Awaited, Groups, Lacks, from_state, open_items

DONE, FAILED, BLOCKED, NONE = "done", "failed", "blocked", "none"

# What an instance lacks: (project, name, groups, its state, seconds that a look may take) -> items that do not hold.
Judge = Callable[[Optional[str], str, Groups, Optional[Mapping[str, Any]], float], Lacks]


@dataclass(frozen=True)
class Outcome:
    """What became of one step: ``done``, ``none``, ``failed`` (``error`` says why) or ``blocked`` (by what)."""

    step: Step
    outcome: str
    error: str = ""
    seconds: float = 0.0


def is_pending(step: Step) -> bool:
    """Is there anything to do about a step, or to wait for?"""
    return step.plan.changes or bool(step.inside) or awaited_by(step) is not None


def awaited_by(step: Step) -> Optional[Awaited]:
    """What is to be waited for once a step is done; nothing where what was read says that it holds already."""
    resource, wanted = step.thing.section.resource, step.thing.wanted
    awaited = resource.awaits(wanted.options) if resource.awaits and wanted.state != "absent" else None
    state = step.thing.facts.get("state")
    if awaited and awaited.outside and state and not step.plan.changes:
        return awaited if open_items(awaited.groups, True, lambda item: from_state(item, state)) else None
    return awaited
