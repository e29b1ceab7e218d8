# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one task costs: a hundred tasks, each about another profile that is as declared, and a hundred that change one.

    python run.py [--tasks 100] [--times 3]

A playbook without tasks is taken off, so the figures are milliseconds a task.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fleet"))

from contenders import SOCKET, Contender, Empty
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    contenders = [kind(options.tasks) for kind in (Ours, Shipped, Peer)]
    contenders[0].tasks("first")
    found: Dict[str, Dict[str, List[float]]] = {one.label: {"no change": [], "change": []} for one in contenders}
    empty = []
    for time in range(options.times):
        empty.append(seconds(Empty(0).create))
        for one in contenders:
            text = "{0} {1}".format(one.label, time)
            for phase in ("change", "no change"):
                took = seconds(lambda one=one, text=text: one.tasks(text)) - empty[-1]
                found[one.label][phase].append(took * 1000 / options.tasks)
    figures = {label: {phase: summary(took) for phase, took in phases.items()} for label, phases in found.items()}
    ours = figures[Ours.label]
    save("tasks", {"tasks": options.tasks, "empty playbook, seconds": summary(empty), "milliseconds a task": figures,
                   "over ours": {label: {phase: round(took["median"] / ours[phase]["median"], 2)
                                         for phase, took in phases.items()} for label, phases in figures.items()}})


if __name__ == "__main__":
    main()
