# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fleet owns what, and which keys it dropped."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._engine.ownership import KEY, claimed, fleet_of
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict
from ansible_collections.lxcri.containers.plugins.module_utils._resources.profile import PROFILE

DEVICE = {"type": "nic", "network": "a"}


def wanted(**options):
    return wanted_of(PROFILE, dict({"name": "p"}, **options))


def made(**options):
    """The profile as it is after a fleet made it."""
    body = dict(plan(PROFILE, claimed(PROFILE, wanted(**options), None, "shop"), None).requests[0].body)
    return dict(body, description="")


def again(current, fleet="shop", adopt=False, **options):
    return plan(PROFILE, claimed(PROFILE, wanted(**options), current, fleet, adopt), current)


def test_what_a_fleet_makes_carries_its_name_and_the_keys_it_declared():
    current = made(config={"limits.cpu": 2}, devices={"eth0": DEVICE})
    assert json.loads(current["config"][KEY]) == {"fleet": "shop", "config": ["limits.cpu"], "devices": ["eth0"]}
    assert fleet_of(PROFILE, current) == "shop"
    assert not again(current, config={"limits.cpu": 2}, devices={"eth0": DEVICE}).changes


def test_a_key_dropped_from_the_declaration_goes_and_somebody_elses_stays():
    current = made(config={"limits.cpu": 2, "limits.memory": "1GiB"}, devices={"eth0": DEVICE, "eth1": DEVICE})
    current["config"]["user.theirs"] = "1"
    body = again(current, config={"limits.cpu": 2}, devices={"eth0": DEVICE}).requests[0].body
    assert "limits.memory" not in body["config"]
    assert body["config"]["user.theirs"] == "1"
    assert list(body["devices"]) == ["eth0"]


def test_what_existed_before_is_changed_but_not_owned():
    current = {"name": "p", "config": {"limits.cpu": "1"}, "description": "", "devices": {}}
    body = again(current, config={"limits.cpu": 2}).requests[0].body
    assert body["config"] == {"limits.cpu": "2"}


def test_unless_it_is_adopted():
    current = {"name": "p", "config": {}, "description": "", "devices": {}}
    assert fleet_of(PROFILE, again(current, adopt=True).requests[0].body) == "shop"


def test_another_fleets_things_are_left_alone():
    with pytest.raises(Conflict, match="belongs to the fleet 'shop'"):
        again(made(config={}), fleet="other")


@pytest.mark.parametrize("damage", ["", "no json", "[]", "{}", "null"])
def test_a_damaged_record_is_nobodys(damage):
    assert fleet_of(PROFILE, {"config": {KEY: damage}}) == ""
