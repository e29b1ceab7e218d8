# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words and codecs that the network, storage, access and cluster kinds need, each by a table."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._resources.certificate import CERTIFICATE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.cluster_member import CLUSTER_MEMBER
from ansible_collections.lxcri.containers.plugins.module_utils._resources.operation import OPERATION
from ansible_collections.lxcri.containers.plugins.module_utils._resources.server import SERVER
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_bucket_key import STORAGE_BUCKET_KEY
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_volume import STORAGE_VOLUME
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_volume_snapshot import (
    STORAGE_VOLUME_SNAPSHOT,
)
from ansible_collections.lxcri.containers.plugins.module_utils._resources.warning import WARNING
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import (
    CONFIG,
    ENTRIES,
    PEM,
    PREFIX,
    RECORDS,
    ROLES,
)

RULE = {"action": "allow", "state": "enabled", "destination_port": "80,81"}


@pytest.mark.parametrize("codec, wanted, current, same", [
    (RECORDS, [dict(RULE, source=None)], [RULE], True),
    (RECORDS, [dict(RULE, destination_port="80, 81")], [RULE], True),
    (RECORDS, [dict(RULE, description="a, b")], [dict(RULE, description="a,b")], False),
    (RECORDS, [{"value": "b"}, {"value": "a"}], [{"value": "a", "ttl": 0}, {"value": "b", "ttl": 0}], True),
    (RECORDS, [{"value": "b", "ttl": 60}], [{"value": "b", "ttl": 0}], False),
    (RECORDS, [{"target_backend": ["b", "a"]}], [{"target_backend": ["a", "b"], "description": ""}], True),
    (RECORDS, [], None, True),
    (RECORDS, [], [RULE], False),
    (ROLES, ["ovn-chassis"], ["database", "ovn-chassis"], True),
    (ROLES, [], ["database-leader"], True),
    (ROLES, ["event-hub"], ["database"], False),
    (PREFIX, "abcd", "abcdef", True),
    (PREFIX, "abcd", "abc", False),
    (PREFIX, "abcd", None, False),
    (PEM, "-----BEGIN\nAAA\n", "-----BEGIN\nAA\nA", True),
    (PEM, "-----BEGIN\nAAA\n", "-----BEGIN\nAAB", False),
    (ENTRIES, {"/etc/a": {"when": ["start"]}}, {"/etc/a": {"when": ["start"], "create_only": False}}, True),
    (ENTRIES, {"/etc/a": None}, {"/etc/b": {}}, True),
    (ENTRIES, {"/etc/a": None}, {"/etc/a": {"when": ["start"]}}, False),
    (CONFIG, {"core.trust_password": "x"}, {"core.trust_password": True}, True),
    (CONFIG, {"core.trust_password": None}, {"core.trust_password": True}, False),
])
def test_when_a_codec_sees_a_difference(codec, wanted, current, same):
    assert codec.same(codec.clean(wanted), current) is same


@pytest.mark.parametrize("codec, wanted, current, merged", [
    (ROLES, ["event-hub"], ["database", "ovn-chassis"], ["database", "event-hub"]),
    (PREFIX, "abcd", "abcdef", "abcdef"),
    (PREFIX, "abcd", "0000", "abcd"),
    (ENTRIES, {"a": None, "b": {"x": 1}}, {"a": {}, "c": {"y": 2}}, {"b": {"x": 1}, "c": {"y": 2}}),
])
def test_what_a_codec_sends(codec, wanted, current, merged):
    assert codec.merge(codec.clean(wanted), current) == merged


def test_a_singleton_has_one_path_and_needs_no_name():
    wanted = wanted_of(SERVER, {"config": {"user.x": 1}, "target": "m2"})
    planned = plan(SERVER, wanted, {"config": {"core.https_address": ":8443"}, "api_version": "1.0"}, "tag")
    (request,) = planned.requests
    assert (request.method, request.path, request.query, request.if_match) == ("PUT", "/1.0", {"target": "m2"}, "tag")
    assert request.body["config"] == {"core.https_address": ":8443", "user.x": "1"}


@pytest.mark.parametrize("force, query", [(True, {"force": "1"}), (False, {})])
def test_a_removal_is_forced_when_the_task_says_so(force, query):
    wanted = wanted_of(CLUSTER_MEMBER, {"name": "m3", "state": "absent", "force": force})
    (request,) = plan(CLUSTER_MEMBER, wanted, {"server_name": "m3", "status": "Offline"}).requests
    assert (request.method, request.path, request.query) == ("DELETE", "cluster/members/m3", query)


@pytest.mark.parametrize("status, state, actions", [
    ("Online", "evacuated", ["evacuate"]),
    ("Evacuated", "evacuated", []),
    ("Evacuated", "restored", ["restore"]),
    ("Evacuated", "present", []),
    ("Offline", "restored", []),
])
def test_a_member_is_evacuated_and_restored(status, state, actions):
    wanted = wanted_of(CLUSTER_MEMBER, {"name": "m3", "state": state, "mode": "stop"})
    planned = plan(CLUSTER_MEMBER, wanted, {"server_name": "m3", "status": status})
    assert [request.body for request in planned.requests] == [{"action": one, "mode": "stop"} for one in actions]


@pytest.mark.parametrize("resource, options", [
    (CLUSTER_MEMBER, {"name": "m9"}),
    (WARNING, {"uuid": "0-1", "state": "acknowledged"}),
    (CERTIFICATE, {"name": "alice"}),
])
def test_what_nobody_can_create_from_here_is_an_error_that_says_how(resource, options):
    with pytest.raises(NotFound, match="does not exist"):
        plan(resource, wanted_of(resource, options), None)


@pytest.mark.parametrize("resource, listed, names", [
    (STORAGE_VOLUME, [{"name": "v"}, {"name": "v/s"}], ["v"]),
    (STORAGE_VOLUME_SNAPSHOT, [{"name": "v/s"}, {"name": "v/t"}], ["s", "t"]),
    (OPERATION, {"running": [{"name": "a"}], "success": [{"name": "b"}]}, ["a", "b"]),
    (OPERATION, [], []),
])
def test_a_list_that_holds_more_than_the_objects(resource, listed, names):
    assert [one["name"] for one in resource.listed(listed)] == names


def test_an_iso_file_is_uploaded_and_then_described():
    options = {"pool": "p", "name": "cd", "iso": "/tmp/x.iso", "description": "d"}
    (request,) = plan(STORAGE_VOLUME, wanted_of(STORAGE_VOLUME, options), None).requests
    assert request.upload.files == (("iso", "/tmp/x.iso"),)
    assert request.upload.headers["X-Incus-name"] == "cd" and request.upload.headers["X-LXD-type"] == "iso"
    current = {"name": "cd", "content_type": "iso", "description": "d", "config": {}}
    assert not plan(STORAGE_VOLUME, wanted_of(STORAGE_VOLUME, options), current).changes


def test_a_copied_volume_names_its_source():
    options = {"pool": "p", "name": "v", "source": {"volume": "w", "project": "other", "snapshots": False}}
    (request,) = plan(STORAGE_VOLUME, wanted_of(STORAGE_VOLUME, options), None).requests
    assert request.body["source"] == {"type": "copy", "name": "w", "pool": "p", "volume_only": True, "project": "other"}


def test_bucket_keys_are_nowhere_to_be_read():
    options = {"pool": "p", "bucket": "b", "name": "k", "access_key": "AAAA", "secret_key": "SSSS"}
    current = {"name": "k", "role": "read-only", "access-key": "OOOO", "secret-key": "PPPP"}
    planned = plan(STORAGE_BUCKET_KEY, wanted_of(STORAGE_BUCKET_KEY, options), current)
    assert planned.requests[0].body["secret-key"] == "SSSS"
    assert planned.keys == ("access-key", "secret-key")
    for secret in ("AAAA", "SSSS", "OOOO", "PPPP"):
        assert secret not in repr((planned.before, planned.after, planned.reason))


def test_a_certificate_must_be_one(tmp_path):
    with pytest.raises(Invalid, match="PEM"):
        wanted_of(CERTIFICATE, {"name": "a", "certificate": str(tmp_path / "none.crt")})
