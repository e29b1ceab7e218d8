# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet does in its instances once they are ready: files, then commands, each with the verb of its module.

A command without ``creates`` and ``removes`` runs once, when its instance was just made.  That it is still due, or was
done, is remembered in the instance's own configuration, so that a run that fails in between is finished by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, OperationFailed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Verb

COPY, FILE, EXEC = "copy", "file", "exec"
MARK, DUE, DONE = "user.lxcri.inside", "due", "done"

# A verb by its name; verbs belong to a layer beside this one.
Verbs = Callable[[str], Verb]


@dataclass(frozen=True)
class Work:
    """One thing to do in an instance: a verb's name and options, and how it is called in a sentence.

    ``once``: only in an instance that was just made.
    """

    verb: str
    options: Mapping[str, Any]
    says: str
    once: bool = False


def verb_of(section: str, entry: Mapping[str, Any]) -> str:
    """Which verb an entry of ``files`` or ``commands`` means: a file with ``dest`` is copied, one with ``path`` is set."""
    if section == "commands":
        return EXEC
    return FILE if "path" in entry and "dest" not in entry else COPY


def works_of(wanted: Wanted) -> Tuple[Work, ...]:
    """What is declared to be done in an instance, in order.  Pure.

    Neither contents nor arguments are named, since both may be secret.
    """
    found = []
    for place, entry in enumerate(wanted.options.get("files") or ()):
        where = entry.get("dest") or entry.get("path")
        found.append(Work(verb_of("files", entry), entry, "files[{0}] {1}".format(place, where)))
    for place, entry in enumerate(wanted.options.get("commands") or ()):
        words = entry.get("argv") or [entry.get("shell") or (entry.get("cmd") or "").strip()]
        first = (str(words[0]).split() or [""])[0]
        found.append(Work(EXEC, entry, "commands[{0}] {1}".format(place, first),
                          not (entry.get("creates") or entry.get("removes"))))
    return tuple(found) if wanted.state != "absent" else ()


def marked(wanted: Wanted) -> Wanted:
    """The declaration of what is yet to be made, with the mark that it has something to do once.  Pure."""
    if not any(work.once for work in works_of(wanted)):
        return wanted
    return wanted.with_values(config=dict(wanted.values.get("config") or {}, **{MARK: DUE}))


def is_due(current: Optional[Mapping[str, Any]]) -> bool:
    """Did a run before make the instance, and not come to what is done once?  Pure."""
    return ((current or {}).get("config") or {}).get(MARK) == DUE


def look(client: Any, verbs: Verbs, wanted: Wanted, first: bool) -> Tuple[str, ...]:
    """What is due in a running instance, one name each; reads only.

    :arg first: is what is done once still due?
    :raises LxcriError: when it cannot be done, and nothing that is due before it could change that.
    """
    found: List[str] = []
    for work in works_of(wanted):
        if work.once:
            found += [work.says] * first
            continue
        try:
            intent = verbs(work.verb).intend(client, dict(work.options, instance=wanted.name))
        except LxcriError as error:
            if not found:
                raise _explained(error, wanted, work)
            # A directory, a user or a program that is missing now may come from what is due before.
            found.append(work.says)
        else:
            found += [work.says] * intent.changes
    return tuple(found)


def carry_out(client: Any, verbs: Verbs, wanted: Wanted, first: bool) -> None:
    """Look at each once more and do what is due; the first that fails ends it.

    :raises LxcriError: which names the instance and the entry.
    """
    for work in works_of(wanted):
        if work.once and not first:
            continue
        options = dict(work.options, instance=wanted.name)
        try:
            verb = verbs(work.verb)
            intent = verb.intend(client, options)
            done = verb.perform(client, options, intent, lambda line: None) if intent.changes else {}
        except LxcriError as error:
            raise _explained(error, wanted, work)
        if done.get("failed"):
            raise _explained(OperationFailed(done["msg"].rstrip(".") + _last_line(done) + "."), wanted, work)


def _last_line(done: Mapping[str, Any]) -> str:
    lines = [line.strip() for line in (done.get("stderr_lines") or done.get("stdout_lines") or ()) if line.strip()]
    return ": " + lines[-1][:200].rstrip(".") if lines else ""


def _explained(error: LxcriError, wanted: Wanted, work: Work) -> LxcriError:
    return type(error)("instance {0!r}: {1}: {2}".format(wanted.name, work.says, error.message), **error.details)
