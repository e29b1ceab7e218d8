# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a real daemon tells by itself: changes that are waited for, and how far operations are."""

from __future__ import annotations

import re
import threading
import time

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible import telling
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import waiting


@pytest.fixture
def watched(server, module):
    """``watched(name, **options)``: the outcome of a module, and the lines that a person sees pass."""
    def run(name, **options):
        task, lines = module(name), []
        checked = ArgumentSpecValidator(task.arguments, **task.rules).validate(dict(options, server=server.socket))
        assert not checked.error_messages
        return task.outcome(Call(checked.validated_parameters, show=lines.append)), lines

    return run


def outcomes(result):
    assert "plan" in result, result
    return {one["name"]: one["outcome"] for one in result["plan"]}


def test_a_fleet_looks_when_the_server_tells_of_a_change(monkeypatch, server, running, call, module):
    """By itself it would look too late."""
    for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(waiting, name, 90.0)
    over, began = threading.Event(), time.monotonic()

    def push():
        # Nobody sees from outside when it has begun to wait, so it is told more than once. The file itself is no event on Incus,
        # whose command writes it over SFTP.
        while not over.wait(1.0):
            server.ask("file", "push", "/etc/hostname", running + "/root/there", check=False)
            server.ask("config", "set", running, "user.told=yes", check=False)

    thread = threading.Thread(target=push)
    thread.start()
    try:
        result = call(module("fleet"), fleet={"name": running, "instances": [
            {"name": running, "image": "bb", "wait_for": [{"file": "/root/there"}], "wait_timeout": 100}]})
    finally:
        over.set()
        thread.join()
    assert outcomes(result) == {running: "none"} and not result.get("failed"), result
    assert time.monotonic() - began < 80


def test_its_own_commands_are_no_reason_to_look(server, running, call, module):
    server.ask("exec", running, "--", "sh", "-c", "echo 0 >/root/count")
    probe = "sh -c 'echo $(($(cat /root/count) + 1)) >/root/count; false'"
    for name, options in (("wait", {"instances": [running], "wait_for": [{"command": probe}], "timeout": 3}),
                          ("fleet", {"fleet": {"name": running, "instances": [
                              {"name": running, "image": "bb", "wait_for": [{"command": probe, "timeout": 3}]}]}})):
        assert call(module(name), **options)["failed"]
        # Growing pauses make it seven or eight; without any they would be some dozens.
        assert 1 < int(server.ask("exec", running, "--", "cat", "/root/count")) < 20
        server.ask("exec", running, "--", "sh", "-c", "echo 0 >/root/count")


def test_how_far_a_fleets_work_is(watched, prefix):
    name = prefix + "-f"
    result, lines = watched("fleet", fleet={"name": prefix, "instances": [{"name": name, "image": "bb"}]})
    assert outcomes(result) == {name: "done"}
    assert re.match(r"0 of 1, 1 in flight: instance '{0}' unpack \d+ %; \d+ s$".format(name), lines[0])


def test_how_far_a_single_tasks_work_is(monkeypatch, server, watched, stopped, prefix):
    monkeypatch.setattr(telling, "AFTER", 0.0)
    server.ask("start", stopped)
    server.ask("exec", stopped, "--", "dd", "if=/dev/urandom", "of=/root/large", "bs=1M", "count=60")
    server.ask("stop", "--force", stopped)
    try:
        result, lines = watched("instance_publish", instance=stopped, alias=prefix + "-img")
        assert result["changed"], result
        shares = [int(re.match(r"instance publish '{0}' pack (\d+) %$".format(stopped), line).group(1)) for line in lines]
        assert len(shares) > 2 and shares == sorted(shares)
    finally:
        server.ask("image", "delete", prefix + "-img", check=False)
