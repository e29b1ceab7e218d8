# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the fake by itself: ``python -m …tests.unit.fakes.serve SOCKET [--product incus] [--instances N]``."""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
import tempfile
from pathlib import Path

NAME = "ansible_collections.lxcri.containers"


def _importable() -> None:
    """Let the package be found when this file is run as a script from a plain checkout."""
    try:
        if importlib.util.find_spec(NAME + ".tests.unit.fakes") is not None:
            return
    except ModuleNotFoundError:
        pass
    tree = Path(tempfile.mkdtemp(prefix="lxcri-collections-"))
    (tree / "ansible_collections" / "lxcri").mkdir(parents=True)
    (tree / "ansible_collections" / "lxcri" / "containers").symlink_to(Path(__file__).resolve().parents[3])
    sys.path.insert(0, str(tree))


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve a fake LXD or Incus on a unix socket until interrupted.")
    parser.add_argument("socket")
    parser.add_argument("--product", choices=("lxd", "incus"), default="lxd")
    parser.add_argument("--instances", type=int, default=0, metavar="N", help="instances bench1 … benchN, running")
    parser.add_argument("--members", type=int, default=0, metavar="N", help="a cluster of N members, instances spread")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every answer takes")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds that every operation takes")
    options = parser.parse_args()
    _importable()
    from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

    members = ["node%d" % place for place in range(1, options.members + 1)]
    server = FakeServer(product=options.product, clustered=members or False)
    for number in range(1, options.instances + 1):
        name = "bench%d" % number
        target = "?target=" + members[number % len(members)] if members else ""
        server.call("POST", "/1.0/instances" + target, {"name": name, "source": {"type": "none"}})
        server.call("PUT", "/1.0/instances/%s/state" % name, {"action": "start"})
    server.latency = options.latency
    server.operations.delay = options.delay
    server.listen(options.socket)
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    print("ready", options.socket, flush=True)
    try:
        while True:
            signal.pause()
    except (KeyboardInterrupt, SystemExit):
        server.stop()
        os.unlink(options.socket)
        print("requests", len(server.requests), "connections", server.connections, flush=True)


if __name__ == "__main__":
    main()
