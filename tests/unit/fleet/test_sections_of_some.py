# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections that only some servers offer: address sets, what OVN networks have, groups of members."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call

UPLINK = {"parent": "eth1", "ipv4.gateway": "192.0.2.1/24", "ipv4.ovn.ranges": "192.0.2.100-192.0.2.150",
          "ipv4.routes": "192.0.2.0/24"}
OVN = [{"name": "uplink", "type": "physical", "config": UPLINK}] + [
    {"name": "ovn%d" % number, "type": "ovn",
     "config": {"network": "uplink", "ipv4.address": "10.3%d.0.1/24" % number, "ipv6.address": "none"}}
    for number in (0, 1)]


@pytest.fixture
def other(fake_server):
    """``other(document, **server)``: the outcome on a server of another make, and the server."""
    def apply(document, check=False, options=(), **made):
        server = fake_server(**made)
        server.reset_counts()
        params = {name: said.get("default") for name, said in ARGUMENTS.items()}
        params.update(options, server=server.socket, fleet=document)
        return fleet_task().outcome(Call(params, check, True)), server

    return apply


def test_what_the_server_lacks_is_refused_before_anything_is_written(other):
    document = {"name": "x", "profiles": [{"name": "web"}], "network_address_sets": [{"name": "web", "addresses": ["192.0.2.1"]}],
                "cluster_groups": [{"name": "blue", "members": []}]}
    result, server = other(document, product="lxd")
    assert "network_address_sets[0] 'web': network address set exists only on incus; this server is LXD" in result["msg"]
    assert "cluster_groups[0] 'blue': cluster group: only a cluster has any" in result["msg"]
    assert not server.writes
    empty = dict(document, network_address_sets=[], cluster_groups=[])
    assert not other(empty, product="lxd", options={"purge": True})[0].get("failed")


def test_address_sets_come_before_the_acls_that_name_them(other):
    document = {
        "name": "x",
        "network_acls": [{"name": "web", "ingress": [{"action": "allow", "source": "$office,192.0.2.9"}]}],
        "network_address_sets": [{"name": "office", "addresses": ["192.0.2.1"]}],
    }
    result, server = other(document, product="incus", add=["network_address_set"])
    assert not result.get("failed"), result["msg"]
    assert [one.path for one in server.writes] == ["/1.0/network-address-sets", "/1.0/network-acls"]
    document["network_acls"][0]["ingress"][0]["source"] = "$home"
    assert "network address set 'home' is neither" in other(
        document, product="incus", add=["network_address_set"])[0]["msg"]


def test_peers_and_load_balancers_of_ovn_networks(other):
    document = {
        "name": "x", "networks": OVN,
        "network_peers": [{"network": "ovn0", "name": "there", "target_network": "ovn1"},
                          {"network": "ovn1", "name": "back", "target_network": "ovn0"}],
        "network_load_balancers": [{"network": "ovn0", "listen_address": "192.0.2.120", "backends": [
            {"name": "one", "target_address": "10.30.0.7"}], "ports": [
            {"protocol": "tcp", "listen_port": "80", "target_backend": ["one"]}]}],
    }
    result, server = other(document, product="incus")
    assert not result.get("failed"), result["msg"]
    params = {name: said.get("default") for name, said in ARGUMENTS.items()}
    again = fleet_task().outcome(Call(dict(params, server=server.socket, fleet=document, purge=True), False, True))
    assert again["changed"] is False, again
    gone = fleet_task().outcome(Call(dict(params, server=server.socket, fleet=document, state="absent"), False, True))
    assert gone["counts"] == {"delete": 6} and not gone.get("failed"), gone


def test_groups_of_members_come_before_what_is_made_on_them(other):
    document = {
        "name": "x", "cluster_groups": [{"name": "blue", "members": ["lxd1"]}],
        "instances": [{"name": "c1", "source": {"type": "none"}, "state": "stopped", "target": "@blue"}],
    }
    result, server = other(document, product="lxd", clustered=True)
    members = [one["server_name"] for one in server.get("/1.0/cluster/members?recursion=1")]
    document["cluster_groups"][0]["members"] = members[:1]
    result, server = other(document, product="lxd", clustered=True)
    assert not result.get("failed"), result["msg"]
    assert [one.path for one in server.writes][0] == "/1.0/cluster/groups"
    document["instances"][0]["target"] = "@red"
    assert "cluster group 'red' is neither on the server nor in the fleet" in other(
        document, product="lxd", clustered=True)[0]["msg"]
