# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command in an instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute, start
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_place import (
    directory_there,
    first_match,
    who_in,
)
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Timeout, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.account import ROOT, is_root
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.exec_result import judged, result_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec_options import (
    COMMAND_OPTIONS,
    COMMAND_RULES,
    argv_of,
    command_of,
    input_of,
    wait_first,
)


@dataclass(frozen=True)
class Seen:
    """What was read: the account to run as, and the path because of which nothing is to be run."""

    command: Command
    creates: Optional[str] = None
    removes: Optional[str] = None


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Look whether ``creates`` and ``removes`` want the command to run, and who is to run it."""
    argv = argv_of(options)
    unheard = [name for name in ("stdin", "stdin_base64", "stdin_file", "timeout") if options.get(name) is not None]
    if options.get("detach") and unheard:
        raise Invalid("{0}: a detached command has no input and nobody waits for it; leave it or `detach` out.".format(
            unheard[0]))
    said = {"instance": options["instance"], "cmd": list(argv)}
    seen = look(client, options)
    if seen.creates or seen.removes:
        why = "Did not run the command, since {0}.".format(
            "{0} exists".format(seen.creates) if seen.creates else "{0} does not exist".format(seen.removes))
        return Intent(False, result=dict(said, msg=why, rc=0, stdout="", stderr="", stdout_lines=[], stderr_lines=[]))
    conditional = options.get("creates") or options.get("removes")
    checked = {"msg": "The command would have run, if this were not check mode.", "rc": 0}
    # As ansible.builtin.command: without a condition nobody knows what it would change.
    checked.update({} if conditional else {"skipped": True, "changed": False})
    return Intent(True, result=said, checked=checked, carry=seen.command)


def look(client: Any, options: Mapping[str, Any]) -> Seen:
    """Everything that must be read of the instance's file system, over one connection; none for a plain command."""
    user, group = options.get("user") or "", options.get("group") or ""
    paths = [options.get(name) for name in ("creates", "removes", "cwd")]
    if not any(paths) and is_root(user) and (not group or group.isdigit()):
        return Seen(command_of(options, ROOT, int(group) if group else None))
    for name in ("creates", "removes", "cwd"):
        if options.get(name) and not options[name].startswith("/"):
            raise Invalid("{0}: {1!r} is no absolute path inside the instance; begin it with a slash.".format(
                name, options[name]))
    instance_of(client, options["instance"])
    with open_sftp(client, options["instance"]) as sftp:
        creates = first_match(sftp, options["creates"]) if options.get("creates") else None
        removes = options["removes"] if options.get("removes") and not first_match(sftp, options["removes"]) else None
        account, gid = who_in(sftp, options["instance"], user, group)
        if options.get("cwd") and not creates and not removes:
            directory_there(sftp, options["instance"], options["cwd"])
    return Seen(command_of(options, account, gid), creates, removes)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Run it, or start it and let it be."""
    wait_first(client, options["instance"], options, say)
    if options.get("detach"):
        return {"operation": start(client, options["instance"], intent.carry).rsplit("/", 1)[1]}
    with input_of(options) as stdin:
        return run(client, options["instance"], intent.carry, stdin, options)


def run(client: Any, instance: str, command: Command, stdin: Any, options: Mapping[str, Any]) -> Dict[str, Any]:
    """Run a command and return what the module returns; a return code other than 0 fails."""
    began = _now()
    strip = bool(options.get("strip_empty_ends", True))
    try:
        ended = execute(client, instance, command, stdin, options.get("timeout"))
    except (Timeout, Unavailable) as error:
        # What it wrote until then may say why.
        written = result_of(-1, error.details.pop("stdout", b""), error.details.pop("stderr", b""), strip)
        raise type(error)(error.message, **dict(error.details, **written, **span(began)))
    return dict(judged(result_of(ended.rc, ended.stdout, ended.stderr, strip), command.argv[0]), **span(began))


def span(began: datetime) -> Dict[str, str]:
    """``start``, ``end`` and ``delta``, as ``ansible.builtin.command`` returns them, but in UTC."""
    ended = _now()
    return {"start": str(began), "end": str(ended), "delta": str(ended - began)}


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


EXEC = Verb(
    name="exec",
    options=dict({
        "instance": Argument(required=True),
        "creates": TEXT,
        "removes": TEXT,
        "detach": Argument("bool", default=False),
    }, **COMMAND_OPTIONS),
    intend=intend,
    perform=perform,
    rules=COMMAND_RULES,
    extensions=("instances",),
)
