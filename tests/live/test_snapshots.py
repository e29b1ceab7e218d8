# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots against a real daemon: the twelve steps, expiry, rename, restore and retention."""

from __future__ import annotations

import pytest


@pytest.fixture
def there(server, stopped):
    """``there()``: the snapshots as the official command's API shows them, name -> object."""
    return lambda: {one["name"]: one for one in server.query("instances/{0}/snapshots?recursion=1".format(stopped))}


def done(result, changed):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is changed
    return result


def test_twelve_steps(stopped, call, module, there):
    snapshot = module("instance_snapshot")

    def step(check_mode, changed, **options):
        return done(call(snapshot, check_mode, instance=stopped, name="one", **options), changed)

    step(True, True)
    assert there() == {}
    step(False, True)
    step(True, False)
    step(False, False)
    later = {"expires_at": "2040-01-01"}
    step(True, True, **later)
    assert there()["one"]["expires_at"].startswith("0001")
    step(False, True, **later)
    assert there()["one"]["expires_at"] == "2040-01-01T00:00:00Z"
    step(True, False, **later)
    step(False, False, **later)
    step(True, True, state="absent")
    assert "one" in there()
    step(False, True, state="absent")
    assert there() == {}
    step(True, False, state="absent")
    step(False, False, state="absent")


def test_rename_and_expiry_from_now(stopped, call, module, there):
    snapshot = module("instance_snapshot")
    done(call(snapshot, instance=stopped, name="a", expires_in="7d"), True)
    until = there()["a"]["expires_at"]
    assert not until.startswith("0001")
    done(call(snapshot, instance=stopped, name="a", expires_in="7d"), False)
    done(call(snapshot, instance=stopped, name="a", new_name="b"), True)
    done(call(snapshot, instance=stopped, name="a", new_name="b"), False)
    assert {name: one["expires_at"] for name, one in there().items()} == {"b": until}
    call(snapshot, instance=stopped, name="a")
    taken = call(snapshot, instance=stopped, name="a", new_name="b")
    assert taken["failed"] and "exists too" in taken["msg"]


def test_restore_brings_a_running_instance_back(server, running, call, module):
    server.ask("exec", running, "--", "sh", "-c", "echo before >/root/when; sync")
    done(call(module("instance_snapshot"), instance=running, name="s"), True)
    server.ask("exec", running, "--", "sh", "-c", "echo after >/root/when; sync")
    restore = module("instance_restore")
    done(call(restore, True, instance=running, snapshot="s"), True)
    assert server.ask("exec", running, "--", "cat", "/root/when") == "after\n"
    done(call(restore, instance=running, snapshot="s"), True)
    assert server.query("instances/" + running)["status"] == "Running"
    assert server.ask("exec", running, "--", "cat", "/root/when") == "before\n"


def test_retention_drops_the_oldest_that_match(server, stopped, call, module, there):
    for name in ("golden", "d1", "d2", "d3", "d4"):
        server.ask("snapshot", stopped, name) if server.product == "lxd" else server.ask(
            "snapshot", "create", stopped, name)
    retention = module("instance_retention")
    rule = {"keep": 2, "pattern": "d*"}
    assert done(call(retention, True, instance=stopped, snapshots=rule), True)["dropped"] == {"snapshots": ["d1", "d2"]}
    assert len(there()) == 5
    done(call(retention, instance=stopped, snapshots=rule), True)
    assert set(there()) == {"golden", "d3", "d4"}
    done(call(retention, instance=stopped, snapshots=rule), False)
    done(call(retention, instance=stopped, snapshots={"max_age": "1d"}), False)


@pytest.mark.parametrize("name, options, says", [
    ("instance_snapshot", {"name": "s", "stateful": True}, "a stateful snapshot needs"),
    ("instance_snapshot", {"name": "s", "expires_at": "soon"}, "is no time"),
    ("instance_snapshot", {"name": "s", "expires_at": "2040-01-01", "expires_in": "1d"}, "both set"),
    ("instance_snapshot", {"name": "a/b"}, "no slash"),
    ("instance_restore", {"snapshot": "never-taken"}, "has no snapshot 'never-taken'; it has none at all"),
    ("instance_retention", {"snapshots": {"pattern": "d*"}}, "neither `keep` nor `max_age`"),
])
def test_what_cannot_be_done_is_said(stopped, call, module, name, options, says):
    result = call(module(name), instance=stopped, **options)
    assert result["failed"] and says.lower() in result["msg"].lower(), result["msg"]


def test_an_instance_that_does_not_exist_is_said(call, module, prefix):
    for name, options in (("instance_snapshot", {"name": "s"}), ("instance_restore", {"snapshot": "s"}),
                          ("instance_retention", {"snapshots": {"keep": 1}})):
        result = call(module(name), instance=prefix + "-none", **options)
        assert result["failed"] and ("not found" in result["msg"] or "does not exist" in result["msg"]), result["msg"]
