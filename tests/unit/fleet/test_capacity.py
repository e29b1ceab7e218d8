# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan needs of storage pools and of members' memory, and what is said of it."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_entries import EntryValidator
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, NONE, Plan
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import memory, room
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import things_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.memory import Demand, Memory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.placement import asked, placed
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._spec.sizes import bytes_of, size_of
from ansible_collections.lxcri.containers.tests.unit.fleet.conftest import image_bytes

MIB, GIB = 1 << 20, 1 << 30
FINGERPRINT = "a" * 64
MEMBERS = tuple({"server_name": name, "status": "Online", "config": {}} for name in ("m1", "m2"))


@pytest.mark.parametrize("said, expected", [
    ("10GiB", 10 * GIB), ("512MiB", 512 * MIB), ("1GB", 10 ** 9), ("5kB", 5000), ("7", 7), (7, 7), ("3B", 3), (" 2 TiB ", 2 << 40),
    ("50%", None), ("", None), (None, None), ("big", None), ("1.5GiB", None), ("10gib", None),
])
def test_sizes_are_read(said, expected):
    assert bytes_of(said) == expected


@pytest.mark.parametrize("number, expected", [(0, "0B"), (1023, "1023B"), (1024, "1.0KiB"), (1536 * MIB, "1.5GiB")])
def test_sizes_are_said(number, expected):
    assert size_of(number) == expected


def root(pool="default", **more):
    return {"root": {"type": "disk", "path": "/", "pool": pool, **more}}


def inventory(driver="dir", config=None, used_by=(), members=(), image=None, instances=(), profile=None):
    pool = {"name": "default", "driver": driver, "config": config or {}, "used_by": list(used_by)}
    known = {"fingerprint": FINGERPRINT, "size": 100 * MIB, "filename": "debian.tar.xz", "aliases": [{"name": "debian"}]}
    return Inventory({
        ("storage_pool", "", ""): (pool,), ("image", "default", ""): (dict(known, **image or {}),),
        ("instance", "default", ""): tuple(instances),
        ("profile", "default", ""): ({"name": "default", "config": {}, "devices": root(), **(profile or {})},),
    }, members)


def things(*entries, **sections):
    document = {"name": "x", "instances": [dict({"image": "debian"}, **entry) for entry in entries], **sections}
    return things_of(document, EntryValidator(60), "default")


def steps(*entries, action=CREATE, **sections):
    return [Step(thing, Plan(thing.section.resource.kind, thing.wanted.name, action))
            for thing in things(*entries, **sections)]


def said(have, planned, free, coming=None):
    """(problems, warnings) for so many bytes that are free in every pool."""
    needs = room.needs_of(planned, have, coming or {})
    found = room.judged(planned, needs, room.image_sizes(have), dict.fromkeys(room.pools_of(needs), free))
    return len(found.problems), len(found.warnings)


THREE = [{"name": "a"}, {"name": "b"}, {"name": "c"}]


@pytest.mark.parametrize("have, entries, free, expected", [
    # A directory holds the image once an instance: 150 MiB at the very least, 300 about.
    ({}, THREE, 149 * MIB, (1, 0)),
    ({}, THREE, 151 * MIB, (0, 1)),
    ({}, THREE, 301 * MIB, (0, 0)),
    # What clones holds it once, and not at all if it is there already.
    ({"driver": "btrfs"}, THREE, 49 * MIB, (1, 0)),
    ({"driver": "btrfs"}, THREE, 51 * MIB, (0, 1)),
    ({"driver": "zfs"}, THREE, 101 * MIB, (0, 0)),
    ({"driver": "btrfs", "used_by": ["/1.0/images/" + FINGERPRINT]}, THREE, 0, (0, 0)),
    ({"driver": "dir", "used_by": ["/1.0/images/" + FINGERPRINT]}, THREE, 0, (1, 0)),
    # What is not compressed may shrink, nobody knows how much.
    ({"image": {"filename": "debian.tar"}}, THREE, 0, (0, 1)),
    ({"image": {"size": 0}}, THREE, 0, (0, 0)),
    # Quotas are promises, except where they are allocated.
    ({"driver": "zfs"}, [{"name": "a", "devices": root(size="20GiB")}], 10 * GIB, (0, 1)),
    ({"driver": "zfs"}, [{"name": "a", "devices": root(size="20GiB")}], 30 * GIB, (0, 0)),
    ({"driver": "zfs", "config": {"volume.size": "20GiB"}}, [{"name": "a"}], 10 * GIB, (0, 1)),
    ({"driver": "zfs", "config": {"volume.zfs.reserve_space": "true"}}, [{"name": "a", "devices": root(size="20GiB")}],
     10 * GIB, (1, 0)),
    ({"driver": "lvm", "config": {"lvm.use_thinpool": "false"}}, [{"name": "a"}], 9 * GIB, (1, 0)),
    ({"driver": "lvm", "config": {"lvm.use_thinpool": "false"}}, [{"name": "a"}], 11 * GIB, (0, 0)),
    ({"driver": "lvm", "config": {"lvm.use_thinpool": "false", "volume.size": "1GiB"}}, THREE, 2 * GIB, (1, 0)),
    ({"driver": "lvm"}, [{"name": "a"}], 9 * GIB, (0, 0)),
    # A profile may say the root disk, and no profile leaves none.
    ({"profile": {"devices": root(size="20GiB")}}, [{"name": "a"}], 10 * GIB, (0, 1)),
    ({}, [{"name": "a", "profiles": []}], 0, (0, 0)),
    ({}, [{"name": "a", "devices": root("elsewhere")}], 0, (0, 0)),
    ({}, [{"name": "a", "image": "unknown"}], 0, (0, 0)),
])
def test_room_of_a_pool(have, entries, free, expected):
    assert said(inventory(**have), steps(*entries), free) == expected


def test_what_is_deleted_may_make_room():
    planned = steps(*THREE) + steps({"name": "old"}, action=DELETE)
    assert said(inventory(), planned, 0) == (0, 1)


def test_what_exists_needs_nothing():
    assert room.needs_of(steps(*THREE, action=NONE), inventory(), {}) == []


def test_a_profile_of_the_fleet_counts_and_an_image_that_comes():
    profile = {"name": "big", "devices": root(size="20GiB")}
    planned = steps({"name": "a", "profiles": ["big"], "image": "new"}, profiles=[profile])
    needs = room.needs_of(planned, inventory(), {"new": "b" * 64})
    assert [(need.allowed, need.image) for need in needs] == [(20 * GIB, "b" * 64)]


@pytest.mark.parametrize("driver, target, expected", [
    ("dir", None, [("default", "m1"), ("default", "m2")]),
    ("dir", "m2", [("default", "m2")]),
    ("dir", "@group", [("default", "m1"), ("default", "m2")]),
    ("ceph", None, [("default", "")]),
    ("ceph", "m2", [("default", "")]),
])
def test_places_in_a_cluster(driver, target, expected):
    have = inventory(driver, members=MEMBERS)
    assert room.pools_of(room.needs_of(steps({"name": "a", "target": target}), have, {})) == expected


def test_where_the_server_chooses_all_its_members_count():
    have, planned = inventory(members=MEMBERS), steps(*THREE)
    assert said(have, planned, 100 * MIB) == (0, 1)
    assert said(have, planned, 70 * MIB) == (1, 0)


def test_a_place_that_cannot_be_read_says_nothing():
    planned = steps(*THREE)
    needs = room.needs_of(planned, inventory(), {})
    assert room.judged(planned, needs, room.image_sizes(inventory()), {}) == memory.Findings()


def limited(name, limit, **more):
    return {"name": name, "config": {"limits.memory": limit}, **more}


@pytest.mark.parametrize("entries, expected", [
    ([limited("a", "1GiB", target="m1")], (0, 0)),
    ([limited("a", "3GiB", target="m1"), limited("b", "2GiB", target="m1")], (0, 1)),
    ([limited("a", "3GiB", target="m1"), limited("b", "2GiB", target="m2")], (0, 0)),
    # A container of any limit starts; a virtual machine larger than its host does not make sense.
    ([limited("a", "9GiB", target="m1")], (0, 1)),
    ([limited("a", "9GiB", target="m1", type="virtual-machine")], (1, 1)),
    ([limited("a", "9GiB", target="m1", type="virtual-machine", state="stopped")], (0, 0)),
    ([limited("a", "150%", target="m1")], (0, 0)),
    ([limited("a", "9GiB")], (0, 0)),
])
def test_memory_of_a_member(entries, expected):
    have = inventory(members=MEMBERS)
    made = things(*entries)
    demand = Demand(memory.wants_of(made, have), {"m1": Memory(8 * GIB, 4 * GIB), "m2": Memory(8 * GIB, 4 * GIB)})
    found = memory.judged(made, demand)
    assert (len(found.problems), len(found.warnings)) == expected


@pytest.mark.parametrize("free, limits, expected", [
    ((8, 8), (1, 1, 1, 1), ["m1", "m2", "m1", "m2"]),
    ((2, 8), (2, 2, 2, 2), ["m1", "m2", "m2", "m2"]),
    ((1, 8), (2, 2, 2, 2), ["m2", "m2", "m2", "m2"]),
    # None has enough: the one that lacks least.
    ((1, 3), (4,), ["m2"]),
    ((None, None), (4, 4), ["m1", "m2"]),
])
def test_spread_goes_where_there_is_memory(free, limits, expected):
    have = inventory(members=MEMBERS)
    made = things(*(limited("c%d" % at, "%dGiB" % limit) for at, limit in enumerate(limits)))
    members = {name: Memory(16 * GIB, 16 * GIB - left * GIB) for name, left in zip(("m1", "m2"), free) if left is not None}
    found = placed(made, have, "spread", Demand(memory.wants_of(made, have), members))
    assert [thing.wanted.option("target") for thing in found] == expected


@pytest.mark.parametrize("targets, how, expected", [
    (("m1",), "scheduler", ["m1"]), ((None,), "scheduler", []), ((None, "m2"), "scheduler", ["m2"]),
    ((None,), "spread", ["m1", "m2"]), (("m2",), "spread", ["m2"]), (("@g",), "spread", []), (("gone",), "scheduler", []),
])
def test_the_members_that_are_asked(targets, how, expected):
    made = things(*({"name": "c%d" % at, "target": target} for at, target in enumerate(targets)))
    assert asked(made, inventory(members=MEMBERS), how) == expected


# Against the server in memory.

def outcome(server, document, check=False, **options):
    params = {name: one.get("default") for name, one in ARGUMENTS.items()}
    params.update(options, server=server.socket, fleet=document)
    return fleet_task().outcome(Call(params, check, True))


def asked_for(server):
    return sorted((request.path, request.query.get("target", "")) for request in server.requests
                  if request.path.endswith("/resources"))


@pytest.mark.parametrize("number", [1, 30])
def test_a_pool_is_asked_once_and_only_if_something_is_made(run, with_image, shop, number):
    shop["instances"] = [dict(shop["instances"][0], name="n%d" % at) for at in range(number)]
    assert run(shop, check=True)["changed"]
    assert asked_for(with_image) == [("/1.0/storage-pools/default/resources", "")]
    run(shop)
    with_image.reset_counts()
    assert not run(shop)["changed"]
    assert asked_for(with_image) == []


def test_too_little_room_is_said_with_all_other_shortages(run, with_image, shop):
    with_image.space["default", ""] = (9 * GIB, 10 * GIB)
    with_image.change("/1.0/images/" + with_image.get("/1.0/images")[0].rsplit("/", 1)[1],
                      lambda image: image.update(size=GIB, filename="x.tar.gz"))
    shop["instances"][0]["profiles"] = ["web", "gone"]
    shop["instances"] += [{"name": "d", "image": "debian"}]
    for options in ({}, {"check": True}, {"state": "compared"}):
        result = run(shop, **options)
        assert "profile 'gone' is neither on the server" in result["msg"]
        assert ("storage pool 'default' has 1.0GiB free, and the 4 instances that are to be made there take at least "
                "2.0GiB; free some") in result["msg"]
    assert not with_image.writes


def test_an_image_of_the_fleet_counts_by_its_file(run, with_image, shop, tmp_path):
    path = tmp_path / "image.tar.gz"
    path.write_bytes(image_bytes() + bytes(2 * MIB))
    with_image.space["default", ""] = (0, 2 * MIB)
    shop["images"] = [{"name": "own", "source": {"path": str(path)}}]
    for instance in shop["instances"]:
        instance["image"] = "own"
    assert "the 3 instances that are to be made there take at least 3.0MiB" in run(shop)["msg"]
    with_image.space["default", ""] = (0, 9 * MIB)
    result = run(shop)
    assert not result.get("failed"), result["msg"]


def test_a_promise_is_a_warning(run, with_image, shop):
    shop["profiles"][0]["devices"]["root"]["size"] = "20GiB"
    result = run(shop)
    assert not result.get("failed") and result["changed"]
    assert result["warnings"] == ["Storage pool 'default' has 28.0GiB free, and the root disks of the 3 instances that are "
                                  "to be made there may grow to 60.0GiB."]


def test_who_may_not_look_is_told_nothing(run, with_image, shop):
    with_image.fail_next("GET", "/1.0/storage-pools/default/resources", 403, "not authorized")
    assert run(shop)["warnings"] == []


@pytest.fixture
def cluster(fake_server):
    server = fake_server(product="incus", clustered=True)
    server.reset_counts()
    return server


def empty(number, **options):
    return [dict({"name": "c%d" % at, "source": {"type": "none"}, "config": {"limits.memory": "4GiB"}}, **options)
            for at in range(number)]


def test_spread_asks_each_member_once_and_minds_its_memory(cluster):
    cluster.memory.update(node1=(23 * GIB, 24 * GIB))
    result = outcome(cluster, {"name": "x", "instances": empty(4)}, placement="spread")
    assert not result.get("failed") and result["warnings"] == []
    assert {one["location"] for one in cluster.get("/1.0/instances?recursion=1")} == {"node2", "node3"}
    assert [one for one in asked_for(cluster) if one[0] == "/1.0/resources"] == [
        ("/1.0/resources", name) for name in ("node1", "node2", "node3")]
    cluster.reset_counts()
    assert not outcome(cluster, {"name": "x", "instances": empty(4)}, placement="spread")["changed"]
    assert asked_for(cluster) == []


def test_a_target_that_is_too_small(cluster):
    document = {"name": "x", "instances": empty(2, target="node1", type="virtual-machine")}
    cluster.memory.update(node1=(GIB, 2 * GIB))
    result = outcome(cluster, document)
    assert "instances[0] 'c0': its limits.memory is 4.0GiB, and node1 has 2.0GiB in all" in result["msg"]
    assert not cluster.writes
    cluster.memory.update(node1=(GIB, 6 * GIB))
    assert outcome(cluster, document, check=True)["warnings"] == [
        "Cluster member node1 has 5.0GiB of memory free; limits.memory of the 2 instances that are to be made there allows "
        "8.0GiB."]
