# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forming a cluster, step by step and interrupted at each, and whether it can do without a member."""

from __future__ import annotations

import base64
import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, OperationFailed, Timeout
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.cluster_newcomer import (
    as_new_again,
    own_things,
    refuse_to_lose,
)
from ansible_collections.lxcri.containers.tests.unit.contract.person import Person

ADDRESS = "192.0.2.1:8443"
FIRST = {"name": "node1", "address": ADDRESS}


@pytest.fixture(params=["lxd", "incus"])
def new(request, fake_server):
    """A server as it is when it has just been installed."""
    return fake_server(product=request.param, bare=True)


@pytest.fixture
def joining(new):
    """The options with which it joins."""
    here = new.get("/1.0")["environment"]
    return {"name": "node2", "address": "192.0.2.2:8443", "certificate": here["certificate"], "token": token(new)}


def token(server, **parts):
    """One that a cluster with the server's own certificate made for ``node2``."""
    said = {"server_name": "node2", "fingerprint": server.get("/1.0")["environment"]["certificate_fingerprint"],
            "addresses": [ADDRESS, "192.0.2.3:8443"], "secret": "5e" * 32}
    return base64.b64encode(json.dumps(dict(said, **parts)).encode()).decode()


def test_the_first_member(new):
    result = Person(new).twice("cluster", **FIRST)
    assert (result["action"], result["address"]) == ("bootstrap", ADDRESS)
    assert [(one.method, one.path, one.body) for one in new.writes] == [
        ("PATCH", "/1.0", {"config": {"core.https_address": ADDRESS}}),
        ("PUT", "/1.0/cluster", {"server_name": "node1", "enabled": True})]


def test_a_server_that_keeps_what_it_has_and_listens_elsewhere(fake):
    fake.call("PATCH", "/1.0", {"config": {"core.https_address": "[::]:8443"}})
    Person(fake).refused("address: the other members cannot reach 'node1' at [::]:8443", "cluster", name="node1")
    Person(fake).twice("cluster", **FIRST)
    assert fake.writes[0].body == {"config": {"cluster.https_address": ADDRESS}} and fake.get("/1.0/storage-pools")


def test_it_joins(new, joining):
    own = [{"entity": "storage-pool", "name": "default", "key": "source", "value": 5}]
    assert Person(new).twice("cluster", member_config=own, **joining)["action"] == "join"
    body = new.writes[0].body
    assert body.pop("cluster_token" if new.product == "incus" else "cluster_password") == joining["token"]
    assert body == {"server_name": "node2", "enabled": True, "server_address": joining["address"],
                    "cluster_address": ADDRESS, "cluster_certificate": joining["certificate"],
                    "member_config": [dict(own[0], value="5")]}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("joins, method, path", [
    (False, "PATCH", "/1.0$"), (False, "PUT", "/1.0/cluster"), (False, "GET", "/wait"),
    (True, "PUT", "/1.0/cluster"), (True, "GET", "/wait"),
])
def test_interrupted_anywhere_it_is_gone_on_with(new, joining, joins, method, path, after):
    options, person = joining if joins else FIRST, Person(new)
    new.drop_next(method, path, after=after)
    person.refused("", "cluster", **options)
    assert not person.run("cluster", **options).get("failed")
    person.still("cluster", **options)
    assert new.get("/1.0")["environment"]["server_clustered"] is True
    assert len([one for one in new.writes if one.method == "PUT"]) <= 2


# What LXD 5.0.2 and Incus 6.0.4 said, and what is to be done about it.
@pytest.mark.parametrize("words, mend", [
    ("Failed to setup cluster trust: Failed to add server cert to cluster: No matching cluster join operation found",
     "make a new one with `cluster_join_token`"),
    ("Failed request to add member: The cluster already has a member with name: node2", "remove the member with `cluster_member`"),
    ('Failed to setup cluster trust: Failed to connect to target cluster node "192.0.2.1:8443": no route to host',
     "see that this member runs, and that the server reaches it"),
    ('Cannot listen on cluster HTTPS socket "192.0.2.2:8443": bind: cannot assign requested address', "correct `address`"),
    ("Failed to initialize member: Failed to initialize storage pools and networks: Failed to create storage pool \"own\": "
     "Source path '/x' doesn't exist", "name in `member_config` what it needs on this member"),
    ('Failed to initialize storage pools and networks: Failed to create local member network "up" in project "default": Invalid '
     'value for network "up" option "parent": Required value', "name in `member_config` what it needs on this member"),
])
def test_a_join_that_is_refused(new, joining, words, mend):
    new.fail_operation(words)
    said = Person(new).refused(mend, "cluster", **joining)
    assert said.startswith("Cannot have 'node2' join the cluster: " + words.rstrip("."))
    assert Person(new).run("cluster", **joining)["action"] == "join"


@pytest.mark.parametrize("says, change", [
    ("token: this is no join token; make one with cluster_join_token", lambda _server: {"token": "bm8="}),
    ("token: it was made for the member 'node9', not for 'node2'", lambda server: {"token": token(server, server_name="node9")}),
    ("certificate: it is not that of the cluster the token is for", lambda server: {"token": token(server, fingerprint="00" * 32)}),
    ("certificate: this is no certificate as PEM text", lambda _server: {"certificate": "none"}),
    ("no member of the cluster answers this machine (127.0.0.1:1: ",
     lambda server: {"token": token(server, addresses=["127.0.0.1:1"]), "certificate": None}),
])
def test_what_is_wrong_before_anything_is_asked_of_the_server(new, joining, says, change):
    Person(new).refused(says, "cluster", **dict(joining, **change(new)))
    assert not new.writes


def test_a_member_of_something_else(fake_server):
    server = fake_server(clustered=True)
    name = server.members[0]
    Person(server).refused("is the member '{0}' of a cluster, not 'node9'".format(name), "cluster", name="node9")
    other = token(server, server_name=name, fingerprint="00" * 32)
    Person(server).refused("is a member of another cluster than the one the token is for", "cluster", name=name, token=other)
    assert not server.writes


def test_a_server_that_would_lose_what_it_has(fake):
    options = {"name": "node2", "address": ADDRESS, "token": token(fake)}
    fake.call("POST", "/1.0/projects", {"name": "p", "config": {"features.profiles": "false", "features.images": "false"}})
    fake.call("POST", "/1.0/instances?project=p", {"name": "web", "source": {"type": "none"}})
    bridge = "lxdbr0" if fake.product == "lxd" else "incusbr0"
    says = "has the instance web and network {0} and storage pool default of its own".format(bridge)
    Person(fake).refused(says, "cluster", check=True, **options)
    Person(fake).refused(says, "cluster", **options)
    assert not fake.writes


def test_nothing_is_nothing_to_lose():
    refuse_to_lose({}, "node2")
    with pytest.raises(Conflict, match="the instances a, b and storage pool c of its own"):
        refuse_to_lose({"instances": ["a", "b"], "storage-pools": ["c"]}, "node2")


@pytest.mark.parametrize("error, left", [(OperationFailed, {}), (Timeout, {"networks": ["net"], "storage-pools": ["p"]})])
def test_what_a_join_that_failed_has_left_is_removed(new, error, left):
    with Client(unix(new.socket)) as client:
        with pytest.raises(error, match="why"), as_new_again(client):
            new.call("POST", "/1.0/storage-pools", {"name": "p", "driver": "dir"})
            new.call("POST", "/1.0/networks", {"name": "net", "type": "bridge"})
            raise error("why")
        assert own_things(client) == left


@pytest.mark.parametrize("instances", [0, 1, 20])
@pytest.mark.parametrize("product", ["lxd", "incus"])
def test_whether_a_cluster_can_do_without_a_member_takes_as_long_whatever_runs(fake_server, product, instances):
    server = fake_server(product=product, clustered=True)
    server.call("POST", "/1.0/projects", {"name": "p", "config": {"features.profiles": "false", "features.images": "false"}})
    for number in range(instances):
        name, project = "c{0:02}".format(number), "?project=p" if number % 2 else ""
        server.call("POST", "/1.0/instances" + project + ("&" if project else "?") + "target=node2",
                    {"name": name, "source": {"type": "none"}})
        server.call("PUT", "/1.0/instances/{0}/state{1}".format(name, project), {"action": "start"})
    server.reset_counts()
    found = Person(server).still("cluster_evacuation_info", name="node2")
    assert len(found["instances"]) == instances and all(one["memory"] > 0 for one in found["instances"])
    assert {one["project"] for one in found["instances"]} <= {"default", "p"}
    assert [one.path for one in server.requests] == [
        "/1.0", "/1.0/cluster/members", "/1.0/resources", "/1.0/resources", "/1.0/instances"]


def test_a_member_that_is_gone_keeps_nobody_from_the_others(fake_server):
    server = fake_server(clustered=True)
    options = {"name": "fast", "driver": "dir", "members": {name: {"source": "/srv/" + name} for name in server.members}}
    Person(server).twice("storage_pool", **options)
    server.fail_next("GET", "/storage-pools/fast.*target=node3", 500, "Missing event connection with target cluster member", 2)
    Person(server).refused("Cannot read storage pool 'fast' on member 'node3': Missing event connection", "storage_pool", **options)
    server.change("/1.0/cluster/members/node3", lambda member: member.update(status="Offline"))
    Person(server).still("storage_pool", **options)
    assert Person(server).run("storage_pool", description="d", **options)["changed"] is True
