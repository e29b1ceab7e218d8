# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop an instance with what is in its memory kept on disk, and go on from there."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of

SUSPENDED, RESUMED = "suspended", "resumed"


def action_for(state: str, status: str, stateful: bool) -> str:
    """What to do, nothing when it is as wanted.  Pure.

    :raises Conflict: when there is no memory to keep, or none that was kept.
    """
    if state == SUSPENDED:
        if status == "Stopped" and stateful:
            return ""
        if status != "Running":
            raise Conflict(
                "it is {0}, so there is nothing in its memory to keep; start it first".format(status.lower())
            )
        return "stop"
    if status == "Running":
        return ""
    if not stateful:
        raise Conflict("nothing of its memory was kept; use instance with `state: started`")
    return "start"


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Its status, and whether its memory is kept."""
    instance = instance_of(client, options["instance"])
    now = {"status": str(instance.get("status")), "stateful": bool(instance.get("stateful"))}
    with doing("have instance {0!r} {1}".format(options["instance"], options["state"])):
        action = action_for(options["state"], now["status"], now["stateful"])
    wanted = {"stop": {"status": "Stopped", "stateful": True}, "start": {"status": "Running", "stateful": False}}
    after = wanted.get(action, now)
    return Intent(changes=bool(action), before=now, after=after, result=dict(after, instance=options["instance"]),
                  carry=action)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """One request."""
    mend = "a container needs CRIU on the server, a virtual machine `migration.stateful: true` since it was started"
    with doing("have instance {0!r} {1}".format(options["instance"], options["state"]), {400: mend, 500: mend}):
        client.send(Request("PUT", join("instances", options["instance"]) + "/state",
                            {"action": intent.carry, "stateful": True}, says=intent.carry))
    return {}


INSTANCE_SUSPEND = Verb(
    name="instance_suspend",
    options={
        "instance": Argument(required=True),
        "state": Argument(choices=(SUSPENDED, RESUMED), default=SUSPENDED),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
