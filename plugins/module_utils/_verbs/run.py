# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command in an instance that is made for it, and removed afterwards."""

from __future__ import annotations

import secrets
from typing import Any, Callable, Dict, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid, LxcriError, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import text_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec import look
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec import run as run_command
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec_options import (
    COMMAND_OPTIONS,
    COMMAND_RULES,
    argv_of,
    input_of,
    wait_first,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.images import image_of

VM = "virtual-machine"


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Is the instance there, and can one be made if not?"""
    argv = argv_of(options)
    name = options.get("instance") or "run-" + secrets.token_hex(6)
    found = _found(client, name) if options.get("instance") else None
    if found is None and not options.get("image") and not options.get("source"):
        raise Invalid("instance {0!r} does not exist, and nothing says what to make it from; set `image` or `source`."
                      .format(name))
    if found is not None and found["status"] not in ("Running", "Stopped"):
        raise Conflict("instance {0!r} is {1}; unfreeze it, or wait until it runs.".format(name, found["status"].lower()))
    body = creation_body(name, options, _source(client, options)) if found is None else None
    return Intent(True, result={"instance": name, "cmd": list(argv), "created": found is None}, carry=(name, found, body),
                  checked={"msg": "The command would have run, if this were not check mode.", "rc": 0,
                           "changed": False, "skipped": True})


def _found(client: Any, name: str) -> Optional[Mapping[str, Any]]:
    try:
        return client.get(join("instances", name)).metadata
    except NotFound:
        return None


def _source(client: Any, options: Mapping[str, Any]) -> Mapping[str, Any]:
    if options.get("source"):
        return options["source"]
    return {"type": "image", "fingerprint": image_of(client, options["image"])["fingerprint"]}


def creation_body(name: str, options: Mapping[str, Any], source: Mapping[str, Any]) -> Dict[str, Any]:
    """What to make the instance with.  Pure."""
    body: Dict[str, Any] = {"name": name, "source": dict(source), "type": options.get("type") or "container"}
    body["config"] = {str(key): text_of("config.{0}".format(key), value)
                      for key, value in (options.get("config") or {}).items() if value is not None}
    body["devices"] = {device: {str(key): text_of("devices.{0}.{1}".format(device, key), value)
                                for key, value in (properties or {}).items() if value is not None}
                       for device, properties in (options.get("devices") or {}).items()}
    if options.get("profiles") is not None:
        body["profiles"] = list(options["profiles"])
    # Then it goes by itself when it stops, whatever becomes of us.
    body["ephemeral"] = options.get("remove", "always") == "always"
    return body


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Make it if need be, start it, run the command, remove what was made."""
    name, found, body = intent.carry
    result: Dict[str, Any] = {}
    try:
        if body is not None:
            say("creating {0}".format(name))
            with doing("create instance {0!r}".format(name), {404: "correct `image`, `profiles` or `project`"}):
                client.send(Request("POST", "instances", body, _query(options), says="create"))
        if found is None or found["status"] == "Stopped":
            with doing("start instance {0!r}".format(name), {400: "see its log with instance_log_info"}):
                client.send(Request("PUT", join("instances", name) + "/state", {"action": "start"}, says="start"))
        wait_first(client, name, _awaited(options, body), say)
        say("running {0} in {1}".format(intent.result["cmd"][0], name))
        with input_of(options) as stdin:
            command = look(client, dict(options, instance=name)).command
            result = run_command(client, name, command, stdin, options)
    finally:
        # Only what this task made, and not when it is to be looked at.
        policy = options.get("remove", "always")
        went_well = bool(result) and not result.get("failed")
        if body is not None and (policy == "always" or (policy == "success" and went_well)):
            result.update(remove(client, name))
    return result


def _query(options: Mapping[str, Any]) -> Dict[str, str]:
    return {"target": options["target"]} if options.get("target") else {}


def _awaited(options: Mapping[str, Any], body: Optional[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A virtual machine that was just made runs nothing before its agent does."""
    if body is not None and body["type"] == VM and not options.get("wait_for"):
        return dict(options, wait_for=[{"agent": True}])
    return options


def remove(client: Any, name: str) -> Dict[str, Any]:
    """Stop and delete an instance; what goes wrong is a warning, since the command has run."""
    path = join("instances", name)
    try:
        client.send(Request("PUT", path + "/state", {"action": "stop", "force": True}, tolerate=(400, 404), says="stop"))
        client.send(Request("DELETE", path, tolerate=(404,), says="delete"))
    except LxcriError as error:
        return {"removed": False, "warnings": ["instance {0!r} could not be removed ({1}).".format(
            name, error.message.rstrip("."))]}
    return {"removed": True}


RUN = Verb(
    name="run",
    options=dict({
        "instance": TEXT,
        "image": TEXT,
        "source": DICT,
        "type": Argument(choices=("container", VM), default="container"),
        "profiles": STRINGS,
        "config": DICT,
        "devices": DICT,
        "target": TEXT,
        "remove": Argument(choices=("always", "success", "never"), default="always"),
    }, **COMMAND_OPTIONS),
    intend=intend,
    perform=perform,
    rules=dict(COMMAND_RULES, mutually_exclusive=COMMAND_RULES["mutually_exclusive"] + [["image", "source"]],
               required_one_of=COMMAND_RULES["required_one_of"] + [["instance", "image", "source"]]),
    extensions=("instances",),
)
