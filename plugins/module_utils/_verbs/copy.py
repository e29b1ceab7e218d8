# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copy a file, a directory or a text into an instance."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mode import octal
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import now
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    FILE,
    POINT,
    REMOVE,
    WRITE,
    Entry,
    Step,
    listing,
    steps,
    undecided,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import trees
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copy_source import Source, source_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import (
    SHOWN,
    absolute,
    attributes_of,
    followed,
    missing_parents,
    parent_there,
    text_at,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_steps import (
    carry_out,
    make_parents,
    write_file,
)


@dataclass(frozen=True)
class Work:
    """What ``perform`` needs of what was read."""

    steps: List[Step]
    source: Source
    top: str
    parents: Tuple[str, ...]
    backup: str


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Compare what is here with what the instance has, by checksum."""
    source = source_of(options)
    instance_of(client, options["instance"])
    with doing("copy to {0} in instance {1!r}".format(options["dest"], options["instance"])):
        with open_sftp(client, options["instance"]) as sftp:
            return _intend(sftp, options, source)


def _intend(sftp: Any, options: Mapping[str, Any], source: Source) -> Intent:
    top = _destination(sftp, options, source)
    parents = _parents(sftp, options, source, top)
    wanted, current = _compared(sftp, top, options, source)
    due = steps(wanted, current, attributes_of(sftp, options), bool(options.get("mirror")), top)
    if options.get("force") is False:
        due = [step for step in due if step.action not in (WRITE, POINT) or step.path not in current]
    backup = ""
    if options.get("backup") and "" in current and any(step.action == WRITE and not step.path for step in due):
        backup = "{0}.{1}~".format(top, now().strftime("%Y-%m-%dT%H-%M-%SZ"))
    before, after = _difference(sftp, source, current, due, top)
    return Intent(bool(due), before, after, _result(options, wanted, due, current, top, backup),
                  Work(due, source, top, parents, backup))


def _destination(sftp: Any, options: Mapping[str, Any], source: Source) -> str:
    """``dest``, or into it where that is a directory or ``src`` one without a slash at its end."""
    dest = absolute("dest", options["dest"])
    there = sftp.lstat(dest, follow=True)
    into = options["dest"].endswith("/") or (there is not None and there.kind == DIRECTORY)
    if source.name and (into or source.kind == DIRECTORY):
        dest = posixpath.join(dest, source.name)
    elif into and source.kind == FILE:
        raise Invalid("dest: {0} is a directory; name the file that is to hold the content.".format(options["dest"]))
    return followed(sftp, dest) if options.get("follow") else dest


def _parents(sftp: Any, options: Mapping[str, Any], source: Source, top: str) -> Tuple[str, ...]:
    missing = missing_parents(sftp, top)
    own = (absolute("dest", options["dest"]),) if source.kind == DIRECTORY and source.name else ()
    if missing and missing != own and not options.get("parents"):
        parent_there(sftp, missing[0] + "/x" if missing[1:] else top, "dest")
    if not missing:
        parent_there(sftp, top, "dest")
    return missing


def _compared(
    sftp: Any, top: str, options: Mapping[str, Any], source: Source
) -> Tuple[Dict[str, Entry], Dict[str, Entry]]:
    if source.kind == FILE:
        there = sftp.lstat(top)
        current = {} if there is None else {"": trees.remote_entry(there)}
    elif options.get("mirror"):
        current = trees.remote_tree(sftp, top, options.get("exclude") or ())
    else:
        current = trees.remote_part(sftp, top, source.tree)
    # A file must be read only where the other one has the same size.
    doubtful = undecided(source.tree, current)
    wanted = trees.with_digests(source.tree, {path: source.digest(path) for path in doubtful})
    return wanted, trees.with_digests(current, trees.remote_digests(sftp, top, current, doubtful))


def _difference(sftp: Any, source: Source, current: Mapping[str, Entry], due: List[Step], top: str) -> Tuple[Any, Any]:
    if len(due) == 1 and not due[0].path and due[0].action == WRITE and source.text is not None:
        was = text_at(sftp, top, SHOWN) if "" in current else ""
        if was is not None:
            return was, source.text
    return listing(due, current, top)


def _result(options: Mapping[str, Any], wanted: Mapping[str, Entry], due: List[Step], current: Mapping[str, Entry],
            top: str, backup: str) -> Dict[str, Any]:
    entry = next((step.entry for step in due if not step.path and step.action != REMOVE), None) or current.get("")
    result: Dict[str, Any] = {
        "instance": options["instance"], "dest": top, "state": wanted[""].kind,
        "paths": {action: [trees.below(top, step.path) for step in due if step.action == action]
                  for action in sorted({step.action for step in due})},
    }
    if entry is not None:
        result.update(mode=octal(entry.mode), uid=entry.uid, gid=entry.gid)
    if wanted[""].kind == FILE:
        result.update(checksum=wanted[""].digest, size=wanted[""].size)
    if backup:
        result["backup_file"] = backup
    return result


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Directories first; every file is written aside and renamed."""
    work = intent.carry
    with doing("copy to {0} in instance {1!r}".format(work.top, options["instance"])):
        with open_sftp(client, options["instance"]) as sftp:
            make_parents(sftp, work.parents)
            if work.backup:
                there = sftp.lstat(work.top, follow=True)
                write_file(sftp, work.backup, sftp.read(work.top), trees.remote_entry(there))
            first = work.steps[0]
            if options.get("unsafe_writes") and first.action == WRITE and not first.path:
                write_file(sftp, work.top, work.source.content(""), first.entry, in_place=True)
            else:
                carry_out(sftp, work.top, work.steps, work.source.content, say)
    return {}


COPY = Verb(
    name="copy",
    options={
        "instance": Argument(required=True),
        "src": Argument("path"),
        "content": TEXT,
        "content_base64": TEXT,
        "dest": Argument(required=True),
        "owner": TEXT,
        "group": TEXT,
        "mode": Argument("raw"),
        "directory_mode": Argument("raw"),
        "parents": Argument("bool", default=False),
        "force": Argument("bool", default=True),
        "backup": Argument("bool", default=False),
        "follow": Argument("bool", default=False),
        "local_follow": Argument("bool", default=False),
        "mirror": Argument("bool", default=False),
        "exclude": STRINGS,
        "unsafe_writes": Argument("bool", default=False),
    },
    intend=intend,
    perform=perform,
    rules={
        "mutually_exclusive": [["src", "content", "content_base64"]],
        "required_one_of": [["src", "content", "content_base64"]],
    },
    extensions=("instances",),
)
