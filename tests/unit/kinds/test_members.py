# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pools and networks of a cluster: which requests, in which order, with which config."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.lxcri.containers.plugins.module_utils._engine.members import Member, check_members
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network import NETWORK
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_pool import STORAGE_POOL

ROLE = Path(__file__).resolve().parents[3] / "roles" / "cluster" / "vars" / "main.yml"
NAMES = {"m1": Member(), "m2": Member()}
POOL = {"name": "fast", "driver": "zfs", "description": "d",
        "config": {"source": "/dev/sdb", "rsync.bwlimit": "10MiB"}, "members": {"m2": {"source": "/dev/sdc"}}}


def sent(planned):
    return [(one.method, one.query.get("target"), one.body["config"]) for one in planned.requests]


def test_it_is_defined_on_every_member_and_then_created_with_the_rest():
    planned = plan(STORAGE_POOL, wanted_of(STORAGE_POOL, POOL), None, members=NAMES)
    assert sent(planned) == [
        ("POST", "m1", {"source": "/dev/sdb"}),
        ("POST", "m2", {"source": "/dev/sdc"}),
        ("POST", None, {"rsync.bwlimit": "10MiB"}),
    ]
    assert planned.requests[0].body["driver"] == "zfs"
    assert planned.requests[-1].body["description"] == "d"
    assert planned.action == "create"


def test_a_lone_server_gets_everything_in_one_request():
    planned = plan(STORAGE_POOL, wanted_of(STORAGE_POOL, dict(POOL, members=None)), None, members={})
    assert sent(planned) == [("POST", None, {"source": "/dev/sdb", "rsync.bwlimit": "10MiB"})]


def test_a_half_made_one_is_finished():
    pending = {"name": "fast", "driver": "zfs", "status": "Pending", "locations": ["m1"], "config": {}}
    planned = plan(STORAGE_POOL, wanted_of(STORAGE_POOL, POOL), pending, members=NAMES)
    assert sent(planned) == [("POST", "m2", {"source": "/dev/sdc"}), ("POST", None, {"rsync.bwlimit": "10MiB"})]
    assert planned.reason == "defined on m1, but never created"


def test_one_that_failed_on_a_member_is_created_again():
    broken = {"name": "fast", "driver": "zfs", "status": "Errored", "locations": ["m1", "m2"], "config": {}}
    planned = plan(STORAGE_POOL, wanted_of(STORAGE_POOL, POOL), broken, members=NAMES)
    assert sent(planned) == [("POST", None, {"rsync.bwlimit": "10MiB"})]


def test_an_ovn_network_is_made_in_one_go():
    wanted = wanted_of(NETWORK, {"name": "o", "type": "ovn", "config": {"network": "up"}})
    assert sent(plan(NETWORK, wanted, None, members=NAMES)) == [("POST", None, {"network": "up"})]


def seen(**config):
    return Member({"name": "up", "type": "physical", "status": "Created", "config": dict(config, gvrp="false")}, "tag")


@pytest.mark.parametrize("of_m2, keys, requests", [
    ("eth1", (), []),
    ("eth2", ("m2.config.parent",), [("PUT", "m2", {"parent": "eth1", "gvrp": "false"})]),
])
def test_a_member_that_differs_is_changed_alone(of_m2, keys, requests):
    wanted = wanted_of(NETWORK, {"name": "up", "config": {"parent": "eth1", "gvrp": False}})
    current = {"name": "up", "type": "physical", "status": "Created", "config": {"gvrp": "false"}}
    planned = plan(NETWORK, wanted, current, "e", {"m1": seen(parent="eth1"), "m2": seen(parent=of_m2)})
    assert (planned.keys, sent(planned), planned.changes) == (keys, requests, bool(keys))


def test_what_the_server_replaced_and_keeps_is_no_change():
    current = {"name": "fast", "driver": "zfs", "status": "Created", "config": {
        "source": "b1f6", "volatile.initial_source": "/dev/sdb"}}
    wanted = wanted_of(STORAGE_POOL, {"name": "fast", "config": {"source": "/dev/sdb", "rsync.bwlimit": "1MiB"}})
    planned = plan(STORAGE_POOL, wanted, current)
    assert planned.keys == ("config.rsync.bwlimit",)
    assert planned.requests[0].body["config"]["source"] == "b1f6"
    with pytest.raises(Invalid, match="/dev/sdx"):
        plan(STORAGE_POOL, wanted_of(STORAGE_POOL, {"name": "fast", "config": {"source": "/dev/sdx"}}), current)


def test_a_member_that_does_not_exist_is_refused():
    with pytest.raises(Invalid, match="m9.*there are m1, m2"):
        check_members(STORAGE_POOL, wanted_of(STORAGE_POOL, dict(POOL, members={"m9": {}})), NAMES)


def test_a_source_that_a_member_got_when_it_joined_cannot_be_changed():
    current = {"name": "fast", "driver": "zfs", "status": "Created", "config": {"rsync.bwlimit": "10MiB"}, "description": "d"}
    of = {name: Member(dict(current, config={"source": source}), "e") for name, source in (("m1", "/dev/sdb"), ("m2", "/var/x"))}
    with pytest.raises(Invalid, match="'fast' has m2.config.source '/var/x' and '/dev/sdc' is wanted.*`member_config`"):
        plan(STORAGE_POOL, wanted_of(STORAGE_POOL, POOL), current, "e", of)
    made = plan(STORAGE_POOL, wanted_of(STORAGE_POOL, dict(POOL, replace=True)), current, "e", of)
    assert [one.method for one in made.requests] == ["DELETE", "POST", "POST", "POST"]


def test_the_role_knows_what_a_member_has_for_itself():
    with open(ROLE, encoding="utf-8") as file:
        keys = yaml.safe_load(file)["cluster_member_keys"]
    assert keys == {"storage-pool": list(STORAGE_POOL.member_keys), "network": list(NETWORK.member_keys)}
