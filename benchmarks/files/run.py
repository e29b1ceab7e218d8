# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""1,000 small files and one of 1 GB, there and back: this collection, the official command, tar through exec, pylxd.

    python run.py [--socket SOCKET] [--command lxc|incus] [--megabytes 1000] [--times 3]

The server needs an image with the alias ``bb``.  Every contender is a process of its own, start included; they take
turns, so a busy machine slows all alike.  What arrives is compared with what was sent.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bars import draw
from measure import RESULTS, save, summary

WORK = str(Path(__file__).with_name("work.py"))
OURS, PYLXD = "lxcri.containers", "pylxd"
COUNT, SIZE = 1000, 2048


class Bench:
    """One container on one server, and the commands of the contenders."""

    def __init__(self, socket: str, command: str) -> None:
        self.socket, self.command, self.name = socket, command, "bench-files"
        directory = {"lxc": "LXD_DIR", "incus": "INCUS_DIR"}[command]
        self.environ = dict(os.environ, **{directory: os.path.dirname(socket)})

    def ask(self, *words: str) -> str:
        """The official command."""
        return subprocess.run([self.command, *words], env=self.environ, check=True, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL).stdout

    def inside(self, words: str) -> str:
        """A shell's words in the container."""
        return self.ask("exec", self.name, "--", "sh", "-c", words)

    def contenders(self, way: str, here: str, there: str, many: bool) -> Dict[str, List[str]]:
        """The commands that bring ``here`` there, or back."""
        source, destination = (here, there) if way == "push" else (there, here)
        slash = "/" if many else ""
        python = [sys.executable, WORK]
        found = {OURS: python + ["ours", way, self.socket, self.name, source + slash, destination]}
        found[PYLXD] = python + [
            "pylxd",
            way,
            self.socket,
            self.name,
            source + (slash if way == "pull" else ""),
            destination,
        ]
        if way == "push":
            found[self.command + " file push"] = [self.command, "file", "push", *(["-r"] if many else []),
                                                  source + ("/." if many else ""), self.name + destination + slash]
        else:
            found[self.command + " file pull"] = [
                self.command,
                "file",
                "pull",
                *(["-r"] if many else []),
                self.name + source,
                os.path.dirname(destination) if many else destination,
            ]
        if many:
            pipe = "tar -C {0} -cf - . | {1} exec {2} -- tar -C {3} -xf -" if way == "push" else \
                "mkdir {0}; {1} exec {2} -- tar -C {3} -cf - . | tar -C {0} -xf -"
            found["tar through {0} exec".format(self.command)] = [
                "sh", "-c", pipe.format(here, self.command, self.name, there)]
        return found

    def timed(self, command: List[str]) -> Tuple[float, float]:
        """Seconds on the clock, and the largest resident set in MiB."""
        with tempfile.TemporaryFile() as words:
            began = time.perf_counter()
            process = subprocess.Popen(command, env=self.environ, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
            _pid, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                words.seek(0)
                raise RuntimeError("{0}: {1}".format(" ".join(command), words.read().decode()[-500:]))
        return seconds, usage.ru_maxrss / 1024


def small(bench: Bench, times: int) -> Dict[str, Any]:
    """1,000 files of 2 KiB in ten directories."""
    figures: Dict[str, Any] = {}
    top = Path(tempfile.mkdtemp())
    for number in range(COUNT):
        path = top / "source" / "d{0}".format(number % 10) / "f{0}".format(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(SIZE))
    for way in ("push", "pull"):
        for _time in range(times):
            for who in bench.contenders(way, "x", "y", True):
                there, here = "/root/small", str(top / "source")
                if way == "push":
                    bench.inside("rm -rf {0}; mkdir {0}".format(there))
                else:
                    here = str(top / "back" / "small")
                    shutil.rmtree(top / "back", ignore_errors=True)
                    os.makedirs(top / "back")
                note(figures, way, who, bench, bench.contenders(way, here, there, True)[who])
                found = int(bench.inside("find {0} -type f | wc -l".format(there))) if way == "push" else sum(
                    len(names) for _top, _below, names in os.walk(here))
                if found != COUNT:
                    # pylxd asks Incus in LXD's words, and takes a directory for a file.
                    figures[way][who]["damaged"] = "{0} of {1} files arrived".format(found, COUNT)
    again = bench.contenders("push", str(top / "source"), "/root/small", True)[OURS]
    for _time in range(times):
        note(figures, "again", OURS, bench, again)
    shutil.rmtree(top)
    bench.inside("rm -rf /root/small")
    return figures


def big(bench: Bench, times: int, megabytes: int) -> Dict[str, Any]:
    """One file."""
    figures: Dict[str, Any] = {}
    top = Path(tempfile.mkdtemp(dir=os.environ.get("LXCRI_BENCH_SPACE")))
    with open(top / "big", "wb") as file:
        for _block in range(megabytes):
            file.write(os.urandom(1_000_000))
    whole = subprocess.run(["sha256sum", str(top / "big")], capture_output=True, text=True, check=True).stdout.split()[
        0
    ]
    for way in ("push", "pull"):
        for _time in range(times):
            for who in bench.contenders(way, "x", "y", False):
                if way == "push":
                    bench.inside("rm -f /root/big")
                here = str(top / ("big" if way == "push" else "back"))
                note(figures, way, who, bench, bench.contenders(way, here, "/root/big", False)[who])
                found = bench.inside("sha256sum /root/big") if way == "push" else subprocess.run(
                    ["sha256sum", here], capture_output=True, text=True, check=True).stdout
                if found.split()[0] != whole:
                    figures[way][who]["damaged"] = "another checksum"
                if way == "pull":
                    Path(here).unlink(missing_ok=True)
    shutil.rmtree(top)
    bench.inside("rm -f /root/big")
    return figures


def note(figures: Dict[str, Any], way: str, who: str, bench: Bench, command: List[str]) -> None:
    """Run one, and keep what it took."""
    entry = figures.setdefault(way, {}).setdefault(who, {"seconds": [], "peak_mib": 0.0})
    seconds, peak = bench.timed(command)
    entry["seconds"].append(seconds)
    entry["peak_mib"] = round(max(entry["peak_mib"], peak), 1)


def settled(figures: Dict[str, Any]) -> Dict[str, Any]:
    """Medians, and how many times as long as ours the others take."""
    for way in figures.values():
        ours = summary(way[OURS]["seconds"])["median"]
        for entry in way.values():
            entry["seconds"] = summary(entry["seconds"])
            entry["over_ours"] = round(entry["seconds"]["median"] / ours, 2)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--socket", default=os.environ.get("LXCRI_SERVER"), help="default: LXCRI_SERVER")
    parser.add_argument("--command", choices=("lxc", "incus"), default="lxc")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    if not options.socket:
        parser.error("name the server's socket")
    bench = Bench(options.socket, options.command)
    bench.ask("launch", "bb", bench.name)
    try:
        figures = {
            "small": settled(small(bench, options.times)),
            "big": settled(big(bench, options.times, options.megabytes)),
        }
    finally:
        bench.ask("delete", "--force", bench.name)
    name = "files-" + options.command
    save(name, figures)
    draw(RESULTS / (name + ".svg"), "{0} small files, and one of {1} MB ({2})".format(
        COUNT, options.megabytes, options.command), rows(figures))


def rows(figures: Dict[str, Any]) -> List[Tuple[str, float, str]]:
    """Bars: label, seconds, and words behind them."""
    found = []
    for size, ways in figures.items():
        for way, contenders in ways.items():
            for who, entry in contenders.items():
                seconds = entry["seconds"]["median"]
                words = entry.get("damaged") or "{0:.2f} s, {1:.0f} MiB".format(seconds, entry["peak_mib"])
                found.append(("{0} {1}: {2}".format(size, way, who), seconds, words))
    return found


if __name__ == "__main__":
    main()
