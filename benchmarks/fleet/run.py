# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Create and start, change nothing, stop and delete: N small containers, all contenders in one run.

    python run.py [--numbers 20 100] [--times 3] [--profile default]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import contenders
from measure import counted, peak_child_mib, save, seconds, summary

ALL = (contenders.Apply, contenders.Floor, contenders.Fleet, contenders.ShippedFleet, contenders.Hosts,
       contenders.Loop, contenders.Serial)


def measured(kind: Any, number: int, times: int, profile: str) -> Dict[str, Any]:
    """Seconds of each phase, ``times`` over."""
    phases: Dict[str, List[float]] = {"create": [], "check": [], "delete": []}
    for _time in range(times):
        one = kind(number, profile)
        for phase, found in phases.items():
            found.append(seconds(getattr(one, phase)))
        print("  {0:30} N={1:<4} {2}".format(kind.label, number, {
            phase: round(found[-1], 2) for phase, found in phases.items()}), file=sys.stderr, flush=True)
    return {phase: summary(found) for phase, found in phases.items()}


def noop(numbers: List[int], times: int, profile: str) -> Dict[str, Any]:
    """A fleet that is as declared: seconds over those of an empty playbook, and requests at the socket."""
    found: Dict[str, Any] = {"empty playbook": summary([
        seconds(contenders.Empty(0).create) for _time in range(times)])}
    for number in numbers:
        contenders.Apply(number, profile).create()
        with counted(contenders.SOCKET) as counter:
            watched = contenders.ShippedFleet(number, profile, counter.path)
            watched.check()
            requests = counter.requests
        found["N={0}".format(number)] = {
            "requests": requests,
            "in the controller's process": summary([
                seconds(contenders.Fleet(number, profile).check) for _time in range(times)]),
            "as a module": summary([
                seconds(contenders.ShippedFleet(number, profile).check) for _time in range(times)]),
            "peak_mib": round(peak_child_mib(), 1),
        }
        contenders.Apply(number, profile).delete()
    return found


def ratios(figures: Dict[str, Any]) -> Dict[str, Any]:
    """Each phase of each contender as a multiple of the fleet's and of the floor's."""
    fleet, floor = figures[contenders.Fleet.label], figures[contenders.Floor.label]
    apply = figures[contenders.Apply.label]
    found: Dict[str, Any] = {
        "apply / floor": {phase: round(apply[phase]["median"] / floor[phase]["median"], 2)
                          for phase in ("create", "delete")}}
    for label, times in figures.items():
        found[label + " / fleet"] = {phase: round(times[phase]["median"] / fleet[phase]["median"], 2)
                                     for phase in times}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--noop", type=int, nargs="*", default=[10, 50, 100])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--profile", default="default")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    if options.noop:
        save("noop", noop(options.noop, options.times, options.profile))
    for number in options.numbers:
        figures = {kind.label: measured(kind, number, options.times, options.profile)
                   for kind in ALL if not options.only or kind.__name__ in options.only}
        named = "fleet-{0}{1}".format(number, "" if options.profile == "default" else "-" + options.profile)
        both = contenders.Fleet.label in figures and contenders.Floor.label in figures
        both = both and contenders.Apply.label in figures
        save(named, {"seconds": figures, "ratios": ratios(figures) if both else {}})


if __name__ == "__main__":
    main()
