# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Websockets: commands with their streams, and the stream of events."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import queue
import secrets
import struct
import threading
from typing import Any, Dict, Iterator, List, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def upgrade(ctx: Context, talk: Any) -> Reply:
    """101, and then ``talk(read, write)`` owns the connection."""
    key = ctx.headers.get("sec-websocket-key")
    if not key:
        raise Failure(400, "websocket: the client is not using the websocket protocol")
    accept = base64.b64encode(hashlib.sha1((key + MAGIC).encode()).digest()).decode()
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept}
    return Reply(101, b"", headers, hijack=talk)


def send(write: Any, kind: int, data: bytes = b"") -> None:
    head = bytes([0x80 | kind])
    if len(data) < 126:
        head += bytes([len(data)])
    elif len(data) < 1 << 16:
        head += b"\x7e" + struct.pack("!H", len(data))
    else:
        head += b"\x7f" + struct.pack("!Q", len(data))
    write.write(head + data)


def frames(read: Any) -> Iterator[Tuple[int, bytes]]:
    """(kind, data) of every frame until the other side closes."""
    while True:
        head = read.read(2)
        if len(head) < 2:
            return
        kind, size, masked = head[0] & 15, head[1] & 127, head[1] & 128
        if size == 126:
            size = struct.unpack("!H", read.read(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", read.read(8))[0]
        mask = read.read(4) if masked else b"\0\0\0\0"
        data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(read.read(size)))
        yield kind, data
        if kind == CLOSE:
            return


class Session:
    """One command: its streams connect in any order, it runs once all are there and stdin has ended."""

    def __init__(self, ctx: Context, body: Dict[str, Any]) -> None:
        self.server = ctx.server
        self.command = body.get("command") or [""]
        self.environment = body.get("environment") or {}
        self.interactive = bool(body.get("interactive"))
        names = ["0"] if self.interactive else ["0", "1", "2"]
        self.fds = {name: secrets.token_hex(32) for name in [*names, "control"]}
        self.needed = set(self.fds) if ctx.server.lxd else set(names)
        self.connected: Dict[str, Any] = {}
        self.ready = threading.Event()
        self.ended = threading.Event()
        self.stdin = b""
        self.control: List[Dict[str, Any]] = []

    def join(self, name: str, read: Any, write: Any, operation: Any) -> None:
        self.connected[name] = write
        if self.needed <= set(self.connected):
            self.ready.set()
        if name == "control":
            threading.Thread(target=self._listen, args=(read,), daemon=True).start()
        elif name == "0":
            self.ready.wait(10)
            self._run(read, write, operation)
        self.ended.wait(30)

    def _listen(self, read: Any) -> None:
        with contextlib.suppress(ValueError):  # the connection is closed under it when the command ends
            for kind, data in frames(read):
                if kind in (TEXT, BINARY):
                    self.control.append(json.loads(data))

    def _run(self, read: Any, write: Any, operation: Any) -> None:
        if not self.interactive:
            for kind, data in frames(read):
                if kind == TEXT or kind == CLOSE:  # an empty text frame ends a stream
                    break
                if kind == BINARY:
                    self.stdin += data
        self.server.last_stdin = self.stdin
        code, out, err = self.server.exec(self.command, self.environment)
        streams = {"0": out + err} if self.interactive else {"1": out, "2": err}
        for name, data in streams.items():
            if data:
                send(self.connected[name], BINARY, data)
            send(self.connected[name], TEXT)
            send(self.connected[name], CLOSE)
        operation.shown["metadata"] = {"return": code}
        if code == 127:
            operation.end("Failure", 400, "Command not found")
        else:
            operation.end("Success", 200)
        self.ended.set()


def execute(ctx: Context, body: Dict[str, Any], resources: Any) -> Reply:
    session = Session(ctx, body)
    metadata = {
        "command": session.command,
        "environment": {"HOME": "/root", "LANG": "C.UTF-8", "USER": "root", **session.environment},
        "fds": session.fds,
        "interactive": session.interactive,
    }
    reply = ctx.task("Executing command", None, resources, "websocket", False, metadata)
    ctx.server.sessions[json.loads(reply.body)["metadata"]["id"]] = session
    ctx.server.publish("lifecycle", {"action": "instance-exec", "source": ctx.path[:-len("/exec")]}, ctx.project)
    return reply


def _join(ctx: Context) -> Reply:
    operation = ctx.server.operations.get(ctx.name)
    session: Optional[Session] = ctx.server.sessions.get(ctx.name)
    secret = ctx.query.get("secret", "")
    names = [name for name, one in session.fds.items() if one == secret] if session else []
    if not names:
        raise Failure(403, "not authorized")
    return upgrade(ctx, lambda read, write: session.join(names[0], read, write, operation))


def _events(ctx: Context) -> Reply:
    wanted = [one for one in ctx.query.get("type", "").split(",") if one]
    project = None if "all-projects" in ctx.query else ctx.project
    waiting: "queue.Queue[Any]" = queue.Queue()
    ctx.server.listeners.append(waiting)

    def hear(read: Any) -> None:
        # The other side may hang up in the middle of anything.
        with contextlib.suppress(OSError, ValueError, struct.error):
            for kind, data in frames(read):
                if kind == PING:
                    waiting.put(data)
        waiting.put(None)

    def talk(read: Any, write: Any) -> None:
        threading.Thread(target=hear, args=(read,), daemon=True).start()
        try:
            for event in iter(waiting.get, None):
                if isinstance(event, bytes):
                    send(write, PONG, event)
                elif (not wanted or event["type"] in wanted) and (project is None or event["project"] in ("", project)):
                    send(write, TEXT, json.dumps(event).encode())
            with contextlib.suppress(OSError, ValueError):
                send(write, CLOSE)
        finally:
            ctx.server.listeners.remove(waiting)

    return upgrade(ctx, talk)


def routes(_server: Any) -> List[Route]:
    return [
        Route("GET", "/1.0/operations/{name}/websocket", _join, unlocked=True),
        Route("GET", "/1.0/events", _events, unlocked=True),
    ]
