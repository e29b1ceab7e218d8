# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of docs/scale.md, from what lies in results.

    python plots.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Tuple

from bars import draw

RESULTS, DOCS = Path(__file__).parent / "results", Path(__file__).parents[1] / "docs" / "figures"
PHASES = {"create": "Create and start", "check": "Change nothing", "delete": "Stop and delete"}


def figures(name: str) -> Any:
    """What a benchmark found last."""
    return json.loads((RESULTS / (name + ".json")).read_text())["figures"]


def bars_of(medians: Dict[str, float], form: str) -> List[Tuple[str, float, str]]:
    """The shortest first; what is 0 was not measured."""
    return [(label, median, form.format(median)) for label, median in sorted(medians.items(), key=lambda one: one[1]) if median]


def fleets(number: int) -> None:
    """A picture for each thing that is done with so many containers."""
    found = figures("fleet-{0}".format(number))["seconds"]
    for phase, title in PHASES.items():
        draw(DOCS / "fleet-{0}.svg".format(phase), "{0}: {1} containers, seconds".format(title, number), bars_of(
            {label: one[phase]["median"] for label, one in found.items()}, "{0:.2f}"), ours="fleet")


def tasks() -> None:
    """What one task costs, with something to change and with nothing."""
    found, kinds = figures("tasks"), figures("kinds")
    for phase in ("no change", "change"):
        medians = {label: one[phase]["median"] for label, one in found["milliseconds a task"].items()}
        medians.update({"lxcri.containers." + kind: one[phase]["median"] for kind, one in kinds["milliseconds a task"].items()
                        if phase in one})
        draw(DOCS / "tasks-{0}.svg".format(phase.replace(" ", "-")), "One task of {0}, {1}: milliseconds".format(
            found["tasks"], phase), bars_of(medians, "{0:.0f}"))


if __name__ == "__main__":
    fleets(100)
    tasks()
