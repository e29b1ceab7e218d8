# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that are tried in turn, and what is no server."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client import client as client_module
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import new_pair
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._client.session import make_session
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Timeout, Unauthorized, Unavailable


def closed_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def test_an_address_that_refuses_is_followed_by_the_next(serve, home, connect):
    server = serve(trusted=True)
    addresses = ["https://127.0.0.1:{0}".format(closed_port()), server.url]
    with connect(resolve(addresses, home, pin=str(server.cert))) as client:
        assert client.endpoint.url == server.url and client.get("instances").status == 200


def test_an_address_that_starts_up_is_followed_by_the_next(serve, home, connect):
    starting, server = serve(status=503), serve(trusted=True)
    with pytest.raises(Unauthorized):
        connect(resolve([starting.url, server.url], home, pin=str(server.cert)))
    server.cert = starting.cert
    with pytest.raises(Unavailable):
        connect(resolve([starting.url], home, pin=str(starting.cert)))


@pytest.mark.parametrize("connect", [Client, lambda endpoint: Reader(endpoint, timeout=0.2)], ids=["client", "reader"])
def test_an_address_that_says_nothing_is_followed_by_the_next(serve, home, monkeypatch, connect):
    pair = new_pair("tiny")
    silent, server = serve(pair=pair), serve(trusted=True, pair=pair)
    monkeypatch.setattr(silent, "answer", lambda *_said: time.sleep(0.5) or (200, {}))
    monkeypatch.setattr(client_module, "READ_TIMEOUT", 0.2)
    with connect(resolve([silent.url, server.url], home, pin=server.fingerprint)) as client:
        assert client.endpoint.url == server.url
    with pytest.raises(Timeout, match="did not answer GET /1.0 within 0.2 seconds"):
        connect(resolve([silent.url], home, pin=server.fingerprint))


@pytest.mark.parametrize("first", ["untrusting", "wrong certificate"])
def test_a_refusal_is_an_answer_and_no_other_address_is_tried(serve, home, connect, first):
    refusing, server = serve(trusted=first == "wrong certificate"), serve(trusted=True)
    pin = refusing.cert if first == "untrusting" else server.cert
    with pytest.raises(Unauthorized):
        connect(resolve([refusing.url, server.url], home, pin=str(pin)))
    assert server.seen == []


def test_no_address_that_answers(home, connect):
    addresses = ["https://127.0.0.1:{0}".format(closed_port()) for _number in range(2)]
    with pytest.raises(Unavailable) as caught:
        connect(resolve(addresses, home, pin="ab" * 32))
    assert all(address in caught.value.message for address in addresses)


def test_a_server_that_is_none(home, connect, tmp_path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.listen(8)

    def answer():
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
            connection.close()

    threading.Thread(target=answer, daemon=True).start()
    with pytest.raises(Unavailable):
        connect(resolve(str(tmp_path / "s"), home))
    listener.close()


@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["hangs up", "speaks no TLS"])
def test_a_port_without_tls_is_no_question_of_trust(home, connect, words):
    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            connection.recv(65536)
            connection.sendall(words)
            connection.close()

    threading.Thread(target=answer, daemon=True).start()
    for pin in ("ab" * 32, None):
        with pytest.raises(Unavailable):
            connect(resolve("https://127.0.0.1:{0}".format(listener.getsockname()[1]), home, pin=pin))
    listener.close()


def test_no_socket(home, connect):
    with pytest.raises(Unavailable) as caught:
        connect(resolve("/nonexistent/unix.socket", home))
    assert "there is no such socket" in caught.value.message


def test_many_connections_at_once_show_one_certificate(serve, home, tmp_path, monkeypatch):
    """Loaded anew for each connection into what all of them share, a key met another's certificate, or OpenSSL crashed."""
    server = serve(trusted=True)
    for name, content in zip(("cert", "key"), new_pair("client")):
        (tmp_path / name).write_bytes(content)
    loaded = []
    load = ssl.SSLContext.load_cert_chain
    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", lambda self, *names: loaded.append(self) or load(self, *names))
    session = make_session(resolve(server.url, home, str(tmp_path / "cert"), str(tmp_path / "key"), server.fingerprint))
    gate = threading.Barrier(8)

    def ask(_number):
        gate.wait(10)
        return session.get(server.url + "/1.0").status_code

    with ThreadPoolExecutor(8) as workers:
        assert set(workers.map(ask, range(64))) == {200}
    assert len(loaded) == 1
