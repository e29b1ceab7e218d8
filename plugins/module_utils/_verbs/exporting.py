# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup of an instance or of a custom volume in a file of the machine where the module runs: what the two have in common."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any, Callable, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.download import download
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._spec.archive import so_far
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import moment_of, now, written
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.retention import RETENTION, retention_of, surplus
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.local_steps import new_file

# The backup on the server is deleted at the end; should that fail, the server does it by itself after this.
LEASE = timedelta(days=1)
CHECKSUM = ".sha256"


# The options that both have.
OPTIONS = {
    "dest": Argument("path", required=True),
    "force": Argument("bool", default=False),
    "optimized_storage": Argument("bool", default=False),
    "compression_algorithm": TEXT,
    "checksum_file": Argument("bool", default=False),
    "retention": RETENTION,
}


@dataclass(frozen=True)
class Exported:
    """What is exported: ``says`` names it, ``path`` is that of its backups, ``body`` is what only its backups are asked for."""

    name: str
    says: str
    path: str
    body: Mapping[str, Any]


def intend(what: Exported, options: Mapping[str, Any], result: Mapping[str, Any]) -> Intent:
    """A file that is there is a backup that is there, unless a new one is asked for."""
    dest = os.path.abspath(os.path.expanduser(options["dest"]))
    if os.path.isdir(dest) or options["dest"].endswith("/"):
        raise Invalid("dest: {0} is a directory; name the file that is to hold the backup.".format(options["dest"]))
    there = os.path.exists(dest)
    due = bool(options.get("force")) or not there
    dropped = _surplus(dest, options, due)
    found: Dict[str, Any] = dict(result, dest=dest, dropped=dropped)
    if not due:
        found["size"] = os.path.getsize(dest)
    return Intent(
        changes=due or bool(dropped),
        before=dict.fromkeys(([dest] if there else []) + dropped, "a backup"),
        after={dest: "a new backup" if due else "a backup"},
        result=found, carry=what if due else None)


def _surplus(dest: str, options: Mapping[str, Any], due: bool) -> List[str]:
    """The files beside ``dest`` that are to go once it is there."""
    if not options.get("retention"):
        return []
    rule = retention_of(options["retention"])
    if not rule.pattern.strip("*?"):
        raise Invalid(
            "retention: `pattern` must say which files beside {0} are backups; write one such as web1-*.tar.gz.".format(
                dest
            )
        )
    there = _files(os.path.dirname(dest))
    if due:
        there[os.path.basename(dest)] = written(now() + timedelta(seconds=1))
    gone = surplus(there.items(), rule, now())
    return [os.path.join(os.path.dirname(dest), name) for name in gone if name != os.path.basename(dest)]


def _files(directory: str) -> Dict[str, str]:
    try:
        with os.scandir(directory) as found:
            return {one.name: written(moment_of(one.stat().st_mtime)) for one in found
                    if one.is_file(follow_symlinks=False) and not one.name.endswith((CHECKSUM, ".part"))}
    except FileNotFoundError:
        return {}


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Make the backup on the server, bring it here, delete it there; only then drop what is too old."""
    dest = intent.result["dest"]
    done: Dict[str, Any] = {}
    if intent.carry:
        with doing("export {0} to {1}".format(intent.carry.says, dest)):
            size, digest = _export(client, intent.carry, options, dest, say)
        done = {"size": size, "checksum": digest}
        if options.get("checksum_file"):
            with new_file(dest + CHECKSUM, 0o644) as file:
                file.write("{0}  {1}\n".format(digest, os.path.basename(dest)).encode())
    for path in intent.result["dropped"]:
        for one in (path, path + CHECKSUM):
            with suppress(FileNotFoundError):
                os.unlink(one)
    return done


def _export(client: Any, what: Exported, options: Mapping[str, Any], dest: str,
            say: Callable[[str], None]) -> Tuple[int, str]:
    body = {"name": "lxcri-" + secrets.token_hex(6), "expires_at": written(now() + LEASE),
            "optimized_storage": bool(options.get("optimized_storage")), **what.body}
    if options.get("compression_algorithm"):
        client.server.require("backup_compression_algorithm", "`compression_algorithm`")
        body["compression_algorithm"] = options["compression_algorithm"]
    backup = "{0}/{1}".format(what.path, body["name"])
    # Begun here first: what cannot be written need not be packed.
    with new_file(dest) as file:
        try:
            say("the server packs {0}".format(what.name))
            client.send(Request("POST", what.path, body, says="back up"))
            return _bring(client, backup + "/export", os.path.basename(dest), file, say)
        finally:
            # What went wrong before is what the person must hear; the server deletes it by itself.
            with suppress(LxcriError):
                client.send(Request("DELETE", backup, tolerate=(404,), says="delete"))


def _bring(client: Any, path: str, name: str, file: IO[bytes], say: Callable[[str], None]) -> Tuple[int, str]:
    digest, done = hashlib.sha256(), 0
    with download(client, path) as answer:
        for block in answer.blocks:
            file.write(block)
            digest.update(block)
            done += len(block)
            say(so_far(name, done, answer.length))
    file.flush()
    os.fsync(file.fileno())
    return done, digest.hexdigest()
