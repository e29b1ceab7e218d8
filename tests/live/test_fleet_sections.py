# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet with ACLs, zones, forwards, volumes and snapshots on real daemons, asserted by the official commands."""

from __future__ import annotations

import copy

import pytest

SUBNETS = {"lxd": "10.97.231", "incus": "10.97.232"}


@pytest.fixture
def document(server, prefix):
    """A bit of everything that a lone server offers; whatever is left of it goes in the end."""
    subnet = SUBNETS[server.product]
    yield {
        "name": prefix,
        "instance_snapshots": [{"instance": prefix + "-a", "name": "fresh"}],
        "instances": [
            {"name": prefix + "-a", "image": "bb", "profiles": ["default", prefix], "wait_for": [{"ipv4": "any"}],
             "devices": {"data": {"type": "disk", "pool": "default", "source": prefix, "path": "/data"}}},
            {"name": prefix + "-b", "image": "bb", "state": "stopped"}],
        "profiles": [{"name": prefix, "devices": {"eth0": {"type": "nic", "network": prefix, "name": "eth0"}}}],
        "network_forwards": [{"network": prefix, "listen_address": "192.0.2.77", "ports": [
            {"protocol": "tcp", "listen_port": "80,81", "target_address": subnet + ".7"}]}],
        "network_zone_records": [{"zone": prefix + ".example.net", "name": "www", "entries": [
            {"type": "A", "value": subnet + ".7", "ttl": 60}]}],
        "networks": [{"name": prefix, "config": {
            "ipv4.address": subnet + ".1/24", "ipv6.address": "none", "security.acls": prefix,
            "dns.zone.forward": prefix + ".example.net"}}],
        "network_zones": [{"name": prefix + ".example.net", "config": {"dns.nameservers": "ns1.example.net"}}],
        "network_acls": [{"name": prefix, "ingress": [
            {"action": "allow", "protocol": "tcp", "destination_port": "80"}], "egress": [
            {"action": "allow", "state": "logged"}]}],
        "storage_volumes": [{"pool": "default", "name": prefix, "config": {"user.note": "x"}},
                            {"pool": "default", "name": prefix + "-more"}],
    }
    for name in (prefix + "-a", prefix + "-b"):
        server.ask("delete", "--force", name, check=False)
    for words in (("profile", "delete", prefix), ("network", "forward", "delete", prefix, "192.0.2.77"),
                  ("network", "delete", prefix), ("network", "acl", "delete", prefix),
                  ("network", "zone", "record", "delete", prefix + ".example.net", "www"),
                  ("network", "zone", "delete", prefix + ".example.net"),
                  ("storage", "volume", "delete", "default", prefix),
                  ("storage", "volume", "delete", "default", prefix + "-more")):
        server.ask(*words, check=False)


def good(result):
    assert not result.get("failed"), result["msg"]
    return result


def test_the_whole_life_of_such_a_fleet(server, prefix, document, call, module):
    fleet = module("fleet")
    assert good(call(fleet, True, fleet=document))["counts"] == {"create": 11}
    made = good(call(fleet, fleet=document))
    assert {one["outcome"] for one in made["plan"]} == {"done"}
    assert server.query("networks/" + prefix)["config"]["security.acls"] == prefix
    assert server.query("networks/{0}/forwards/192.0.2.77".format(prefix))["ports"][0]["listen_port"] == "80,81"
    assert server.query("network-zones/{0}.example.net/records/www".format(prefix))["entries"][0]["type"] == "A"
    assert server.query("instances/{0}-a/snapshots/fresh".format(prefix))["name"] == "fresh"
    assert "/data" in server.ask("exec", prefix + "-a", "--", "cat", "/proc/mounts")

    for options in ({}, {"purge": True}):
        again = good(call(fleet, fleet=document, **options))
        assert again["changed"] is False, again["plan_table"]

    changed = copy.deepcopy(document)
    changed["network_forwards"][0]["ports"][0]["listen_port"] = "8080"
    changed["network_acls"][0]["ingress"][0]["destination_port"] = "8080"
    changed["instance_snapshots"].append({"instance": prefix + "-b", "name": "cold"})
    changed["storage_volumes"].pop()
    del changed["network_zone_records"]
    planned = good(call(fleet, True, fleet=changed, purge=True))
    assert planned["counts"] == {"create": 1, "update": 2, "delete": 2, "none": 7}, planned["plan_table"]
    good(call(fleet, fleet=changed, purge=True))
    assert server.query("network-zones/{0}.example.net/records".format(prefix)) == []
    assert server.query("networks/{0}/forwards/192.0.2.77".format(prefix))["ports"][0]["listen_port"] == "8080"

    exported = good(call(module("fleet_info"), name=prefix))["fleet"]
    assert {"network_acls", "network_forwards", "network_zones", "storage_volumes"} <= set(exported)
    same = good(call(fleet, fleet=exported))
    assert same["changed"] is False, same["plan_table"]

    gone = good(call(fleet, fleet=document, state="absent"))
    assert {one["outcome"] for one in gone["plan"]} == {"done"}
    assert prefix not in server.ask("network", "acl", "list") + server.ask("storage", "volume", "list", "default")
    assert prefix not in server.ask("network", "zone", "list") + server.ask("network", "list")


def test_a_plan_from_a_file_is_carried_out_as_it_was_made(server, prefix, document, call, module, tmp_path):
    fleet, plan = module("fleet"), str(tmp_path / "plan.json")
    good(call(fleet, fleet=document, state="planned", plan=plan))
    good(call(fleet, plan=plan))
    assert good(call(fleet, fleet=document))["changed"] is False
    document["network_forwards"][0]["description"] = "mine"
    document["instance_snapshots"][0]["state"] = "absent"
    good(call(fleet, fleet=document, state="planned", plan=plan))
    server.ask("network", "acl", "set", prefix, "user.theirs=1")
    assert good(call(fleet, plan=plan))["counts"] == {"update": 1, "delete": 1}
    good(call(fleet, fleet=document, state="planned", plan=plan))
    assert server.query("networks/{0}/forwards/192.0.2.77".format(prefix))["description"] == "mine"
    good(call(fleet, fleet=document, state="absent"))


def test_what_is_used_in_a_project_is_no_leftover(server, prefix, call, module):
    document = {
        "name": prefix,
        "projects": [{"name": prefix, "config": {"features.images": False, "features.profiles": False}}],
        "storage_volumes": [{"pool": "default", "name": prefix}],
        "networks": [{"name": prefix, "config": {"ipv4.address": SUBNETS[server.product] + ".1/24", "ipv6.address": "none"}}],
        "instances": [{"name": prefix + "-p", "project": prefix, "image": "bb", "state": "stopped"}],
    }
    try:
        good(call(module("fleet"), fleet=document))
        again = good(call(module("fleet"), fleet=document, purge=True))
        assert again["changed"] is False, again["plan_table"]
    finally:
        good(call(module("fleet"), fleet=document, state="absent"))
    assert prefix not in server.ask("project", "list") + server.ask("network", "list")
