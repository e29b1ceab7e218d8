# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans and instances as tables for people.  Pure."""

from __future__ import annotations

import re
from typing import Any, Iterable, List, Mapping, Optional, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> List[str]:
    """Aligned columns, one line a row, headings first."""
    lines = [[str(cell) for cell in row] for row in [headings, *rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]


def instance_table(instances: Iterable[Mapping[str, Any]]) -> List[str]:
    """Name, state, IPv4, runtime and limits of instances."""
    return table(("NAME", "STATE", "IPV4", "RUNTIME", "LIMITS"), (
        (one["name"], one["status"], ", ".join(one["ipv4"]) or "-", one["runtime"] or "-",
         " ".join("{0}={1}".format(key, value) for key, value in one["limits"].items()) or "-")
        for one in instances))


def plan_table(entries: Iterable[Mapping[str, Any]]) -> List[str]:
    """Action, kind, name and reason of what changes, who changed it last where a journal was asked, and a line that counts."""
    entries = list(entries)
    changing = [entry for entry in entries if entry["action"] != "none"]
    asked = any("changed_by" in entry for entry in changing)
    lines = table(("ACTION", "KIND", "NAME", "REASON") + (("CHANGED BY",) if asked else ()), (
        (entry["action"], entry["kind"], "/".join(filter(None, (entry["parent"], entry["name"]))), entry["reason"])
        + ((who(entry.get("changed_by")),) if asked else ())
        for entry in changing)) if changing else []
    return lines + [counted(entries)]


def who(changed_by: Optional[Mapping[str, str]]) -> str:
    """``root (unix) 2026-05-01T09:30:00Z instance-updated``."""
    if not changed_by:
        return "-"
    name, protocol = changed_by["username"] or "unknown", changed_by["protocol"]
    return "{0}{1} {2} {3}".format(
        name, " ({0})".format(protocol) if protocol else "", _seconds(changed_by["time"]), changed_by["action"])


def _seconds(time: str) -> str:
    return re.sub(r"\.\d+", "", time)


def counted(entries: Iterable[Mapping[str, Any]]) -> str:
    """``2 to create, 1 to update, 17 as declared``."""
    entries = list(entries)
    said = []
    for action in ("create", "update", "restart", "replace", "delete"):
        number = sum(entry["action"] == action for entry in entries)
        if number:
            said.append("{0} to {1}".format(number, action))
    same = sum(entry["action"] == "none" for entry in entries)
    return ", ".join(said + ["{0} as declared".format(same)])
