# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a file or a directory of an instance to the machine where the module runs."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mode import octal
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    FILE,
    LINK,
    OTHER,
    WRITE,
    Attributes,
    Entry,
    Step,
    listing,
    steps,
    undecided,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import trees
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import (
    SHOWN,
    absolute,
    text_at,
    text_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.local_steps import carry_out


@dataclass(frozen=True)
class Work:
    """What ``perform`` needs of what was read."""

    steps: List[Step]
    source: str
    top: str


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Compare what the instance has with what is here, by checksum."""
    source = absolute("src", options["src"])
    instance_of(client, options["instance"])
    with doing("fetch {0} from instance {1!r}".format(source, options["instance"])):
        with open_sftp(client, options["instance"]) as sftp:
            wanted = _wanted(sftp, source, options)
            if not wanted:
                return _nothing(source, options)
            return _intend(sftp, source, wanted, options)


def _nothing(source: str, options: Mapping[str, Any]) -> Intent:
    if options.get("fail_on_missing") is False:
        return Intent(changes=False, result={"instance": options["instance"], "src": source, "state": "absent"})
    raise NotFound(
        "{0}: there is no such file or directory; correct `src`, or set `fail_on_missing: false`.".format(source)
    )


def _wanted(sftp: Any, source: str, options: Mapping[str, Any]) -> Dict[str, Entry]:
    """The tree in the instance as it shall be here: without owners, and with the permissions the task asks for."""
    tree = trees.remote_tree(sftp, source, options.get("exclude") or ())
    for path, entry in tree.items():
        if entry.kind == OTHER:
            raise Invalid(
                "{0} is neither a file nor a directory nor a link; exclude it.".format(trees.below(source, path))
            )
    # What an instance calls setuid is nobody's business here.
    return {path: replace(entry, uid=0, gid=0, mode=entry.mode & 0o777 if entry.kind != LINK else 0)
            for path, entry in tree.items()}


def _top(source: str, wanted: Mapping[str, Entry], options: Mapping[str, Any]) -> str:
    dest = os.path.expanduser(options["dest"])
    inside = wanted[""].kind == DIRECTORY and options["src"].endswith("/")
    into = dest.endswith("/") or os.path.isdir(dest) or wanted[""].kind == DIRECTORY
    return os.path.abspath(dest if inside or not into else os.path.join(dest, posixpath.basename(source)))


def _intend(sftp: Any, source: str, wanted: Dict[str, Entry], options: Mapping[str, Any]) -> Intent:
    top = _top(source, wanted, options)
    current = trees.local_tree(top, options.get("exclude") or (), follow_top=False) if os.path.lexists(top) else {}
    if not options.get("mirror"):
        current = {path: entry for path, entry in current.items() if path in wanted}
    current = {path: replace(entry, mode=0) if entry.kind == LINK else entry for path, entry in current.items()}
    doubtful = undecided(wanted, current)
    wanted = trees.with_digests(wanted, trees.remote_digests(sftp, source, wanted, doubtful))
    current = trees.with_digests(current, {path: trees.local_digest(trees.below(top, path)) for path in doubtful})
    attributes = Attributes(mode=_said(options, "mode"), directory_mode=_said(options, "directory_mode"))
    due = steps(wanted, current, attributes, bool(options.get("mirror")), top)
    before, after = _difference(sftp, source, top, current, due)
    return Intent(bool(due), before, after, _result(options, source, top, wanted, due), Work(due, source, top))


def _said(options: Mapping[str, Any], name: str) -> Any:
    return "preserve" if options.get(name) is None else options[name]


def _difference(sftp: Any, source: str, top: str, current: Mapping[str, Entry], due: List[Step]) -> Tuple[Any, Any]:
    if len(due) == 1 and not due[0].path and due[0].action == WRITE and due[0].entry.size <= SHOWN:
        is_small = "" in current and current[""].kind == FILE and current[""].size <= SHOWN
        was = text_of(b"".join(trees.blocks_of(top))) if is_small else None if "" in current else ""
        will = text_at(sftp, source, SHOWN)
        if was is not None and will is not None:
            return was, will
    return listing(due, current, top)


def _result(options: Mapping[str, Any], source: str, top: str, wanted: Mapping[str, Entry],
            due: List[Step]) -> Dict[str, Any]:
    result: Dict[str, Any] = {
        "instance": options["instance"], "src": source, "dest": top, "state": wanted[""].kind,
        "paths": {action: [trees.below(top, step.path) for step in due if step.action == action]
                  for action in sorted({step.action for step in due})},
        "mode": octal(wanted[""].mode),
    }
    if wanted[""].kind == FILE:
        result.update(size=wanted[""].size, **({"checksum": wanted[""].digest} if wanted[""].digest else {}))
    return result


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Every file is written aside and renamed, so that a cut-off transfer leaves the old one."""
    work = intent.carry
    with doing("fetch {0} from instance {1!r}".format(work.source, options["instance"])):
        with open_sftp(client, options["instance"]) as sftp:
            digests = carry_out(sftp, work.source, work.top, work.steps, say)
    return {"checksum": digests[""]} if "" in digests else {}


FETCH = Verb(
    name="fetch",
    options={
        "instance": Argument(required=True),
        "src": Argument(required=True),
        "dest": Argument("path", required=True),
        "mode": Argument("raw"),
        "directory_mode": Argument("raw"),
        "mirror": Argument("bool", default=False),
        "exclude": STRINGS,
        "fail_on_missing": Argument("bool", default=True),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
