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
from measure import counted, peak_child_mib, processor_seconds, save, seconds, summary

ALL = (contenders.Apply, contenders.Floor, contenders.Fleet, contenders.ShippedFleet, contenders.Hosts,
       contenders.Loop, contenders.Serial)


PHASES = ("create", "check", "delete")
# How often a contender may fail before the run does.
PATIENCE = 3


def measured(kind: Any, number: int, times: int, profile: str) -> Dict[str, Any]:
    """Seconds of each phase, ``times`` over, with the processor time of the client's processes; what failed is done again."""
    took: Dict[str, List[float]] = {phase: [] for phase in PHASES}
    processor: Dict[str, List[float]] = {phase: [] for phase in PHASES}
    failures = 0
    while len(took["delete"]) < times:
        one, found = kind(number, profile), {}
        try:
            for phase in PHASES:
                before = processor_seconds()
                spent = seconds(getattr(one, phase))
                found[phase] = spent, processor_seconds() - before
        except SystemExit as error:
            failures += 1
            print("  {0} failed: {1}".format(kind.label, str(error)[:2000]), file=sys.stderr, flush=True)
            contenders.clear(number)
            if failures > PATIENCE:
                raise
            continue
        for phase, (spent, cost) in found.items():
            took[phase].append(spent)
            processor[phase].append(cost)
        print("  {0:30} N={1:<4} {2}".format(kind.label, number, {
            phase: round(spent, 2) for phase, (spent, _cost) in found.items()}), file=sys.stderr, flush=True)
    return dict({phase: dict(summary(took[phase]), processor=summary(processor[phase])["median"]) for phase in PHASES},
                failures=failures)


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
                                     for phase in PHASES}
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
        named = "fleet-{0}{1}".format(number, "" if options.profile == "default" else "-" + options.profile)
        figures: Dict[str, Any] = {}
        for kind in ALL:
            if not options.only or kind.__name__ in options.only:
                figures[kind.label] = measured(kind, number, options.times, options.profile)
                # At once, so that a run that is cut short leaves what it found.
                all_there = {contenders.Fleet.label, contenders.Floor.label, contenders.Apply.label} <= figures.keys()
                save(named, {"seconds": figures, "ratios": ratios(figures) if all_there else {}})


if __name__ == "__main__":
    main()
