# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan made now and carried out later, or refused."""

from __future__ import annotations

import json
import stat

import pytest


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "plan.json")


def test_a_plan_is_written_and_carried_out_as_it_was_made(run, with_image, shop, path):
    planned = run(shop, state="planned", plan=path)
    assert planned["counts"] == {"create": 5} and not with_image.writes
    assert stat.S_IMODE(__import__("os").stat(path).st_mode) == 0o600
    done = run(None, plan=path)
    assert done["changed"] and not done.get("failed"), done
    assert with_image.get("/1.0/instances/web0")["status"] == "Running"
    assert not run(shop)["changed"]


def test_check_mode_writes_no_plan(run, shop, path, tmp_path):
    assert run(shop, check=True, state="planned", plan=path)["changed"]
    assert not list(tmp_path.iterdir())


def test_an_update_is_carried_out_and_what_it_does_not_name_is_kept(run, with_image, shop, path):
    run(shop)
    with_image.change("/1.0/profiles/web", lambda profile: profile["config"].update({"user.theirs": "1"}))
    shop["profiles"][0]["config"] = {"limits.cpu": 4}
    run(shop, state="planned", plan=path)
    assert not run(None, plan=path).get("failed")
    config = with_image.get("/1.0/profiles/web")["config"]
    assert (config["limits.cpu"], config["user.theirs"]) == ("4", "1")


@pytest.mark.parametrize("stir, sentence", [
    (lambda lxd: lxd.change("/1.0/profiles/web", lambda one: one["config"].update({"limits.cpu": "8"})),
     "profile 'web' differs in config"),
    (lambda lxd: lxd.call("PUT", "/1.0/instances/web1/state", {"action": "stop", "force": True}),
     "instance 'web1' differs in status"),
    (lambda lxd: (lxd.call("PUT", "/1.0/instances/web1/state", {"action": "stop", "force": True}),
                  lxd.call("DELETE", "/1.0/instances/web1")), "instance 'web1' is gone"),
    (lambda lxd: lxd.call("POST", "/1.0/profiles", {"name": "new"}), "profile 'new' exists now"),
])
def test_a_plan_is_refused_when_the_server_moved(run, with_image, shop, path, stir, sentence):
    run(shop)
    shop["profiles"] = [dict(shop["profiles"][0], config={"limits.cpu": 4}), {"name": "new"}]
    shop["instances"][1]["state"] = "stopped"
    shop["instances"][1]["config"] = {"user.a": "b"}
    run(shop, state="planned", plan=path)
    stir(with_image)
    with_image.reset_counts()
    result = run(None, plan=path)
    assert result["failed"] and sentence in result["msg"], result["msg"]
    assert not with_image.writes


def test_a_plan_for_another_server_is_refused(run, shop, path):
    run(shop, state="planned", plan=path)
    with open(path) as file:
        document = json.load(file)
    with open(path, "w") as file:
        json.dump(dict(document, server="another"), file)
    assert "was made for another server" in run(None, plan=path)["msg"]


@pytest.mark.parametrize("content, sentence", [
    ("", "cannot be read"), ("{}", "damaged"), ("[]", "damaged"), ('{"version": 9}', "version 9"),
])
def test_bad_plans(run, path, content, sentence):
    with open(path, "w") as file:
        file.write(content)
    assert sentence in run(None, plan=path)["msg"]


def test_compared_says_what_drifted_and_writes_nothing(run, with_image, shop):
    run(shop)
    assert run(shop, state="compared")["drift"] == []
    with_image.change("/1.0/profiles/web", lambda profile: profile["config"].update({"limits.cpu": "8"}))
    with_image.reset_counts()
    result = run(shop, state="compared")
    assert not result["changed"] and not with_image.writes
    assert [(entry["name"], entry["differs"]) for entry in result["drift"]] == [("web", ["config.limits.cpu"])]


def test_what_was_approved_is_carried_out(run, with_image, shop, path):
    asked = run(shop, state="compared")["plan_id"]
    assert run(shop, state="planned", plan=path)["plan_id"] == asked and len(asked) == 64
    done = run(shop, approved=asked)
    assert done["counts"] == {"create": 5} and not done.get("failed")
    # Where nothing is due, there is nothing to refuse.
    assert not run(shop, approved=asked)["changed"]


def test_a_plans_file_has_the_id_it_was_approved_by(run, shop, path):
    asked = run(shop, state="planned", plan=path)["plan_id"]
    assert not run(None, plan=path, approved=asked).get("failed")


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("stir", [
    lambda lxd, shop: lxd.change("/1.0/profiles/web", lambda one: one["config"].update({"limits.cpu": "8"})),
    lambda lxd, shop: shop["profiles"][0]["config"].update({"limits.cpu": 6}),
    lambda lxd, shop: shop["instances"].pop(),
])
def test_nothing_but_what_was_approved_is_carried_out(run, with_image, shop, stir, check):
    run(shop)
    shop["profiles"][0]["config"] = {"limits.cpu": 4}
    shop["instances"].append({"name": "more", "image": "debian"})
    asked = run(shop, state="compared")["plan_id"]
    stir(with_image, shop)
    with_image.reset_counts()
    result = run(shop, check=check, approved=asked)
    assert result["failed"] and "is not the plan that was approved" in result["msg"] and not with_image.writes
