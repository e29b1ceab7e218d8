# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Give instances a Python, so that Ansible's modules run in them."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Invalid,
    LxcriError,
    OperationFailed,
    Timeout,
    Unsupported,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import WAITING, groups_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.pythons import (
    Probe,
    install_script,
    probe_of,
    probe_script,
    version_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import FILE, Entry
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import missing_parents
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_steps import make_parents, write_file
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait import Watch, until

PROBE_TIMEOUT = 60.0
# A fresh instance may have an address before it has a resolver; package managers give up at once then.
ATTEMPTS, PAUSE = 4, 3.0
BLOCK = 1 << 18


@dataclass(frozen=True)
class Target:
    """One instance: what it has, or why it could not be asked."""

    name: str
    probe: Probe = Probe()
    error: str = ""


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Ask every instance at once what it has."""
    least = version_of(options["minimum"])
    if options.get("interpreter") and not os.path.isfile(options["interpreter"]):
        raise Invalid("interpreter: there is no file {0}; correct the path.".format(options["interpreter"]))
    if not options["instances"]:
        return Intent(False, result={"interpreters": {}, "instances": {}})
    watch = Watch(client, list(options["instances"]), groups_of(options.get("wait_for") or [{"running": True}]), True)
    until(watch, float(options["wait_timeout"]), lambda line: None)
    with ThreadPoolExecutor(options["parallel"]) as pool:
        targets = list(pool.map(lambda name: _target(client, name, options, least), options["instances"]))
    due = [target for target in targets if target.error or target.probe.version < least]
    return Intent(bool(due), {target.name: said_of(target) for target in targets},
                  {target.name: planned_of(target, options, least) for target in targets}, result_of(targets), targets)


def said_of(target: Target) -> str:
    """What an instance has, for the diff."""
    return "Python " + target.probe.says if target.probe.says else target.error or "no Python"


def planned_of(target: Target, options: Mapping[str, Any], least: Any) -> str:
    """The same as it is to be."""
    if target.error or target.probe.version >= least:
        return said_of(target)
    return "Python from {0}".format(options.get("interpreter") or target.probe.manager or "nowhere")


def result_of(targets: List[Target], changed: Any = ()) -> Dict[str, Any]:
    """Return values: the interpreters by instance, and what is known of each."""
    return {
        "interpreters": {target.name: target.probe.python for target in targets if target.probe.python},
        "instances": {target.name: {
            "python": target.probe.python, "version": target.probe.says, "package_manager": target.probe.manager,
            "changed": target.name in changed, "error": target.error} for target in targets},
    }


def _target(client: Any, name: str, options: Mapping[str, Any], least: Any) -> Target:
    try:
        return Target(name, probe(client, name, options, least))
    except LxcriError as error:
        return Target(name, error=error.message)


def probe(client: Any, name: str, options: Mapping[str, Any], least: Any) -> Probe:
    """What an instance has.  One without a shell is asked nothing: it has no package manager either."""
    first = [options["dest"]] if options.get("interpreter") else []
    ended = execute(client, name, Command(("/bin/sh", "-c", probe_script(first))), timeout=PROBE_TIMEOUT)
    return probe_of(ended.stdout.decode("utf-8", "replace"), least)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Where something is missing, install it, everywhere at once; one that fails does not hold the others up."""
    least = version_of(options["minimum"])
    changed: List[str] = []

    def one(target: Target) -> Target:
        if target.error or target.probe.version >= least:
            return target
        try:
            say("installing Python in {0}".format(target.name))
            _install(client, target, options)
            changed.append(target.name)
            found = probe(client, target.name, options, least)
            if found.version < least:
                raise OperationFailed(
                    "instance {0!r} has {1} now, but {2} is needed; name another image, or push an `interpreter`.".format(
                        target.name, found.says or "no Python", options["minimum"]))
            return Target(target.name, found)
        except LxcriError as error:
            return Target(target.name, target.probe, error.message)

    with ThreadPoolExecutor(options["parallel"]) as pool:
        targets = list(pool.map(one, intent.carry))
    result = dict(result_of(targets, changed), changed=bool(changed))
    failed = [target for target in targets if target.error]
    if failed:
        result.update(failed=True, msg="{0} of {1} instances have no Python: {2}".format(
            len(failed), len(targets), " ".join(target.error for target in failed)))
    return result


def _install(client: Any, target: Target, options: Mapping[str, Any]) -> None:
    if options.get("interpreter"):
        push(client, target.name, options["interpreter"], options["dest"])
        return
    script = install_script(target.probe.manager, options.get("packages") or ())
    if script is None:
        raise Unsupported("instance {0!r} has no package manager that is known; push an `interpreter`.".format(
            target.name))
    _network(client, target.name, options)
    for left in reversed(range(ATTEMPTS)):
        ended = execute(client, target.name, Command(("/bin/sh", "-c", script)), timeout=float(options["timeout"]))
        if ended.rc == 0:
            return
        if left:
            time.sleep(PAUSE)
    said = (ended.stderr or ended.stdout).decode("utf-8", "replace").strip().splitlines()
    raise OperationFailed("Python could not be installed in instance {0!r} with {1} ({2}); see its network and package "
                          "sources.".format(target.name, target.probe.manager, said[-1] if said else "no reason given"))


def _network(client: Any, name: str, options: Mapping[str, Any]) -> None:
    """Wait for any address; without one the package manager may still have a mirror within."""
    groups = groups_of([{"ipv4": "any"}, {"ipv6": "any"}])
    try:
        until(Watch(client, [name], groups, False), min(60.0, float(options["wait_timeout"])), lambda line: None)
    except Timeout:
        pass


def push(client: Any, name: str, source: str, path: str) -> None:
    """Copy an interpreter into an instance, whole or not at all."""
    with open_sftp(client, name) as sftp, open(source, "rb") as file:
        make_parents(sftp, missing_parents(sftp, path))
        entry = Entry(FILE, size=os.fstat(file.fileno()).st_size, mode=0o755)
        write_file(sftp, path, iter(lambda: file.read(BLOCK), b""), entry)


BOOTSTRAP = Verb(
    name="bootstrap",
    options={
        "instances": Argument("list", elements="str", required=True),
        "minimum": Argument(default="3.9"),
        "packages": STRINGS,
        "interpreter": Argument("path"),
        "dest": Argument(default="/usr/local/bin/python3"),
        "parallel": Argument("int", default=8),
        **WAITING,
    },
    intend=intend,
    perform=perform,
    rules={"mutually_exclusive": [["packages", "interpreter"]]},
    extensions=("instances",),
)
