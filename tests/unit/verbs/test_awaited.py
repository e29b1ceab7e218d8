# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is waited for: what may be written, and the verdict on what was read."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import (
    HOLDS,
    KINDS,
    Item,
    Verdict,
    cloud_init,
    from_state,
    groups_of,
    has_line,
    listening,
    open_items,
    sentence,
    systemd,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.event import instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait import hopeless, time_left

RUNS = {"status": "Running", "processes": 4, "network": {
    "lo": {"addresses": [{"family": "inet", "address": "127.0.0.1", "scope": "local"}]},
    "eth0": {"addresses": [{"family": "inet", "address": "10.0.0.2", "scope": "global"},
                           {"family": "inet6", "address": "fe80::1", "scope": "link"}]}}}


@pytest.mark.parametrize("item, state, holds, why", [
    (Item("running"), RUNS, True, ""),
    (Item("running"), {"status": "Frozen"}, False, "it is frozen"),
    (Item("running"), None, False, "there is no such instance"),
    (Item("ipv4", "eth0"), RUNS, True, ""),
    (Item("ipv4", "any"), RUNS, True, ""),
    (Item("ipv4", "eth1"), RUNS, False, "it has none"),
    (Item("ipv4", "eth0"), {"status": "Stopped"}, False, "it is stopped"),
    (Item("ipv6", "any"), RUNS, False, "it has none"),
    (Item("agent"), RUNS, True, ""),
    (Item("agent"), dict(RUNS, processes=-1), False, "it does not answer"),
])
def test_from_outside(item, state, holds, why):
    verdict = from_state(item, state)
    assert (verdict.holds, verdict.why) == (holds, why)


TCP = ("  sl  local_address rem_address   st\n"
       "   0: 0100007F:1F90 00000000:0000 0A 0\n"
       "   1: 00000000:0050 00000000:0000 0A 0\n"
       "   2: 0200000A:01BB 0300000A:9999 01 0\n")
TCP6 = "  sl\n   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 0\n"


@pytest.mark.parametrize("port, holds, why", [
    (80, True, ""), (22, True, ""), (8080, False, "it is open on the loopback only"), (443, False, "nobody listens"),
    (1, False, "nobody listens"),
])
def test_who_listens(port, holds, why):
    verdict = listening([TCP, TCP6], port)
    assert (verdict.holds, verdict.why) == (holds, why)


@pytest.mark.parametrize("result, status, holds, lost, says", [
    (None, None, False, False, "has not begun"),
    (None, {"stage": "modules-config"}, False, False, "modules-config"),
    ({"errors": []}, {"stage": None}, True, False, ""),
    ({"errors": ["runcmd failed"]}, None, False, True, "runcmd failed"),
    ({"errors": []}, {"modules-final": {"errors": ["apt died"]}}, False, True, "apt died"),
])
def test_cloud_init(result, status, holds, lost, says):
    texts = [None if one is None else json.dumps({"v1": one}) for one in (result, status)]
    verdict = cloud_init(*texts)
    assert (verdict.holds, verdict.hopeless) == (holds, lost) and says in verdict.why


@pytest.mark.parametrize("result", ["", "{", "[]", '{"v1": 7}', '{"v2": {}}'])
def test_a_result_that_is_only_half_written_is_no_end(result):
    verdict = cloud_init(result, None)
    assert not verdict.holds and not verdict.hopeless


@pytest.mark.parametrize("said, wanted, holds, lost", [
    ("running\n", "running", True, False), ("degraded\n", "running", False, True), ("degraded\n", "degraded", True, False),
    ("starting\n", "running", False, False), ("", "running", False, False), ("maintenance", "degraded", False, True),
])
def test_systemd(said, wanted, holds, lost):
    verdict = systemd(said, wanted)
    assert (verdict.holds, verdict.hopeless) == (holds, lost)


def test_a_line_of_a_log():
    assert has_line("one\nready now\n", "^ready").holds
    assert not has_line("not ready\n", "^ready").holds
    assert has_line(None, "x").why == "there is no such file"


@pytest.mark.parametrize("said, says", [
    ([{}], "asks for nothing"), ([{"running": False}], "asks for nothing"), ([{"rc": 3}], "asks for nothing"),
    ([{"log": "/var/log/x"}], "needs `line`"), ([{"console": True}], "needs `line`"),
    ([{"log": "/x", "line": "("}], "no regular expression"), ([{"command": "  "}], "it is empty"),
    ([{"running": True}, {"command": "'"}], r"wait_for\[1\].command"),
])
def test_what_cannot_be_waited_for_is_said(said, says):
    with pytest.raises(Invalid, match=says):
        groups_of(said)


def test_every_kind_can_be_said_and_says_itself():
    said = {"running": True, "ipv4": "eth0", "ipv6": "any", "agent": True, "cloud_init": True, "systemd": "running",
            "port": 80, "file": "/x", "command": "a 'b c'", "log": "/l", "console": True, "line": "r"}
    (items,) = groups_of([said])
    assert [item.kind for item in items] == list(KINDS) and all(str(item) for item in items)
    assert next(item for item in items if item.kind == "command").argv == ("a", "b c")


ONE, TWO, THREE = Item("port", 1), Item("port", 2), Item("port", 3)


@pytest.mark.parametrize("every, open_ports, missing", [
    (True, {1, 2, 3}, []), (True, {1, 2}, [THREE]), (True, set(), [ONE, TWO, THREE]),
    (False, {1, 2}, []), (False, {3}, []), (False, {1}, [TWO, THREE]),
])
def test_all_or_any(every, open_ports, missing):
    def judge(item):
        return HOLDS if item.value in open_ports else Verdict(False, "closed")

    assert list(open_items(((ONE, TWO), (THREE,)), every, judge)) == missing


def test_the_first_limit_counts_where_all_must_hold():
    missing = {"web": {Item("port", 1, timeout=5): Verdict(False), TWO: Verdict(False)}}
    assert time_left(missing, 100.0, 60.0, True, 102.0) == 3.0
    assert time_left(missing, 100.0, 60.0, False, 102.0) == 58.0


def test_one_hopeless_thing_ends_it_only_where_all_must_hold():
    lost = Verdict(False, "failed", hopeless=True)
    missing = {"web": {ONE: lost, TWO: Verdict(False)}, "db": {ONE: Verdict(False)}}
    assert hopeless(missing, True) == {"web": {ONE: lost}}
    assert hopeless(missing, False) == {}
    assert hopeless({"web": {ONE: lost, TWO: lost}}, False) == {"web": {ONE: lost, TWO: lost}}


def test_the_sentence_names_what_and_why():
    assert sentence("web1", {Item("ipv4", "eth0"): Verdict(False, "it has none"), TWO: Verdict(False)}) == (
        "web1 for an IPv4 address on eth0 (it has none), TCP port 2")


@pytest.mark.parametrize("source, name", [
    ("/1.0/instances/web1", "web1"), ("/1.0/instances/web1?project=p", "web1"), ("/1.0/instances/web1/snapshots/s", "web1"),
    ("/1.0/profiles/default", ""), ("", ""), (None, ""),
])
def test_whom_an_event_is_about(source, name):
    assert instance_of({"metadata": {"source": source}}) == name
