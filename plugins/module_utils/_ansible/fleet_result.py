# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The return values of the module ``fleet``.  Pure."""

from __future__ import annotations

from typing import Any, List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import header
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.outcome import BLOCKED, DONE, FAILED, Outcome
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.table import instance_table, plan_table
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked


def result_of(name: str, steps: Tuple[Step, ...], outcomes: Tuple[Outcome, ...], shown: List[dict],
              warnings: Tuple[str, ...]) -> dict:
    """The module's return values; a thing that failed fails the task, with everything named."""
    became = {one.step.id: one for one in outcomes}
    plan = [entry_of(step, became.get(step.id)) for step in steps]
    result = {
        "changed": any(one.outcome == DONE for one in outcomes) if outcomes else any(
            step.plan.changes for step in steps),
        "name": name,
        "plan": plan,
        "plan_table": plan_table(plan),
        "instances": shown,
        "table": instance_table(shown),
        "counts": counts(plan),
        "diff": [diff_of(step) for step in steps if step.plan.changes],
        "warnings": list(warnings),
    }
    failed = [one for one in outcomes if one.outcome == FAILED]
    blocked = [one for one in outcomes if one.outcome == BLOCKED]
    if failed:
        result.update(failed=True, msg=failure(failed, blocked, len(outcomes)))
    return result


def entry_of(step: Step, outcome: Any) -> dict:
    """One line of the plan as data."""
    entry = {"kind": step.id.kind, "name": step.id.name, "parent": step.id.parent, "project": step.id.project,
             "action": step.plan.action, "differs": list(step.plan.keys), "reason": step.plan.reason, **step.plan.notes}
    if outcome:
        entry.update(outcome=outcome.outcome, error=outcome.error, seconds=round(outcome.seconds, 3))
    return entry


def counts(plan: List[dict]) -> dict:
    """How many things each action concerns."""
    found: dict = {}
    for entry in plan:
        found[entry["action"]] = found.get(entry["action"], 0) + 1
    return found


def diff_of(step: Step) -> dict:
    """Before and after of one thing, secrets masked."""
    above = header(step.thing.section.resource, step.plan)
    return {"before": masked(dict(step.plan.before or {})), "after": masked(dict(step.plan.after or {})),
            "before_header": above, "after_header": above}


def failure(failed: List[Outcome], blocked: List[Outcome], total: int) -> str:
    """The sentence of a run in which something failed."""
    said = "{0} of {1} things failed: {2}".format(len(failed), total, " ".join(one.error for one in failed[:10]))
    if len(failed) > 10:
        said += " And {0} more, see `plan`.".format(len(failed) - 10)
    if blocked:
        said += " Blocked by that: {0}.".format(", ".join(one.step.thing.says for one in blocked[:20]))
    return said + " Run it again when the cause is mended: what is done stays done."
