# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Background operations: wait for the end of one, or give it up."""

from __future__ import annotations

import time
from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Conflict,
    NotFound,
    OperationFailed,
    Timeout,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing

# One wait request; a longer wait is several, so that a silent server is noticed.
SLICE = 20


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Waiting changes nothing; giving up does, as long as the operation runs."""
    try:
        found = client.get(join("operations", options["id"])).metadata
    except NotFound:
        # A server forgets an operation some seconds after its end.
        return Intent(False, result={"operation": {}})
    running = found["status_code"] < 200
    if options["state"] == "cancelled":
        if running and not found.get("may_cancel"):
            raise Conflict("operation {0} ({1}) cannot be cancelled; wait for its end with `state: finished`.".format(
                options["id"], found.get("description") or "without a description"))
        return Intent(running, found["status"], "Cancelled" if running else found["status"],
                      {"operation": masked(found)})
    if running:
        found = awaited(client, options)
    if found["status_code"] >= 400:
        raise OperationFailed("operation {0} ({1}) ended badly: {2}.".format(
            options["id"], found.get("description") or "without a description",
            (found.get("err") or found["status"]).rstrip(".")), operation=masked(found))
    return Intent(False, result={"operation": masked(found)})


def awaited(client: Any, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The operation once it has ended; unlike the client's own wait, this cancels nothing.

    :raises Timeout: when it does not end in time.
    """
    deadline = time.monotonic() + options["timeout"]
    while True:
        left = max(1, min(SLICE, int(deadline - time.monotonic())))
        found = client.look_after(join("operations", options["id"]), left)
        if found["status_code"] >= 200:
            return found
        if time.monotonic() >= deadline:
            raise Timeout(
                "operation {0} has not ended within {1:g} seconds; it goes on, give it more `timeout`.".format(
                    options["id"], options["timeout"]), operation=masked(found))


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Give it up."""
    with doing("cancel operation {0}".format(options["id"])):
        client.call("DELETE", join("operations", options["id"]))
    return {"operation": dict(intent.result["operation"], status="Cancelled", status_code=401)}


OPERATION_VERB = Verb(
    name="operation",
    options={
        "id": Argument(required=True),
        "state": Argument(choices=("finished", "cancelled"), default="finished"),
    },
    intend=intend,
    perform=perform,
)
