# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of the module ``fleet``: the Config and a fleet's document meet the server here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_entries import EntryValidator
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_inside import verb_named
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_result import result_of
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import (
    CONNECTION,
    PROJECT,
    TIMEOUT,
    client_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import LIBRARIES
from ansible_collections.lxcri.containers.plugins.module_utils._engine.refine import ALWAYS, NEVER, WHEN_NEEDED
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid, LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.fleet import (
    Prepared,
    carry_out,
    instances,
    name_of,
    prepare,
    prepare_planned,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.progress import Progress
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import (
    CONTINUE,
    ROLLBACK,
    STOP,
    Rollout,
)
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.settings import SCHEDULER, SPREAD, Settings

ROLLING = "rolling"
APPLIED, PLANNED, COMPARED, ABSENT = "applied", "planned", "compared", "absent"

ARGUMENTS = dict(
    CONNECTION,
    fleet={"type": "dict"},
    file={"type": "path"},
    plan={"type": "path"},
    approved={"type": "str"},
    journal={"type": "path"},
    config={"type": "dict"},
    config_file={"type": "path"},
    state={"type": "str", "choices": [APPLIED, PLANNED, COMPARED, ABSENT], "default": APPLIED},
    purge={"type": "bool", "default": False},
    adopt={"type": "bool", "default": False},
    addresses={"type": "bool", "default": False},
    placement={"type": "str", "choices": [SCHEDULER, SPREAD], "default": SCHEDULER},
    width={"type": "int", "default": 0},
    restart={"type": "str", "choices": [NEVER, WHEN_NEEDED, ALWAYS, ROLLING]},
    serial={"type": "list", "elements": "str"},
    max_fail={"type": "int", "default": 0},
    on_failure={"type": "str", "choices": [STOP, CONTINUE, ROLLBACK], "default": STOP},
    **PROJECT,
    **TIMEOUT,
)
RULES = {
    "mutually_exclusive": [["fleet", "file"], ["config", "config_file"]],
    "required_one_of": [["fleet", "file", "plan"]],
    "required_if": [["state", PLANNED, ["plan"]], *(
        ["state", state, ["fleet", "file"], True] for state in (PLANNED, COMPARED, ABSENT))],
}


def run(call: Call) -> dict:
    """Plan a fleet and do with the plan what ``state`` says."""
    params = call.params
    document = document_of_plan(params)
    with client_of(params) as client:
        if document is not None:
            prepared, settings, warnings = from_plan(client, document), settings_of(params, client, ""), ()
        else:
            prepared, settings, warnings = from_document(client, params)
        if params["journal"]:
            from ansible_collections.lxcri.containers.plugins.module_utils._fleet import journal
            prepared = replace(prepared, fleet=journal.told(
                prepared.fleet, prepared.inventory, journal.read(params["journal"])))
        return STATES[params["state"]](client, call, prepared, settings, warnings)


def document_of_plan(params: Mapping[str, Any]) -> Any:
    """The document of the plan to apply, if one is named."""
    if params["state"] != APPLIED or not params.get("plan"):
        return None
    if params.get("fleet") is not None or params.get("file"):
        raise Invalid("plan is applied as it was made; leave out `fleet` and `file`, or make it with `state: planned`.")
    # Most runs know no plan in a file.
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import planfile
    return planfile.load(params["plan"])


def settings_of(params: Mapping[str, Any], client: Any, name: str) -> Settings:
    """How the fleet is run."""
    serial = params["serial"] or (["1"] if params["restart"] == ROLLING else [])
    rollout = Rollout(tuple(serial), params["max_fail"], params["on_failure"])
    return Settings(name, client.project or "default", params["purge"] or params["state"] == ABSENT, params["adopt"],
                    params["addresses"], params["placement"], max(0, params["width"]), rollout, verb_named)


def from_plan(client: Any, document: Any) -> Prepared:
    """What a plan's file holds, after a look at whether the server is still as it was."""
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import planfile
    name, steps = planfile.read_document(document, client.server)
    return prepare_planned(client, steps, name, client.project or "default", verb_named)


def from_document(client: Any, params: Mapping[str, Any]) -> Tuple[Prepared, Settings, Tuple[str, ...]]:
    """What a fleet's document asks for, planned on what the server has now."""
    document = with_restart(document_of(params), params["restart"])
    settings = settings_of(params, client, name_of(document))
    if params["state"] == ABSENT:
        document = {"name": settings.name}
    maker = maker_of(params, client.server)
    prepared = prepare(client, document, settings, EntryValidator(params["timeout"]), maker)
    return prepared, settings, (maker.warnings if maker else ()) + prepared.warnings


def document_of(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fleet's document, from the task or from its file."""
    if params.get("fleet") is not None:
        return params["fleet"]
    # It imports YAML.
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet.source import read_fleet
    return read_fleet(params["file"])


def with_restart(document: Mapping[str, Any], restart: Optional[str]) -> Mapping[str, Any]:
    """The document, with how instances are restarted where they do not say so themselves."""
    entries = document.get("instances")
    if not restart or not isinstance(entries, list):
        return document
    said = {"restart": WHEN_NEEDED if restart == ROLLING else restart}
    return dict(document, instances=[dict(said, **one) if isinstance(one, Mapping) else one for one in entries])


def maker_of(params: Mapping[str, Any], server: Any) -> Any:
    """What lays the Config that a task names under its instances; ``None`` when it names none."""
    if params["config"] is None and not params["config_file"]:
        return None
    # The schema of configuration files takes longer to load than a fleet without one to read.
    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_config import Maker, loaded_config
    return Maker(loaded_config(params), server)


def plan_id(client: Any, prepared: Prepared) -> str:
    """What tells this plan from any other."""
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import planfile
    return planfile.fingerprint(planfile.written(prepared.name, client.server, prepared.fleet, prepared.inventory))


def refuse_unless_approved(client: Any, approved: Optional[str], prepared: Prepared) -> None:
    """Raise ``Conflict`` when something is due and somebody approved something else."""
    if approved and prepared.fleet.changes and approved.strip() != plan_id(client, prepared):
        raise Conflict("What would be done is not the plan that was approved: the server or the declaration changed "
                       "since; plan again and have that approved. Nothing was changed.")


def applied(client: Any, call: Call, prepared: Prepared, settings: Settings, warnings: Tuple[str, ...]) -> dict:
    """Carry it out."""
    refuse_unless_approved(client, call.params["approved"], prepared)
    steps = prepared.fleet.steps
    progress = Progress(sum(step.plan.changes for step in steps))
    outcomes = call.carry_out((), lambda: carry_out(
        client, prepared, settings, lambda one, in_flight: call.say(progress.line(one, in_flight)),
        lambda project, *awaited: lacking(client.within(project), *awaited),
        call.show and (lambda step, far, in_flight: call.show(progress.passing(step, far, in_flight)))))
    try:
        shown = instances(client, prepared, settings, prepared.fleet.changes and bool(outcomes))
    except LxcriError as error:
        # A server that went away must not take along what became of each thing.
        shown, warnings = [], (*warnings, "The instances could not be read afterwards: " + error.message)
    return result_of(prepared.name, steps, outcomes, shown, warnings)


def lacking(client: Any, name: str, groups: Any, state: Any, patience: float) -> Any:
    """What an instance still lacks of what is waited for; imported for the fleets that wait alone."""
    from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait import lacks
    return lacks(client, name, groups, True, state, patience)


def planned(client: Any, call: Call, prepared: Prepared, settings: Settings, warnings: Tuple[str, ...]) -> dict:
    """Write the plan for later."""
    from ansible_collections.lxcri.containers.plugins.module_utils._fleet import planfile
    document = planfile.written(prepared.name, client.server, prepared.fleet, prepared.inventory)
    call.carry_out(None, lambda: planfile.save(call.params["plan"], document))
    result = result_of(prepared.name, prepared.fleet.steps, (), instances(client, prepared, settings, False), warnings)
    return dict(result, plan_id=planfile.fingerprint(document))


def compared(client: Any, _call: Call, prepared: Prepared, settings: Settings, warnings: Tuple[str, ...]) -> dict:
    """Only say what differs."""
    steps = prepared.fleet.steps
    result = result_of(prepared.name, steps, (), instances(client, prepared, settings, False), warnings)
    drift = [entry for entry in result["plan"] if entry["action"] != "none"]
    return dict(result, changed=False, drift=drift, plan_id=plan_id(client, prepared))


STATES = {APPLIED: applied, PLANNED: planned, COMPARED: compared, ABSENT: applied}


def fleet_task() -> Task:
    """The module ``fleet``."""
    return Task(ARGUMENTS, run, RULES, LIBRARIES + ("yaml", "voluptuous"))
