# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that a server publishes, restarts, and images whose name means another one now."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.refine import needs_restart, restarted
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance import INSTANCE, reacts
from ansible_collections.lxcri.containers.plugins.module_utils._spec.published import Keys
from ansible_collections.lxcri.containers.tests.unit.fakes.things.published import document

PUBLISHED, NOTHING = Keys(document(), ("instance",)), Keys({}, ("instance",))


@pytest.mark.parametrize("key", [
    "limits.cpu", "environment.PATH", "linux.sysctl.net.ipv4.ip_forward", "user.anything at all", "volatile.eth0.hwaddr",
    "image.os", "limits.kernel.msgqueue", "volatile.eth0.last_state.pci.driver"])
def test_a_key_that_exists(key):
    assert PUBLISHED.unknown([key]) == []


@pytest.mark.parametrize("key, nearest", [
    ("limits.memry", "limits.memory"), ("security.priviledged", "security.privileged"), ("boot.autostrat", "boot.autostart")])
def test_a_key_that_does_not_exist(key, nearest):
    assert PUBLISHED.unknown([key]) == ["there is no key `{0}`; did you mean {1!r}?".format(key, nearest)]


def test_a_server_that_publishes_nothing_is_not_second_guessed():
    assert NOTHING.unknown(["no.such.key"]) == [] and not NOTHING


def test_a_section_with_a_placeholder_in_capitals():
    assert Keys(document(), ("project",)).unknown(["limits.disk.pool.fast", "limits.disk.pool.a.b"]) == [
        "there is no key `limits.disk.pool.a.b`; did you mean 'limits.disk.pool.POOL_NAME'?"]


@pytest.mark.parametrize("key, published, old", [
    ("limits.memory", False, False), ("security.privileged", True, True), ("raw.lxc", True, True),
    ("boot.autostart", False, False), ("user.user-data", False, False), ("cluster.evacuate", False, False),
    ("linux.sysctl.net.ipv4.ip_forward", True, True), ("environment.A", False, False)])
def test_what_a_running_instance_does_not_take_up(key, published, old):
    life = INSTANCE.lifecycle
    assert (needs_restart(life, key, PUBLISHED), needs_restart(life, key, NOTHING)) == (published, old)


def planned(status="Running", **options):
    """The plan of a change of two keys, of which one needs a restart."""
    config = {"limits.cpu": "2", "raw.lxc": "lxc.x = 1"}
    wanted = wanted_of(INSTANCE, dict({"name": "web", "state": "started", "config": config}, **options))
    current = {"name": "web", "status": status, "config": {}}
    return restarted(INSTANCE, wanted, current, plan(INSTANCE, wanted, current), PUBLISHED)


def words(found):
    return [request.says for request in found.requests]


@pytest.mark.parametrize("restart, said, required", [
    ("never", ["update"], ["raw.lxc"]), (None, ["update"], ["raw.lxc"]),
    ("when_needed", ["update", "restart"], []), ("always", ["update", "restart"], [])])
def test_a_restart_when_it_is_asked_for(restart, said, required):
    found = planned(restart=restart)
    assert (words(found), found.notes["restart_required"]) == (said, required)


@pytest.mark.parametrize("options, said", [
    ({"status": "Stopped"}, ["update", "start"]), ({"state": "stopped"}, ["update", "stop"]),
    ({"state": "restarted"}, ["update", "restart"])])
def test_no_second_restart_of_what_starts_or_stops_anyway(options, said):
    found = planned(restart="always", **options)
    assert words(found) == said and "restart_required" not in found.notes


def test_only_what_is_needed_restarts():
    only = planned(restart="when_needed", config={"limits.cpu": 2})
    assert words(only) == ["update"] and only.notes["restart_required"] == []


@pytest.mark.parametrize("asked, status, said", [
    ("report", "Running", []), ("rebuild", "Stopped", ["rebuild"]), ("rebuild", "Running", ["stop", "rebuild", "start"])])
def test_a_newer_image(asked, status, said):
    wanted = wanted_of(INSTANCE, {"name": "web", "image": "debian", "on_image_change": asked})
    current = {"name": "web", "status": status, "config": {"volatile.base_image": "a" * 64}}
    found = reacts("instances/web", wanted, current, {"target": "b" * 64})
    assert words(found) == said
    assert found.notes == {"image_change": {"before": "a" * 64, "after": "b" * 64}}
    assert reacts("instances/web", wanted, current, {"target": "a" * 64}) is None
