# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake's websockets, spoken to with the standard library: commands with their streams, and events."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct

import pytest


class Websocket:
    """As much of a client as these tests need."""

    def __init__(self, path, target):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(path)
        key = base64.b64encode(os.urandom(16)).decode()
        head = ["GET %s HTTP/1.1" % target, "Host: fake", "Upgrade: websocket", "Connection: Upgrade"]
        head += ["Sec-WebSocket-Key: " + key, "", ""]
        self.sock.sendall("\r\n".join(head).encode())
        self.stream = self.sock.makefile("rb")
        self.status = int(self.stream.readline().split()[1])
        while self.stream.readline().strip():
            pass

    def send(self, data, kind):
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xff" + struct.pack("!Q", len(data))
        mask = os.urandom(4)
        body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self.sock.sendall(bytes([0x80 | kind]) + size + mask + body)

    def receive(self):
        """(kind, data) of one frame."""
        kind, size = self.stream.read(2)
        if size == 126:
            size = struct.unpack("!H", self.stream.read(2))[0]
        return kind & 15, self.stream.read(size)


def running(server):
    server.call("POST", "/1.0/instances", {"name": "c1", "source": {"type": "none"}})
    server.call("PUT", "/1.0/instances/c1/state", {"action": "start"})


def test_a_command_with_its_streams(fake):
    running(fake)
    asked = []
    fake.exec = lambda command, environment: (asked.append((command, environment)), (3, b"out", b"err"))[1]
    body = {"command": ["cat"], "environment": {"A": "b"}, "wait-for-websocket": True}
    reply = fake.call("POST", "/1.0/instances/c1/exec", body)
    secrets = reply["metadata"]["metadata"]["fds"]
    streams = {
        name: Websocket(fake.socket, "%s/websocket?secret=%s" % (reply["operation"], secrets[name]))
        for name in ("control", "0", "1", "2")
    }
    sent = os.urandom(100_000)
    streams["0"].send(sent, 2)
    streams["0"].send(b"", 1)
    assert streams["1"].receive() == (2, b"out")
    assert streams["2"].receive() == (2, b"err")
    assert streams["1"].receive() == (1, b"")
    ended = fake.call("GET", reply["operation"] + "/wait?timeout=10")["metadata"]
    assert ended["metadata"] == {"return": 3}
    assert fake.last_stdin == sent
    assert asked == [(["cat"], {"A": "b"})]


def test_a_wrong_secret_is_refused(lxd):
    running(lxd)
    reply = lxd.call("POST", "/1.0/instances/c1/exec", {"command": ["true"], "wait-for-websocket": True})
    assert Websocket(lxd.socket, reply["operation"] + "/websocket?secret=wrong").status == 403


@pytest.mark.parametrize("kinds, wanted", [("lifecycle", ["lifecycle"] * 2), ("operation", ["operation"] * 4)])
def test_events_of_the_kinds_that_were_asked_for(fake, kinds, wanted):
    listener = Websocket(fake.socket, "/1.0/events?type=" + kinds)
    assert listener.status == 101
    running(fake)
    events = [json.loads(listener.receive()[1]) for _number in wanted]
    assert [event["type"] for event in events] == wanted
    if kinds == "lifecycle":
        assert [event["metadata"]["action"] for event in events] == ["instance-created", "instance-started"]
