# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small process on the controller that holds one interpreter in one instance.

It is told what to hold on its input, forks, and its first half ends with 0 as soon as the interpreter is ready.  Then it
serves workers on a unix socket, one after the other: a script in, its answer out.  It ends with the run, with its socket,
and when the command in the instance ends, whatever ends it.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Iterator, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._client import exec as exec_client
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket import Closed, WebSocket
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import BINARY, Malformed
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_link import account_of, reader_of
from ansible_collections.lxcri.containers.plugins.plugin_utils.keeper import PATIENCE, TAKEN, beats, short
from ansible_collections.lxcri.containers.plugins.plugin_utils.keeper_inside import ANSWER, SCRIPT

READY = b"ready\n"


class Kept:
    """The command in the instance: bytes in, bytes out."""

    def __init__(self, source: WebSocket, stdout: WebSocket, others: List[WebSocket]) -> None:
        self._source, self._stdout = source, stdout
        self._heard = b""
        self._worker: Any = None
        self._selector = selectors.DefaultSelector()
        for one in [source, stdout] + others:
            self._selector.register(one, selectors.EVENT_READ)

    @contextmanager
    def serving(self, worker: socket.socket) -> Iterator[None]:
        """While a worker waits for its answer; ``Closed`` is raised as soon as it is gone.

        A task's own time limit ends the worker, not the module, for which nobody must have to wait afterwards.
        """
        self._worker = worker
        self._selector.register(worker, selectors.EVENT_READ)
        try:
            yield
        finally:
            self._selector.unregister(worker)

    def send(self, data: bytes) -> None:
        """All of it; raises ``Closed``."""
        self._source.send(BINARY, data)
        while self._source.unsent:
            self._selector.modify(self._source, selectors.EVENT_READ | selectors.EVENT_WRITE)
            self._wait(None)
            self._source.flush()
        self._selector.modify(self._source, selectors.EVENT_READ)

    def read(self, number: int, seconds: Any = None) -> bytes:
        """So many bytes of what it writes; raises ``Closed`` when it has ended, or has not written them in time."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while len(self._heard) < number:
            if deadline is not None and time.monotonic() > deadline:
                raise Closed("it is not ready")
            self._wait(1.0 if deadline else None)
        found, self._heard = self._heard[:number], self._heard[number:]
        return found

    def idle(self) -> None:
        """Answer pings, and see whether it has ended; raises ``Closed``."""
        self._wait(0)

    def _wait(self, seconds: Any) -> None:
        for key, events in self._selector.select(seconds):
            if key.fileobj is self._worker:
                # It has said all it has to say.
                raise Closed("nobody waits for it")
            if events & selectors.EVENT_READ:
                for frame in key.fileobj.receive():
                    if key.fileobj is self._stdout:
                        if frame.ends_stream:
                            raise Closed("it has ended")
                        self._heard += frame.payload


def begun(said: Mapping[str, Any], stack: ExitStack) -> Kept:
    """Start the interpreter; raises ``LxcriError`` or ``Closed`` when it cannot be."""
    options = said["options"]
    reader = reader_of(options, os.environ)
    account = account_of(reader, options, said["kept"])
    environment = {} if account.uid == 0 else account.environment()
    environment.update((str(name), str(value)) for name, value in (options.get("exec_environment") or {}).items())
    inside = Path(__file__).with_name("keeper_inside.py").read_text(encoding="utf-8")
    command = Command((said["python"], "-c", inside), environment, "" if account.uid == 0 else account.home,
                      account.uid or None, account.gid if account.uid else None)
    _operation, (control, source, stdout, stderr) = exec_client.connected(reader, options["remote_addr"], command, stack)
    kept = Kept(source, stdout, [control, stderr])
    if kept.read(len(READY), PATIENCE) != READY:
        raise Closed("it says something else")
    return kept


def serve(kept: Kept, listener: socket.socket) -> None:
    """One worker after the other, until the interpreter has ended."""
    listener.settimeout(1.0)
    while True:
        try:
            worker, _address = listener.accept()
        except socket.timeout:
            kept.idle()
            continue
        with worker, worker.makefile("rb") as scripts:
            head = scripts.read(SCRIPT.size)
            if len(head) < SCRIPT.size:
                continue
            number = SCRIPT.unpack(head)[0]
            script = scripts.read(number)
            if len(script) < number:
                continue
            with kept.serving(worker):
                kept.send(head + script)
                worker.sendall(TAKEN)
                answer = kept.read(ANSWER.size)
                _code, out, err = ANSWER.unpack(answer)
                said = kept.read(out + err)
            worker.sendall(answer + said)


def watch(said: Mapping[str, Any]) -> None:
    """End this process when nobody wants it any longer."""
    for wanted in beats(said["kept"], said["place"], said["run"]):
        if not wanted:
            os._exit(0)


def main() -> int:
    """The first half starts everything, the second half serves."""
    said = json.loads(sys.stdin.buffer.read())
    with ExitStack() as stack:
        kept = begun(said, stack)
        listener = stack.enter_context(socket.socket(socket.AF_UNIX))
        if os.path.exists(said["place"]):
            os.unlink(said["place"])
        with short(said["place"]) as path:
            listener.bind(path)
        os.chmod(said["place"], 0o600)
        listener.listen(8)
        if os.fork():
            os._exit(0)
        threading.Thread(target=watch, args=(said,), daemon=True).start()
        try:
            serve(kept, listener)
        finally:
            os.unlink(said["place"])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (LxcriError, Closed, Malformed, OSError):
        sys.exit(1)
