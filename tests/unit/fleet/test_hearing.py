# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet that is told by the server: when to look, and how far work is."""

from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible import telling
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import waiting
from ansible_collections.lxcri.containers.plugins.modules.instance import TASK

UNPACKING = [{"create_instance_from_image_unpack_progress": "Unpack: {0}% (8.00MB/s)".format(share)} for share in (43, 86)]


def streams(server):
    return [request for request in list(server.requests) if request.path == "/1.0/events"]


def looks(server):
    return [one for one in list(server.requests) if one.path == "/1.0/instances" and one.query.get("recursion") == "2"]


def one_that_waits(**options):
    return {"name": "shop", "instances": [dict({"name": "web", "image": "debian", "wait_for": [{"ipv4": "any"}]}, **options)]}


@pytest.fixture
def watched(with_image):
    """``watched(document, **options)``: the outcome of a fleet, and the lines that a person sees pass."""
    def run(document, **options):
        lines = []
        params = {name: said.get("default") for name, said in ARGUMENTS.items()}
        params.update(options, server=with_image.socket, fleet=document)
        return fleet_task().outcome(Call(params, show=lines.append)), lines

    return run


@pytest.fixture
def when(with_image):
    """``when(condition, do)``: does something beside the test once a condition holds."""
    threads = []

    def begin(condition, do):
        def watch():
            until = time.monotonic() + 20
            while not condition() and time.monotonic() < until:
                time.sleep(0.01)
            do()

        threads.append(threading.Thread(target=watch))
        threads[-1].start()

    yield begin
    for thread in threads:
        thread.join()


def test_a_change_that_the_server_tells_is_a_reason_to_look(monkeypatch, run, with_image, when):
    """By itself the fleet would look after minutes."""
    with_image.ip_delay = None
    for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(waiting, name, 100.0)

    def come():
        with_image.ip_delay, before = 0.0, len(looks(with_image))
        # Nobody sees from outside when it has begun to wait, so it is told until it looks.
        for _time in range(100):
            with_image.call("PUT", "/1.0/instances/web/state", {"action": "restart", "force": True})
            time.sleep(0.1)
            if len(looks(with_image)) > before:
                return

    when(lambda: with_image.listeners, come)
    result = run(one_that_waits(wait_timeout=60))
    assert result["plan"][0]["outcome"] == "done", result
    assert [one.query["type"] for one in streams(with_image)] == ["lifecycle"]


@pytest.mark.parametrize("status", [403, 404])
def test_who_may_not_listen_looks_now_and_then(run, with_image, status):
    with_image.ip_delay = 0.3
    with_image.fail_next("GET", "/1.0/events", status, "no", times=9)
    assert run(one_that_waits())["plan"][0]["outcome"] == "done"
    assert len(streams(with_image)) == 1


def test_a_stream_that_ends_is_not_missed(run, with_image, when):
    with_image.ip_delay = 0.5
    when(lambda: with_image.listeners, lambda: with_image.listeners[0].put(None))
    assert run(one_that_waits())["plan"][0]["outcome"] == "done"


def test_commands_of_ones_own_are_no_reason_to_look_again(run, with_image):
    tried = []
    with_image.exec = lambda command, environment: (tried.append(command) or 1, b"", b"")
    result = run(one_that_waits(wait_for=[{"command": "false", "timeout": 1}]))
    assert result["failed"] and 1 < len(tried) < 12


@pytest.mark.parametrize("refused, asked", [(False, [(True, None)]), (True, [(True, None), (False, "default")])])
def test_other_projects_are_heard_where_the_user_may(run, with_image, refused, asked):
    with_image.call("POST", "/1.0/projects", {"name": "team", "config": {
        "features.images": "false", "features.profiles": "false"}})
    if refused:
        with_image.fail_next("GET", "all-projects", 403, "not yours")
    assert run(one_that_waits(project="team"))["plan"][0]["outcome"] == "done"
    assert [("all-projects" in one.query, one.query.get("project")) for one in streams(with_image)] == asked


def test_percentages_pass_in_the_live_line_and_only_there(watched, run, with_image):
    with_image.operations.delay, with_image.operations.progress = 0.4, UNPACKING
    result, lines = watched({"name": "shop", "instances": [{"name": "web", "image": "debian", "state": "stopped"}]})
    assert result["plan"][0]["outcome"] == "done"
    assert [line.split(";")[0] for line in lines] == [
        "0 of 1, 1 in flight: instance 'web' unpack {0} %".format(share) for share in (43, 86)]
    assert [one.query["type"] for one in streams(with_image)] == ["lifecycle,operation"]
    with_image.reset_counts()
    assert run({"name": "shop", "instances": [{"name": "db", "image": "debian"}]})["plan"][0]["outcome"] == "done"
    assert streams(with_image) == []


def test_what_others_do_is_not_ones_own_progress(watched, with_image, when):
    with_image.operations.delay, with_image.operations.progress = 0.4, UNPACKING
    when(lambda: with_image.listeners, lambda: with_image.call(
        "POST", "/1.0/instances", {"name": "theirs", "source": {"type": "none"}}))
    _result, lines = watched({"name": "shop", "instances": [{"name": "web", "image": "debian", "state": "stopped"}]})
    assert len(lines) == 2


@pytest.mark.parametrize("after, shares", [(0.0, [43, 86]), (5.0, [])])
def test_a_single_task_shows_how_far_what_takes_long_is(monkeypatch, with_image, after, shares):
    monkeypatch.setattr(telling, "AFTER", after)
    with_image.operations.delay, with_image.operations.progress = 0.4, UNPACKING
    lines = []
    task = TASK
    params = {name: said.get("default") for name, said in task.arguments.items()}
    params.update(server=with_image.socket, name="web", image="debian", state="stopped")
    assert task.outcome(Call(params, show=lines.append))["changed"]
    assert lines == ["instance 'web' unpack {0} %".format(share) for share in shares]
    assert len(streams(with_image)) == bool(shares)
