# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong under a fleet's run: each thing is accounted for, and the next run finishes the job without doing it twice."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

LAB = Path(__file__).resolve().parents[2] / "lab" / "lab"


def daemon(server):
    """The process behind the socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(server.socket)
        return struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]


def up_again(server):
    """The lab starts its daemon once more, with its networks, for which it may need a second try after a minute."""
    place = Path(server.socket).parents[1]
    subprocess.run([str(LAB), server.product, "up", "--name", place.name.partition("-")[2]], check=True, timeout=120,
                   env=dict(os.environ, LXCRI_LAB=str(place.parent)), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 100
    while any(one["status"] == "Unavailable" for one in server.query("networks?recursion=1")):
        assert time.monotonic() < deadline
        time.sleep(0.5)


def mine(server, prefix):
    return sorted(name for name in server.names() if name.startswith(prefix))


def outcomes(result):
    return {one["name"]: one["outcome"] for one in result["plan"]}


def finished(server, prefix, call, module, fleet):
    """Run until the end, and once more: every instance runs, and nothing is left to do."""
    result = call(module("fleet"), fleet=fleet)
    assert not result.get("failed"), result["msg"]
    names = sorted(one["name"] for one in fleet["instances"])
    assert mine(server, prefix) == names
    running = [one["name"] for one in server.query("instances?recursion=1") if one["status"] == "Running"]
    assert set(names) <= set(running)
    assert call(module("fleet"), fleet=fleet)["changed"] is False


def test_a_daemon_that_is_killed_and_comes_back(server, prefix, call, module):
    fleet = {"name": prefix, "instances": [{"name": "{0}-{1:02}".format(prefix, n), "image": "bb"} for n in range(12)]}
    with ThreadPoolExecutor() as pool:
        run = pool.submit(call, module("fleet"), fleet=fleet, width=2)
        deadline = time.monotonic() + 60
        while len(mine(server, prefix)) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(daemon(server), signal.SIGKILL)
        result = run.result(timeout=60)
    up_again(server)
    assert result["failed"] and server.socket in result["msg"], result["msg"]
    counted = Counter(outcomes(result).values())
    assert counted["done"] and counted["failed"] and sum(counted.values()) == 12, counted
    finished(server, prefix, call, module, fleet)


@pytest.fixture
def small(server, prefix, tmp_path):
    """A pool with room for a few containers, and what gives it more."""
    place = tmp_path / "pool"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m,mode=711", "tmpfs", str(place)], check=True)
    server.ask("storage", "create", prefix + "p", "dir", "source=" + str(place))
    yield prefix + "p", lambda: subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
    for name in mine(server, prefix):
        server.ask("delete", "--force", name, check=False)
    server.ask("storage", "delete", prefix + "p")
    subprocess.run(["umount", str(place)], check=True)


def test_a_pool_that_fills_up(server, prefix, call, module, small):
    pool, enlarge = small
    root = {"root": {"type": "disk", "path": "/", "pool": pool}}
    fleet = {"name": prefix, "instances": [
        {"name": "{0}-{1}".format(prefix, number), "image": "bb", "devices": root} for number in range(8)]}
    result = call(module("fleet"), fleet=fleet, width=2, on_failure="continue")
    assert result["failed"] and "make room in the storage pool" in result["msg"], result["msg"]
    assert "done" in outcomes(result).values()
    # What could not be made is not there, also not in part; what could not be started is.
    unmade = [one["name"] for one in result["plan"] if one["outcome"] == "failed" and "Cannot create" in one["error"]]
    assert unmade and mine(server, prefix) == sorted(set(outcomes(result)) - set(unmade))
    enlarge()
    finished(server, prefix, call, module, fleet)


def test_one_that_cannot_start(server, prefix, call, module):
    good, bad, later = ("{0}-{1}".format(prefix, word) for word in ("good", "bad", "later"))
    broken = {"raw.lxc": "lxc.mount.entry = /no/such/source mnt none bind 0 0"}
    fleet = {"name": prefix, "instances": [
        {"name": good, "image": "bb"}, {"name": bad, "image": "bb", "config": broken},
        {"name": later, "image": "bb", "after": [bad]}]}
    result = call(module("fleet"), fleet=fleet, on_failure="continue")
    assert outcomes(result) == {good: "done", bad: "failed", later: "blocked"}
    assert bad in result["msg"] and "Blocked by that: instance '{0}'".format(later) in result["msg"], result["msg"]
    fleet["instances"][1]["config"] = {"raw.lxc": None}
    finished(server, prefix, call, module, fleet)
