# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting, stopping and watching instances."""

from __future__ import annotations

import time
import uuid
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import crud, leases
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, sync, timestamp

CODES = {"Stopped": 102, "Running": 103, "Frozen": 110, "Error": 112}
IDMAP = (
    '[{"Isuid":true,"Isgid":false,"Hostid":100000,"Nsid":0,"Maprange":10000001},'
    '{"Isuid":false,"Isgid":true,"Hostid":100000,"Nsid":0,"Maprange":10000001}]'
)
VERBS = {
    "start": "Starting",
    "stop": "Stopping",
    "restart": "Restarting",
    "freeze": "Freezing",
    "unfreeze": "Unfreezing",
}


def _start(ctx: Context, obj: Object) -> None:
    if obj["_status"] != "Stopped":
        raise Failure(400, "The instance is already running")
    config = obj["config"]
    config.pop("volatile.apply_template", None)
    for name, _device, _network in leases.nics(ctx, obj):
        config["volatile.%s.host_name" % name] = "veth" + uuid.uuid4().hex[:8]
    if obj["type"] == "container":
        mapped = config["volatile.idmap.next"]
        config["volatile.idmap.current"] = mapped
        if ctx.server.lxd:
            config["volatile.last_state.idmap"] = mapped
    config["volatile.last_state.power"] = "RUNNING"
    obj.update(
        _status="Running", _started=time.monotonic(), last_used_at=timestamp(), config=dict(sorted(config.items()))
    )


def _stop(ctx: Context, obj: Object) -> None:
    if obj["_status"] == "Stopped":
        raise Failure(400, "The instance is already stopped")
    config = {key: value for key, value in obj["config"].items() if not key.endswith(".host_name")}
    config["volatile.last_state.power"] = "STOPPED"
    if ctx.server.has("instance_ready_state"):
        config["volatile.last_state.ready"] = "false"
    config = dict(sorted(config.items()))
    obj.update(_status="Stopped", config=config)
    if obj["ephemeral"]:
        ctx.store.drop("instance", obj["_prefix"], obj["name"])


HAPPENED = {"start": "started", "stop": "stopped", "restart": "restarted", "freeze": "paused", "unfreeze": "resumed"}


def run(ctx: Context, obj: Object, action: str) -> None:
    """Carry out one action at once."""
    _change(ctx, obj, action)
    crud.happened(ctx, ctx.server.kinds["instance"], obj, HAPPENED[action])


def _change(ctx: Context, obj: Object, action: str) -> None:
    status, noun = obj["_status"], obj["type"]
    if action == "start":
        _start(ctx, obj)
    elif action == "stop":
        _stop(ctx, obj)
    elif action == "restart":
        if status == "Stopped":
            raise Failure(400, "The instance is already stopped")
        if ctx.server.has("instance_ready_state"):
            obj["config"]["volatile.last_state.ready"] = "false"
        obj.update(_status="Running", _started=time.monotonic(), last_used_at=timestamp())
    elif action == "freeze":
        if status != "Running":
            text = "The %s is already frozen" if status == "Frozen" else "The %s isn't running"
            raise Failure(400, text % noun)
        obj["_status"] = "Frozen"
    else:
        if status != "Frozen":
            text = "The %s is already running" if status == "Running" else "The %s isn't running"
            raise Failure(400, text % noun)
        obj["_status"] = "Running"


def _processes(ctx: Context, obj: Object) -> int:
    """A virtual machine is counted by its agent, which comes up together with the addresses."""
    return 3 if obj["type"] == "container" or leases.has_addresses(ctx, obj) else -1


def state(ctx: Context, obj: Object) -> Dict[str, Any]:
    up = obj["_status"] != "Stopped"
    shown: Dict[str, Any] = {
        "status": obj["_status"],
        "status_code": CODES[obj["_status"]],
        "disk": {},
        "memory": {
            "usage": 901120 if up else 0,
            "usage_peak": 1556480 if up else 0,
            "swap_usage": 0,
            "swap_usage_peak": 0,
        },
        "network": leases.interfaces(ctx, obj) if up else None,
        "pid": 4000 + (hash(obj["name"]) % 20000) if up else 0,
        "processes": _processes(ctx, obj) if up else 0,
        "cpu": {"usage": 23409043 if up else 0},
    }
    if ctx.server.has("instance_state_cpu_time"):
        shown["cpu"]["allocated_time"] = 2000000000 if up else 0
    if ctx.server.has("instances_state_os_info"):
        shown["os_info"] = None
    if ctx.server.has("instances_state_total"):
        shown["memory"]["total"] = 1 << 30
    if ctx.server.has("instance_state_started_at"):
        shown["started_at"] = (
            timestamp(time.time() - time.monotonic() + obj["_started"]) if up else "0001-01-01T00:00:00Z"
        )
    return shown


def _get(ctx: Context) -> Reply:
    return sync(state(ctx, ctx.get(ctx.server.kinds["instance"])[1]))


def _action(body: Dict[str, Any]) -> str:
    action = body.get("action", "")
    if action not in VERBS:
        raise Failure(400, "Unknown action: '%s'" % action)
    return action


def _put(ctx: Context) -> Reply:
    obj = ctx.get(ctx.server.kinds["instance"])[1]
    action = _action(ctx.json())
    resources = {"instances": ctx.resources("instances", obj["name"])["instances"]}
    return ctx.task(VERBS[action] + " instance", lambda _operation: run(ctx, obj, action), resources)


APPLIES = {"start": "Stopped", "stop": "Running", "restart": "Running", "freeze": "Running", "unfreeze": "Frozen"}


def _bulk(ctx: Context) -> Reply:
    action = _action((ctx.json().get("state")) or {})
    project = ctx.owner("")
    chosen = [obj for obj in ctx.store.named("instance", (project,)).values() if obj["_status"] == APPLIES[action]]

    def work(_operation: Any) -> None:
        failures = []
        for obj in chosen:
            try:
                run(ctx, obj, action)
            except Failure as failure:
                failures.append(" - Instance: %s: %s" % (obj["name"], failure.error))
        if failures:
            raise Failure(400, "The following instances failed to update state:\n" + "\n".join(failures) + "\n")

    resources = {"instances": ctx.resources("instances", *(obj["name"] for obj in chosen))["instances"]}
    return ctx.task(VERBS[action] + " instance", work, resources)


def routes(_server: Any) -> List[Route]:
    return [
        Route("GET", "/1.0/instances/{name}/state", _get),
        Route("PUT", "/1.0/instances/{name}/state", _put),
        Route("PUT", "/1.0/instances", _bulk, extension="instance_bulk_state_change"),
    ]
