# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies and moves against real daemons.

``LXCRI_LIVE_LXD_OTHER`` and ``LXCRI_LIVE_INCUS_OTHER`` hold the socket of a second daemon of the same product; both
must listen on the network.  Without them the tests between two servers are skipped.
"""

from __future__ import annotations

import os

import pytest
from conftest import LiveServer


def done(result, changed=True):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is changed, result
    return result


def snapshot(server, name, snapshot_name):
    server.ask("snapshot", *(["create"] if server.product == "incus" else []), name, snapshot_name)


@pytest.fixture
def original(server, running):
    """A running container with a snapshot, content and configuration of its own."""
    server.ask("exec", running, "--", "sh", "-c", "echo one >/root/what; sync")
    server.ask("config", "set", running, "user.role", "web")
    snapshot(server, running, "s1")
    return running


@pytest.fixture
def pool(server, prefix):
    """A second storage pool."""
    server.ask("storage", "create", prefix + "p", "dir")
    yield prefix + "p"
    for name in server.names():
        if name.startswith(prefix):
            server.ask("delete", "--force", name, check=False)
    server.ask("storage", "delete", prefix + "p")


@pytest.fixture
def project(server, prefix):
    """A project that shares profiles and images."""
    name = prefix + "j"
    server.ask("project", "create", name, "-c", "features.profiles=false", "-c", "features.images=false")
    yield name
    for path in server.query("instances?project=" + name):
        server.ask("delete", "--force", "--project", name, path.rsplit("/", 1)[1].split("?")[0], check=False)
    server.ask("project", "delete", name)


@pytest.fixture
def second(server, prefix):
    """Another server of the same product."""
    socket = os.environ.get("LXCRI_LIVE_{0}_OTHER".format(server.product.upper()))
    if not socket:
        pytest.skip("no second server is named")
    found = LiveServer(server.product, socket)
    yield found
    for name in found.names():
        if name.startswith(prefix):
            found.ask("delete", "--force", name, check=False)


def content(server, name, *words):
    return server.ask("file", "pull", *words, name + "/root/what", "-")


def hwaddr(server, name):
    return server.query("instances/" + name)["config"].get("volatile.eth0.hwaddr")


def test_a_copy_within_a_server(server, original, prefix, call, module):
    copy, name = module("instance_copy"), prefix + "-c"
    done(call(copy, True, instance=name, source={"instance": original}))
    assert name not in server.names()
    done(call(copy, instance=name, source={"instance": original}))
    made = server.query("instances/" + name)
    assert made["status"] == "Stopped" and made["config"]["user.role"] == "web"
    assert content(server, name) == "one\n" and hwaddr(server, name) != hwaddr(server, original)
    assert [path.rsplit("/", 1)[1] for path in server.query("instances/{0}/snapshots".format(name))] == ["s1"]
    done(call(copy, True, instance=name, source={"instance": original}), False)
    done(call(copy, instance=name, source={"instance": original}), False)


def test_a_copy_of_a_snapshot_with_everything_overridden(server, original, prefix, pool, project, call, module):
    server.ask("exec", original, "--", "sh", "-c", "echo two >/root/what; sync")
    name = prefix + "-c"
    done(call(module("instance_copy"), project=project, instance=name, pool=pool, description="other", profiles=["default"],
              source={"instance": original, "snapshot": "s1", "project": "default"},
              config={"user.role": None, "user.more": 1}, devices={"eth0": {"type": "none"}}))
    made = server.query("instances/{0}?project={1}".format(name, project))
    assert made["devices"]["root"]["pool"] == pool and made["devices"]["eth0"] == {"type": "none"}
    assert "user.role" not in made["config"] and made["config"]["user.more"] == "1" and made["description"] == "other"
    assert content(server, name, "--project", project) == "one\n"
    server.ask("delete", "--project", project, name)


def test_a_refresh_brings_content_snapshots_and_configuration(server, original, prefix, call, module):
    copy, name = module("instance_copy"), prefix + "-c"
    done(call(copy, instance=name, source={"instance": original}, instance_only=True))
    assert server.query("instances/{0}/snapshots".format(name)) == []
    mac = hwaddr(server, name)
    server.ask("exec", original, "--", "sh", "-c", "echo two >/root/what; sync")
    server.ask("config", "set", original, "user.role", "db")
    snapshot(server, original, "s2")
    done(call(copy, True, instance=name, source={"instance": original}, refresh=True))
    assert content(server, name) == "one\n"
    done(call(copy, instance=name, source={"instance": original}, refresh=True))
    assert content(server, name) == "two\n" and server.query("instances/" + name)["config"]["user.role"] == "db"
    assert len(server.query("instances/{0}/snapshots".format(name))) == 2 and hwaddr(server, name) == mac


@pytest.mark.parametrize("mode", ["pull", "push", "relay"])
def test_a_copy_from_another_server(server, second, original, prefix, call, module, mode):
    copy, name = module("instance_copy"), "{0}-{1}".format(prefix, mode)
    options = {"server": second.socket, "instance": name, "mode": mode,
               "source": {"server": server.socket, "instance": original}}
    done(call(copy, True, **options))
    assert name not in second.names()
    done(call(copy, **options))
    done(call(copy, **options), False)
    assert content(second, name) == "one\n" and second.query("instances/" + name)["config"]["user.role"] == "web"
    server.ask("exec", original, "--", "sh", "-c", "echo two >/root/what; sync")
    done(call(copy, refresh=True, **options))
    assert content(second, name) == "two\n" and len(second.query("instances/{0}/snapshots".format(name))) == 1
    options["source"]["snapshot"] = "s1"
    options["instance"] = name + "-s"
    done(call(copy, **options))
    assert content(second, name + "-s") == "one\n"


@pytest.mark.parametrize("mode", ["pull", "push", "relay"])
def test_a_move_to_another_server_and_back(server, second, original, call, module, mode):
    move = module("instance_move")
    there = {"instance": original, "destination": {"server": second.socket}, "mode": mode}
    back = {"server": second.socket, "instance": original, "destination": {"server": server.socket}, "mode": mode}
    mac = hwaddr(server, original)
    refused = call(move, **there)
    assert refused["failed"] and "stop it first" in refused["msg"]
    done(call(move, True, stop=True, force=True, **there))
    assert original in server.names() and original not in second.names()
    done(call(move, stop=True, force=True, **there))
    assert original not in server.names() and second.query("instances/" + original)["status"] == "Running"
    assert hwaddr(second, original) == mac and content(second, original) == "one\n"
    assert len(second.query("instances/{0}/snapshots".format(original))) == 1
    done(call(move, stop=True, force=True, **there), False)
    second.ask("stop", "--force", original)
    done(call(move, **back))
    assert original in server.names() and original not in second.names()


def test_a_move_that_fails_leaves_the_source_running(server, second, original, call, module):
    result = call(module("instance_move"), instance=original, stop=True, force=True, profiles=["no-such-profile"],
                  destination={"server": second.socket})
    assert result["failed"] and "no-such-profile" in result["msg"]
    assert server.query("instances/" + original)["status"] == "Running" and original not in second.names()


def test_a_move_where_both_exist_touches_neither(server, second, original, call, module):
    second.ask("init", "--empty", original)
    result = call(module("instance_move"), instance=original, stop=True, destination={"server": second.socket})
    assert result["failed"] and "there is one at the destination too" in result["msg"]
    assert server.query("instances/" + original)["status"] == "Running"


def test_moves_within_a_server(server, original, prefix, pool, project, call, module):
    move = module("instance_move")

    def place():
        found = {}
        for where in ("default", project):
            for one in server.query("instances?recursion=1&project=" + where):
                if one["name"].startswith(prefix):
                    found[where, one["name"]] = one["expanded_devices"]["root"]["pool"]
        return found

    for check_mode in (True, False):
        done(call(move, check_mode, instance=original, destination={"pool": pool}, stop=True, force=True))
    assert place() == {("default", original): pool}
    assert server.query("instances/" + original)["status"] == "Running"
    done(call(move, instance=original, destination={"pool": pool}, stop=True), False)
    server.ask("stop", "--force", original)
    done(call(move, instance=original, destination={"project": project}))
    assert place() == {(project, original): pool}
    done(call(move, instance=original, destination={"project": project}), False)
    done(call(move, project=project, instance=original, config={"user.new": "1"},
              destination={"project": "default", "instance": prefix + "-n"}))
    assert place() == {("default", prefix + "-n"): pool}
    assert server.query("instances/{0}-n".format(prefix))["config"]["user.new"] == "1"
    done(call(move, instance=prefix + "-n", destination={"instance": original, "pool": "default"}))
    assert place() == {("default", original): "default"} and content(server, original) == "one\n"


@pytest.mark.parametrize("name, options, says", [
    ("instance_copy", {"instance": "x", "source": {"instance": "lxcri-none"}}, "there is no instance 'lxcri-none'"),
    ("instance_copy", {"instance": "x", "source": {"instance": "{0}", "snapshot": "s9"}}, "there is no snapshot 's9'"),
    ("instance_copy", {"instance": "{0}-x", "source": {"instance": "{0}"}, "pool": "no-such-pool"}, "pool not found"),
    ("instance_copy", {"instance": "{0}-x", "source": {"instance": "{0}"}, "target": "m1"}, "is no cluster"),
    ("instance_copy", {"instance": "{0}-x", "source": {"instance": "{0}"}, "profiles": ["no-such"]}, "no-such"),
    ("instance_copy", {"instance": "{0}-x", "source": {"instance": "{0}"}, "config": {"no.such.key": "1"}}, "no.such.key"),
    ("instance_move", {"instance": "lxcri-none", "destination": {"pool": "default"}}, "does not exist"),
    ("instance_move", {"instance": "{0}", "destination": {"pool": "no-such-pool"}}, "pool not found"),
])
def test_what_cannot_be_done_is_said(server, stopped, call, module, name, options, says):
    def filled(value):
        if isinstance(value, dict):
            return {key: filled(item) for key, item in value.items()}
        return value.format(stopped) if isinstance(value, str) else value

    before = sorted(server.names())
    result = call(module(name), **filled(options))
    assert result["failed"] and says.lower() in result["msg"].lower(), result["msg"]
    assert sorted(server.names()) == before
