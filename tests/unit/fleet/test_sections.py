# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections beyond what every fleet stands on: ACLs, zones, forwards, volumes, snapshots, groups of members."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_info_task import fleet_info_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import PARENTS, SECTIONS

DECLARED = ["/1.0", "/1.0/instances", "/1.0/networks", "/1.0/profiles", "/1.0/projects"]
BASE = [*DECLARED, "/1.0/images", "/1.0/storage-pools"]


@pytest.fixture
def wide(shop):
    """A document with what both products offer to a lone server, in no order."""
    shop["instance_snapshots"] = [{"instance": "web0", "name": "fresh"}]
    shop["network_forwards"] = [{"network": "shop0", "listen_address": "192.0.2.7", "ports": [
        {"protocol": "tcp", "listen_port": "80", "target_address": "10.9.0.7"}]}]
    shop["network_acls"] = [{"name": "web", "ingress": [{"action": "allow", "protocol": "tcp", "destination_port": "80"}]}]
    shop["network_zones"] = [{"name": "shop.example.net"}]
    shop["network_zone_records"] = [{"zone": "shop.example.net", "name": "www", "entries": [
        {"type": "A", "value": "10.9.0.7"}]}]
    shop["storage_volumes"] = [{"pool": "default", "name": "data", "config": {"user.note": "x"}},
                               {"pool": "default", "name": "more"}]
    shop["networks"][0]["config"].update({"security.acls": "web", "dns.zone.forward": "shop.example.net"})
    shop["instances"][0]["devices"] = {"data": {"type": "disk", "pool": "default", "source": "data", "path": "/data"}}
    return shop


def paths(server):
    return Counter(request.path for request in server.requests)


def actions(result):
    return {(entry["kind"], entry["name"]): entry["action"] for entry in result["plan"]}


def outcomes(result):
    return {(entry["kind"], entry["name"]): entry["outcome"] for entry in result["plan"]}


def test_the_catalogue_is_in_order_and_knows_every_parent():
    seen = []
    for section in SECTIONS:
        assert len(section.resource.parents) <= 1 and (not section.parent_option or PARENTS[section.parent_option] in seen)
        seen.append(section.resource.kind)
        names = {field.name for field in section.resource.fields}
        assert set(section.referring) <= names
    assert not [section.name for section in SECTIONS if section.name != section.resource.kind + "s"]


def test_what_lies_in_others_is_made_after_them_and_a_second_run_changes_nothing(run, with_image, wide):
    checked = run(wide, check=True)
    assert not checked.get("failed"), checked["msg"]
    assert checked["counts"] == {"create": 12} and not with_image.writes
    made = run(wide)
    assert not made.get("failed"), made["msg"]
    assert set(outcomes(made).values()) == {"done"}
    order = [(one.body or {}).get("name") or (one.body or {}).get("listen_address") for one in with_image.requests
             if one.method == "POST" and isinstance(one.body, dict)]
    for first, then in (("web", "shop0"), ("shop.example.net", "shop0"), ("shop.example.net", "www"),
                        ("shop0", "192.0.2.7"), ("data", "web0"), ("web0", "fresh")):
        assert order.index(first) < order.index(then), order
    again = run(wide)
    assert not again["changed"] and again["counts"] == {"none": 12}, again["plan_table"]


def test_a_forward_is_told_from_one_of_the_same_address_elsewhere(run, with_image, wide):
    wide["networks"].append({"name": "shop1", "config": {"ipv4.address": "10.8.0.1/24"}})
    wide["network_forwards"].append({"network": "shop1", "listen_address": "192.0.2.7"})
    made = run(wide)
    assert not made.get("failed"), made["msg"]
    assert [(one["parent"], one["action"]) for one in made["plan"] if one["kind"] == "network_forward"] == [
        ("shop0", "create"), ("shop1", "create")]
    assert [line.split()[2] for line in made["plan_table"] if "network_forward" in line] == [
        "shop0/192.0.2.7", "shop1/192.0.2.7"]
    wide["network_forwards"].append({"network": "shop1", "listen_address": "192.0.2.7"})
    assert "network forward '192.0.2.7' of 'shop1' is declared twice" in run(wide)["msg"]


def test_without_these_sections_no_request_more_is_sent(run, with_image, shop):
    run(shop)
    with_image.reset_counts()
    assert not run(shop)["changed"]
    assert sorted(paths(with_image).elements()) == DECLARED


@pytest.mark.parametrize("number", [1, 30])
def test_one_list_a_kind_and_parent_whatever_the_number(run, with_image, wide, number):
    wide["network_forwards"] = [{"network": "shop0", "listen_address": "192.0.2.%d" % place} for place in range(1, number + 1)]
    wide["storage_volumes"] += [{"pool": "default", "name": "v%d" % place} for place in range(number)]
    wide["instance_snapshots"] = [{"instance": "web%d" % (place % 3), "name": "s%d" % place} for place in range(number)]
    made = run(wide)
    assert not made.get("failed"), made["msg"]
    with_image.reset_counts()
    assert not run(wide)["changed"]
    assert sorted(paths(with_image).elements()) == sorted(DECLARED + [
        "/1.0/network-acls", "/1.0/network-zones", "/1.0/network-zones/shop.example.net/records",
        "/1.0/networks/shop0/forwards", "/1.0/storage-pools",
        "/1.0/storage-pools/default/volumes/custom"])


def test_purge_and_absent_find_what_the_document_no_longer_speaks_of(run, with_image, wide):
    run(wide)
    for path, body in (("/1.0/network-acls", {"name": "theirs"}), ("/1.0/networks/shop0/forwards", {"listen_address": "192.0.2.9"}),
                       ("/1.0/storage-pools/default/volumes/custom", {"name": "theirs"})):
        with_image.call("POST", path, body)
    fewer = {key: value for key, value in wide.items() if not key.startswith(("network_", "storage_", "instance_"))}
    fewer["networks"] = [{"name": "shop0", "config": {"ipv4.address": "10.9.0.1/24", "ipv4.nat": True}}]
    fewer["instances"][0]["devices"] = {"data": None}
    assert set(actions(run(fewer, check=True)).values()) == {"none", "update"}
    purged = run(fewer, purge=True)
    assert not purged.get("failed"), purged["msg"]
    assert sorted(one for one, action in actions(purged).items() if action == "delete") == [
        ("network_acl", "web"), ("network_forward", "192.0.2.7"), ("network_zone", "shop.example.net"),
        ("network_zone_record", "www"), ("storage_volume", "data"), ("storage_volume", "more")]
    assert with_image.get("/1.0/instances/web0/snapshots/fresh"), "nobody can say whose a snapshot is"
    for path in ("network-acls/theirs", "networks/shop0/forwards/192.0.2.9", "storage-pools/default/volumes/custom/theirs"):
        assert with_image.get("/1.0/" + path)
    assert not run(fewer, purge=True)["changed"]


def test_everything_goes_with_the_fleet(run, with_image, wide):
    run(wide)
    gone = run(wide, state="absent")
    assert not gone.get("failed"), gone["msg"]
    assert gone["counts"] == {"delete": 11}
    assert not run(wide, state="absent")["changed"]
    for path in ("network-acls", "network-zones", "storage-pools/default/volumes/custom"):
        assert with_image.get("/1.0/" + path) == []


def test_what_nobody_can_own_goes_when_it_is_declared_absent(run, with_image, wide):
    run(wide)
    wide["instance_snapshots"] = [{"instance": "web0", "name": "fresh", "state": "absent"}]
    wide["storage_volumes"][1]["state"] = "absent"
    assert outcomes(run(wide))["instance_snapshot", "fresh"] == "done"
    assert with_image.get("/1.0/instances/web0/snapshots/fresh") is None
    assert with_image.get("/1.0/storage-pools/default/volumes/custom/more") is None
    assert not run(wide)["changed"]


@pytest.mark.parametrize("stir, sentence", [
    (lambda wide: wide["network_forwards"][0].update(network="shop9"), "network 'shop9' is neither on the server nor in"),
    (lambda wide: wide["storage_volumes"][0].update(pool="fast"), "storage pool 'fast' is neither on the server nor in"),
    (lambda wide: wide["instance_snapshots"][0].update(instance="web9"), "instance 'web9' is neither on the server nor in"),
    (lambda wide: wide["networks"][0]["config"].update({"security.acls": "web,wep"}), "network acl 'wep' is neither"),
    (lambda wide: wide["networks"][0]["config"].update({"dns.zone.forward": "shop.example"}), "network zone 'shop.example' is"),
    (lambda wide: wide["profiles"][0]["devices"]["eth0"].update({"security.acls": "nope"}), "network acl 'nope' is neither"),
    (lambda wide: wide["instances"][0]["devices"]["data"].update(source="date"),
     "storage volume 'date' of 'default' is neither on the server nor in the fleet; did you mean 'data'?"),
    (lambda wide: wide["storage_volumes"][0].pop("pool"), "missing required arguments: pool"),
    (lambda wide: wide["network_forwards"][0].update(netwrk="x"), "unknown key `netwrk`; did you mean 'network'?"),
    (lambda wide: wide.update(network_acl=[]), "unknown section `network_acl`; did you mean 'network_acls'?"),
])
def test_what_is_referred_to_must_be_there(run, with_image, wide, stir, sentence):
    stir(wide)
    result = run(wide)
    assert result["failed"] and sentence in result["msg"], result["msg"]
    assert not with_image.writes


def test_what_was_not_read_is_not_missed(run, with_image, shop):
    with_image.call("POST", "/1.0/network-acls", {"name": "theirs"})
    shop["profiles"][0]["devices"]["eth0"]["security.acls"] = "theirs"
    with_image.reset_counts()
    made = run(shop, check=True)
    assert not made.get("failed"), made["msg"]
    # The room that what is new finds is another question.
    assert sorted(paths(with_image).elements()) == sorted([*BASE, "/1.0/storage-pools/default/resources"])


def test_a_failure_blocks_what_lies_in_what_failed(run, with_image, wide):
    with_image.fail_next("POST", "/1.0/storage-pools/default/volumes/custom", 500, "disk full")
    with_image.fail_next("POST", "/1.0/networks", 500, "no bridge")
    found = outcomes(run(wide))
    assert (found["network", "shop0"], found["network_forward", "192.0.2.7"], found["profile", "web"]) == (
        "failed", "blocked", "blocked")
    assert found["network_acl", "web"] == "done"
    assert not run(wide).get("failed")


def test_a_plan_is_kept_and_carried_out(run, with_image, wide, tmp_path):
    plan = str(tmp_path / "plan.json")
    run(wide, state="planned", plan=plan)
    assert not with_image.writes
    done = run(None, plan=plan)
    assert not done.get("failed"), done["msg"]
    assert not run(wide)["changed"]
    wide["network_forwards"][0]["ports"][0]["listen_port"] = "81"
    wide["instance_snapshots"][0]["state"] = "absent"
    run(wide, state="planned", plan=plan)
    with_image.change("/1.0/networks/shop0/forwards/192.0.2.7", lambda one: one.update(description="theirs"))
    refused = run(None, plan=plan)
    assert "network forward '192.0.2.7' of 'shop0' differs in description" in refused["msg"]
    run(wide, state="planned", plan=plan)
    assert not run(None, plan=plan).get("failed")
    assert with_image.get("/1.0/networks/shop0/forwards/192.0.2.7")["ports"][0]["listen_port"] == "81"


def test_what_lies_in_something_made_anew_is_made_anew_too(run, with_image, wide, tmp_path):
    wide["instances"][0].update(source={"type": "none"}, state="stopped")
    del wide["instances"][0]["image"]
    run(wide)
    wide["instances"][0].update(type="virtual-machine", replace=True)
    plan = str(tmp_path / "plan.json")
    planned = actions(run(wide, state="planned", plan=plan))
    assert (planned["instance", "web0"], planned["instance_snapshot", "fresh"]) == ("replace", "create")
    done = run(None, plan=plan)
    assert not done.get("failed"), done["msg"]
    assert with_image.get("/1.0/instances/web0/snapshots/fresh")
    assert not run(wide)["changed"]


def test_a_volume_and_an_acl_in_a_project_of_their_own(run, with_image):
    document = {
        "name": "p",
        "projects": [{"name": "team", "config": {"features.networks": True, "features.storage.volumes": True}}],
        "network_acls": [{"name": "web", "project": "team"}],
        "storage_volumes": [{"pool": "default", "name": "data", "project": "team"}],
    }
    made = run(document)
    assert not made.get("failed"), made["msg"]
    assert [one["name"] for one in with_image.get("/1.0/network-acls?project=team&recursion=1")] == ["web"]
    assert with_image.get("/1.0/network-acls") == []
    assert not run(document, purge=True)["changed"]
    gone = run(document, state="absent")
    assert gone["counts"] == {"delete": 3} and not gone.get("failed"), gone


def test_purge_takes_nothing_for_a_leftover_that_a_project_uses_of_the_default_one(run, with_image, shop):
    shop["projects"] = [{"name": "team", "config": {"features.images": False, "features.profiles": False}}]
    shop["instances"][0]["project"] = "team"
    shop["networks"].append({"name": "lone0", "config": {"ipv4.address": "10.7.0.1/24"}})
    run(shop)
    with_image.reset_counts()
    again = run(shop, purge=True)
    assert again["changed"] is False, again
    assert [one.query.get("project") for one in with_image.requests if one.path == "/1.0/networks"] == ["default"]


def export(server, name="shop"):
    params = {"server": server.socket, "project": "default", "name": name, "secrets": False}
    return fleet_info_task().outcome(Call(params))["fleet"]


@pytest.mark.parametrize("name", ["shop", None])
def test_what_is_exported_plans_to_no_change(run, with_image, wide, name):
    wide["network_acls"][0]["egress"] = [{"action": "allow", "destination": "10.0.0.0/8"}]
    run(wide)
    for kind in ("networks/shop0", "network-acls/web", "networks/shop0/forwards/192.0.2.7",
                 "storage-pools/default/volumes/custom/data") if name is None else ():
        with_image.change("/1.0/" + kind, lambda one: one["config"].pop("user.lxcri.fleet"))
    document = export(with_image)
    assert [set(one) for one in document["network_forwards"]] == [{"network", "listen_address", "ports"}]
    assert "instance_snapshots" not in document, "they are the past"
    again = run(document)
    assert again["changed"] is False, again


def test_the_keys_of_a_zones_peers_are_secrets(run, with_image, wide):
    wide["network_zones"][0]["config"] = {"peers.ns1.address": "192.0.2.53", "peers.ns1.key": "hunter2"}
    assert "hunter2" not in repr(run(wide))
    assert "hunter2" not in repr(export(with_image))
