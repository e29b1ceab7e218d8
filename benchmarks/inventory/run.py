# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``ansible-inventory --list``: an empty file, a file of the same hosts, this collection, and community.general.lxd.

    python run.py [--socket SOCKET | --instances 100] [--times 9] [--plot]

Without a socket the fake at the wire answers, with running instances.  Run it with a Python whose environment has
``ansible`` (for community.general) beside this collection.  The contenders take turns, so a busy machine slows all
alike.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measure import RESULTS, counted, save, summary

ROOT = Path(__file__).resolve().parents[2]
SERVE = ROOT / "tests" / "unit" / "fakes" / "serve.py"
OURS, PEER = "lxcri.containers.instances", "community.general.lxd"
EMPTY, STATIC = "an empty file", "a file of the same hosts"


@contextmanager
def fake(instances: int) -> Iterator[str]:
    """The fake's socket."""
    path = os.path.join(tempfile.mkdtemp(), "unix.socket")
    process = subprocess.Popen([sys.executable, str(SERVE), path, "--instances", str(instances)])
    try:
        while not os.path.exists(path):
            time.sleep(0.05)
        yield path
    finally:
        process.terminate()
        process.wait()


def listed(source: str, environ: Dict[str, str]) -> Tuple[float, float, Any]:
    """Seconds on the clock, seconds of processor, and the document."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "ansible", "inventory", "-i", source, "--list"],
                                   stdout=output, stderr=errors, env=environ)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            sys.exit("{0}: {1}".format(source, errors.read().decode()[-3000:]))
        return seconds, usage.ru_utime + usage.ru_stime, json.loads(output.read())


def files(directory: Path, socket: str) -> Dict[str, str]:
    """A source for each contender but the static one."""
    (directory / "empty.ini").write_text("")
    (directory / "ours.lxcri.yml").write_text("plugin: {0}\nserver: {1}\n".format(OURS, socket))
    (directory / "peer.lxd.yml").write_text("plugin: {0}\nurl: unix:{1}\n".format(PEER, socket))
    return {EMPTY: str(directory / "empty.ini"), OURS: str(directory / "ours.lxcri.yml"),
            PEER: str(directory / "peer.lxd.yml")}


def static(directory: Path, document: Any) -> str:
    """The same hosts and variables in a file, groups left out."""
    hosts = {name: plain(variables) for name, variables in document["_meta"]["hostvars"].items()}
    (directory / "static.yml").write_text(json.dumps({"all": {"hosts": hosts}}))
    return str(directory / "static.yml")


def plain(value: Any) -> Any:
    """Without the marks of ``ansible-inventory`` on what no template may be."""
    if isinstance(value, dict):
        return plain(value["__ansible_unsafe"]) if set(value) == {"__ansible_unsafe"} else {
            key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def measured(socket: str, times: int) -> Dict[str, Any]:
    """All contenders against one server."""
    figures: Dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        environ = dict(os.environ, HOME=name, ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1",
                       ANSIBLE_LOCALHOST_WARNING="0", LXCRI_CONF=name)
        with counted(socket) as counter:
            sources = files(directory, counter.path)
            for contender in (OURS, PEER):
                before = counter.requests
                document = listed(sources[contender], environ)[2]
                figures[contender] = {"requests": counter.requests - before,
                                      "hosts": len(document["_meta"]["hostvars"])}
        sources = files(directory, socket)
        sources[STATIC] = static(directory, listed(sources[OURS], environ)[2])
        runs: Dict[str, List[Tuple[float, float]]] = {contender: [] for contender in sources}
        for _time in range(times):
            for contender, source in sources.items():
                runs[contender].append(listed(source, environ)[:2])
        for contender, found in runs.items():
            figures.setdefault(contender, {}).update(
                seconds=summary([one[0] for one in found]), processor=summary([one[1] for one in found]))
    for figure in (figures[contender] for contender in list(figures)):
        figure["over_empty"] = {kind: round(figure[kind]["median"] / figures[EMPTY][kind]["median"], 2)
                                for kind in ("seconds", "processor")}
    figures["requests of ours over the peer's"] = round(figures[OURS]["requests"] / figures[PEER]["requests"], 3)
    return figures


def plot(figures: Dict[str, Any]) -> None:
    """``results/inventory.png``: seconds of each contender, requests in words."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    labels = [contender for contender in (EMPTY, STATIC, OURS, PEER) if contender in figures]
    figure, axes = pyplot.subplots(figsize=(8, 3))
    axes.barh(labels, [figures[one]["seconds"]["median"] for one in labels], color="#4878a8")
    for place, one in enumerate(labels):
        asked = figures[one].get("requests")
        axes.text(figures[one]["seconds"]["median"], place, "  {0:.2f} s{1}".format(
            figures[one]["seconds"]["median"], ", {0} requests".format(asked) if asked else ""), va="center")
    axes.set_xlabel("seconds, median")
    axes.set_title("ansible-inventory --list, {0} instances".format(figures[OURS]["hosts"]))
    axes.margins(x=0.35)
    figure.tight_layout()
    figure.savefig(str(RESULTS / "inventory.png"), dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--socket")
    parser.add_argument("--instances", type=int, default=100)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--plot", action="store_true")
    options = parser.parse_args()
    if options.socket:
        figures = measured(options.socket, options.times)
    else:
        with fake(options.instances) as socket:
            figures = measured(socket, options.times)
    save("inventory", figures)
    if options.plot:
        plot(figures)


if __name__ == "__main__":
    main()
