# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet does to a server, request by request."""

from __future__ import annotations

import copy

import pytest


def actions(result):
    return {entry["name"]: entry["action"] for entry in result["plan"]}


def outcomes(result):
    return {entry["name"]: entry["outcome"] for entry in result["plan"]}


def test_check_writes_nothing_apply_makes_it_and_again_changes_nothing(run, with_image, shop):
    checked = run(shop, check=True)
    assert checked["changed"] and checked["counts"] == {"create": 5}
    assert not with_image.writes
    assert len(checked["diff"]) == 5

    made = run(shop)
    assert made["changed"] and not made.get("failed"), made
    assert with_image.get("/1.0/instances/web2")["status"] == "Running"
    assert made["table"][1].split()[:2] == ["web0", "Running"]

    with_image.reset_counts()
    again = run(shop)
    assert not again["changed"] and again["counts"] == {"none": 5}
    assert not with_image.writes


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_requests_does_not_grow_with_the_fleet(run, with_image, shop, number):
    shop["instances"] = [dict(shop["instances"][0], name="n%d" % place, wait_for=[{"ipv4": "any"}])
                         for place in range(number)]
    run(shop)
    with_image.reset_counts()
    assert not run(shop)["changed"]
    assert sorted(request.path for request in with_image.requests) == [
        "/1.0", "/1.0/instances", "/1.0/networks", "/1.0/profiles", "/1.0/projects"]


def test_what_every_fleet_stands_on_is_read_once_something_is_to_be_written(run, with_image, shop):
    run(shop)
    for changed in ({"description": "new"}, {"profiles": ["web", "none"]}):
        shop["instances"][0].update(changed)
        with_image.reset_counts()
        result = run(shop, check=True)
        assert sorted(request.path for request in with_image.requests) == [
            "/1.0", "/1.0/images", "/1.0/instances", "/1.0/networks", "/1.0/profiles", "/1.0/projects", "/1.0/storage-pools"]
    assert "profile 'none' is neither on the server nor in the fleet" in result["msg"]


def test_a_failure_blocks_only_what_needs_it(run, with_image, shop):
    shop["instances"].append({"name": "alone", "image": "debian"})
    with_image.fail_next("POST", "/1.0/profiles", 500, "out of luck")
    result = run(shop)
    assert result["failed"] and "profile 'web': out of luck" in result["msg"]
    assert outcomes(result) == {"shop0": "done", "web": "failed", "web0": "blocked", "web1": "blocked",
                                "web2": "blocked", "alone": "done"}
    assert not run(shop).get("failed")


def test_one_instance_that_fails_blocks_what_comes_after_it(run, with_image, shop):
    shop["instances"][1]["after"] = ["web0"]
    shop["instances"][2]["after"] = ["web1"]
    with_image.fail_next("PUT", "/1.0/instances/web0/state", 500, "no start")
    result = run(shop)
    assert outcomes(result) == {"shop0": "done", "web": "done", "web0": "failed", "web1": "blocked", "web2": "blocked"}
    assert "Blocked by that: instance 'web1', instance 'web2'" in result["msg"]


def test_after_waits_until_the_other_is_ready(run, with_image, shop):
    with_image.ip_delay = 0.2
    shop["instances"] = [
        {"name": "second", "image": "debian", "profiles": ["web"], "after": ["first"]},
        {"name": "first", "image": "debian", "profiles": ["web"], "wait_for": [{"ipv4": "any"}]},
    ]
    run(shop)
    paths = [(request.method, request.path, request.query.get("recursion")) for request in with_image.requests]
    created = [place for place, one in enumerate(paths) if one[:2] == ("POST", "/1.0/instances")]
    looked = [place for place, one in enumerate(paths) if one == ("GET", "/1.0/instances", "2")]
    assert any(created[0] < place < created[1] for place in looked)


def test_what_is_inside_an_instance_is_waited_for_too(run, with_image, shop):
    tried = []

    def ready(command, environment):
        tried.append(command)
        return (0 if len(tried) > 2 else 1), b"", b""

    with_image.exec = ready
    shop["instances"] = [
        {"name": "second", "image": "debian", "profiles": ["web"], "after": ["first"]},
        {"name": "first", "image": "debian", "profiles": ["web"], "wait_for": [{"command": "probe it"}]},
    ]
    result = run(shop)
    assert outcomes(result)["second"] == "done"
    assert tried == [["probe", "it"]] * 3
    began = [place for place, one in enumerate(with_image.requests) if one.path == "/1.0/instances/first/exec"]
    created = [place for place, one in enumerate(with_image.requests)
               if (one.method, one.path) == ("POST", "/1.0/instances")]
    assert created[0] < began[-1] < created[1]
    assert run(shop)["changed"] is False and len(tried) == 4


def test_what_will_never_come_fails_at_once_and_blocks_what_comes_after(run, with_image, shop):
    with_image.exec = lambda command, environment: (1, b"degraded\n", b"")
    shop["instances"] = [
        {"name": "first", "image": "debian", "profiles": ["web"], "wait_for": [{"systemd": "running"}]},
        {"name": "second", "image": "debian", "profiles": ["web"], "after": ["first"]},
    ]
    result = run(shop)
    assert outcomes(result)["second"] == "blocked"
    assert "instance 'first': waiting is in vain: first for systemd to be running (it is degraded)." in result["msg"]


def test_what_cannot_be_waited_for_is_refused_before_anything_is_written(run, with_image, shop):
    shop["instances"][0]["wait_for"] = [{"log": "/var/log/x"}]
    result = run(shop)
    assert "`log` needs `line`" in result["msg"]
    assert with_image.writes == []


@pytest.mark.parametrize("restart, own, restarts", [
    (None, None, 0), ("never", None, 0), ("when_needed", None, 3), ("rolling", None, 3), ("rolling", "never", 2)])
def test_instances_are_restarted_as_the_fleet_or_they_themselves_say(run, with_image, shop, restart, own, restarts):
    run(shop)
    with_image.reset_counts()
    for one in shop["instances"]:
        one["config"] = {"raw.lxc": "lxc.x = 1"}
    if own:
        shop["instances"][0]["restart"] = own
    result = run(shop, restart=restart)
    assert not result.get("failed"), result["msg"]
    actions = [(one.path, one.body["action"]) for one in with_image.requests
               if one.method == "PUT" and one.path.endswith("/state")]
    assert [action for _path, action in actions] == ["restart"] * restarts
    assert all(entry["restart_required"] == ([] if entry["name"] in str(actions) else ["raw.lxc"])
               for entry in result["plan"] if entry["kind"] == "instance")
    assert run(shop, restart=restart)["changed"] is False


def test_a_wait_that_times_out_fails(run, with_image, shop):
    with_image.ip_delay = None
    shop["instances"] = [dict(shop["instances"][0], wait_for=[{"ipv4": "any", "timeout": 1}])]
    result = run(shop)
    assert result["failed"]
    assert "instance 'web0': waited 1 seconds in vain: web0 for an IPv4 address" in result["msg"]


def test_a_wait_is_kept_also_when_nothing_changes(run, with_image, shop):
    run(shop)
    with_image.ip_delay = 0.3
    with_image.call("PUT", "/1.0/instances/web0/state", {"action": "restart", "force": True})
    shop["instances"][0]["wait_for"] = [{"ipv4": "any", "timeout": 9}]
    before = [one["family"] for one in with_image.get("/1.0/instances/web0/state")["network"]["eth0"]["addresses"]]
    assert run(shop)["changed"] is False and "inet" not in before
    after = [one["family"] for one in with_image.get("/1.0/instances/web0/state")["network"]["eth0"]["addresses"]]
    assert "inet" in after


def test_purge_deletes_what_the_fleet_made_and_nothing_else(run, with_image, shop):
    run(shop)
    with_image.call("POST", "/1.0/profiles", {"name": "theirs"})
    fewer = copy.deepcopy(shop)
    del fewer["instances"][0]
    assert run(fewer)["changed"] is False
    purged = run(fewer, purge=True)
    assert actions(purged) == {"shop0": "none", "web": "none", "web1": "none", "web2": "none", "web0": "delete"}
    assert with_image.get("/1.0/instances/web0") is None
    assert with_image.get("/1.0/profiles/theirs")

    gone = run(shop, state="absent")
    assert gone["counts"] == {"delete": 4}
    assert with_image.get("/1.0/networks/shop0") is None
    assert with_image.get("/1.0/profiles/theirs")
    assert not run(shop, state="absent")["changed"]


def test_what_existed_before_is_never_purged(run, with_image, shop):
    with_image.call("POST", "/1.0/profiles", {"name": "web", "description": "theirs"})
    run(shop)
    run(shop, state="absent")
    assert with_image.get("/1.0/profiles/web")["description"] == "theirs"


def test_two_fleets_do_not_touch_each_others_things(run, with_image, shop):
    run(shop)
    with_image.reset_counts()
    result = run({"name": "other", "instances": [{"name": "web0", "image": "debian", "config": {"limits.cpu": 1}}]})
    assert "belongs to the fleet 'shop'" in result["msg"]
    assert not with_image.writes


def test_a_project_and_what_is_in_it_come_and_go_together(run, with_image):
    document = {
        "name": "p",
        "projects": [{"name": "team", "config": {"features.images": False, "features.profiles": True}}],
        "profiles": [{"name": "base", "project": "team",
                      "devices": {"root": {"type": "disk", "path": "/", "pool": "default"}}}],
        "instances": [{"name": "one", "project": "team", "image": "debian", "profiles": ["base"]}],
    }
    made = run(document)
    assert not made.get("failed"), made["msg"]
    assert with_image.get("/1.0/instances/one?project=team")["status"] == "Running"
    assert not run(document)["changed"]
    gone = run(document, state="absent")
    assert not gone.get("failed"), gone["msg"]
    assert with_image.get("/1.0/projects/team") is None


def test_somebody_elses_change_in_between_is_seen_and_kept(run, with_image, shop):
    run(shop)
    shop["profiles"][0]["config"] = {"limits.cpu": 4}
    with_image.fail_next("PUT", "/1.0/profiles/web", 412, "ETag doesn't match")
    with_image.change("/1.0/profiles/web", lambda profile: profile["config"].update({"user.theirs": "1"}))
    assert not run(shop).get("failed")
    config = with_image.get("/1.0/profiles/web")["config"]
    assert config["limits.cpu"] == "4" and config["user.theirs"] == "1"


def test_secrets_are_neither_in_the_diff_nor_in_the_result(run, shop):
    shop["instances"][0]["config"] = {"environment.TOKEN": "hunter2", "cloud-init.user-data": "pw: hunter2"}
    assert "hunter2" not in repr(run(shop))


def test_what_the_servers_end_cut_off_is_made_anew_by_its_fleet_alone(run, with_image, shop):
    """A container whose files are there has its templates due, or has had a state."""
    run(shop)

    def cut_off(one):
        one["_status"], one["last_used_at"] = "Stopped", "1970-01-01T00:00:00Z"
        for key in ("volatile.apply_template", "volatile.last_state.power"):
            one["config"].pop(key, None)
        one["config"]["volatile.base_image"] = "ab" * 32

    with_image.call("POST", "/1.0/instances", {"name": "theirs", "source": {"type": "none"}})
    for name in ("web0", "theirs"):
        with_image.change("/1.0/instances/" + name, cut_off)
    adopted = dict(shop, instances=[*shop["instances"], {"name": "theirs", "state": "stopped"}])
    planned = {one["name"]: (one["action"], one["reason"]) for one in run(adopted, check=True, adopt=True)["plan"]}
    assert planned["web0"] == ("replace", "the server ended while it was made, nothing is in it")
    assert planned["theirs"][0] != "replace"
    assert outcomes(run(shop))["web0"] == "done"
    paths = [(one.method, one.path) for one in with_image.writes if "web0" in one.path or one.path == "/1.0/instances"]
    assert paths.index(("DELETE", "/1.0/instances/web0")) < len(paths) - 1
    assert with_image.get("/1.0/instances/web0")["status"] == "Running"
    assert run(shop)["changed"] is False
