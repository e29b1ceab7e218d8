# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of the module ``fleet``: the Config and a fleet's document meet the server here."""

from __future__ import annotations

from typing import Any, List, Mapping, Tuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_config import Maker, loaded_config
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import (
    CONNECTION,
    PROJECT,
    TIMEOUT,
    client_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import arguments_of, header
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import LIBRARIES
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.execute import BLOCKED, DONE, FAILED, Outcome
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.fleet import (
    Settings,
    carry_out,
    instances,
    name_of,
    prepare,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.progress import Progress
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import (
    CONTINUE,
    ROLLBACK,
    STOP,
    Rollout,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.source import LIBRARIES as YAML
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.source import read_fleet
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.table import instance_table, plan_table
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest

ARGUMENTS = dict(
    CONNECTION,
    fleet={"type": "dict"},
    file={"type": "path"},
    config={"type": "dict"},
    config_file={"type": "path"},
    state={"type": "str", "choices": ["applied", "absent"], "default": "applied"},
    purge={"type": "bool", "default": False},
    adopt={"type": "bool", "default": False},
    width={"type": "int", "default": 0},
    serial={"type": "list", "elements": "str"},
    max_fail={"type": "int", "default": 0},
    on_failure={"type": "str", "choices": [STOP, CONTINUE, ROLLBACK], "default": STOP},
    **PROJECT,
    **TIMEOUT,
)
RULES = {"mutually_exclusive": [["fleet", "file"], ["config", "config_file"]],
         "required_one_of": [["fleet", "file"]]}


class EntryValidator:
    """Checks a fleet's entries with the very rules of the kind's module, each kind's rules made once."""

    def __init__(self, timeout: int) -> None:
        self._timeout = timeout
        self._rules: dict = {}

    def __call__(self, resource: Resource, entry: Mapping[str, Any]) -> dict:
        """The entry's options, converted and completed; raises ``Invalid``."""
        if resource.kind not in self._rules:
            spec = {name: {key: value for key, value in said.items() if key != "fallback"}
                    for name, said in arguments_of(resource).items() if name not in CONNECTION}
            if resource.kind == "instance":
                spec["after"] = {"type": "list", "elements": "str"}
            self._rules[resource.kind] = (spec, ArgumentSpecValidator(spec))
        spec, validator = self._rules[resource.kind]
        unknown = [key for key in entry if key not in spec]
        if unknown:
            raise Invalid("unknown key `{0}`{1}".format(unknown[0], nearest(str(unknown[0]), spec)))
        result = validator.validate(dict({"timeout": self._timeout}, **entry))
        if result.error_messages:
            raise Invalid("; ".join(result.error_messages))
        return result.validated_parameters


def run(call: Call) -> dict:
    """Plan a fleet and, unless the run only checks, carry the plan out."""
    params = call.params
    document = params.get("fleet")
    if document is None:
        document = read_fleet(params["file"])
    config = loaded_config(params)
    gone = params["state"] == "absent"
    with client_of(params) as client:
        settings = Settings(name_of(document), client.project or "default", gone or params["purge"], params["adopt"],
                            max(0, params["width"]),
                        Rollout(tuple(params["serial"] or ()), params["max_fail"], params["on_failure"]))
        if gone:
            document = {"name": settings.name}
        maker = Maker(config, client.server) if config else None
        prepared = prepare(client, document, settings, EntryValidator(params["timeout"]), maker)
        steps = prepared.fleet.steps
        progress = Progress(sum(step.plan.changes for step in steps))
        outcomes = call.carry_out((), lambda: carry_out(
            client, prepared, settings, lambda one: call.say(progress.line(one))))
        changed = any(step.plan.changes for step in steps)
        shown = instances(client, prepared, tuple(step.thing for step in steps), changed and not call.check_mode)
    return result_of(settings.name, steps, outcomes, shown, maker.warnings if maker else ())


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
    kind, project, name = step.id
    entry = {"kind": kind, "name": name, "project": project, "action": step.plan.action,
             "keys": list(step.plan.keys), "reason": step.plan.reason}
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


def fleet_task() -> Task:
    """The module ``fleet``."""
    return Task(ARGUMENTS, run, RULES, LIBRARIES + YAML + ("voluptuous",))
