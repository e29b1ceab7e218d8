# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an instance to a host."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_filters import condition
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_hosts import (
    API,
    GROUPINGS,
    address_of,
    check_connection,
    check_groupings,
    facts_of,
    groups_of,
    variables_of,
)

INSTANCE = {
    "name": "web1", "status": "Running", "type": "container", "project": "shop", "location": "node1",
    "profiles": ["default", "web"], "architecture": "x86_64", "description": "", "ephemeral": False,
    "config": {"user.role": "web"},
    "expanded_config": {"user.role": "web", "image.os": "Debian", "image.release": "bookworm",
                        "image.description": "Debian 12", "volatile.uuid": "x", "environment.TOKEN": "hunter2",
                        "user.user-data": "#cloud-config"},
    "expanded_devices": {"eth0": {"type": "nic", "network": "br0"}, "eth1": {"type": "nic", "parent": "br1"},
                         "root": {"type": "disk", "path": "/", "pool": "default"}},
    "state": {"network": {
        "lo": {"addresses": [{"family": "inet", "address": "127.0.0.1", "scope": "local"}]},
        "eth0": {"addresses": [{"family": "inet6", "address": "fd00::5", "scope": "global"},
                               {"family": "inet6", "address": "fe80::5", "scope": "link"},
                               {"family": "inet", "address": "10.0.0.5", "scope": "global"}]},
        "eth1": {"addresses": [{"family": "inet", "address": "192.168.7.5", "scope": "global"}]}}},
}
FACTS = facts_of(INSTANCE, "lab")
SERVER = {"lxcri_server": "https://lab:8443"}
SSH = [("ssh", {})]


def test_facts():
    expected = {"name": "web1", "server": "lab", "project": "shop", "state": "running", "member": "node1",
                "os": "debian", "release": "bookworm", "network": ["br0", "br1"]}
    assert {key: FACTS[key] for key in expected} == expected
    assert FACTS["ipv4"] == ["10.0.0.5", "192.168.7.5"] and FACTS["ipv6"] == ["fd00::5"]


def test_facts_can_be_cached():
    assert variables_of(json.loads(json.dumps(FACTS)), SERVER, SSH, {}) == variables_of(FACTS, SERVER, SSH, {})


def test_secrets_and_noise_are_left_out():
    assert FACTS["config"] == {"environment.TOKEN": "********", "user.role": "web"}
    assert "hunter2" not in json.dumps(FACTS)


@pytest.mark.parametrize("instance", [
    {"name": "a"},
    {"name": "a", "state": None, "expanded_config": None, "expanded_devices": None, "profiles": None, "location": None},
    {"name": "a", "status": "Stopped", "state": {"network": None}},
    {"name": "a", "status": "Error", "state": {"network": {"eth0": {"addresses": None}}}},
])
def test_a_host_is_never_nothing_and_never_local(instance):
    for rules in ([], SSH):
        found = variables_of(facts_of(instance, "lab"), SERVER, rules, {})
        assert (found["ansible_connection"], found["ansible_host"]) == (API, "a")
        assert found["lxcri_server"] == "https://lab:8443" and found["lxcri_project"] == "default"


@pytest.mark.parametrize("said, address", [
    ({}, "10.0.0.5"),
    ({"family": "ipv6"}, "fd00::5"),
    ({"nic": "eth1"}, "192.168.7.5"),
    ({"nic": "eth1", "family": "ipv6"}, ""),
    ({"within": "192.168.0.0/16"}, "192.168.7.5"),
    ({"within": "192.168.7.9/16"}, "192.168.7.5"),
    ({"within": "fd00::/8"}, "fd00::5"),
    ({"within": "172.16.0.0/12"}, ""),
    ({"family": None, "nic": None, "within": None}, "10.0.0.5"),
])
def test_addresses(said, address):
    assert address_of(FACTS, said) == address


def test_what_is_no_network():
    with pytest.raises(Invalid):
        address_of(FACTS, {"within": "everywhere"})


@pytest.mark.parametrize("rules, state, connection, host", [
    ([], "Running", API, "web1"),
    ([("ssh", {})], "Running", "ansible.builtin.ssh", "10.0.0.5"),
    ([("ssh", {"type": "container"})], "Running", "ansible.builtin.ssh", "10.0.0.5"),
    ([("ssh", {"type": "virtual-machine"})], "Running", API, "web1"),
    ([("api", {"name": "web*"}), ("ssh", {})], "Running", API, "web1"),
    ([("ssh", {})], "Stopped", API, "web1"),
    ([("ssh", {})], "Frozen", API, "web1"),
])
def test_the_first_rule_that_holds_decides(rules, state, connection, host):
    facts = facts_of(dict(INSTANCE, status=state), "lab")
    found = variables_of(facts, SERVER, [(name, condition(said, "where")) for name, said in rules], {})
    assert (found["ansible_connection"], found["ansible_host"]) == (connection, host)


@pytest.mark.parametrize("groupings, groups", [
    (["state", "type"], ["state_running", "type_container"]),
    (["profile"], ["profile_default", "profile_web"]),
    (["network", "member"], ["network_br0", "network_br1", "member_node1"]),
    (["user.role", "user.none"], ["user.role_web"]),
    (["config.image.os"], []),
])
def test_groups(groupings, groups):
    assert groups_of(FACTS, groupings) == groups


def test_a_lone_server_has_no_member():
    assert groups_of(facts_of(dict(INSTANCE, location="none"), "lab"), ["member"]) == []


def test_groupings_nobody_knows():
    check_groupings(list(GROUPINGS) + ["user.x", "config.y"])
    with pytest.raises(Invalid):
        check_groupings(["status"])


@pytest.mark.parametrize("variables", [
    {"ansible_connection": "local", "ansible_host": "x"},
    {"ansible_connection": "ansible.builtin.local", "ansible_host": "x"},
    {"ansible_connection": API, "ansible_host": ""},
    {"ansible_connection": API},
])
def test_compose_cannot_turn_a_host_into_the_controller(variables):
    with pytest.raises(Invalid) as caught:
        check_connection("web1", variables)
    assert "compose" in caught.value.message
