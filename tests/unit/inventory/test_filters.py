# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions on instances, here and on the server."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_filters import condition, holds, on_server

FACTS = {
    "name": "web1", "state": "running", "type": "container", "project": "default", "server": "lab", "member": "",
    "profile": ["default", "web"], "os": "debian", "release": "bookworm", "network": [], "architecture": "x86_64",
    "image": "Debian 12", "ephemeral": False,
    "config": {"user.role": "web", "limits.cpu": "2", "boot.autostart": "true"},
}


@pytest.mark.parametrize("said, expected", [
    (None, True),
    ({}, True),
    ({"state": "running"}, True),
    ({"state": "stopped"}, False),
    ({"state": ["stopped", "running"]}, True),
    ({"name": "web*"}, True),
    ({"name": "WEB*"}, False),
    ({"name": ["db*", "web?"]}, True),
    ({"name": "web"}, False),
    ({"profile": "web"}, True),
    ({"profile": ["x", "default"]}, True),
    ({"profile": "we"}, False),
    ({"network": ""}, True),
    ({"network": "*"}, True),
    ({"network": "lxdbr0"}, False),
    ({"member": ""}, True),
    ({"member": None}, True),
    ({"ephemeral": False}, True),
    ({"ephemeral": True}, False),
    ({"user.role": "web"}, True),
    ({"user.role": "?*"}, True),
    ({"user.none": "?*"}, False),
    ({"user.none": None}, True),
    ({"config.limits.cpu": 2}, True),
    ({"config.boot.autostart": True}, True),
    ({"state": "running", "user.role": "db"}, False),
    ({"state": []}, False),
])
def test_holds(said, expected):
    assert holds(condition(said, "filters"), FACTS) is expected


@pytest.mark.parametrize("said, says", [
    ({"status": "running"}, "there is no 'status'"), ({1: "x"}, "there is no 1"), (["state"], "a mapping"),
    ("x", "a mapping")])
def test_what_no_condition_is(said, says):
    with pytest.raises(Invalid) as caught:
        condition(said, "exclude")
    assert caught.value.message.startswith("exclude: ") and says in caught.value.message


@pytest.mark.parametrize("said, expression", [
    ({}, ""),
    ({"state": "running"}, "status eq Running"),
    ({"type": "virtual-machine"}, "type eq virtual-machine"),
    ({"name": "web1"}, "name eq web1"),
    ({"name": "web*"}, ""),
    ({"name": ["a", "b"]}, ""),
    ({"name": "a.b"}, ""),
    ({"state": "running", "name": ["a", "b"]}, "status eq Running"),
    ({"user.role": "web", "state": "stopped"}, "status eq Stopped and expanded_config.user.role eq web"),
    ({"config.limits.cpu": 2}, "expanded_config.limits.cpu eq 2"),
    ({"user.role": "a b"}, ""),
    ({"user.role": "x or name eq y"}, ""),
    ({"profile": "web", "project": "p", "os": "debian", "server": "s", "member": "m"}, ""),
    ({"member": None}, ""),
])
def test_what_the_server_is_asked(said, expression):
    assert on_server(condition(said, "filters")) == expression
