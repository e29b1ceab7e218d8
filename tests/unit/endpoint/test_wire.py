# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connections over which is read: how many there are, and what becomes of one that breaks."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.wire import Wires
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Timeout, Unavailable


@pytest.fixture
def server(serve):
    return serve(trusted=True)


@pytest.fixture
def wires(server, home):
    made = Wires(resolve(server.url, home, pin=str(server.cert)))
    yield made
    made.close()


def ask(wires, timeout=10):
    return wires.ask("GET", "/1.0", {}, timeout).metadata["auth"]


def test_one_thread_keeps_one_connection(server, wires):
    assert [ask(wires) for _time in range(5)] == ["trusted"] * 5
    assert len(server.sockets) == 1


def test_many_threads_have_as_many_connections_and_one_context(server, wires, monkeypatch):
    made = []
    wrap = ssl.SSLContext.wrap_socket
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda self, *said, **more: made.append(self) or wrap(self, *said, **more))
    ask(wires)
    answer = server.answer
    monkeypatch.setattr(server, "answer", lambda *said: time.sleep(0.02) or answer(*said))
    gate = threading.Barrier(8)
    with ThreadPoolExecutor(8) as workers:
        for _round in range(2):
            assert set(workers.map(lambda _n: gate.wait(10) and None or ask(wires), range(8))) == {"trusted"}
    assert len(server.sockets) == 8 and len(set(made) - {server.context}) == 1


def test_a_connection_that_the_server_closed_is_not_used_again(server, wires):
    ask(wires)
    server.sockets[0].shutdown(socket.SHUT_RDWR)
    server.sockets[0].close()
    time.sleep(0.05)
    assert ask(wires) == "trusted" and len(server.sockets) == 2


def test_an_answer_that_does_not_come_is_not_taken_for_the_next_one(server, wires, monkeypatch):
    answer = server.answer
    monkeypatch.setattr(server, "answer", lambda *said: time.sleep(0.5) or answer(*said))
    with pytest.raises(Timeout) as caught:
        ask(wires, 0.1)
    assert "did not answer GET /1.0 within 0.1 seconds" in caught.value.message
    monkeypatch.setattr(server, "answer", answer)
    assert ask(wires) == "trusted" and len(server.sockets) == 2


def test_reading_is_tried_once_more(server, home, monkeypatch):
    with Client(resolve(server.url, home, pin=str(server.cert))) as client:
        answer, broken = server.answer, []

        def breaking(*said):
            if len(broken) < 2:
                broken.append(said)
                server.sockets[-1].shutdown(socket.SHUT_RDWR)
            return answer(*said)

        monkeypatch.setattr(server, "answer", breaking)
        broken.append("once is enough")
        assert client.get("x").metadata["auth"] == "trusted"
        broken.clear()
        with pytest.raises(Unavailable):
            client.get("x")


def test_what_only_reads_does_not_open_the_session(server, home):
    with Client(resolve(server.url, home, pin=str(server.cert))) as client:
        client.get("x")
        assert len(server.sockets) == 1
        with client.raw("GET", "x") as response:
            assert response.status_code == 200
        assert len(server.sockets) == 2
