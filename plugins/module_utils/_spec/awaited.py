# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one can wait for in an instance, and whether it has come.  Pure: what was read goes in, a verdict comes out."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.ready import addresses

# An option that takes a list of these takes all there is to wait for.
WAIT_FOR = Argument("list", elements="dict", options={
    "running": Argument("bool"),
    "ipv4": Argument(),
    "ipv6": Argument(),
    "agent": Argument("bool"),
    "cloud_init": Argument("bool"),
    "systemd": Argument(choices=("running", "degraded")),
    "port": Argument("int"),
    "file": Argument(),
    "command": Argument(),
    "rc": Argument("int", default=0),
    "log": Argument(),
    "console": Argument("bool"),
    "line": Argument(),
    "timeout": Argument("int"),
})
# The two options of everything that waits before or after it works.
WAITING = {"wait_for": WAIT_FOR, "wait_timeout": Argument("int", default=300)}
KINDS = ("running", "ipv4", "ipv6", "agent", "cloud_init", "systemd", "port", "file", "command", "log", "console")
# What the server's own view of an instance tells; the rest must be looked for inside.
OUTSIDE = ("running", "ipv4", "ipv6", "agent")


@dataclass(frozen=True)
class Item:
    """One thing to wait for: ``kind`` of ``KINDS``, and what it is about; ``timeout`` in seconds where it has one."""

    kind: str
    value: Any = True
    rc: int = 0
    line: str = ""
    timeout: Optional[float] = None

    @property
    def argv(self) -> Tuple[str, ...]:
        """Of a command."""
        return tuple(shlex.split(self.value)) if self.kind == "command" else ()

    def __str__(self) -> str:
        where = "" if self.value == "any" else " on {0}".format(self.value)
        return {
            "running": "it to run",
            "ipv4": "an IPv4 address" + where,
            "ipv6": "an IPv6 address" + where,
            "agent": "its agent",
            "cloud_init": "cloud-init to be done",
            "systemd": "systemd to be {0}".format(self.value),
            "port": "TCP port {0}".format(self.value),
            "file": "the file {0}".format(self.value),
            "command": "{0!r} to end with {1}".format(self.value, self.rc),
            "log": "{0!r} in {1}".format(self.line, self.value),
            "console": "{0!r} on its console".format(self.line),
        }[self.kind]


@dataclass(frozen=True)
class Verdict:
    """``holds``, or ``why`` it does not; ``hopeless`` when it never will."""

    holds: bool
    why: str = ""
    hopeless: bool = False


HOLDS = Verdict(True)
Groups = Tuple[Tuple[Item, ...], ...]
Lacks = Dict[Item, Verdict]


@dataclass(frozen=True)
class Awaited:
    """What a task waits for once its object is as declared: all of ``groups``, for ``timeout`` seconds at most."""

    groups: Groups
    timeout: float

    @property
    def outside(self) -> bool:
        """Does the server's own view of the instance tell all of it?"""
        return all(item.kind in OUTSIDE for group in self.groups for item in group)


def groups_of(said: Sequence[Mapping[str, Any]]) -> Groups:
    """What a task wrote: one group of items for every dictionary.

    :raises Invalid: when a dictionary asks for nothing, or for something that cannot be.
    """
    return tuple(_group(number, one) for number, one in enumerate(said))


def awaited_of(options: Mapping[str, Any]) -> Optional[Awaited]:
    """What the options ``wait_for`` and ``wait_timeout`` ask for; ``None`` when nothing.

    :raises Invalid: as ``groups_of``.
    """
    if not options.get("wait_for"):
        return None
    return Awaited(groups_of(options["wait_for"]), float(options.get("wait_timeout") or 300))


def _group(number: int, said: Mapping[str, Any]) -> Tuple[Item, ...]:
    items = tuple(
        Item(kind, said[kind], said.get("rc") or 0, said.get("line") or "", said.get("timeout"))
        for kind in KINDS if said.get(kind) not in (None, False, ""))
    if not items:
        raise Invalid("wait_for[{0}]: it asks for nothing; name one of {1}.".format(number, ", ".join(KINDS)))
    for item in items:
        if item.kind in ("log", "console"):
            _check_line(number, item)
        try:
            if item.kind == "command" and not item.argv:
                raise ValueError("it is empty")
        except ValueError as error:
            raise Invalid("wait_for[{0}].command: {1}; quote it as for a shell.".format(number, error))
    return items


def _check_line(number: int, item: Item) -> None:
    if not item.line:
        raise Invalid("wait_for[{0}]: `{1}` needs `line`, the pattern to look for.".format(number, item.kind))
    try:
        re.compile(item.line)
    except re.error as error:
        raise Invalid(
            "wait_for[{0}].line: {1!r} is no regular expression ({2}); correct it.".format(number, item.line, error)
        )


def from_state(item: Item, state: Optional[Mapping[str, Any]]) -> Verdict:
    """Of what ``GET /1.0/instances/{name}/state`` tells."""
    if state is None:
        return Verdict(False, "there is no such instance")
    if state.get("status") != "Running":
        return Verdict(False, "it is {0}".format(str(state.get("status")).lower()))
    if item.kind in ("ipv4", "ipv6"):
        nic = "" if item.value in ("any", "true", "True") else item.value
        found = addresses(state, item.kind, nic)
        return HOLDS if found else Verdict(False, "it has none")
    if item.kind == "agent":
        # A virtual machine without one has no processes to count.
        return HOLDS if (state.get("processes") or 0) > 0 else Verdict(False, "it does not answer")
    return HOLDS


def listening(tables: Sequence[str], port: int) -> Verdict:
    """Of ``/proc/net/tcp`` and ``/proc/net/tcp6``: does anybody listen on the port, other than on the loopback?"""
    found = set()
    for table in tables:
        for line in table.splitlines()[1:]:
            fields = line.split()
            if len(fields) > 3 and fields[3] == "0A":
                address, number = fields[1].rsplit(":", 1)
                if int(number, 16) == port:
                    found.add(address)
    local = {"0100007F", "0" * 24 + "01000000"}
    if found - local:
        return HOLDS
    return Verdict(False, "it is open on the loopback only" if found else "nobody listens")


def cloud_init(result: Optional[str], status: Optional[str]) -> Verdict:
    """Of ``/run/cloud-init/result.json``, which is there when it is over, and ``status.json``."""
    try:
        over = json.loads(result)["v1"] if result else None
        errors = list((over or {}).get("errors") or ())
        stages = (json.loads(status).get("v1") or {}) if status else {}
    except (ValueError, KeyError, TypeError, AttributeError):
        return Verdict(False, "it writes its result")
    for stage in stages.values() if over is not None else ():
        errors += [one for one in (stage.get("errors") or () if isinstance(stage, dict) else ()) if one not in errors]
    if over is None:
        return Verdict(False, "it is at {0}".format(stages.get("stage")) if stages.get("stage") else "it has not begun")
    if errors:
        return Verdict(False, "cloud-init failed: " + "; ".join(str(one) for one in errors), hopeless=True)
    return HOLDS


def systemd(said: str, wanted: str) -> Verdict:
    """Of ``systemctl is-system-running``; a system on which a unit failed is ``degraded``."""
    word = said.strip() or "without systemd"
    if word == "running" or (word == "degraded" and wanted == "degraded"):
        return HOLDS
    return Verdict(False, "it is {0}".format(word), hopeless=word in ("degraded", "maintenance"))


def ended(rc: int, wanted: int) -> Verdict:
    """Of a command."""
    return HOLDS if rc == wanted else Verdict(False, "it ended with {0}".format(rc))


def has_line(text: Optional[str], pattern: str) -> Verdict:
    """Of a log."""
    if text is None:
        return Verdict(False, "there is no such file")
    return HOLDS if re.search(pattern, text, re.MULTILINE) else Verdict(False, "no line matches")


def open_items(groups: Groups, every: bool, judge: Callable[[Item], Verdict]) -> Lacks:
    """What does not hold yet; empty when enough does.

    :arg every: all groups must hold; otherwise one of them is enough.
    """
    missing: Lacks = {}
    for group in groups:
        lacks = {item: verdict for item, verdict in ((item, judge(item)) for item in group) if not verdict.holds}
        if not lacks and not every:
            return {}
        missing.update(lacks)
    return missing


def sentence(name: str, missing: Mapping[Item, Verdict]) -> str:
    """``web1 for an IPv4 address on eth0 (it has none)``."""
    return "{0} for {1}".format(name, ", ".join(
        "{0} ({1})".format(item, verdict.why) if verdict.why else str(item) for item, verdict in missing.items()))
