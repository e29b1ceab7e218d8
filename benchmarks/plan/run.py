# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Planning a large fleet against the fake at the wire: seconds, peak memory and requests for N instances.

    python run.py [--numbers 1000 10000] [--times 3]
    python run.py --cluster [--members 50] [--latency 0.01] [--delay 0.3]

With ``--cluster`` every answer and every operation takes as long as was measured on a real daemon, and after the plan a
tenth of the instances is changed in earnest: what a cluster of that size would see of the fleet.

The fake runs in a process of its own; each plan does too, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measure import counted, save, summary

ROOT = Path(__file__).resolve().parents[2]
SERVE = ROOT / "tests" / "unit" / "fakes" / "serve.py"


def plan(socket: str, number: int, changed: int, check: bool = True) -> None:
    """In a process of its own: plan N instances of which some differ, and change them unless ``check``."""
    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    document = {"name": "large", "instances": [
        {"name": "bench%d" % place, "config": {"user.n": place}} if place <= changed else {"name": "bench%d" % place}
        for place in range(1, number + 1)]}
    params = {name: said.get("default") for name, said in ARGUMENTS.items()}
    params.update(server=socket, fleet=document, addresses=False)
    began, cpu = time.perf_counter(), time.process_time()
    result = fleet_task().outcome(Call(params, check, False))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert not result.get("failed"), result["msg"][:500]
    assert result["counts"] == {"update": changed, "none": number - changed}, result["counts"]
    print(json.dumps({"seconds": seconds, "cpu": cpu, "base_mib": base,
                      "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def cluster(number: int, members: int, latency: float, delay: float) -> None:
    """Plan, change a tenth, plan again, on a cluster whose every answer takes its time."""
    socket = os.path.join(tempfile.mkdtemp(), "unix.socket")
    fake = subprocess.Popen([sys.executable, str(SERVE), socket, "--instances", str(number), "--members", str(members),
                             "--latency", str(latency), "--delay", str(delay)])
    figures = {"instances": number, "members": members, "latency": latency, "delay": delay}
    try:
        while not os.path.exists(socket):
            time.sleep(0.05)
        for name, more in (("plan", []), ("change a tenth", ["--apply"])):
            with counted(socket) as counter:
                done = subprocess.run([sys.executable, __file__, *more, "--plan", counter.path, str(number),
                                       str(number // 10)], capture_output=True, text=True, check=False)
                if done.returncode:
                    sys.exit(done.stderr[-2000:])
                figures[name] = dict({key: round(value, 2) for key, value in json.loads(done.stdout).items()},
                                     requests=counter.requests)
    finally:
        fake.terminate()
        fake.wait()
    save("plan-cluster", figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--plan", nargs=3)
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--members", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.01)
    parser.add_argument("--delay", type=float, default=0.3)
    parser.add_argument("--apply", action="store_true")
    options = parser.parse_args()
    if options.plan:
        plan(options.plan[0], int(options.plan[1]), int(options.plan[2]), not options.apply)
        return
    if options.cluster:
        cluster(options.numbers[-1], options.members, options.latency, options.delay)
        return
    figures = {}
    for number in options.numbers:
        socket = os.path.join(tempfile.mkdtemp(), "unix.socket")
        fake = subprocess.Popen([sys.executable, str(SERVE), socket, "--instances", str(number)])
        try:
            while not os.path.exists(socket):
                time.sleep(0.05)
            runs = []
            for _time in range(options.times):
                with counted(socket) as counter:
                    done = subprocess.run([sys.executable, __file__, "--plan", counter.path, str(number),
                                           str(number // 10)], capture_output=True, text=True, check=False)
                    if done.returncode:
                        sys.exit(done.stderr[-2000:])
                    runs.append(dict(json.loads(done.stdout), requests=counter.requests))
        finally:
            fake.terminate()
            fake.wait()
        figures["N={0}".format(number)] = {
            "seconds": summary([one["seconds"] for one in runs]),
            "cpu_ms_per_instance": round(1000 * min(one["cpu"] for one in runs) / number, 3),
            "peak_mib": round(max(one["peak_mib"] for one in runs), 1),
            "imports_mib": round(runs[0]["base_mib"], 1),
            "requests": runs[0]["requests"],
        }
    save("plan", figures)


if __name__ == "__main__":
    main()
