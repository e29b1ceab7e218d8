# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody changes by hand what a fleet declared; the journal of the event source tells the fleet who it was."""

from __future__ import annotations

import getpass
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "extensions" / "eda" / "plugins" / "event_source" / "events.py"


def until(holds, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


@pytest.fixture
def collection(tmp_path):
    """The event source where it lies in an installed collection: nothing else makes the collection importable for it."""
    place = tmp_path / "ansible_collections" / "lxcri"
    place.mkdir(parents=True)
    (place / "containers").symlink_to(SOURCE.parents[4], target_is_directory=True)
    return place / "containers" / SOURCE.relative_to(SOURCE.parents[4])


@pytest.fixture
def journal(server, tmp_path, collection):
    """The path of the journal that the event source keeps as a program of its own."""
    path = tmp_path / "journal.jsonl"
    arguments = json.dumps({"server": server.socket, "journal": str(path), "actions": ["instance-*"]})
    with subprocess.Popen([sys.executable, str(collection), arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            until(path.exists)
            yield path
        finally:
            process.terminate()


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def heard(path, action, name):
    return any(one["action"] == action and one.get("name") == name for one in lines(path))


def drift(result):
    assert not result.get("failed"), result.get("msg")
    return {one["name"]: one for one in result["drift"]}


def test_who_changed_what(server, prefix, call, module, journal):
    a, b, c, d, profile = (prefix + "-" + word for word in ("a", "b", "c", "d", "p"))
    fleet = {"name": prefix, "profiles": [{"name": profile, "config": {"user.size": "1"}}], "instances": [
        {"name": name, "image": "bb", "profiles": ["default", profile], "config": {"user.note": "declared"}}
        for name in (a, b, c, d)]}
    try:
        assert not call(module("fleet"), fleet=fleet).get("failed")
        assert drift(call(module("fleet"), fleet=fleet, state="compared", journal=str(journal))) == {}
        server.ask("config", "set", a, "user.note=by hand")
        # A PATCH names nobody by itself on either server.
        server.ask("query", "-X", "PATCH", "-d", json.dumps({"config": {"user.note": "by hand"}}), "/1.0/instances/" + d)
        # What follows from a change of a profile names nobody and hides nobody.
        server.ask("profile", "set", profile, "user.size=2")
        server.ask("stop", "--force", b)
        server.ask("delete", "--force", c)
        until(lambda: heard(journal, "instance-deleted", c))
        result = call(module("fleet"), fleet=fleet, state="compared", journal=str(journal))
        found = {name: one["changed_by"] for name, one in drift(result).items()}
        assert {name: one.get("action") for name, one in found.items()} == {
            a: "instance-updated", d: "instance-updated", b: found[b]["action"], c: "instance-deleted", profile: "profile-updated"}
        assert found[b]["action"] in ("instance-stopped", "instance-shutdown")
        assert {(one["username"], one["protocol"]) for one in found.values()} == {(getpass.getuser(), "unix")}
        assert "root (unix)" in [line for line in result["plan_table"] if " {0} ".format(a) in line][0]
        bare = call(module("fleet"), fleet=fleet, state="compared")
        assert bare["plan_id"] == result["plan_id"] and "changed_by" not in json.dumps(bare)
    finally:
        call(module("fleet"), fleet=fleet, state="absent")


def test_who_renamed_it(server, prefix, call, module, journal):
    fleet = {"name": prefix, "instances": [{"name": prefix + "-a", "image": "bb", "state": "stopped"}]}
    try:
        assert not call(module("fleet"), fleet=fleet).get("failed")
        server.ask("rename", prefix + "-a", prefix + "-b")
        until(lambda: heard(journal, "instance-renamed", prefix + "-b"))
        found = drift(call(module("fleet"), fleet=fleet, state="compared", journal=str(journal)))
        assert found[prefix + "-a"]["changed_by"]["action"] == "instance-renamed"
        assert found[prefix + "-a"]["changed_by"]["username"] == getpass.getuser()
    finally:
        call(module("fleet"), fleet=fleet, state="absent")


def test_the_module_hears_another_project(server, prefix, call, module):
    def act():
        time.sleep(1)
        server.ask("project", "create", prefix)
        server.ask("profile", "create", prefix + "-p", "--project", prefix)

    acting = threading.Thread(target=act)
    acting.start()
    try:
        result = call(module("events_info"), names=[prefix + "-p"], all_projects=True, count=1, seconds=20)
        assert not result.get("failed"), result.get("msg")
        assert [(one["action"], one["project"], one["requestor"]["username"]) for one in result["events"]] == [
            ("profile-created", prefix, getpass.getuser())]
    finally:
        acting.join()
        server.ask("profile", "delete", prefix + "-p", "--project", prefix, check=False)
        server.ask("project", "delete", prefix, check=False)


def test_a_server_that_is_silent_answers(server, monkeypatch):
    from ansible_collections.lxcri.containers.plugins.module_utils._client import watching
    from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
    from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve

    monkeypatch.setattr(watching, "SILENCE", 0.5)
    monkeypatch.setattr(watching, "GONE", 2.0)
    monkeypatch.setattr(watching, "LOOK", 0.1)
    # With nothing to tell: what keeps the connection is what it answers.
    monkeypatch.setattr(watching, "happening", lambda event: None)
    stop = threading.Event()
    threading.Timer(6, stop.set).start()
    with Client(resolve([server.socket], {})) as client:
        list(watching.heard(client, True, stop))
    assert stop.is_set()
