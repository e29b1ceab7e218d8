# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a module in a Python that an instance keeps open: what a worker does about it.

A worker lives for one task, so a small process on the controller (``keeper_process.py``) holds the one command in the
instance, for as long as the run's own temporary directory exists.  Whatever is not plainly a script for Python goes the
ordinary way, and so does everything while the kept one is busy.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable
from ansible_collections.lxcri.containers.plugins.plugin_utils.keeper_inside import ANSWER, SCRIPT

# Seconds for a keeper to have the interpreter ready.
PATIENCE = 20.0
LONGEST_PATH = 107
TAKEN = b"+"

Ended = Tuple[int, bytes, bytes]


def run_kept(options: Mapping[str, Any], kept: str, python: str, script: bytes) -> Optional[Ended]:
    """Return code, stdout and stderr of a script; ``None`` when it must go the ordinary way, and nothing was run.

    :arg options: of the connection plugin.  :arg kept: the run's own temporary directory.
    :raises Unavailable: when the instance was lost after the script had been taken.
    """
    place = place_of(options, kept, python)
    with open(place + ".lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # Somebody else's script runs just now.
            return None
        connection = _connected(place, options, kept, python)
        return _asked(connection, options["remote_addr"], script) if connection else None


def end_kept(options: Mapping[str, Any], kept: str) -> None:
    """End what is kept for an instance; a keeper whose socket is gone goes too."""
    for path in Path(kept).glob(_name_of(options) + "*.keep"):
        path.unlink()


def place_of(options: Mapping[str, Any], kept: str, python: str) -> str:
    """The socket of the keeper for one user and one interpreter of one instance.  Pure."""
    said = json.dumps([options.get("remote_user"), options.get("exec_environment"), python], sort_keys=True)
    return os.path.join(kept, "{0}{1}.keep".format(_name_of(options), hashlib.sha256(said.encode()).hexdigest()[:8]))


def _name_of(options: Mapping[str, Any]) -> str:
    said = json.dumps([options.get(name) for name in ("server", "trust_token", "project", "remote_addr")])
    return "lxcri-" + hashlib.sha256(said.encode()).hexdigest()[:12]


def _connected(place: str, options: Mapping[str, Any], kept: str, python: str) -> Optional[socket.socket]:
    found = _dialled(place)
    if found:
        return found
    with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("keeper_process.py"))], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env=dict(os.environ, PYTHONPATH=str(Path(__file__).parents[5]))) as keeper:
        keeper.stdin.write(json.dumps({"place": place, "kept": kept, "python": python, "run": os.getppid(),
                                       "options": dict(options)}, default=str).encode())
        keeper.stdin.close()
        # It forks, and its first half ends when the interpreter is ready, or cannot be.
        if keeper.wait():
            return None
    return _dialled(place)


@contextmanager
def short(place: str) -> Iterator[str]:
    """The same place by a path that a socket's address has room for: through its open directory where it is too long."""
    if len(os.fsencode(place)) <= LONGEST_PATH:
        yield place
        return
    directory = os.open(os.path.dirname(place), os.O_RDONLY)
    try:
        yield "/proc/self/fd/{0}/{1}".format(directory, os.path.basename(place))
    finally:
        os.close(directory)


def _dialled(place: str) -> Optional[socket.socket]:
    connection = socket.socket(socket.AF_UNIX)
    try:
        with short(place) as path:
            connection.connect(path)
    except OSError:
        connection.close()
        return None
    return connection


def _asked(connection: socket.socket, instance: str, script: bytes) -> Optional[Ended]:
    taken = False
    with connection, connection.makefile("rb") as answers:
        try:
            connection.sendall(SCRIPT.pack(len(script)) + script)
            taken = answers.read(1) == TAKEN
            code, out, err = ANSWER.unpack(answers.read(ANSWER.size))
            return code, answers.read(out), answers.read(err)
        except (OSError, struct.error):
            if not taken:
                return None
            raise Unavailable("The Python kept in instance {0!r} was lost while a module ran; see whether the instance "
                              "still runs.".format(instance))


def beats(kept: str, place: str, run: int) -> Iterator[bool]:
    """Once a second: is the keeper still wanted?  It is while the run, its directory and its socket are there."""
    while True:
        time.sleep(1)
        yield os.path.isdir(kept) and os.path.exists(place) and os.path.exists("/proc/{0}".format(run))
