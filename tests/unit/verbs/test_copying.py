# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a copy is made of: a table over keys, profiles, devices and pools."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.copying import (
    body_of,
    kept,
    on_pool,
    overrides_of,
    refreshed,
    shortcomings,
)

ROOT = {"type": "disk", "path": "/", "pool": "default"}
SOURCE = {
    "name": "web1", "architecture": "x86_64", "type": "container", "profiles": ["default"], "ephemeral": False,
    "description": "", "status": "Running", "location": "none", "created_at": "x",
    "config": {"user.a": "1", "limits.cpu": "2", "volatile.eth0.hwaddr": "00:16:3e:00:00:01", "volatile.base_image": "f",
               "volatile.last_state.idmap": "[]"},
    "devices": {"data": {"type": "disk", "path": "/data", "source": "/srv"}},
    "expanded_devices": {"root": ROOT, "data": {"type": "disk", "path": "/data", "source": "/srv"}},
}


@pytest.mark.parametrize("key, moved, local, expected", [
    ("user.a", False, False, True),
    ("volatile.base_image", False, False, True),
    ("volatile.last_state.idmap", False, True, True),
    ("volatile.last_state.idmap", False, False, False),
    ("volatile.eth0.hwaddr", False, True, False),
    ("volatile.uuid", False, True, False),
    ("volatile.eth0.hwaddr", True, False, True),
    ("volatile.uuid", True, False, True),
])
def test_which_keys_go_along(key, moved, local, expected):
    assert kept(key, moved, local) is expected


def test_a_copy_repeats_everything_that_stays():
    body = body_of(SOURCE, "web2", overrides_of({}, None))
    assert body == {
        "name": "web2", "architecture": "x86_64", "type": "container", "profiles": ["default"], "ephemeral": False,
        "description": "", "devices": SOURCE["devices"],
        "config": {"user.a": "1", "limits.cpu": "2", "volatile.base_image": "f", "volatile.last_state.idmap": "[]"}}


def test_overrides_are_laid_over():
    body = body_of(SOURCE, "web2", overrides_of({
        "profiles": [], "config": {"user.a": None, "user.b": True}, "devices": {"data": None, "eth0": {"type": "none"}},
        "description": "two", "ephemeral": True}, "fast"))
    assert body["profiles"] == [] and body["description"] == "two" and body["ephemeral"] is True
    assert "user.a" not in body["config"] and body["config"]["user.b"] == "true"
    assert body["devices"] == {"eth0": {"type": "none"}, "root": dict(ROOT, pool="fast")}


@pytest.mark.parametrize("devices, expanded, expected", [
    ({}, {"root": ROOT}, {"root": dict(ROOT, pool="p")}),
    ({"disk0": dict(ROOT, size="5GiB")}, {}, {"disk0": dict(ROOT, size="5GiB", pool="p")}),
    ({"data": {"type": "disk", "path": "/", "source": "/x"}}, {"root": ROOT},
     {"data": {"type": "disk", "path": "/", "source": "/x"}, "root": dict(ROOT, pool="p")}),
])
def test_on_a_pool(devices, expanded, expected):
    assert on_pool(devices, expanded, "p") == expected


def test_without_a_root_disk_there_is_no_pool_to_choose():
    with pytest.raises(Invalid, match="no root disk"):
        on_pool({}, {}, "p")


def test_a_refresh_leaves_the_copy_its_own_addresses_and_pool():
    there = {"name": "web2", "config": {"volatile.eth0.hwaddr": "mine", "user.old": "x"}, "profiles": ["other"],
             "devices": {"root": dict(ROOT, pool="mine")}, "description": "old"}
    made = refreshed(body_of(SOURCE, "web2", overrides_of({}, None)), there)
    assert made["config"] == {"user.a": "1", "limits.cpu": "2", "volatile.eth0.hwaddr": "mine"}
    assert made["devices"]["root"]["pool"] == "mine" and made["profiles"] == ["default"] and made["description"] == ""


@pytest.mark.parametrize("change, found, wrong", [
    ({}, ["s1"], []),
    ({}, ["s1", "more"], []),
    ({}, [], ["snapshot s1"]),
    ({"profiles": []}, ["s1"], ["profiles"]),
    ({"config": {"user.a": "2"}}, ["s1"], ["config.limits.cpu", "config.user.a"]),
    ({"config": {"user.a": "1", "limits.cpu": "2", "user.z": "1"}}, ["s1"], ["config.user.z"]),
    ({"config": {"user.a": "1", "limits.cpu": "2", "volatile.uuid": "1"}}, ["s1"], []),
    ({"devices": {}}, ["s1"], ["devices.data"]),
    ({"status": "Error"}, ["s1"], ["status Error"]),
])
def test_in_what_a_copy_falls_short(change, found, wrong):
    body = body_of(SOURCE, "web2", overrides_of({}, None))
    assert shortcomings(body, dict(body, **change), ["s1"], found) == wrong
