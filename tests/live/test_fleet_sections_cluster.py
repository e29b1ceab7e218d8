# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet's groups of members, and what lies on single members: volumes and forwards.

``LXCRI_LIVE_LXD_CLUSTER`` and ``LXCRI_LIVE_INCUS_CLUSTER`` hold the socket of one member of a cluster of three.
"""

from __future__ import annotations

import uuid

import pytest

SUBNETS = {"lxd": "10.97.233", "incus": "10.97.234"}


@pytest.fixture
def server(clustered):
    """Each cluster in turn, in the place of the lone servers."""
    return clustered


def good(result):
    assert not result.get("failed"), result["msg"]
    return result


def places(server, path):
    return sorted((one.get("listen_address") or one["name"], one["location"]) for one in server.query(path))


def test_groups_and_what_lies_on_members(server, call, module):
    name = "lt" + uuid.uuid4().hex[:5]
    first, second, _third = sorted(one["server_name"] for one in server.query("cluster/members?recursion=1"))
    document = {
        "name": name,
        "cluster_groups": [{"name": name, "members": [second]}],
        "networks": [{"name": name, "config": {"ipv4.address": SUBNETS[server.product] + ".1/24", "ipv6.address": "none"}}],
        "network_forwards": [{"network": name, "listen_address": "192.0.2.79", "target": second}],
        "storage_volumes": [{"pool": "default", "name": name, "target": first},
                            {"pool": "default", "name": name, "target": second}],
        "instances": [{"name": name + "-a", "image": "bb", "state": "stopped", "target": "@" + name,
                       "devices": {"data": {"type": "disk", "pool": "default", "source": name, "path": "/data"}}}],
        "instance_snapshots": [{"instance": name + "-a", "name": "fresh"}],
    }
    volumes, forwards = "storage-pools/default/volumes/custom?recursion=1", "networks/{0}/forwards?recursion=1".format(name)
    try:
        made = good(call(module("fleet"), fleet=document))
        assert {one["outcome"] for one in made["plan"]} == {"done"}
        assert server.query("instances/{0}-a".format(name))["location"] == second
        assert [one for one in places(server, volumes) if one[0] == name] == [(name, first), (name, second)]
        assert places(server, forwards) == [("192.0.2.79", second)]
        again = good(call(module("fleet"), fleet=document, purge=True))
        assert again["changed"] is False, again["plan_table"]

        exported = good(call(module("fleet_info"), name=name))["fleet"]
        assert [one["target"] for one in exported["storage_volumes"]] == [first, second]
        same = good(call(module("fleet"), fleet=exported))
        assert same["changed"] is False, same["plan_table"]

        # Where the declaration names no member, what is there stays on the member that it is on.
        del document["network_forwards"][0]["target"]
        document["network_forwards"][0]["description"] = "moved by nobody"
        document["storage_volumes"].pop(0)
        done = good(call(module("fleet"), fleet=document, purge=True))
        assert done["counts"] == {"update": 1, "delete": 1, "none": 5}, done["plan_table"]
        assert places(server, forwards) == [("192.0.2.79", second)]
        assert [one for one in places(server, volumes) if one[0] == name] == [(name, second)]
    finally:
        gone = call(module("fleet"), fleet=document, state="absent")
        # A group has nowhere to say whose it is, and only an empty one can be deleted.
        call(module("cluster_group"), name=name, members=[])
        group = call(module("cluster_group"), name=name, state="absent")
    assert not gone.get("failed"), gone["msg"]
    assert not group.get("failed"), group["msg"]
    assert not [one for one in places(server, volumes) if one[0] == name]
    assert name not in [one["name"] for one in server.query("networks?recursion=1")]
