# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake itself, asked over its socket with nothing but the standard library.

That it is true to the real servers is what ``tests/live/test_fake_is_true.py`` shows; here is what tests rely on.
"""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import threading
import time

import pytest

from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

ROOT = {"root": {"type": "disk", "path": "/", "pool": "default"}}


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("fake", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, method, target, body=None, **headers):
        """(status, headers, decoded body)."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        self.request(method, target, body, {key.replace("_", "-"): value for key, value in headers.items()})
        reply = self.getresponse()
        data = reply.read()
        found = dict(reply.getheaders())
        return reply.status, found, json.loads(data) if found.get("Content-Type") == "application/json" else data

    def done(self, method, target, body=None):
        """The operation that a request started, once it ended."""
        status, _headers, reply = self.ask(method, target, body)
        assert status == 202, reply
        self.ask("GET", reply["operation"] + "/wait?timeout=10")
        return self.ask("GET", reply["operation"])[2]["metadata"]


@pytest.fixture
def talk(lxd):
    return Connection(lxd.socket)


def test_keep_alive_uses_one_connection(lxd, talk):
    for _number in range(5):
        assert talk.ask("GET", "/1.0")[0] == 200
    assert lxd.connections == 1
    assert len(lxd.requests) == 5


def test_starts_and_answers_quickly():
    # Bounds against a fake that slows every suite down, far above what is usual.
    began = time.perf_counter()
    with FakeServer() as server:
        started = time.perf_counter() - began
        talk = Connection(server.socket)
        took = []
        for _number in range(200):
            began = time.perf_counter()
            talk.ask("GET", "/1.0/profiles/default")
            took.append(time.perf_counter() - began)
    assert started < 1
    assert statistics.median(took) < 0.01


def test_errors_have_the_shape_of_the_real_ones(talk):
    status, _headers, reply = talk.ask("GET", "/1.0/profiles/none")
    assert status == 404
    assert (reply["type"], reply["error_code"], reply["metadata"]) == ("error", 404, None)
    assert "not found" in reply["error"]
    assert talk.ask("GET", "/1.0/nothing")[0] == 404
    assert talk.ask("DELETE", "/1.0")[0] == 501


def test_replace_forgets_what_it_does_not_name(lxd, talk):
    talk.ask("POST", "/1.0/profiles", {"name": "p", "description": "d", "config": {"user.a": "1"}})
    talk.ask("PUT", "/1.0/profiles/p", {"config": {"user.b": "2"}})
    shown = lxd.get("/1.0/profiles/p")
    assert (shown["description"], shown["config"]) == ("", {"user.b": "2"})


def test_the_etag_guards_a_write_against_a_change_by_others(lxd, talk):
    tag = talk.ask("GET", "/1.0/profiles/default")[1]["Etag"]
    assert tag.startswith('"') and tag.endswith('"')
    lxd.change("/1.0/profiles/default", lambda profile: profile["config"].update({"user.other": "1"}))
    assert talk.ask("PUT", "/1.0/profiles/default", {}, If_Match=tag)[0] == 412
    tag = talk.ask("GET", "/1.0/profiles/default")[1]["Etag"]
    assert talk.ask("PUT", "/1.0/profiles/default", {}, If_Match=tag)[0] == 200


@pytest.mark.parametrize("value", [1, True, ["x"], {"a": "b"}])
def test_config_values_must_be_strings(lxd, talk, value):
    assert talk.ask("POST", "/1.0/profiles", {"name": "p", "config": {"user.a": value}})[0] == 400
    assert lxd.get("/1.0/profiles/p") is None


def test_an_instance_from_creation_to_removal(lxd, talk):
    ended = talk.done("POST", "/1.0/instances", {"name": "c1", "source": {"type": "none"}})
    assert (ended["status"], ended["status_code"], ended["err"]) == ("Success", 200, "")
    assert lxd.get("/1.0/instances/c1")["status_code"] == 102
    assert talk.done("PUT", "/1.0/instances/c1/state", {"action": "start"})["status_code"] == 200
    assert lxd.get("/1.0/instances/c1")["status"] == "Running"
    assert talk.ask("DELETE", "/1.0/instances/c1")[0] == 400
    assert lxd.get("/1.0/networks/lxdbr0")["used_by"] == ["/1.0/instances/c1", "/1.0/profiles/default"]
    talk.done("PUT", "/1.0/instances/c1/state", {"action": "stop"})
    talk.done("DELETE", "/1.0/instances/c1")
    assert lxd.get("/1.0/instances/c1") is None


def addresses(server, name):
    found = server.get("/1.0/instances/%s/state" % name)["network"]["eth0"]["addresses"]
    return [one["address"] for one in found if one["scope"] == "global"]


def test_addresses_come_after_their_delay_or_never(fake_server):
    for delay, wanted in ((0.0, 1), (None, 0), (3600, 0)):
        server = fake_server(ip_delay=delay)
        server.call("POST", "/1.0/instances", {"name": "c1", "source": {"type": "none"}})
        server.call("PUT", "/1.0/instances/c1/state", {"action": "start"})
        assert len(addresses(server, "c1")) == wanted
        # What an interface gives itself is there at once, and is no address to wait for.
        every = server.get("/1.0/instances/c1/state")["network"]["eth0"]["addresses"]
        assert [one["family"] for one in every if one["scope"] == "link"] == ["inet6"]


def test_no_two_instances_share_an_address(lxd):
    for number in range(40):
        lxd.call("POST", "/1.0/instances", {"name": "c%d" % number, "source": {"type": "none"}})
        lxd.call("PUT", "/1.0/instances/c%d/state" % number, {"action": "start"})
    found = [addresses(lxd, "c%d" % number)[0] for number in range(40)]
    assert len(set(found)) == 40


def test_operations_take_their_time_and_waiting_has_an_end(fake_server):
    server = fake_server(delay=0.3)
    talk = Connection(server.socket)
    reply = talk.ask("POST", "/1.0/instances", {"name": "c1", "source": {"type": "none"}})[2]
    assert server.get("/1.0/instances/c1") is None
    assert talk.ask("GET", reply["operation"] + "/wait?timeout=0")[2]["metadata"]["status"] == "Running"
    assert talk.ask("GET", reply["operation"] + "/wait?timeout=10")[2]["metadata"]["status"] == "Success"
    assert server.get("/1.0/instances/c1") is not None


@pytest.mark.parametrize("product, status, kind", [("lxd", 200, "sync"), ("incus", 200, "error")])
def test_how_a_failed_operation_is_told_when_waiting(fake_server, product, status, kind):
    server = fake_server(product=product)
    talk = Connection(server.socket)
    server.fail_operation("the disk is full")
    reply = talk.ask("POST", "/1.0/instances", {"name": "c1", "source": {"type": "none"}})[2]
    found, _headers, answer = talk.ask("GET", reply["operation"] + "/wait?timeout=1")
    assert (found, answer["type"]) == (status, kind)
    ended = talk.ask("GET", reply["operation"])[2]["metadata"]
    assert (ended["status"], ended["status_code"], ended["err"]) == ("Failure", 400, "the disk is full")
    assert server.get("/1.0/instances/c1") is None


def test_a_cluster_member_s_operation_is_not_waited_for(fake_server):
    server = fake_server(clustered=True, delay=60)
    talk = Connection(server.socket)
    target = "/1.0/instances?target=" + server.members[1]
    reply = talk.ask("POST", target, {"name": "c1", "source": {"type": "none"}})[2]
    assert talk.ask("GET", reply["operation"] + "/wait?timeout=30")[2]["metadata"]["status"] == "Running"


def test_faults_that_are_asked_for(lxd, talk):
    lxd.fail_next("POST", "/1.0/profiles$", 503, "busy", times=2)
    answers = [talk.ask("POST", "/1.0/profiles", {"name": "p"})[0] for _number in range(3)]
    assert answers == [503, 503, 201]
    lxd.drop_next("GET", "profiles/p")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        talk.ask("GET", "/1.0/profiles/p")
    talk.close()
    assert talk.ask("GET", "/1.0/profiles/p")[0] == 200
    assert [request.status for request in lxd.requests] == [503, 503, 201, 0, 200]


def test_a_request_may_be_carried_out_and_its_answer_lost(lxd, talk):
    lxd.drop_next("POST", "/1.0/profiles", after=True)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        talk.ask("POST", "/1.0/profiles", {"name": "p"})
    assert lxd.get("/1.0/profiles/p") is not None


def test_what_was_asked_is_recorded(lxd, talk):
    talk.ask("GET", "/1.0/profiles?recursion=1&project=default")
    talk.ask("POST", "/1.0/profiles", {"name": "p"}, X_Mark="here")
    first, second = lxd.requests
    assert (first.method, first.path, first.query) == ("GET", "/1.0/profiles", {"recursion": "1", "project": "default"})
    assert (second.body, second.headers["x-mark"], second.status) == ({"name": "p"}, "here", 201)
    assert lxd.writes == [second]
    lxd.get("/1.0/profiles/p")
    assert len(lxd.requests) == 2
    lxd.reset_counts()
    assert lxd.requests == []


def test_a_missing_extension_hides_its_paths(fake_server):
    server = fake_server(remove=["network_acl"], add=["storage_buckets"])
    assert server.get("/1.0/network-acls") is None
    assert server.get("/1.0/storage-pools/default/buckets") == []
    assert fake_server().get("/1.0/storage-pools/default/buckets") is None


def test_chunked_bodies_are_read(lxd, talk):
    talk.putrequest("POST", "/1.0/profiles")
    talk.putheader("Content-Type", "application/json")
    talk.putheader("Transfer-Encoding", "chunked")
    talk.endheaders()
    for part in (b'{"name":', b' "chunky"}'):
        talk.send(b"%x\r\n%s\r\n" % (len(part), part))
    talk.send(b"0\r\n\r\n")
    reply = talk.getresponse()
    reply.read()
    assert reply.status == 201
    assert talk.ask("GET", "/1.0/profiles/chunky")[0] == 200


def test_many_clients_at_once(lxd):
    failures = []

    def make(number):
        talk = Connection(lxd.socket)
        for turn in range(10):
            status = talk.ask("POST", "/1.0/profiles", {"name": "p%d-%d" % (number, turn)})[0]
            failures.extend([status] if status != 201 else [])
        talk.close()

    threads = [threading.Thread(target=make, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures
    assert len(lxd.get("/1.0/profiles")) == 161


def test_pending_pools_of_a_cluster(fake_server):
    server = fake_server(clustered=["a", "b"])
    talk = Connection(server.socket)
    body = {"name": "p", "driver": "dir"}
    assert talk.ask("POST", "/1.0/storage-pools", body)[0] == 500
    assert talk.ask("POST", "/1.0/storage-pools?target=a", body)[0] == 201
    assert server.get("/1.0/storage-pools/p")["status"] == "Pending"
    assert talk.ask("POST", "/1.0/storage-pools", body)[0] == 500
    assert talk.ask("POST", "/1.0/storage-pools?target=b", body)[0] == 201
    assert talk.ask("POST", "/1.0/storage-pools", body)[0] == 201
    assert server.get("/1.0/storage-pools/p")["locations"] == ["a", "b"]


def test_stopping_closes_the_socket():
    server = FakeServer().start()
    path = server.socket
    server.stop()
    with pytest.raises((FileNotFoundError, ConnectionError)):
        Connection(path).ask("GET", "/1.0")
