# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a command in an instance: ``POST /1.0/instances/{name}/exec``.

Works with any client that has ``call``, ``get``, ``endpoint`` and ``project``.  Nothing is needed inside a container,
and the agent in a virtual machine.
"""

from __future__ import annotations

import json
import math
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Dict, List, Mapping, Optional, Tuple, Union

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_failure import refused
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_pump import Input, Lost, Pump
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import ended
from ansible_collections.lxcri.containers.plugins.module_utils._client.upgrade import dial
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket import (
    Closed,
    WebSocket,
    open_websocket,
)
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    LxcriError,
    NotFound,
    OperationFailed,
    Timeout,
    Unavailable,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join

# Seconds in which the server must connect a stream, and in which a killed command must be gone.
CONNECT_TIMEOUT = 20.0
GRACE = 5.0
# One wait request for the result; several make up a longer wait, so that a silent server is noticed.
WAIT_SLICE = 30.0
ANSWER_TIMEOUT = 30.0

# The control connection first: Incus starts the command as soon as the other three are there.
STREAMS = ("control", "0", "1", "2")
ATTEMPTS = 3
KILL = 9
# A command that may be killed carries this variable, and so does all it starts: that is how they are found.
MARK = "LXCRI_COMMAND"
SWEEP = (
    'for p in /proc/[0-9]*; do tr "\\000" "\\n" <"$p/environ" 2>/dev/null | grep -qx "$1" && kill -9 "${p#/proc/}"; done'
)
NOT_FOUND = 127
NOT_EXECUTABLE = 126


@dataclass(frozen=True)
class Command:
    """What to run.  ``uid`` and ``gid`` are numbers inside the instance; the server's own choice where ``None``."""

    argv: Tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    cwd: str = ""
    uid: Optional[int] = None
    gid: Optional[int] = None

    def body(self, attached: bool) -> Dict[str, Any]:
        """The body of the request; ``attached`` when input and output are wanted."""
        body: Dict[str, Any] = {
            "command": list(self.argv), "environment": dict(self.environment), "interactive": False,
            "wait-for-websocket": attached,
        }
        body.update({name: value for name, value in (("user", self.uid), ("group", self.gid)) if value is not None})
        return dict(body, cwd=self.cwd) if self.cwd else body

    def marked(self, mark: str) -> "Command":
        """The same, to be recognised by a mark."""
        return replace(self, environment=dict(self.environment, **{MARK: mark}))


@dataclass(frozen=True)
class Ended:
    """How a command ended: its return code (128 + N when signal N ended it) and all it wrote."""

    rc: int
    stdout: bytes = field(default=b"", repr=False)
    stderr: bytes = field(default=b"", repr=False)


def execute(client: Any, instance: str, command: Command, stdin: Union[bytes, BinaryIO, Input] = b"",
            timeout: Optional[float] = None) -> Ended:
    """Run a command to its end.

    :arg stdin: its input, of any size; a file must be open for reading bytes.
    :arg timeout: seconds after which it is killed; without it, it may take for ever.
    :raises Timeout: after the kill, with what it had written (``stdout``, ``stderr``) in ``details``.
    :raises Unavailable: when the connection broke, whatever came before; ``NotFound`` and ``Conflict`` when the
        instance does not exist or does not run.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    mark = "" if timeout is None else uuid.uuid4().hex
    marked = command.marked(mark) if mark else command
    out: List[bytes] = []
    err: List[bytes] = []
    says = "{0} in instance {1!r}".format(command.argv[0], instance)
    operation = ""
    try:
        with ExitStack() as stack:
            operation, (control, source, stdout, stderr) = connected(client, instance, marked, stack)
            given = stdin if isinstance(stdin, Input) else Input(stdin)
            pump = Pump(control, source, given, {stdout: out.append, stderr: err.append})
            stack.callback(pump.close)
            stack.enter_context(client.ended_by(lambda: _abandon(control, stdout)))
            try:
                found = _outcome(client, operation, deadline) if pump.run(deadline) else None
            except BaseException:
                _kill(control)
                raise
            if found is None:
                _end(client, instance, operation, control, pump, mark)
                raise Timeout("{0} did not end within {1:g} seconds and was killed; give it more time, or see what "
                              "it waits for.".format(says, timeout), stdout=b"".join(out), stderr=b"".join(err))
    except Lost as error:
        _cancel(client, operation)
        raise _broken(says, str(error), out, err)
    except Unavailable as error:
        raise _broken(says, error.message, out, err) if operation else error
    except BaseException:
        if operation:
            _cancel(client, operation)
        raise
    return _ended(found, says, b"".join(out), b"".join(err))


def start(client: Any, instance: str, command: Command) -> str:
    """Start a command and let it be: no input, no output.  Returns the path of its operation."""
    try:
        reply = client.call("POST", join("instances", instance, "exec"), body=command.body(False))
        return reply.operation.split("?")[0]
    except LxcriError as error:
        raise refused(client, instance, command.argv[0], error)


def connected(client: Any, instance: str, command: Command, stack: ExitStack) -> Tuple[str, List[WebSocket]]:
    """The operation and all four of its streams, before a byte is sent on any of them.

    A busy machine may need longer than the few seconds that a server waits for all of them; then it gives the operation
    up, the command has not begun, and may be asked for again.
    """
    for left in reversed(range(ATTEMPTS)):
        connections = _dialled(client.endpoint, stack)
        operation, secrets = _begin(client, instance, command)
        try:
            return operation, _opened(client.endpoint, operation, secrets, connections, stack)
        except LxcriError as error:
            if not left or "status" not in error.details:
                _cancel(client, operation)
                raise
        except BaseException:
            _cancel(client, operation)
            raise
    raise AssertionError("the last attempt returns or raises")


def _begin(client: Any, instance: str, command: Command) -> Tuple[str, Mapping[str, str]]:
    try:
        reply = client.call("POST", join("instances", instance, "exec"), body=command.body(True))
    except LxcriError as error:
        raise refused(client, instance, command.argv[0], error)
    return reply.operation.split("?")[0], reply.metadata["metadata"]["fds"]


def _dialled(endpoint: Any, stack: ExitStack) -> List[Any]:
    """A connection for each stream, where that may be had in advance."""
    if endpoint.socket:
        # On a unix socket both servers look at the first bytes of a connection before they accept the next one, so one
        # that is opened and says nothing yet stops the whole server.
        return [None] * len(STREAMS)
    # Each needs a few ways there and back for TLS alone; together they take no longer than one.
    with ThreadPoolExecutor(len(STREAMS)) as pool:
        futures = [pool.submit(dial, endpoint, CONNECT_TIMEOUT) for _name in STREAMS]
    for future in futures:
        if not future.exception():
            stack.callback(future.result().close)
    return [future.result() for future in futures]


def _opened(endpoint: Any, operation: str, secrets: Mapping[str, str], connections: List[Any],
            stack: ExitStack) -> List[WebSocket]:
    path = operation[len("/1.0/"):]
    opened = []
    for name, connection in zip(STREAMS, connections):
        opened.append(open_websocket(endpoint, path, secrets[name], CONNECT_TIMEOUT, connection))
        stack.callback(opened[-1].close)
    return opened


def _end(client: Any, instance: str, operation: str, control: WebSocket, pump: Pump, mark: str) -> None:
    """Kill the command and what it started, and see that it is gone."""
    _kill(control)
    _sweep(client, instance, mark)
    try:
        pump.run(time.monotonic() + GRACE)
    except Lost:
        # What it would still have written is of no use to anybody.
        pass
    _outcome(client, operation, time.monotonic() + GRACE)


def _sweep(client: Any, instance: str, mark: str) -> None:
    """Kill what the command left behind; servers before LXD 5.21 wait until all of it has let go of the outputs."""
    sweeper = Command(("/bin/sh", "-c", SWEEP, "sh", "{0}={1}".format(MARK, mark)))
    try:
        operation = start(client, instance, sweeper)
        _outcome(client, operation, time.monotonic() + GRACE)
    except LxcriError:
        # The instance has no shell, or is no more; the command itself is dead.
        pass


def _kill(control: WebSocket) -> None:
    try:
        control.send(TEXT, json.dumps({"command": "signal", "signal": KILL}).encode())
    except Closed:
        # Then the server has noticed, and kills by itself.
        pass


def _abandon(control: WebSocket, stdout: WebSocket) -> None:
    """Have the command killed, and wake up who listens to it."""
    _kill(control)
    stdout.abort()


def _cancel(client: Any, operation: str) -> None:
    try:
        client.call("DELETE", operation, read_timeout=GRACE)
    except LxcriError:
        # It ended by itself, or its server did.
        pass


def _outcome(client: Any, operation: str, deadline: Optional[float]) -> Optional[Mapping[str, Any]]:
    """The operation once it has ended; ``None`` when it has not in time."""
    while True:
        left = WAIT_SLICE if deadline is None else min(WAIT_SLICE, deadline - time.monotonic())
        if left <= 0:
            return None
        seconds = math.ceil(left)
        try:
            found = client.call("GET", operation + "/wait", query={"timeout": seconds},
                                read_timeout=seconds + ANSWER_TIMEOUT).metadata
        except NotFound:
            raise Unavailable("the server has forgotten the command")
        except LxcriError as error:
            if "status" not in error.details:
                raise
            # Incus answers the wait for a failed operation with the failure; the return code is in the operation.
            found = client.call("GET", operation).metadata
        if ended(found):
            return found


def _ended(found: Mapping[str, Any], says: str, stdout: bytes, stderr: bytes) -> Ended:
    code = (found.get("metadata") or {}).get("return")
    if code is None:
        raise OperationFailed("{0} could not be run ({1}).".format(
            says, found.get("err") or "the server does not say why"))
    if code in (NOT_FOUND, NOT_EXECUTABLE) and found.get("err") and not stderr:
        stderr = "{0}: {1}\n".format(says.split(" in instance ")[0], found["err"]).encode()
    return Ended(int(code), stdout, stderr)


def _broken(says: str, reason: str, out: List[bytes], err: List[bytes]) -> Unavailable:
    return Unavailable(
        "{0}: the connection was lost before it ended ({1}); see whether the instance and its server still run.".format(
            says, reason.rstrip(".")), stdout=b"".join(out), stderr=b"".join(err))
