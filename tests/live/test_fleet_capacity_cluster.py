# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members' memory and pools, as a fleet that is to be made on a cluster sees them."""

from __future__ import annotations

import uuid

import pytest


@pytest.fixture
def server(clustered):
    """Each cluster in turn, in the place of the lone servers."""
    return clustered


@pytest.fixture
def members(server):
    return sorted(one["server_name"] for one in server.query("cluster/members?recursion=1"))


@pytest.fixture
def name():
    return "lt" + uuid.uuid4().hex[:5]


def fleet(name, number, **options):
    return {"name": name, "instances": [dict({"name": "{0}-{1}".format(name, at), "image": "bb"}, **options)
                                        for at in range(number)]}


def test_a_container_of_any_limit_starts_and_a_warning_is_given(server, call, module, members, name):
    document = fleet(name, 3, config={"limits.memory": "1TiB"})
    try:
        result = call(module("fleet"), fleet=document, placement="spread")
        assert not result.get("failed"), result["msg"]
        assert [one.split(" has ")[0] for one in result["warnings"]] == ["Cluster member " + one for one in members]
        there = {one["name"]: one for one in server.query("instances?recursion=1") if one["name"].startswith(name)}
        assert {one["status"] for one in there.values()} == {"Running"}
        assert sorted(one["location"] for one in there.values()) == members
        again = call(module("fleet"), fleet=document, placement="spread")
        assert not again["changed"] and again["warnings"] == []
    finally:
        call(module("fleet"), fleet=document, state="absent")


def test_a_machine_larger_than_its_member_is_refused(server, call, module, members, name):
    document = fleet(name, 1, config={"limits.memory": "1TiB"}, type="virtual-machine", target=members[1])
    result = call(module("fleet"), fleet=document)
    assert "its limits.memory is 1.0TiB, and {0} has ".format(members[1]) in result["msg"]


def test_a_pool_on_a_member(server, call, module, members, name):
    pool, = [one["name"] for one in server.query("storage-pools?recursion=1")][:1]
    disk = {"root": {"type": "disk", "path": "/", "pool": pool, "size": "900TiB"}}
    for target, where in ((members[2], members[2]), (None, ", ".join(members))):
        result = call(module("fleet"), check_mode=True, fleet=fleet(name, 2, devices=disk, target=target))
        assert not result.get("failed"), result["msg"]
        warning, = result["warnings"]
        assert warning.startswith("Storage pool '{0}' on {1} has ".format(pool, where)) and "may grow to 1.8PiB" in warning
