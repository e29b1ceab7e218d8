# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one task costs: a hundred tasks, each about another profile that is as declared, and a hundred that change one.

    python run.py [--tasks 100] [--times 3] [--only profiles|kinds]

Then the same for other kinds, in the controller's process alone: all tasks about one thing, of which something is another each
time or stays.  A playbook without tasks is taken off, so the figures are milliseconds a task.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Dict, List, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fleet"))

from contenders import IMAGE, SOCKET, Contender, Empty
from measure import save, seconds, summary


class Ours(Contender):
    """Our modules, in the controller's process."""

    label = "lxcri.containers.profile"
    in_process = "true"

    def module(self, name: str, text: str) -> Dict[str, Any]:
        return {"lxcri.containers.profile": {
            "server": SOCKET, "name": name, "description": text, "config": {"limits.cpu": "1"}}}

    def tasks(self, text: str) -> None:
        self.play("tasks", [{"hosts": "localhost", "gather_facts": False,
                             "tasks": [self.module(name, text) for name in self.names]}],
                  "-e", "lxcri_in_process=" + self.in_process)

    def delete(self) -> None:
        self.play("absent", [{"hosts": "localhost", "gather_facts": False, "tasks": [
            {"lxcri.containers.profile": {"server": SOCKET, "name": name, "state": "absent"}} for name in self.names]}])


class Shipped(Ours):
    """The same modules, each in a process of its own."""

    label = "lxcri.containers.profile, shipped"
    in_process = "false"


class Peer(Ours):
    """What most people have."""

    label = "community.general.lxd_profile"

    def module(self, name: str, text: str) -> Dict[str, Any]:
        url = "unix:" + SOCKET
        return {"community.general.lxd_profile": {
            "url": url, "snap_url": url, "name": name, "description": text, "config": {"limits.cpu": "1"}}}


# Kinds: the options of one, and the option that is another each time something is to change.
KINDS: Dict[str, Tuple[Dict[str, Any], str]] = {
    "project": ({"name": "bench"}, "description"),
    "network": ({"name": "bench0", "config": {"ipv4.address": "none", "ipv6.address": "none"}}, "description"),
    "storage_volume": ({"pool": "default", "name": "bench"}, "description"),
    "instance": ({"name": "bench", "image": IMAGE, "state": "started"}, "description"),
    "instance_snapshot": ({"instance": "bench", "name": "one"}, ""),
    "instance_info": ({"name": "bench"}, ""),
    "copy": ({"instance": "bench", "dest": "/bench"}, "content"),
    "exec": ({"instance": "bench", "argv": ["true"]}, ""),
}
# What goes with the instance.
INSIDE = ("instance_snapshot", "instance_info", "copy", "exec")


class Kind(Contender):
    """Tasks about one thing of a kind."""

    def __init__(self, number: int, kind: str) -> None:
        super().__init__(number)
        self.kind = kind

    def tasks(self, texts: List[str]) -> None:
        options, changing = KINDS[self.kind]
        self.modules([dict(options, **({changing: text} if changing else {})) for text in texts])

    def delete(self) -> None:
        self.modules([dict(KINDS[self.kind][0], state="absent")])

    def modules(self, calls: List[Dict[str, Any]]) -> None:
        self.play("tasks", [{"hosts": "localhost", "gather_facts": False, "tasks": [
            {"lxcri.containers." + self.kind: dict(options, server=SOCKET)} for options in calls]}])


def each_kind(number: int, times: int, empty: float) -> Dict[str, Any]:
    """Milliseconds a task of every kind, with nothing to change and with something."""
    found: Dict[str, Any] = {}
    kinds = [Kind(number, kind) for kind in KINDS]
    for one in kinds:
        one.tasks(["first"])
        took: Dict[str, List[float]] = {"change": [], "no change": []} if KINDS[one.kind][1] else {"no change": []}
        for time in range(times):
            texts = ["{0} {1}".format(time, place) for place in range(number)]
            for phase in took:
                spent = seconds(lambda one=one, texts=texts: one.tasks(texts)) - empty
                took[phase].append(spent * 1000 / number)
                texts = texts[-1:] * number
        found[one.kind] = {phase: summary(values) for phase, values in took.items()}
        print("  {0:24} {1}".format(one.kind, {phase: one["median"] for phase, one in found[one.kind].items()}),
              file=sys.stderr, flush=True)
    for one in reversed(kinds):
        if one.kind not in INSIDE:
            one.delete()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", choices=["profiles", "kinds"])
    options = parser.parse_args()
    if options.only != "kinds":
        profiles(options.tasks, options.times)
    if options.only != "profiles":
        empty = summary([seconds(Empty(0).create) for _time in range(options.times)])
        save("kinds", {"tasks": options.tasks, "empty playbook, seconds": empty,
                       "milliseconds a task": each_kind(options.tasks, options.times, empty["median"])})


def profiles(number: int, times: int) -> None:
    """Tasks about profiles, which the peer knows, too."""
    contenders = [kind(number) for kind in (Ours, Shipped, Peer)]
    contenders[0].tasks("first")
    found: Dict[str, Dict[str, List[float]]] = {one.label: {"no change": [], "change": []} for one in contenders}
    empty = []
    for time in range(times):
        empty.append(seconds(Empty(0).create))
        for one in contenders:
            text = "{0} {1}".format(one.label, time)
            for phase in ("change", "no change"):
                took = seconds(lambda one=one, text=text: one.tasks(text)) - empty[-1]
                found[one.label][phase].append(took * 1000 / number)
                print("  {0:40} {1:10} {2:.0f}".format(one.label, phase, found[one.label][phase][-1]),
                      file=sys.stderr, flush=True)
    figures = {label: {phase: summary(took) for phase, took in phases.items()} for label, phases in found.items()}
    ours = figures[Ours.label]
    # The server looks through all profiles to say who uses a network or a volume.
    contenders[0].delete()
    save("tasks", {"tasks": number, "empty playbook, seconds": summary(empty), "milliseconds a task": figures,
                   "over ours": {label: {phase: round(took["median"] / ours[phase]["median"], 2)
                                         for phase, took in phases.items()} for label, phases in figures.items()}})


if __name__ == "__main__":
    main()
