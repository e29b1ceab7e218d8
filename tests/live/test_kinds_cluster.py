# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cluster has beyond the twelve steps: members with config of their own, evacuation, join tokens.

``LXCRI_LIVE_LXD_CLUSTER`` and ``LXCRI_LIVE_INCUS_CLUSTER`` hold the socket of one member of a cluster of three.
"""

from __future__ import annotations

import base64
import json
import os
import uuid

import pytest


@pytest.fixture
def server(clustered):
    """Each cluster in turn, in the place of the lone servers."""
    return clustered


@pytest.fixture
def name():
    return "lt" + uuid.uuid4().hex[:5]


@pytest.fixture
def members(server):
    return sorted(one["server_name"] for one in server.query("cluster/members?recursion=1"))


def done(result: dict, changed: bool) -> dict:
    assert not result.get("failed"), result["msg"]
    assert result["changed"] is changed, result
    return result


def twice(call, task, **options) -> dict:
    """Under check, in earnest, and once more; the result in earnest."""
    done(call(task, True, **options), True)
    result = done(call(task, **options), True)
    done(call(task, True, **options), False)
    done(call(task, **options), False)
    return result


def test_a_pool_with_a_source_of_its_own_on_a_member(call, module, server, members, name, tmp_path):
    # All members are one machine here, so no two can have the same directory.
    places = {member: str(tmp_path / member) for member in members}
    for place in places.values():
        os.mkdir(place)
    own = {member: {"source": places[member]} for member in members[1:]}
    options = {"name": name, "driver": "dir", "members": own,
               "config": {"source": places[members[0]], "rsync.bwlimit": "10MiB"}}
    try:
        twice(call, module("storage_pool"), **options)
        seen = [server.query("storage-pools/{0}?target={1}".format(name, member))["config"] for member in members]
        assert [one["source"] for one in seen] == list(places.values())
        assert {one["rsync.bwlimit"] for one in seen} == {"10MiB"}
        refused = call(module("storage_pool"), name=name, members={"nobody": {"source": "/x"}})
        assert refused["failed"] and "nobody" in refused["msg"]
    finally:
        done(call(module("storage_pool"), name=name, state="absent"), True)
    assert server.query("storage-pools/" + name) is None


def test_a_pool_that_somebody_left_half_made_is_finished(call, module, server, members, name):
    server.query("storage-pools?target=" + members[0], "POST", {"name": name, "driver": "dir"})
    try:
        assert server.query("storage-pools/" + name)["status"] == "Pending"
        result = twice(call, module("storage_pool"), name=name, driver="dir")
        assert "never created" in result["reason"]
        assert server.query("storage-pools/" + name)["status"] == "Created"
    finally:
        done(call(module("storage_pool"), name=name, state="absent"), True)


def test_a_network_with_an_interface_of_its_own_on_a_member(call, module, server, members, name):
    options = {"name": name, "type": "macvlan", "config": {"parent": "eth0", "mtu": 1400}}
    try:
        twice(call, module("network"), **options)
        changed = dict(options, members={members[2]: {"parent": "lo"}})
        result = twice(call, module("network"), **changed)
        assert result["differs"] == [members[2] + ".config.parent"]
        seen = [server.query("networks/{0}?target={1}".format(name, member))["config"]["parent"] for member in members]
        assert seen == ["eth0", "eth0", "lo"]
    finally:
        done(call(module("network"), name=name, state="absent"), True)
    assert server.query("networks/" + name) is None


def test_a_member_is_evacuated_and_restored(call, module, server, members):
    task, member = module("cluster_member"), members[2]
    path = "cluster/members/" + member
    try:
        twice(call, task, name=member, state="evacuated")
        assert server.query(path)["status"] == "Evacuated"
        done(call(task, name=member), False)
    finally:
        twice(call, task, name=member, state="restored")
    assert server.query(path)["status"] == "Online"


def test_a_member_that_never_joined(call, module, server):
    refused = call(module("cluster_member"), name="nobody", description="x")
    assert refused["failed"] and "cluster_join_token" in refused["msg"]
    done(call(module("cluster_member"), name="nobody", state="absent"), False)


def test_a_join_token(call, module, server, members, name, tmp_path):
    task, file = module("cluster_join_token"), tmp_path / "token"
    result = twice(call, task, name=name, path=str(file))
    token = file.read_text().strip()
    assert token not in repr(result)
    said = json.loads(base64.b64decode(token))
    assert said["server_name"] == name
    pending = server.query("operations?recursion=1")["running"]
    assert said["secret"] in [one["metadata"].get("secret") for one in pending if one["metadata"]]
    assert done(call(task, name=name, reveal=True), False)["token"] == token
    twice(call, task, name=name, state="absent")
    assert done(call(task, name=members[0]), False)["joined"] is True


@pytest.mark.parametrize("kind, options, path", [
    ("network_forward", {"network": "{n}", "listen_address": "198.51.100.30", "description": "x"},
     "networks/{n}/forwards/198.51.100.30"),
    ("storage_volume", {"pool": "default", "name": "{n}v", "description": "x"},
     "storage-pools/default/volumes/custom/{n}v"),
])
def test_a_thing_of_one_member(call, module, server, members, name, kind, options, path):
    options = {key: value.replace("{n}", name) for key, value in options.items()}
    path = "{0}?target={1}".format(path.replace("{n}", name), members[1])
    done(call(module("network"), name=name, config={"ipv4.address": "10.97.228.1/24", "ipv6.address": "none"}), True)
    try:
        twice(call, module(kind), target=members[1], **options)
        assert server.query(path)["location"] == members[1]
        twice(call, module(kind), target=members[1], **dict(options, description="y"))
        assert server.query(path)["description"] == "y"
        twice(call, module(kind), target=members[1], state="absent", **options)
        assert server.query(path) is None
    finally:
        done(call(module("network"), name=name, state="absent"), True)


def test_the_config_of_one_member(call, module, server, members, name):
    task, key = module("server"), "storage.backups_volume"
    done(call(module("storage_volume"), pool="default", name=name, target=members[1]), True)
    try:
        twice(call, task, target=members[1], config={key: "default/" + name})
        assert server.query("?target=" + members[1])["config"][key] == "default/" + name
        assert key not in server.query("?target=" + members[0])["config"]
        twice(call, task, target=members[1], config={key: None})
    finally:
        done(call(module("storage_volume"), pool="default", name=name, target=members[1], state="absent"), True)
