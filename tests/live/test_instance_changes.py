# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that do not exist, changes that need a restart, and an image whose name means another one now."""

from __future__ import annotations

import pytest

SYSCTL = "linux.sysctl.net.ipv4.conf.all.forwarding"


def pid(server, name):
    return server.query("instances/{0}/state".format(name))["pid"]


def done(result):
    assert not result.get("failed"), result.get("msg")
    return result


def test_a_key_that_does_not_exist_is_refused_before_anything_is_written(server, prefix, call, module):
    result = call(module("instance"), name=prefix + "-k", image="bb", config={"limits.memry": "64MiB"})
    assert result["failed"] and "limits.memry" in result["msg"]
    assert prefix + "-k" not in server.names()
    if server.product == "incus":
        assert "did you mean 'limits.memory'?" in result["msg"] and "Nothing was changed" in result["msg"]


def test_a_fleet_names_every_such_key_and_changes_nothing(server, prefix, call, module):
    fleet = {"name": prefix, "instances": [
        {"name": prefix + "-1", "image": "bb"}, {"name": prefix + "-2", "image": "bb", "config": {"limits.cpus": 1}},
        {"name": prefix + "-3", "image": "bb", "config": {"raw.lcx": "x"}}]}
    result = call(module("fleet"), fleet=fleet)
    assert result["failed"]
    if server.product == "incus":
        assert "limits.cpus" in result["msg"] and "raw.lcx" in result["msg"]
        assert [name for name in server.names() if name.startswith(prefix)] == []


def test_a_restart_only_when_it_is_asked_for_and_needed(server, prefix, call, module):
    task, name = module("instance"), prefix + "-r"
    done(call(task, name=name, image="bb"))
    first = pid(server, name)
    live = done(call(task, name=name, config={"limits.memory": "96MiB"}, restart="when_needed"))
    assert live["changed"] and live["restart_required"] == [] and pid(server, name) == first
    said = done(call(task, name=name, config={SYSCTL: 1}))
    assert said["changed"] and said["restart_required"] == [SYSCTL] and pid(server, name) == first
    looked = done(call(task, True, name=name, config={SYSCTL: 0}, restart="when_needed"))
    assert "restarted for " + SYSCTL in looked["reason"] and pid(server, name) == first
    again = done(call(task, name=name, config={SYSCTL: 0}, restart="when_needed", force=True))
    assert again["restart_required"] == [] and pid(server, name) != first
    assert server.ask("exec", name, "--", "cat", "/proc/sys/net/ipv4/conf/all/forwarding") == "0\n"
    assert done(call(task, name=name, config={SYSCTL: 0}, restart="always"))["changed"] is False


@pytest.fixture
def moving(server, prefix, stopped):
    """An alias that is moved from one image to another by calling what it yields."""
    first = server.query("images/aliases/bb")["target"]
    server.ask("publish", stopped, "--alias", prefix + "-new")
    second = server.query("images/aliases/" + prefix + "-new")["target"]
    server.ask("image", "alias", "create", prefix, first)

    def move():
        server.ask("image", "alias", "delete", prefix)
        server.ask("image", "alias", "create", prefix, second)
        return first, second

    yield move
    server.ask("image", "delete", second, check=False)
    server.ask("image", "alias", "delete", prefix, check=False)


def test_an_image_that_changed_is_reported_or_rebuilt(server, prefix, moving, call, module):
    task, wanted = module("instance"), {"name": prefix + "-m", "image": prefix}
    done(call(task, **wanted))
    first, second = moving()
    assert done(call(task, **wanted))["image_change"] == {}
    told = done(call(task, on_image_change="report", **wanted))
    assert told["changed"] is False and told["image_change"] == {"before": first, "after": second}
    rebuilt = call(task, on_image_change="rebuild", force=True, **wanted)
    if server.product == "lxd":
        assert "needs the API extension instances_rebuild; this server (LXD 5.0.2) lacks it" in rebuilt["msg"]
        return
    assert done(rebuilt)["changed"] and rebuilt["instance"]["status"] == "Running"
    assert server.query("instances/" + prefix + "-m")["config"]["volatile.base_image"] == second
    again = done(call(task, on_image_change="rebuild", **wanted))
    assert again["changed"] is False and again["image_change"] == {}


def test_a_fleet_reports_and_rebuilds_too(server, prefix, moving, call, module):
    fleet = {"name": prefix, "instances": [{"name": prefix + "-f", "image": prefix, "on_image_change": "report"}]}
    done(call(module("fleet"), fleet=fleet))
    _first, second = moving()
    told = done(call(module("fleet"), fleet=fleet))
    assert told["changed"] is False and told["plan"][0]["image_change"]["after"] == second
    fleet["instances"][0].update(on_image_change="rebuild", force=True)
    result = call(module("fleet"), fleet=fleet)
    if server.product == "lxd":
        assert "needs the API extension instances_rebuild" in result["msg"]
        return
    assert done(result)["changed"]
    assert server.query("instances/" + prefix + "-f")["config"]["volatile.base_image"] == second
    assert done(call(module("fleet"), fleet=fleet))["changed"] is False
