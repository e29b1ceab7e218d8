# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``true`` in a running container: this collection's client, pylxd's ``execute()``, and the official command.

    python run.py [--socket SOCKET ...] [--times 50]

The server needs an image with the alias ``bb``.  A library is timed by the call, a command by its process.  The
contenders take turns, so a busy machine slows all alike.  Then 32 at once, and what each loses of 200 outputs.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, Dict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pylxd
from bars import draw
from measure import RESULTS, save, seconds, summary

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute

OURS, PYLXD = "lxcri.containers", "pylxd execute()"
NAME = "bench-exec"
AT_ONCE, OUTPUTS, LIMIT = 32, 200, 60


class Bench:
    """One container on one server."""

    def __init__(self, socket: str, there: bool = False) -> None:
        self.socket = socket
        self.client = Client(unix(socket))
        self.product = self.client.server.product
        self.command = {"lxd": "lxc", "incus": "incus"}[self.product]
        self.environ = dict(os.environ, **{self.product.upper() + "_DIR": os.path.dirname(socket)})
        if not there:
            self.ask("delete", "--force", NAME, check=False)
            self.ask("launch", "bb", NAME)
        self.pylxd = pylxd.Client(endpoint="http+unix://" + socket.replace("/", "%2F"))
        self.instance = self.pylxd.instances.get(NAME)

    def ask(self, *words: str, check: bool = True) -> str:
        """The official command."""
        return subprocess.run([self.command, *words], env=self.environ, check=check, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL).stdout

    def contenders(self) -> Dict[str, Callable[..., str]]:
        """Ways to run words in the container and get their output."""
        return {
            OURS: lambda *words: execute(self.client, NAME, Command(words)).stdout.decode(),
            PYLXD: lambda *words: self.instance.execute(list(words)).stdout,
            self.command + " exec": lambda *words: self.ask("exec", NAME, "--", *words),
        }


def latency(bench: Bench, times: int) -> Dict[str, Any]:
    """Seconds of one command after the other."""
    runs: Dict[str, list] = {}
    for _time in range(times):
        for who, work in bench.contenders().items():
            runs.setdefault(who, []).append(seconds(lambda work=work: work("true")))
    return {who: summary(found) for who, found in runs.items()}


def at_once(bench: Bench) -> Dict[str, Any]:
    """Seconds for 200 commands, 32 at a time, and how many of them failed or came back with less than they wrote.

    Each contender has a process of its own and ``LIMIT`` seconds, since one of them may hang for ever.
    """
    found = {}
    for who in bench.contenders():
        done = multiprocessing.Queue()
        child = multiprocessing.Process(target=_at_once, args=(bench.socket, who, done))
        took = seconds(lambda child=child: (child.start(), child.join(LIMIT)))
        hung = child.is_alive()
        if hung:
            child.kill()
            child.join()
        right = 0
        while not done.empty():
            right += done.get()
        found[who] = {"seconds": round(took, 2), "lost": OUTPUTS - right, "hung": hung}
    return found


def _at_once(socket: str, who: str, done: Any) -> None:
    work = Bench(socket, there=True).contenders()[who]

    def one(number: int) -> None:
        with contextlib.suppress(Exception):
            if work("sh", "-c", "echo {0}; echo end".format(number)) == "{0}\nend\n".format(number):
                done.put(1)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(OUTPUTS)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--socket", action="append")
    parser.add_argument("--times", type=int, default=50)
    options = parser.parse_args()
    for socket in options.socket or [os.environ["LXCRI_SERVER"]]:
        bench = Bench(socket)
        try:
            figures: Dict[str, Any] = {"server": bench.client.server.says, "latency": latency(bench, options.times),
                                       "32 at once": at_once(bench)}
        finally:
            bench.ask("delete", "--force", NAME, check=False)
        medians = {who: found["median"] for who, found in figures["latency"].items()}
        figures["ours over"] = {who: round(medians[OURS] / median, 3) for who, median in medians.items() if who != OURS}
        save("exec-" + bench.product, figures)
        draw(RESULTS / "exec-{0}.svg".format(bench.product), "One command in a container, {0}, milliseconds".format(
            figures["server"]), [(who, median, "{0:.0f} ms, {1} of {2} lost at {3} at once".format(
                median * 1000, figures["32 at once"][who]["lost"], OUTPUTS, AT_ONCE)) for who, median in medians.items()])


if __name__ == "__main__":
    main()
