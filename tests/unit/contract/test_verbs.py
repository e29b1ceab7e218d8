# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is no create, change and delete, on a server in memory that counts what is written."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client import operations as waits
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.tests.unit.contract.person import Person


@pytest.fixture
def person(fake):
    fake.call("POST", "/1.0/instances", {"name": "web", "source": {"type": "none"}})
    return Person(fake)


def test_a_device(person, fake):
    person.twice("instance_device", instance="web", name="null", properties={"type": "unix-char", "path": "/dev/null"})
    result = person.twice("instance_device", instance="web", name="null", properties={"path": "/dev/zero"})
    assert result["differs"] == ["path"] and result["diff"]["before"]["path"] == "/dev/null"
    person.twice("instance_device", instance="web", name="root", override=True, properties={"size": "20GiB"})
    assert fake.get("/1.0/instances/web")["devices"]["root"] == {
        "type": "disk", "path": "/", "pool": "default", "size": "20GiB"}
    person.twice("instance_device", instance="web", name="eth0", state="absent", override=True)
    person.twice("instance_device", instance="web", name="null", state="absent")
    refused = person.run("instance_device", instance="nobody", name="x", properties={"type": "nic"})
    assert refused["failed"] and "correct `instance`" in refused["msg"]


def test_a_device_is_decided_again_when_somebody_else_was_faster(person, fake):
    fake.fail_next("PUT", "/1.0/instances/web", 412, "Precondition failed")
    result = person.run("instance_device", instance="web", name="null", properties={
        "type": "unix-char", "path": "/dev/null"})
    assert result["changed"] is True
    assert [one.status for one in fake.writes] == [412, 202]


def test_any_request(person, fake):
    path = "/1.0/profiles/p"
    person.twice("api", method="POST", path="/1.0/profiles", body={"name": "p"}, creates=path)
    person.twice("api", method="PATCH", path=path, body={"config": {"user.x": "1", "user.y": "2"}})
    person.twice("api", method="PUT", path=path, body={"config": {"user.x": "1"}})
    assert fake.writes[-1].headers["if-match"]
    person.twice("api", method="DELETE", path=path)
    assert person.still("api", path="/1.0/profiles", query={"recursion": 1})["metadata"]
    assert "TYPE" in person.still("api", path="/1.0/metrics")["content"]
    assert person.run("api", path="profiles")["failed"]


def test_a_secret_of_any_answer_is_masked(person, fake):
    fake.call("PATCH", "/1.0/instances/web", {"config": {"environment.TOKEN": "hush-hush"}})
    assert "hush-hush" not in repr(person.still("api", path="/1.0/instances/web"))


def test_the_agent_of_a_virtual_machine_is_waited_for(person, fake):
    fake.call("POST", "/1.0/instances", {"name": "vm", "type": "virtual-machine", "source": {"type": "none"}})
    wanted = {"instances": ["vm"], "wait_for": [{"agent": True}]}
    assert person.run("wait", True, **wanted)["missing"] == ["vm for its agent (it is stopped)"]
    fake.ip_delay = 0.2
    fake.call("PUT", "/1.0/instances/vm/state", {"action": "start"})
    assert person.run("wait", True, **wanted)["missing"] == ["vm for its agent (it does not answer)"]
    assert person.still("wait", timeout=10, **wanted)["instances"]["vm"]["status"] == "Running"


@pytest.mark.parametrize("error, says", [(None, ""), ("the disk is full", "the disk is full")])
def test_an_operation_is_waited_for(fake_server, error, says):
    server = fake_server(delay=0.15)
    if error:
        server.fail_operation(error)
    begun = Person(server).run("api", method="POST", path="/1.0/instances", wait=False,
                               body={"name": "web", "source": {"type": "none"}})
    result = Person(server).run("operation", id=begun["operation"].rsplit("/", 1)[1])
    assert bool(result.get("failed")) is bool(error) and says in result.get("msg", "")


def test_a_token(fake_server, tmp_path):
    server = fake_server()
    server.call("PATCH", "/1.0", {"config": {"core.https_address": "127.0.0.1:8443"}})
    person, file = Person(server), tmp_path / "token"
    result = person.twice("trust_token", name="alice", path=str(file))
    token = file.read_text().strip()
    assert token not in repr(result)
    assert json.loads(base64.b64decode(token))["client_name"] == "alice"
    assert person.still("trust_token", name="alice", reveal=True)["token"] == token
    assert json.loads(base64.b64decode(token))["secret"] not in repr(person.still("operation_info"))
    person.twice("trust_token", name="alice", restricted=True, projects=["default"])
    person.twice("trust_token", name="alice", state="absent")


def test_a_join_token(fake_server):
    server = fake_server(clustered=True)
    person = Person(server)
    person.twice("cluster_join_token", name="node9")
    person.twice("cluster_join_token", name="node9", state="absent")
    assert person.still("cluster_join_token", name=server.members[0])["joined"] is True
    alone = Person(fake_server()).run("cluster_join_token", name="node9")
    assert alone["failed"] and "not clustered" in alone["msg"]


def test_a_warning(person, fake):
    warning = fake.get("/1.0/warnings?recursion=1")[0]
    person.twice("warning", uuid=warning["uuid"], state="acknowledged")
    person.twice("warning", uuid=warning["uuid"], state="new")
    person.still("warning", uuid=warning["uuid"])
    person.twice("warning", uuid=warning["uuid"], state="absent")


@pytest.mark.parametrize("module, parents", [
    ("network_state", {"network": "{bridge}"}), ("network_lease", {"network": "{bridge}"}),
    ("storage_pool_resources", {"pool": "default"}), ("project_state", {"name": "default"}), ("resources", {}),
    ("metrics", {}), ("operation", {}),
])
def test_what_can_only_be_looked_at(person, fake, module, parents):
    bridge = "lxdbr0" if fake.product == "lxd" else "incusbr0"
    person.still(module + "_info", **{name: value.format(bridge=bridge) for name, value in parents.items()})


def test_an_operation_may_take_longer_than_one_wait(fake_server, monkeypatch):
    monkeypatch.setattr(waits, "WAIT_SLICE", 1)

    def create(product):
        server = fake_server(product=product, delay=1.2)
        with Client(unix(server.socket)) as client:
            client.send(Request("POST", "instances", {"name": "web", "source": {"type": "none"}}))
        return server.get("/1.0/instances/web")["status"], len(
            [one for one in server.requests if one.path.endswith("/wait")])

    with ThreadPoolExecutor() as pool:  # a server's wait is a second long at least; both at once take one
        assert list(pool.map(create, ["lxd", "incus"])) == [("Stopped", 2), ("Stopped", 2)]


def test_a_server_that_does_not_wait_is_not_asked_all_the_time(fake_server):
    server = fake_server(clustered=True, delay=0.5)
    with Client(unix(server.socket)) as client:
        client.send(Request("POST", "instances", {"name": "web", "source": {"type": "none"}}, {"target": "node2"}))
    waits = [one for one in server.requests if one.path.endswith("/wait")]
    assert 2 <= len(waits) <= 5
