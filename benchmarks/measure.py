# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks share: timing, counting requests at the socket, and results as JSON."""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

RESULTS = Path(os.environ.get("LXCRI_BENCH_RESULTS") or Path(__file__).parent / "results")
_METHOD = re.compile(rb"^(GET|POST|PUT|PATCH|DELETE|HEAD) /")


def seconds(work: Callable[[], Any]) -> float:
    """How long ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def summary(times: List[float]) -> Dict[str, Any]:
    """Median, and all values as the spread."""
    return {"median": round(statistics.median(times), 4), "all": [round(one, 4) for one in times]}


def machine() -> Dict[str, Any]:
    """Where it was measured."""
    model = re.findall(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = re.findall(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.M)
    return {"cpus": os.cpu_count(), "cpu": model[0] if model else platform.machine(),
            "memory_gib": round(int(memory[0]) / 1048576), "kernel": platform.release(),
            "python": platform.python_version(), "load": [round(one, 2) for one in os.getloadavg()]}


def save(name: str, figures: Any) -> None:
    """Write ``results/<name>.json`` and print it."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine(), "at": time.strftime("%Y-%m-%d"), "figures": figures}
    (RESULTS / (name + ".json")).write_text(json.dumps(document, indent=1) + "\n")
    print(json.dumps(figures, indent=1), flush=True)


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    both = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(one.ru_utime + one.ru_stime for one in both)


def peak_child_mib() -> float:
    """The largest resident set of any child process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def run(command: List[str], **variables: str) -> str:
    """A command's output; its own words when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, **variables), check=False)
    if done.returncode:
        sys.exit("{0}\n{1}\n{2}".format(" ".join(command), done.stdout[-3000:], done.stderr[-3000:]))
    return done.stdout


class Counter:
    """A relay in front of a unix socket that counts the HTTP requests going through.

    A client sends a request only when the answer to the one before has come, so each begins a chunk of its own.
    """

    def __init__(self, target: str, path: str) -> None:
        self._target, self.path, self.requests = target, path, 0
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen(128)

    def serve(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
            threading.Thread(target=self._relay, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._relay, args=(server, client, False), daemon=True).start()

    def _relay(self, source: socket.socket, sink: socket.socket, count: bool) -> None:
        try:
            for chunk in iter(lambda: source.recv(65536), b""):
                if count and _METHOD.match(chunk):
                    with self._lock:
                        self.requests += 1
                sink.sendall(chunk)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self) -> None:
        self._listener.close()
        os.unlink(self.path)


@contextmanager
def counted(target: str) -> Iterator[Counter]:
    """A ``Counter`` in front of a server's socket."""
    path = "/tmp/lxcri-counter-{0}.socket".format(os.getpid())
    if os.path.exists(path):
        os.unlink(path)
    counter = Counter(target, path)
    threading.Thread(target=counter.serve, daemon=True).start()
    try:
        yield counter
    finally:
        counter.close()
