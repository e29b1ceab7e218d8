# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening to a server in memory: the event source, its journal, and the module."""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import json
import os
import runpy
import threading
import time
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._client import watching
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unauthorized, Unavailable
from ansible_collections.lxcri.containers.plugins.modules.events_info import TASK

SOURCE = Path(__file__).resolve().parents[3] / "extensions" / "eda" / "plugins" / "event_source" / "events.py"
SPEC = importlib.util.spec_from_file_location("event_source", SOURCE)
events = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(events)


def until(holds, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert holds()


def change(server, name="web"):
    server.call("PATCH", "/1.0/instances/" + name, {"config": {"user.x": str(time.monotonic())}})


@pytest.fixture
def furnished(fake):
    fake.call("POST", "/1.0/instances", {"name": "web", "source": {"type": "none"}})
    until(lambda: fake.get("/1.0/instances/web"))
    return fake


def heard_by_source(server, act, number, **args):
    """What the source puts on its queue, ``number`` events, while ``act()`` is done."""
    async def run():
        queue = asyncio.Queue()
        task = asyncio.create_task(events.main(queue, dict({"server": server.socket}, **args)))
        while not server.listeners:
            await asyncio.sleep(0.01)
            if task.done():
                task.result()
        await asyncio.get_running_loop().run_in_executor(None, act)
        found = [await asyncio.wait_for(queue.get(), 10) for _number in range(number)]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return found

    return asyncio.run(run())


def test_the_source_tells_what_happens_and_who_asked(furnished):
    one, = heard_by_source(furnished, lambda: change(furnished), 1)
    assert (one["action"], one["kind"], one["name"], one["project"]) == ("instance-updated", "instance", "web", "default")
    assert one["requestor"] == {"username": "root", "protocol": "unix", "address": "@"}
    until(lambda: not furnished.listeners)


def test_it_is_loaded_by_its_path(furnished):
    # As ansible-rulebook does it, which calls `main` with the queue and the arguments.
    entry = runpy.run_path(str(SOURCE))["main"]
    assert inspect.iscoroutinefunction(entry)
    with pytest.raises(Invalid):
        asyncio.run(entry(asyncio.Queue(), {"serve": furnished.socket}))


def test_rules_are_told_of_some_and_the_journal_of_all(furnished, tmp_path):
    def act():
        change(furnished)
        furnished.call("POST", "/1.0/profiles", {"name": "fast"})

    journal = tmp_path / "journal"
    one, = heard_by_source(furnished, act, 1, actions=["profile-*"], journal=str(journal))
    assert one["action"] == "profile-created"
    until(lambda: not furnished.listeners)
    until(lambda: journal.read_text(encoding="utf-8").count("\n") == 4)
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert [line["action"] for line in lines] == ["listening", "instance-updated", "profile-created", "lost"]
    assert os.stat(journal).st_mode & 0o007 == 0


def test_the_journal_is_rotated(furnished, tmp_path):
    journal = tmp_path / "journal"
    heard_by_source(furnished, lambda: [change(furnished) for _number in range(9)], 9, journal=str(journal),
                    journal_max_size="1KiB", journal_max_files=3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["journal", "journal.1", "journal.2"]
    assert max(path.stat().st_size for path in tmp_path.iterdir()) <= 1024


@pytest.mark.parametrize("args, said", [
    ({"jurnal": "x"}, "no argument `jurnal`, did you mean `journal`"),
    ({"journal_max_size": "many"}, "journal_max_size is 'many'; write a size such as 10MiB"),
])
def test_arguments_are_checked(args, said):
    with pytest.raises(Invalid) as caught:
        events.options_of(args, {})
    assert said.split(",")[0] in caught.value.message


def test_arguments_come_from_the_environment_too():
    found = events.options_of({"project": "shop"}, {"LXCRI_SERVER": "/x", "LXCRI_PROJECT": "other"})
    assert (found["server"], found["project"], found["journal_max_size"]) == ("/x", "shop", 10 << 20)


def test_its_documentation_is_whole():
    import yaml
    options = yaml.safe_load(events.DOCUMENTATION)["options"]
    assert set(options) == {*events.ENVIRONMENT, *events.OTHERS}
    used = yaml.safe_load(events.EXAMPLES)[0]["sources"][0]["lxcri.containers.events"]
    assert events.options_of(used, {})


def test_a_server_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(Unavailable):
        asyncio.run(events.main(asyncio.Queue(), {"server": str(tmp_path / "unix.socket")}))


def test_a_user_who_may_not_read_the_log_still_hears(furnished):
    furnished.fail_next("GET", "/1.0/events", 403, "not authorized")
    one, = heard_by_source(furnished, lambda: change(furnished), 1)
    assert one["action"] == "instance-updated" and one["requestor"] is None


def test_a_user_who_may_not_listen_is_told(fake):
    fake.fail_next("GET", "/1.0/events", 403, "not authorized")
    fake.fail_next("GET", "/1.0/events", 403, "not authorized")
    with pytest.raises(Unauthorized):
        asyncio.run(events.main(asyncio.Queue(), {"server": fake.socket}))


def test_a_server_that_comes_back_is_listened_to_again(fake_server, tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "FIRST", 0.05)
    path, stop, found = str(tmp_path / "unix.socket"), threading.Event(), []
    first = fake_server(product="incus")
    first.listen(path)

    def run():
        found.extend([one["action"] for one in watching.watch(lambda: Client(resolve([path], {})), True, stop)])

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: first.listeners)
    for listener in list(first.listeners):
        listener.put(None)
    until(lambda: not first.listeners)
    until(lambda: first.listeners)
    first.call("POST", "/1.0/profiles", {"name": "fast"})
    time.sleep(0.2)
    stop.set()
    thread.join(10)
    assert found == ["listening", "lost", "listening", "profile-created", "lost"]


def heard(server, stop):
    with Client(resolve([server.socket], {})) as client:
        return [one["action"] for one in watching.heard(client, True, stop)]


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(watching, "LOOK", 0.02)
    monkeypatch.setattr(watching, "SILENCE", 0.05)
    monkeypatch.setattr(watching, "GONE", 1.0)
    return monkeypatch


@pytest.mark.parametrize("fake", ["lxd"], indirect=True)
def test_a_server_that_is_silent_is_asked_and_stays(fake, impatient):
    stop = threading.Event()
    threading.Timer(1.6, stop.set).start()
    assert heard(fake, stop) == ["listening", "lost"]
    assert stop.is_set()


def test_a_server_that_does_not_answer_is_lost(fake, impatient):
    impatient.setattr(watching, "GONE", 0.2)
    impatient.setattr(watching.Events, "ping", lambda self: None)
    assert heard(fake, threading.Event()) == ["listening", "lost"]


def module(server, **options):
    params = {name: said.get("default") for name, said in TASK.arguments.items()}
    params.update(options, server=[server.socket])
    return TASK.outcome(Call(params, False, True))


@pytest.mark.parametrize("options, expected", [
    ({"count": 1}, ["instance-updated"]),
    ({"count": 1, "actions": ["profile-*"]}, ["profile-created"]),
    ({"count": 1, "names": ["fast"]}, ["profile-created"]),
    ({"seconds": 1, "names": ["other"]}, []),
])
def test_the_module_listens(furnished, options, expected):
    def act():
        until(lambda: furnished.listeners)
        change(furnished)
        furnished.call("POST", "/1.0/profiles", {"name": "fast"})

    acting = threading.Thread(target=act)
    acting.start()
    result = module(furnished, **options)
    acting.join(10)
    assert not result.get("failed"), result.get("msg")
    assert [one["action"] for one in result["events"]] == expected and result["changed"] is False


def test_the_module_says_when_the_server_went_away(fake):
    def act():
        until(lambda: fake.listeners)
        for listener in list(fake.listeners):
            listener.put(None)

    acting = threading.Thread(target=act)
    acting.start()
    result = module(fake, seconds=20)
    acting.join(10)
    assert "stopped telling events after" in result["msg"]
