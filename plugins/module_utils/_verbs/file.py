# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files, directories and links in an instance: that they are there or not, whose they are, who may do what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mode import octal
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    FILE,
    LINK,
    POINT,
    REMOVE,
    Attributes,
    Entry,
    Step,
    listing,
    steps,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import trees
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import (
    absolute,
    attributes_of,
    followed,
    missing_parents,
    parent_there,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_steps import carry_out, make_parents

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@dataclass(frozen=True)
class Work:
    """What ``perform`` needs of what was read."""

    steps: List[Step]
    top: str
    parents: Tuple[str, ...]


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Look at the path, and decide."""
    path = absolute("path", options["path"])
    instance_of(client, options["instance"])
    with doing("set {0} in instance {1!r}".format(path, options["instance"])):
        with open_sftp(client, options["instance"]) as sftp:
            return _intend(sftp, path, options)


def _intend(sftp: Any, path: str, options: Mapping[str, Any]) -> Intent:
    state = options["state"]
    if path == "/" and state == "absent":
        raise Invalid("path: the whole of an instance is not removed this way; use instance with `state: absent`.")
    if options.get("follow") and state in (FILE, DIRECTORY, "touch"):
        path = followed(sftp, path)
    parents = missing_parents(sftp, path) if state in (DIRECTORY, LINK, "touch") else ()
    if parents and state != DIRECTORY:
        parent_there(sftp, path, "path")
    current = _current(sftp, path, state == "absent" or bool(options.get("recurse")))
    # `mode` is for whatever is there; `directory_mode` is for directories where they are to differ.
    said = dict(options, directory_mode=options["mode"]) if options.get("directory_mode") is None else options
    due = decided(path, current, attributes_of(sftp, said), options)
    before, after = listing(due, current, path)
    return Intent(bool(due), before, after, _result(options, path, current, due), Work(due, path, parents))


def _current(sftp: Any, path: str, whole: bool) -> Dict[str, Entry]:
    there = sftp.lstat(path)
    if there is None:
        return {}
    entry = trees.remote_entry(there)
    if entry.kind == LINK:
        return {"": replace(entry, target=sftp.readlink(path))}
    return trees.remote_tree(sftp, path) if whole and entry.kind == DIRECTORY else {"": entry}


def decided(path: str, current: Mapping[str, Entry], attributes: Attributes, options: Mapping[str, Any]) -> List[Step]:
    """What must be done so that the path is as the task says.  Pure.

    :raises NotFound: when a file is to have an owner or permissions and does not exist; ``Conflict`` when something
        else is there.
    """
    state = options["state"]
    there = current.get("")
    if state == "absent":
        return [Step(REMOVE, name, current[name]) for name in sorted(current, reverse=True)]
    if state == LINK:
        return _link(path, there, options)
    if state == FILE and there is None:
        raise NotFound("{0}: there is no such file; write it with copy, or set `state: touch`.".format(path))
    if there is not None and (there.kind == DIRECTORY) != (state == DIRECTORY) and not (
            state == FILE and there.kind == DIRECTORY):
        raise Conflict("{0} is a {1}, and a {2} is wanted; remove it first with `state: absent`.".format(
            path, there.kind, DIRECTORY if state == DIRECTORY else FILE))
    if there is None:
        return steps(
            {"": Entry(DIRECTORY, mode=0o755) if state == DIRECTORY else Entry(FILE, mode=0o644, digest=EMPTY)},
            {},
            attributes,
            where=path,
        )
    # Content is nobody's business here: as it is, so it is wanted.
    return steps(current if options.get("recurse") else {"": there}, current, attributes, where=path)


def _link(path: str, there: Any, options: Mapping[str, Any]) -> List[Step]:
    wanted = Entry(LINK, target=options["src"])
    if there is not None and there.kind != LINK and not (there.kind == FILE and options.get("force")):
        raise Conflict("{0} is a {1}, and a link is wanted; {2}.".format(
            path, there.kind, "set `force: true` to replace it" if there.kind == FILE else
            "remove it first with `state: absent`"))
    return (
        [] if there is not None and there.kind == LINK and there.target == wanted.target else [Step(POINT, "", wanted)]
    )


def _result(options: Mapping[str, Any], path: str, current: Mapping[str, Entry], due: List[Step]) -> Dict[str, Any]:
    entry = next((step.entry for step in due if not step.path and step.action != REMOVE), None)
    if entry is None and options["state"] != "absent":
        entry = current.get("")
    result: Dict[str, Any] = {"instance": options["instance"], "path": path, "state": entry.kind if entry else "absent",
                              "paths": [trees.below(path, step.path) for step in due]}
    if entry is not None and entry.kind == LINK:
        result["src"] = entry.target
    elif entry is not None:
        result.update(mode=octal(entry.mode), uid=entry.uid, gid=entry.gid, size=entry.size)
    return result


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """One step after the other."""
    work = intent.carry
    with doing("set {0} in instance {1!r}".format(work.top, options["instance"])):
        with open_sftp(client, options["instance"]) as sftp:
            make_parents(sftp, work.parents)
            carry_out(sftp, work.top, work.steps, lambda path: (b"",), say)
    return {}


FILE_VERB = Verb(
    name="file",
    options={
        "instance": Argument(required=True),
        "path": Argument(required=True),
        "state": Argument(choices=("file", "directory", "link", "touch", "absent"), default="file"),
        "src": TEXT,
        "owner": TEXT,
        "group": TEXT,
        "mode": Argument("raw"),
        "directory_mode": Argument("raw"),
        "recurse": Argument("bool", default=False),
        "follow": Argument("bool", default=True),
        "force": Argument("bool", default=False),
    },
    intend=intend,
    perform=perform,
    rules={"required_if": [["state", "link", ["src"]]]},
    extensions=("instances",),
)
