# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which member of a cluster instances are made."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.placement import placed, taking


def member(name, status="Online", **config):
    return {"server_name": name, "status": status, "config": config}


@pytest.mark.parametrize("members, expected", [
    ((), []),
    ((member("b"), member("a")), ["a", "b"]),
    ((member("a", "Evacuated"), member("b", "Offline"), member("c")), ["c"]),
    ((member("a", **{"scheduler.instance": "manual"}), member("b", **{"scheduler.instance": "all"})), ["b"]),
])
def test_who_takes_new_instances(members, expected):
    assert taking(Inventory({}, members)) == expected


def test_without_members_nothing_is_placed():
    assert placed((), Inventory({}), "spread") == ()


@pytest.fixture
def cluster(fake_server):
    server = fake_server(product="lxd", clustered=True)
    server.reset_counts()
    return server


def run(cluster, document, **options):
    params = {name: said.get("default") for name, said in ARGUMENTS.items()}
    params.update(options, server=cluster.socket, fleet=document)
    return fleet_task().outcome(Call(params, False, True))


def instances(number, **options):
    return [dict({"name": "c%d" % place, "source": {"type": "none"}, "state": "stopped"}, **options)
            for place in range(number)]


def locations(cluster):
    return Counter(one["location"] for one in cluster.get("/1.0/instances?recursion=1"))


def test_spread_evens_out(cluster):
    result = run(cluster, {"name": "x", "instances": instances(7)}, placement="spread")
    assert not result.get("failed"), result["msg"]
    assert sorted(locations(cluster).values()) == [2, 2, 3]
    assert not run(cluster, {"name": "x", "instances": instances(7)}, placement="spread")["changed"]


def test_a_target_is_kept_and_counted(cluster):
    document = {"name": "x", "instances": instances(2, target="node1") + [
        {"name": "free", "source": {"type": "none"}, "state": "stopped"}]}
    run(cluster, {"name": "x", "instances": document["instances"][:2]})
    run(cluster, document, placement="spread")
    assert cluster.get("/1.0/instances/free")["location"] == "node2"


def test_a_target_that_is_no_member_is_refused_before_anything_is_written(cluster):
    result = run(cluster, {"name": "x", "instances": instances(1, target="node9")})
    assert "target 'node9' is no member of a cluster" in result["msg"]
    assert not cluster.writes


def test_pools_and_networks_are_made_on_every_member(cluster):
    document = {"name": "x", "storage_pools": [{"name": "fast", "driver": "dir"}],
                "networks": [{"name": "x0", "type": "bridge", "config": {"ipv4.address": "10.9.0.1/24"}}]}
    result = run(cluster, document)
    assert not result.get("failed"), result["msg"]
    assert cluster.get("/1.0/storage-pools/fast")["status"] == "Created"
    assert len(cluster.get("/1.0/networks/x0")["locations"]) == 3
    assert not run(cluster, document)["changed"]
