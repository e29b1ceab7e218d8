# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people suffer from today, each once, at the wire: a test that fails where the fault is."""

from __future__ import annotations

import importlib

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call

MODULES = "ansible_collections.lxcri.containers.plugins.modules."
WEB = "/1.0/instances/web"


@pytest.fixture
def task(fake):
    """``task(module, check=False, **options)`` on each fake server in turn."""
    def run(module, check=False, **options):
        declared = importlib.import_module(MODULES + module).TASK
        checked = ArgumentSpecValidator(declared.arguments, **declared.rules).validate(
            dict(options, server=[fake.socket]))
        assert not checked.error_messages, checked.error_messages
        return declared.outcome(Call(checked.validated_parameters, check, True))

    return run


@pytest.fixture
def web(fake):
    """A running container that somebody described and marked."""
    fake.call("POST", "/1.0/profiles", {"name": "second"})
    fake.call("POST", "/1.0/instances", {
        "name": "web", "description": "the shop's front", "source": {"type": "none"},
        "profiles": ["default", "second"], "config": {"user.owner": "ada", "limits.cpu": "1"}})
    fake.call("PUT", WEB + "/state", {"action": "start"})
    fake.reset_counts()
    return fake


def test_a_config_change_keeps_the_description(task, web):
    assert task("instance", name="web", config={"limits.cpu": 2})["changed"]
    assert web.get(WEB)["description"] == "the shop's front"


def test_a_stopped_instance_is_configured_without_being_started(task, web):
    web.call("PUT", WEB + "/state", {"action": "stop", "force": True})
    web.reset_counts()
    assert task("instance", name="web", state="stopped", config={"limits.cpu": 2})["changed"]
    assert not [request for request in web.writes if request.path.endswith("/state")]
    assert web.get(WEB)["status"] == "Stopped"


@pytest.mark.parametrize("fake", ["lxd"], indirect=True)
def test_a_wait_that_times_out_fails(task, web):
    web.ip_delay = None
    result = task("instance", name="web", state="restarted", force=True, wait_for=[{"ipv4": "any", "timeout": 1}])
    assert result["failed"] and "waited 1 seconds in vain: web for an IPv4 address" in result["msg"]


def test_what_is_refused_as_busy_is_tried_again(task, web):
    web.fail_next("PUT", "/1.0/instances/web$", 400, 'Instance is busy running a "stop" operation', times=2)
    assert task("instance", name="web", config={"limits.cpu": 2})["changed"]
    assert web.get(WEB)["config"]["limits.cpu"] == "2"
    assert [request.status for request in web.writes] == [400, 400, 202]


@pytest.mark.parametrize("fake", ["lxd"], indirect=True)
@pytest.mark.parametrize("answers, error", [
    ((500, 500), None),
    ((500, 404), None),
    ((500, 500, 500), "went wrong"),
], ids=["deleted then", "was deleted all the same", "never"])
def test_a_deletion_that_goes_wrong_inside_the_server_is_tried_again(task, fake, answers, error):
    fake.call("POST", "/1.0/networks", {"name": "br9"})
    for status in answers:
        fake.fail_next("DELETE", "/networks/br9", status, "it went wrong")
    result = task("network", name="br9", state="absent")
    assert error in result["msg"] if error else result["changed"]


def test_integers_and_booleans_in_config_work(task, web):
    assert task("instance", name="web", config={"limits.cpu": 2, "security.nesting": True})["changed"]
    config = web.get(WEB)["config"]
    assert (config["limits.cpu"], config["security.nesting"]) == ("2", "true")


def test_a_second_run_changes_nothing(task, web):
    wanted = {"name": "web", "config": {"limits.cpu": 2, "security.nesting": True}, "profiles": ["default", "second"]}
    task("instance", **wanted)
    web.reset_counts()
    again = task("instance", **wanted)
    assert not again["changed"] and not web.writes


def test_check_mode_says_what_would_be_and_does_not_do_it(task, web):
    result = task("instance", check=True, name="web", config={"limits.cpu": 2})
    assert result["changed"] and "skipped" not in result
    assert result["diff"]["after"]["config"]["limits.cpu"] == "2"
    assert not web.writes


def test_user_keys_of_others_stay(task, web):
    task("instance", name="web", config={"limits.cpu": 2})
    assert web.get(WEB)["config"]["user.owner"] == "ada"


def test_a_running_instance_can_be_deleted(task, web):
    assert task("instance", name="web", state="absent")["changed"]
    assert web.get(WEB) is None


def test_the_order_of_profiles_is_kept_and_can_be_changed(task, web):
    assert task("instance", name="web", profiles=["second", "default"])["changed"]
    assert web.get(WEB)["profiles"] == ["second", "default"]
