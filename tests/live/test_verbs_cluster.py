# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies, moves, files and backups in a cluster, whichever member is asked.

``LXCRI_LIVE_LXD_CLUSTER`` and ``LXCRI_LIVE_INCUS_CLUSTER`` hold the socket of one member; it must have the image ``bb``.
"""

from __future__ import annotations

import os

import pytest
from conftest import IMAGE, TARGETS, LiveServer


def done(result, changed=True):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is changed, result
    return result


@pytest.fixture(params=sorted(TARGETS))
def server(request):
    """A member of each cluster in turn."""
    variable = TARGETS[request.param][0] + "_CLUSTER"
    if not os.environ.get(variable):
        pytest.skip("{0} is not set".format(variable))
    found = LiveServer(request.param, os.environ[variable])
    if IMAGE not in [one["name"] for one in found.query("images/aliases?recursion=1")]:
        pytest.skip("the cluster has no image " + IMAGE)
    return found


@pytest.fixture
def members(server):
    """Names of the members."""
    return sorted(path.rsplit("/", 1)[1] for path in server.query("cluster/members"))


@pytest.fixture
def elsewhere(server, prefix, members):
    """The name of a running container on another member than the one that is asked."""
    asked = server.query("")["environment"]["server_name"]
    name = prefix + "-e"
    server.ask("launch", IMAGE, name, "--target", next(one for one in members if one != asked))
    return name


def test_files_of_an_instance_on_another_member(server, elsewhere, call, module, tmp_path):
    done(call(module("copy"), instance=elsewhere, content="hello\n", dest="/root/x", mode="0600"))
    done(call(module("copy"), instance=elsewhere, content="hello\n", dest="/root/x", mode="0600"), False)
    assert server.ask("exec", elsewhere, "--", "cat", "/root/x") == "hello\n"
    done(call(module("fetch"), instance=elsewhere, src="/root/x", dest=str(tmp_path / "x")))
    assert (tmp_path / "x").read_text() == "hello\n"


def test_a_copy_and_a_move_to_each_member(server, elsewhere, members, call, module):
    done(call(module("copy"), instance=elsewhere, content="hello\n", dest="/root/x"))
    server.ask("stop", "--force", elsewhere)
    for member in members:
        name = "{0}-{1}".format(elsewhere, member)
        options = {"instance": name, "source": {"instance": elsewhere}, "target": member}
        done(call(module("instance_copy"), **options))
        done(call(module("instance_copy"), **options), False)
        assert server.query("instances/" + name)["location"] == member
        assert server.ask("file", "pull", name + "/root/x", "-") == "hello\n"
    mac = server.query("instances/" + elsewhere)["config"].get("volatile.eth0.hwaddr")
    for member in members:
        moved = call(module("instance_move"), instance=elsewhere, destination={"target": member})
        assert not moved.get("failed"), moved["msg"]
        assert call(module("instance_move"), instance=elsewhere, destination={"target": member})["changed"] is False
        now = server.query("instances/" + elsewhere)
        assert now["location"] == member and now["config"].get("volatile.eth0.hwaddr") == mac


def test_a_member_that_does_not_exist_is_said(server, elsewhere, call, module):
    for name, options in (("instance_copy", {"instance": elsewhere + "-c", "source": {"instance": elsewhere}, "target": "none"}),
                          ("instance_move", {"instance": elsewhere, "destination": {"target": "none"}, "stop": True, "force": True})):
        result = call(module(name), **options)
        assert result["failed"] and "member" in result["msg"], result["msg"]
    assert server.query("instances/" + elsewhere)["status"] == "Running"


def test_snapshots_and_backups_on_another_member(server, elsewhere, prefix, call, module, tmp_path):
    done(call(module("instance_snapshot"), instance=elsewhere, name="s"))
    done(call(module("instance_restore"), instance=elsewhere, snapshot="s"))
    done(call(module("instance_export"), instance=elsewhere, dest=str(tmp_path / "b"), compression_algorithm="none"))
    done(call(module("instance_import"), instance=prefix + "-i", src=str(tmp_path / "b")))
    assert prefix + "-i" in server.names()


def test_what_an_evacuation_would_move(server, elsewhere, call, module):
    member = server.query("instances/" + elsewhere)["location"]
    found = done(call(module("cluster_evacuation_info"), name=member, reserve=0), False)
    (load,) = [one for one in found["instances"] if one["name"] == elsewhere]
    # What it uses changes while it is looked at.
    assert load["memory"] > 0 and load["memory"] < 1 << 28 and found["status"] == "Online"
