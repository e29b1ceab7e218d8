# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take an instance back to one of its snapshots: ``PUT /1.0/instances/{name}`` with ``restore``."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Always a change: nobody can tell whether a running system still is as its snapshot was."""
    name = options["instance"]
    instance = instance_of(client, name)
    snapshots = {one["name"].rsplit("/", 1)[-1]: one
                 for one in client.get(join("instances", name, "snapshots"), recursion=1).metadata or ()}
    if options["snapshot"] not in snapshots:
        raise NotFound("instance {0!r} has no snapshot {1!r}; {2}.".format(
            name, options["snapshot"], "it has " + ", ".join(sorted(snapshots)) if snapshots else "it has none at all"))
    snapshot = snapshots[options["snapshot"]]
    return Intent(
        changes=True,
        before={"restored_to": None, "status": instance.get("status")},
        after={"restored_to": options["snapshot"], "status": _status_after(instance, snapshot, options)},
        result={"instance": name, "snapshot": options["snapshot"], "created_at": snapshot.get("created_at")},
    )


def _status_after(instance: Mapping[str, Any], snapshot: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    return "Running" if options.get("stateful") and snapshot.get("stateful") else instance.get("status")


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """The server stops a running instance, restores it and starts it again by itself."""
    name, snapshot = options["instance"], options["snapshot"]
    say("restoring {0} to {1}".format(name, snapshot))
    body = {"restore": snapshot, "stateful": bool(options.get("stateful"))}
    with doing("restore instance {0!r} to snapshot {1!r}".format(name, snapshot),
               {400: "see the instance's log; a stateful restore needs a stateful snapshot"}):
        client.send(Request("PUT", join("instances", name), body, says="restore"))
    return {}


INSTANCE_RESTORE = Verb(
    name="instance_restore",
    options={
        "instance": Argument(required=True),
        "snapshot": Argument(required=True),
        "stateful": Argument("bool", default=False),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
