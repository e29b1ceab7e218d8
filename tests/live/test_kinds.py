# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is no create, change and delete: devices, templates, tokens, operations, metrics, any request; and lists."""

from __future__ import annotations

import base64
import json
import os
import stat
import uuid

import pytest

INFO = ("certificate", "image_alias", "network", "network_acl", "network_zone", "operation", "profile", "project",
        "resources", "server", "storage_pool", "warning")


def done(result: dict, changed: bool) -> dict:
    assert not result.get("failed"), result["msg"]
    assert result["changed"] is changed, result
    return result


def needs_the_network(server) -> None:
    """A token can be had only of a server that listens on the network."""
    if not json.loads(server.ask("query", "/1.0"))["config"].get("core.https_address"):
        pytest.skip("the server does not listen on the network")


def running_operations(server) -> str:
    """What runs, secrets and all, as text."""
    return json.dumps(json.loads(server.ask("query", "/1.0/operations?recursion=1")).get("running", []))


def twice(call, task, **options) -> dict:
    """Under check, in earnest, and once more; the result in earnest."""
    done(call(task, True, **options), True)
    result = done(call(task, **options), True)
    done(call(task, True, **options), False)
    done(call(task, **options), False)
    return result


@pytest.mark.parametrize("kind", INFO)
def test_every_list_can_be_read(call, module, kind):
    result = done(call(module(kind + "_info")), False)
    assert [name for name in result if name not in ("changed", "diff")]


def test_what_hangs_below_something_can_be_listed(call, module, server, prefix):
    server.ask("network", "create", prefix, "ipv4.address=10.97.229.1/24", "ipv6.address=none")
    server.ask("storage", "volume", "create", "default", prefix)
    try:
        server.ask("query", "-X", "POST", "--wait", "-d", '{"name": "s"}',
                   "/1.0/storage-pools/default/volumes/custom/%s/snapshots" % prefix)
        state = done(call(module("network_state_info"), network=prefix), False)["network_state"]
        assert state["type"] == "broadcast"
        leases = done(call(module("network_lease_info"), network=prefix), False)["network_leases"]
        assert all(one["type"] == "gateway" for one in leases)
        assert done(call(module("network_forward_info"), network=prefix), False)["network_forwards"] == []
        assert done(call(module("storage_pool_resources_info"), pool="default"), False)[
            "storage_pool_resources"]["space"]["total"] > 0
        volumes = done(call(module("storage_volume_info"), pool="default"), False)["storage_volumes"]
        assert [one["name"] for one in volumes if one["name"].startswith(prefix)] == [prefix]
        for name in (None, "s"):
            snapshots = done(call(module("storage_volume_snapshot_info"), pool="default", volume=prefix, name=name),
                             False)["storage_volume_snapshots"]
            assert [one["name"] for one in snapshots] == ["s"]
        assert done(call(module("project_state_info"), name="default"), False)["project_state"]["resources"]
    finally:
        server.ask("network", "delete", prefix)
        server.ask("storage", "volume", "delete", "default", prefix)


def test_a_device_of_its_own(call, module, server, stopped):
    task, options = module("instance_device"), {"instance": stopped, "name": "null"}
    twice(call, task, properties={"type": "unix-char", "path": "/dev/null"}, **options)
    result = twice(call, task, properties={"path": "/dev/zero", "mode": "0600"}, **options)
    assert result["differs"] == ["mode", "path"]
    assert server.query("instances/" + stopped)["devices"]["null"] == {
        "type": "unix-char", "path": "/dev/zero", "mode": "0600"}
    twice(call, task, properties={"mode": None}, **options)
    twice(call, task, state="absent", **options)
    assert "null" not in server.query("instances/" + stopped)["devices"]


def test_a_device_that_overrides_the_one_of_a_profile(call, module, server, stopped):
    task, options = module("instance_device"), {"instance": stopped, "name": "root"}
    refused = call(task, properties={"limits.max": "10MB"}, **options)
    assert refused["failed"] and "override: true" in refused["msg"]
    inherited = server.query("profiles/default")["devices"]["root"]
    twice(call, task, override=True, properties={"limits.max": "10MB"}, **options)
    assert server.query("instances/" + stopped)["devices"]["root"] == dict(inherited, **{"limits.max": "10MB"})
    twice(call, task, state="absent", **options)
    twice(call, task, instance=stopped, name="eth0", state="absent", override=True)
    assert server.query("instances/" + stopped)["devices"]["eth0"] == {"type": "none"}


def test_a_template(call, module, server, stopped, tmp_path):
    task, options = module("instance_template"), {"instance": stopped, "name": "motd.tpl"}
    twice(call, task, content="one\n", **options)
    path = "/1.0/instances/{0}/metadata/templates".format(stopped)
    assert "motd.tpl" in json.loads(server.ask("query", path))
    assert server.ask("config", "template", "show", stopped, "motd.tpl").strip() == "one"
    (tmp_path / "t").write_text("two\n")
    result = twice(call, task, src=str(tmp_path / "t"), **options)
    assert result["diff"] == {"before": "one\n", "after": "two\n"}
    twice(call, task, state="absent", **options)
    assert "motd.tpl" not in json.loads(server.ask("query", path))


def test_any_request(call, module, server, prefix):
    task, path = module("api"), "/1.0/profiles/" + prefix
    assert done(call(task, path="/1.0/profiles", query={"recursion": 1}), False)["metadata"]
    twice(call, task, method="POST", path="/1.0/profiles", body={"name": prefix}, creates=path)
    twice(call, task, method="PATCH", path=path, body={"config": {"user.x": "1"}})
    twice(call, task, method="PATCH", path=path, body={"config": {"user.y": "2"}})
    assert server.query("profiles/" + prefix)["config"] == {"user.x": "1", "user.y": "2"}
    twice(call, task, method="PUT", path=path, body={"description": "two", "config": {"user.x": "1"}})
    assert server.query("profiles/" + prefix)["config"] == {"user.x": "1"}
    twice(call, task, method="DELETE", path=path)
    assert call(task, path="profiles")["failed"]


def test_an_operation_is_waited_for_and_one_that_is_gone_has_ended(call, module, server, stopped):
    begun = done(call(module("api"), method="POST", path="/1.0/instances/{0}/backups".format(stopped),
                      body={"name": "b"}, wait=False), True)
    ended = done(call(module("operation"), id=begun["operation"].rsplit("/", 1)[1]), False)
    assert ended["operation"] == {} or ended["operation"]["status"] == "Success"
    assert done(call(module("operation"), id=str(uuid.uuid4())), False)["operation"] == {}


def test_a_token_is_made_once_and_revoked(call, module, server, prefix, tmp_path):
    task, file = module("trust_token"), tmp_path / "token"
    needs_the_network(server)
    result = twice(call, task, name=prefix, path=str(file), restricted=True, projects=["default"])
    token = file.read_text().strip()
    assert stat.S_IMODE(os.stat(str(file)).st_mode) == 0o600
    assert token not in repr(result)
    said = json.loads(base64.b64decode(token))
    assert said["client_name"] == prefix
    assert said["secret"] in running_operations(server)
    assert said["secret"] not in repr(call(module("operation_info")))
    assert done(call(task, name=prefix, restricted=True, projects=["default"], reveal=True), False)["token"] == token
    twice(call, task, name=prefix)
    assert said["secret"] not in running_operations(server)
    twice(call, task, name=prefix, state="absent")
    assert prefix not in running_operations(server)


def test_an_operation_is_given_up(call, module, server, prefix):
    needs_the_network(server)
    made = json.loads(server.ask("query", "-X", "POST", "-d", json.dumps(
        {"name": prefix, "type": "client", "token": True}), "/1.0/certificates"))
    waited = call(module("operation"), id=made["id"], timeout=1)
    assert waited["failed"] and "has not ended" in waited["msg"]
    done(call(module("operation"), True, id=made["id"], state="cancelled"), True)
    done(call(module("operation"), id=made["id"], state="cancelled"), True)
    done(call(module("operation"), id=made["id"], state="cancelled"), False)


def test_metrics(call, module, server, running):
    found = done(call(module("metrics_info"), prefix=server.product + "_"), False)["metrics"]
    mine = [one for one in found if one["labels"].get("name") == running]
    assert mine and all(one["labels"]["project"] == "default" for one in mine)


def test_a_warning_is_acknowledged(call, module, server):
    warnings = server.query("warnings?recursion=1")
    if not warnings:
        pytest.skip("the server has nothing to warn of")
    uuid_, path = warnings[0]["uuid"], "warnings/" + warnings[0]["uuid"]
    done(call(module("warning"), uuid=uuid_, state="new"), warnings[0]["status"] != "new")
    twice(call, module("warning"), uuid=uuid_, state="acknowledged")
    assert server.query(path)["status"] == "acknowledged"
    twice(call, module("warning"), uuid=uuid_, state="new")
    assert server.query(path)["status"] == "new"
    assert call(module("warning"), uuid=str(uuid.uuid4()), state="acknowledged")["failed"]
    done(call(module("warning"), uuid=str(uuid.uuid4()), state="absent"), False)
