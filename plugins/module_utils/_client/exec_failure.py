# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an instance does not run a command, in one sentence: missing, stopped, frozen, on its way, without an agent."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Conflict,
    LxcriError,
    NotFound,
    OperationFailed,
    Unauthorized,
    Unavailable,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join

MENDS = {
    "Stopped": "start it",
    "Frozen": "unfreeze it",
    "Error": "see its log",
}


def refused(client: Any, instance: str, what: str, error: LxcriError) -> LxcriError:
    """The error for what the server did not begin, after a look at the instance.

    :arg what: what was to be run.  :arg error: the server's answer.
    """
    if isinstance(error, (Unavailable, Unauthorized)):
        return error
    try:
        found: Optional[Mapping[str, Any]] = client.get(join("instances", instance)).metadata
    except NotFound:
        found = None
    except LxcriError as newer:
        return newer
    busy = activity(client, instance) if found and found.get("status") != "Running" else ""
    return judged(instance, client.project, what, error, found, busy)


def activity(client: Any, instance: str) -> str:
    """What the server is doing with the instance just now, as it describes it; empty when nothing."""
    try:
        operations = client.get("operations", recursion=1).metadata or {}
    except LxcriError:
        return ""
    path = "/1.0/" + join("instances", instance)
    for one in operations.get("running") or ():
        if path in [said.split("?")[0] for said in (one.get("resources") or {}).get("instances") or ()]:
            return str(one.get("description") or "busy")
    return ""


def turning(config: Mapping[str, Any]) -> bool:
    """Is a stopped instance only just that?  What restarts from inside is no operation of the server, but leaves traces.

    They are a last state that was running, and names of interfaces on the host.
    """
    return config.get("volatile.last_state.power") == "RUNNING" or any(
        key.startswith("volatile.") and key.endswith(".host_name") and value for key, value in config.items())


def judged(instance: str, project: Optional[str], what: str, error: LxcriError, found: Optional[Mapping[str, Any]],
           busy: str) -> LxcriError:
    """The same as a pure function of what was seen."""
    where = " in project {0!r}".format(project) if project not in (None, "", "default") else ""
    details = dict(error.details, name=instance)
    if found is None:
        return NotFound("instance {0!r} does not exist{1}; create it, or correct the name or the project.".format(
            instance, where), **details)
    status = str(found.get("status") or "unknown")
    details["instance_status"] = status
    if status != "Running" and busy:
        return Conflict("instance {0!r}{1} is {2} just now ({3}); wait until it runs.".format(
            instance, where, status.lower(), busy), **details)
    if status == "Stopped" and turning(found.get("config") or {}):
        return Conflict("instance {0!r}{1} is stopped and seems to be restarting (its server last saw it run); wait until it "
                        "runs, or start it.".format(instance, where), **details)
    if status != "Running":
        return Conflict("instance {0!r}{1} is {2}; {3}.".format(
            instance, where, status.lower(), MENDS.get(status, "wait until it runs")), **details)
    if found.get("type") == "virtual-machine":
        return Conflict("the agent in the virtual machine {0!r}{1} does not answer ({2}); wait until it has booted, or "
                        "install the agent.".format(instance, where, error.message.rstrip(".")), **details)
    return OperationFailed("{0} could not be run in instance {1!r}{2} ({3}).".format(
        what, instance, where, error.message.rstrip(".")), **details)
