# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting against a real daemon: something happens meanwhile, by the official command."""

from __future__ import annotations

import threading

import pytest


@pytest.fixture
def later(server):
    """``later(*words)``: the official command in a moment; what is begun is ended with the test."""
    timers = []

    def begin(*words):
        timer = threading.Timer(0.7, server.ask, words, {"check": False})
        timer.start()
        timers.append(timer)

    yield begin
    for timer in timers:
        timer.join()


def holds(result):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is False
    return result


def test_several_that_start_meanwhile(server, prefix, call, module, later):
    names = ["{0}-{1}".format(prefix, number) for number in range(3)]
    for name in names:
        server.ask("init", "bb", name)
    looked = holds(call(module("wait"), True, instances=names, wait_for=[{"running": True}]))
    assert len(looked["missing"]) == 3
    for name in names:
        later("start", name)
    found = holds(call(module("wait"), instances=names, wait_for=[{"running": True}, {"ipv4": "eth0"}], timeout=60))
    for name in names:
        assert found["instances"][name]["status"] == "Running" and found["instances"][name]["ipv4"]


def test_one_of_many_in_one_list(server, prefix, running, call, module):
    names = ["{0}-{1}".format(prefix, number) for number in range(5)]
    for name in names:
        server.ask("init", "bb", name)
    failed = call(module("wait"), instances=[running] + names, wait_for=[{"running": True}], timeout=1)
    assert failed["failed"] and len(failed["missing"]) == 5 and running not in " ".join(failed["missing"])


@pytest.mark.parametrize("wait_for, words", [
    ({"port": 8080}, "setsid nc -l -p 8080 </dev/null >/dev/null 2>&1 &"),
    ({"file": "/root/there"}, "touch /root/there"),
    ({"command": "test -e '/root/there too'"}, "touch '/root/there too'"),
    ({"command": "sh -c 'exit $(cat /root/rc)'", "rc": 7}, "echo 7 >/root/rc"),
    ({"log": "/root/log", "line": "^ready [0-9]+$"}, "echo starting >/root/log; echo ready 12 >>/root/log"),
    ({"console": True, "line": "login:"}, "echo login: >/dev/console"),
    ({"ipv6": "eth0"}, "ip -6 addr add fd42:77::5/64 dev eth0"),
    ({"cloud_init": True}, "mkdir -p /run/cloud-init; echo '{\"v1\": {\"errors\": []}}' >/run/cloud-init/result.json"),
])
def test_what_comes_inside(server, running, call, module, later, wait_for, words):
    wait = module("wait")
    assert holds(call(wait, True, instances=[running], wait_for=[wait_for]))["missing"]
    later("exec", running, "--", "sh", "-c", words)
    holds(call(wait, instances=[running], wait_for=[wait_for], timeout=60))


def test_in_vain(server, running, stopped, prefix, call, module):
    wait = module("wait")
    result = call(wait, instances=[running], wait_for=[{"port": 8081}, {"file": "/nope"}, {"file": "/etc/passwd"}], timeout=1)
    assert result["failed"] and "TCP port 8081 (nobody listens), the file /nope (it is not there)" in result["msg"]
    assert "passwd" not in result["msg"]
    assert "it is stopped" in call(wait, instances=[stopped], wait_for=[{"port": 1}], timeout=1)["msg"]
    assert "no such instance" in call(wait, instances=[prefix + "-none"], wait_for=[{"running": True}], timeout=1)["msg"]
    one = call(wait, instances=[running], wait_for=[{"port": 8081, "timeout": 1}], timeout=600)
    assert one["failed"] and "8081" in one["msg"]
    holds(call(wait, instances=[running], wait_for=[{"port": 8081}, {"running": True}], mode="any"))


def test_a_cloud_init_that_failed_ends_it_at_once(server, running, call, module):
    server.ask("exec", running, "--", "sh", "-c",
               "mkdir -p /run/cloud-init; echo '{\"v1\": {\"errors\": [\"no such package\"]}}' >/run/cloud-init/result.json")
    result = call(module("wait"), instances=[running], wait_for=[{"cloud_init": True}], timeout=600)
    assert result["failed"] and "no such package" in result["msg"]


def test_an_instance_is_waited_for_once_it_runs(server, prefix, call, module):
    wanted = {"name": prefix + "-i", "image": "bb", "wait_for": [{"ipv4": "eth0"}, {"command": "test -d /root"}]}
    made = call(module("instance"), **wanted)
    assert made["changed"] and made["instance"]["status"] == "Running", made.get("msg")
    assert server.query("instances/{0}/state".format(prefix + "-i"))["network"]["eth0"]["addresses"]
    assert call(module("instance"), **wanted)["changed"] is False
    failed = call(module("instance"), **dict(wanted, wait_for=[{"file": "/no/such", "timeout": 1}]))
    assert "for the file /no/such (it is not there)" in failed["msg"]
    refused = call(module("instance"), name=prefix + "-n", image="bb", wait_for=[{"console": True}])
    assert "needs `line`" in refused["msg"] and prefix + "-n" not in server.names()


def test_a_fleet_goes_on_when_what_is_inside_is_there(server, prefix, call, module):
    first, second, third = ("{0}-{1}".format(prefix, number) for number in range(3))
    fleet = {"name": prefix, "instances": [
        {"name": first, "image": "bb", "wait_for": [{"ipv4": "any"}, {"file": "/bin/sh"}, {"command": "true"}]},
        {"name": second, "image": "bb", "after": [first], "wait_for": [{"command": "false", "timeout": 1}]},
        {"name": third, "image": "bb", "after": [second]}]}
    result = call(module("fleet"), fleet=fleet)
    assert {one["name"]: one["outcome"] for one in result["plan"]} == {first: "done", second: "failed", third: "blocked"}
    assert "for 'false' to end with 0 (it ended with 1)" in result["msg"]
    assert set(server.names()) >= {first, second} and third not in server.names()
    fleet["instances"][1]["wait_for"] = [{"command": "true"}]
    assert not call(module("fleet"), fleet=fleet).get("failed")
    assert third in server.names()
    assert call(module("fleet"), fleet=fleet)["changed"] is False
