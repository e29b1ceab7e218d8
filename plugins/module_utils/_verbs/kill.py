# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Send a signal to an instance's init, or to a process in it."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, NotFound, OperationFailed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.signals import BY_SERVER, name_of, number_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of

TIMEOUT = 30.0
# Where it makes sense to send one although the instance does not run.
STATUSES = {"unfreeze": ("Running", "Frozen"), "kill": ("Running", "Frozen")}


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Does the instance run, and is there anything to do?"""
    number = number_of(options["signal"])
    found = instance_of(client, options["instance"])
    way = BY_SERVER.get(number, "") if options["pid"] == 1 else ""
    said = {"instance": options["instance"], "pid": options["pid"], "signal": name_of(number)}
    if found["status"] not in STATUSES.get(way, ("Running",)):
        raise Conflict("instance {0!r} is {1}, and only what runs gets a signal; start it.".format(
            options["instance"], found["status"].lower()))
    # Nothing is frozen that could be woken.
    idle = way == "unfreeze" and found["status"] != "Frozen"
    return Intent(not idle, result=said, carry=(number, way))


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Through the server's own actions where the kernel keeps a signal from init, else from inside."""
    number, way = intent.carry
    name, pid = options["instance"], options["pid"]
    if way:
        body = {"action": "stop", "force": True} if way == "kill" else {"action": way}
        with doing("send {0} to instance {1!r}".format(name_of(number), name)):
            client.send(Request("PUT", join("instances", name) + "/state", body, says="signal"))
        return {}
    # Every shell can do it by itself; without a shell, there may be the program.
    words = ("-{0}".format(number), str(pid))
    ended = execute(client, name, Command(("/bin/sh", "-c", 'kill "$1" "$2"', "sh") + words), timeout=TIMEOUT)
    if ended.rc == 127:
        ended = execute(client, name, Command(("kill",) + words), timeout=TIMEOUT)
    if ended.rc == 127:
        raise OperationFailed("instance {0!r} has neither /bin/sh nor kill to send {1} to a process with; only SIGKILL, "
                              "SIGSTOP and SIGCONT to process 1 need neither.".format(name, name_of(number)))
    # A signal to init may well end the instance, and kill with it.
    if ended.rc and pid != 1:
        raise NotFound("process {0} in instance {1!r} did not get {2} ({3}); see whether it is there.".format(
            pid, name, name_of(number), ended.stderr.decode("utf-8", "replace").strip() or "kill failed"))
    return {}


KILL = Verb(
    name="kill",
    options={
        "instance": Argument(required=True),
        "signal": Argument("str", default="TERM"),
        "pid": Argument("int", default=1),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
