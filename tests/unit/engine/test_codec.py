# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How values travel, compare and merge."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, DEVICES, PLAIN, SET, TEXT


@pytest.mark.parametrize("written, kept", [
    (True, "true"), (False, "false"), (2, "2"), (1.5, "1.5"), ("2GiB", "2GiB"), (None, None),
])
def test_config_values_become_the_strings_a_server_keeps(written, kept):
    assert CONFIG.clean({"key": written}) == {"key": kept}


@pytest.mark.parametrize("value", [{"a": 1}, ["a"]])
def test_config_refuses_what_is_no_scalar(value):
    with pytest.raises(Invalid, match="limits.cpu: a string, a number or a boolean is needed"):
        CONFIG.clean({"limits.cpu": value})


@pytest.mark.parametrize("wanted, current, same", [
    ({"a": "1"}, {"a": "1", "b": "2"}, True),
    ({"a": "1"}, {"a": "2"}, False),
    ({"a": None}, {"b": "1"}, True),
    ({"a": None}, {"a": "1"}, False),
    ({"a": "auto"}, {"a": "10.0.0.1/24"}, True),
    ({"a": "auto"}, {}, False),
    ({"a": "auto"}, {"a": "none"}, False),
    ({"a": ""}, {}, True),
    ({}, None, True),
])
def test_config_compares_only_what_is_named(wanted, current, same):
    assert CONFIG.same(wanted, current) is same


def test_config_merge_loses_nothing_and_removes_what_is_null():
    current = {"user.note": "mine", "volatile.x": "1", "limits.cpu": "2", "ipv4.address": "10.0.0.1/24"}
    wanted = {"limits.cpu": None, "limits.memory": "1GiB", "ipv4.address": "auto"}
    assert CONFIG.merge(wanted, current) == {
        "user.note": "mine", "volatile.x": "1", "limits.memory": "1GiB", "ipv4.address": "10.0.0.1/24"}


def test_devices_are_whole_each_and_others_stay():
    current = {"root": {"type": "disk", "path": "/"}, "eth0": {"type": "nic", "network": "a", "mtu": "1400"}}
    wanted = DEVICES.clean({"eth0": {"type": "nic", "network": "b", "vlan": 5}, "eth1": None})
    assert not DEVICES.same(wanted, current)
    assert DEVICES.merge(wanted, current) == {
        "root": {"type": "disk", "path": "/"}, "eth0": {"type": "nic", "network": "b", "vlan": "5"}}


def test_a_device_that_is_null_goes():
    assert DEVICES.merge({"eth0": None}, {"eth0": {"type": "nic"}}) == {}


def test_a_device_must_be_a_dictionary():
    with pytest.raises(Invalid, match="devices.eth0: a dictionary"):
        DEVICES.clean({"eth0": "lxdbr0"})


@pytest.mark.parametrize("codec, wanted, current, same", [
    (SET, ["b", "a"], ["a", "b"], True),
    (SET, ["a"], ["a", "b"], False),
    (PLAIN, ["b", "a"], ["a", "b"], False),
    (PLAIN, "", None, True),
    (PLAIN, False, None, False),
    (PLAIN, [], None, True),
    (TEXT, "cert\n", "cert", True),
])
def test_other_codecs(codec, wanted, current, same):
    assert codec.same(wanted, current) is same
