# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running server as a document that plans to no change."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_info_task import fleet_info_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call


@pytest.fixture
def export(with_image):
    def export(name="shop", secrets=False):
        params = {"server": with_image.socket, "project": "default", "name": name, "secrets": secrets}
        return fleet_info_task().outcome(Call(params))

    return export


def test_the_document_of_a_fleet_plans_to_no_change(run, export, shop):
    shop["instances"][1]["state"] = "frozen"
    shop["instances"][2].update(state="stopped", config={"environment.TOKEN": "hunter2", "user.note": "x"})
    run(shop)
    again = run(export(secrets=True)["fleet"])
    assert again["changed"] is False, again["plan_table"]


def test_what_may_be_secret_is_left_out_and_named(run, export, shop):
    shop["instances"][2].update(config={"environment.TOKEN": "hunter2"})
    run(shop)
    found = export()
    assert "hunter2" not in repr(found)
    assert found["left_out"] == ["instance web2: environment.TOKEN"]


def test_what_nobody_declared_is_exported_whole_and_plans_to_no_change(run, export, with_image):
    with_image.call("POST", "/1.0/profiles", {"name": "theirs", "config": {"environment.TOKEN": "hunter2", "user.a": "b"}})
    found = export("any")["fleet"]
    assert {"name": "theirs", "config": {"user.a": "b"}} in found["profiles"]
    assert run(found)["changed"] is False
    assert with_image.get("/1.0/profiles/theirs")["config"]["environment.TOKEN"] == "hunter2"


def test_another_fleets_things_are_left_out(run, export, shop):
    run(shop)
    found = export("other")
    assert "instance web0: belongs to the fleet shop" in found["left_out"]
    assert "instances" not in found["fleet"]


def test_the_document_builds_the_same_again(run, export, with_image, shop):
    run(shop)
    found = export()["fleet"]
    run(shop, state="absent")
    built = run(found)
    assert not built.get("failed"), built["msg"]
    assert with_image.get("/1.0/instances/web0")["status"] == "Running"
    assert with_image.get("/1.0/networks/shop0")["config"]["ipv4.address"] == "10.9.0.1/24"
