# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One listener hears a whole cluster, and who asked whichever member."""

from __future__ import annotations

import getpass
import json
import threading
import time
import uuid
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.tests.unit.cases.oracle import Oracle


@pytest.fixture
def server(clustered):
    """Each cluster in turn, in the place of the lone servers."""
    return clustered


@pytest.fixture
def name():
    return "lt" + uuid.uuid4().hex[:5]


@pytest.fixture
def second(server):
    """The second member of the lab's cluster, asked at its own socket."""
    socket = Path(server.socket)
    return Oracle(server.product, str(socket.parents[1] / "m2" / socket.name))


@pytest.mark.parametrize("by", ["first", "second"])
def test_a_change_by_way_of_a_member(server, second, call, module, name, tmp_path, by):
    asked = {"first": server, "second": second}[by]
    members = sorted(one["server_name"] for one in server.query("cluster/members?recursion=1"))
    names = ["{0}-{1}".format(name, member) for member in members]
    fleet = {"name": name, "instances": [
        {"name": one, "image": "bb", "state": "stopped", "target": member, "config": {"user.x": "1"}}
        for one, member in zip(names, members)]}
    heard = {}
    try:
        assert not call(module("fleet"), fleet=fleet).get("failed")
        listening = threading.Thread(target=lambda: heard.update(
            call(module("events_info"), names=[name + "-*"], actions=["instance-updated"], count=len(members), seconds=30)))
        listening.start()
        time.sleep(2)
        for one in names:
            there = asked.query("instances/" + one)
            asked.query("instances/" + one, "PUT", dict(there, config=dict(there["config"], **{"user.x": "by hand"})))
        listening.join()
        assert {(one["name"], one["location"]) for one in heard["events"]} == set(zip(names, members))
        journal = tmp_path / "journal"
        journal.write_text("".join(json.dumps(one) + "\n" for one in heard["events"]), encoding="utf-8")
        found = call(module("fleet"), fleet=fleet, state="compared", journal=str(journal))["drift"]
        # LXD 5.0 names nobody; the log of the member that is listened to does, that of another is not heard.
        who = "" if server.product == "lxd" and by == "second" else getpass.getuser()
        assert {one["name"]: one["changed_by"]["username"] for one in found} == dict.fromkeys(names, who)
    finally:
        call(module("fleet"), fleet=fleet, state="absent")
