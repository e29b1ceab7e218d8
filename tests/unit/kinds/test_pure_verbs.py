# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What verbs decide, by tables: a device, any request, the lines of metrics, tokens."""

from __future__ import annotations

import base64
import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.api import differing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_device import (
    inherited_device,
    wanted_device,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.metrics_info import read_metrics
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.tokens import encoded
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.trust_token import as_asked

ROOT = {"type": "disk", "path": "/", "pool": "default"}


def device(state="present", override=False, **properties):
    return {"name": "root", "state": state, "override": override, "properties": properties}


@pytest.mark.parametrize("options, own, inherited, wanted", [
    (device(type="nic", mtu=1500), None, None, {"type": "nic", "mtu": "1500"}),
    (device(size="20GiB"), ROOT, None, dict(ROOT, size="20GiB")),
    (device(pool=None), ROOT, None, {"type": "disk", "path": "/"}),
    (device(size="20GiB", override=True), None, ROOT, dict(ROOT, size="20GiB")),
    (device(size="20GiB", override=True), {"type": "none"}, ROOT, dict(ROOT, size="20GiB")),
    (device(override=True), dict(ROOT, size="1GiB"), ROOT, dict(ROOT, size="1GiB")),
    (device("absent"), ROOT, None, None),
    (device("absent"), None, ROOT, None),
    (device("absent", True), None, ROOT, {"type": "none"}),
    (device("absent", True), ROOT, None, None),
])
def test_a_device_as_it_is_to_be(options, own, inherited, wanted):
    assert wanted_device(options, own, inherited) == wanted


@pytest.mark.parametrize("inherited, says", [(ROOT, "override: true"), (None, "such as nic")])
def test_a_device_of_no_sort_is_refused(inherited, says):
    with pytest.raises(Invalid, match=says):
        wanted_device(device(size="20GiB"), None, inherited)


def test_the_last_profile_wins():
    profiles = ({"devices": {"root": {"pool": "a"}}}, {"devices": {"root": {"pool": "b"}}}, {"devices": {}})
    assert inherited_device(profiles, "root") == {"pool": "b"}
    assert inherited_device(profiles, "eth0") is None


@pytest.mark.parametrize("wanted, current, put, differs", [
    ({"description": "a"}, {"description": "a", "config": {"x": "1"}}, True, []),
    ({"config": {"x": "1"}}, {"config": {"x": "1", "y": "2"}}, False, []),
    ({"config": {"x": "1"}}, {"config": {"x": "1", "y": "2"}}, True, ["config"]),
    ({"config": {"x": "1"}}, {"config": {"x": "1", "volatile.y": "2"}}, True, []),
    ({"config": {"x": "1"}}, {"config": {"x": "2"}}, False, ["config"]),
    ({"config": {"x": ""}}, {"config": {}}, False, []),
    ({"devices": {"root": ROOT}}, {"devices": {"root": dict(ROOT, size="1GiB")}}, True, ["devices"]),
    ({"profiles": ["a", "b"]}, {"profiles": ["b", "a"]}, False, ["profiles"]),
    ({"public": False}, {}, False, ["public"]),
    ({"description": ""}, {}, False, []),
    ({"action": "start"}, {"status": "Stopped"}, True, ["action"]),
    ({"x": 1}, ["not", "an", "object"], True, ["x"]),
])
def test_whether_a_request_is_due(wanted, current, put, differs):
    assert sorted(differing(wanted, current, put)) == differs


def test_lines_of_metrics():
    text = "\n".join([
        "# HELP lxd_cpu_seconds_total The total of seconds.",
        "# TYPE lxd_cpu_seconds_total counter",
        r'lxd_cpu_seconds_total{cpu="0",name="a\"b\\c\nd",project="default"} 1.5',
        "lxd_uptime_seconds 3e+02 1700000000",
        "go_goroutines 12",
        "",
    ])
    labels = {"cpu": "0", "name": 'a"b\\c\nd', "project": "default"}
    assert read_metrics(text, "lxd_") == [
        {"name": "lxd_cpu_seconds_total", "labels": labels, "value": 1.5},
        {"name": "lxd_uptime_seconds", "labels": {}, "value": 300.0},
    ]
    assert [one["name"] for one in read_metrics(text)][-1] == "go_goroutines"


def test_a_token_is_what_the_official_command_prints():
    token = encoded("client_name", "alice", {"fingerprint": "ab", "addresses": ["10.0.0.1:8443"], "secret": "s"})
    assert json.loads(base64.b64decode(token)) == {
        "client_name": "alice", "fingerprint": "ab", "addresses": ["10.0.0.1:8443"], "secret": "s",
        "expires_at": "0001-01-01T00:00:00Z"}


@pytest.mark.parametrize("request_, options, same", [
    ({"restricted": False, "projects": None}, {"restricted": False}, True),
    ({"restricted": True, "projects": ["b", "a"]}, {"restricted": True, "projects": ["a", "b"]}, True),
    ({"restricted": True, "projects": ["a"]}, {"restricted": False, "projects": ["a"]}, False),
    ({"restricted": True, "projects": ["a"]}, {"restricted": True, "projects": []}, False),
])
def test_a_token_with_other_restrictions_is_another_one(request_, options, same):
    assert as_asked(request_, options) is same
