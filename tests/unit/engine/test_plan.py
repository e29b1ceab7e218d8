# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure difference, by tables."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import plan, plan_rename
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.profile import PROFILE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_pool import STORAGE_POOL

CURRENT = {
    "name": "web", "type": "container", "status": "Running", "description": "mine", "profiles": ["base", "web"],
    "config": {"limits.cpu": "2", "user.note": "mine", "volatile.eth0.hwaddr": "00:16:3e:00:00:01"},
    "devices": {"root": {"type": "disk", "path": "/", "pool": "default"}}, "newer_property": 7,
}


def planned(*given, resource=INSTANCE, **options):
    current = given[0] if given else CURRENT
    options.setdefault("name", "web")
    options.setdefault("state", "present")
    return plan(resource, wanted_of(resource, options), current, "etag")


def verbs(found):
    return [request.says for request in found.requests]


@pytest.mark.parametrize("state, status, expected", [
    ("present", "Running", []),
    ("present", "Stopped", []),
    ("started", "Stopped", ["start"]),
    ("started", "Running", []),
    ("started", "Frozen", ["unfreeze"]),
    ("started", "Error", ["start"]),
    ("stopped", "Running", ["stop"]),
    ("stopped", "Stopped", []),
    ("stopped", "Frozen", ["unfreeze", "stop"]),
    ("restarted", "Running", ["restart"]),
    ("restarted", "Stopped", ["start"]),
    ("frozen", "Running", ["freeze"]),
    ("frozen", "Stopped", ["start", "freeze"]),
    ("frozen", "Frozen", []),
    ("absent", "Running", ["kill", "delete"]),
    ("absent", "Stopped", ["delete"]),
])
def test_states(state, status, expected):
    assert verbs(planned(dict(CURRENT, status=status), state=state)) == expected


@pytest.mark.parametrize("state, expected", [
    ("present", ["create"]), ("started", ["create", "start"]), ("stopped", ["create"]),
    ("restarted", ["create", "start"]), ("frozen", ["create", "start", "freeze"]), ("absent", []),
])
def test_states_of_what_does_not_exist(state, expected):
    assert verbs(planned(None, state=state, image="debian")) == expected


@pytest.mark.parametrize("image, source", [
    ("debian/12", {"type": "image", "alias": "debian/12"}),
    ("0123456789abcdef", {"type": "image", "fingerprint": "0123456789abcdef"}),
    (None, {"type": "none"}),
])
def test_an_image_is_an_alias_or_a_fingerprint(image, source):
    assert planned(None, image=image).requests[0].body["source"] == source


def test_a_change_sends_the_whole_object_with_its_etag():
    request = planned(config={"limits.cpu": 4}).requests[0]
    assert (request.method, request.path, request.if_match) == ("PUT", "instances/web", "etag")
    assert request.body["description"] == "mine"
    assert request.body["config"] == dict(CURRENT["config"], **{"limits.cpu": "4"})
    assert request.body["newer_property"] == 7


def test_a_difference_names_keys_and_says_both_values():
    found = planned(config={"limits.cpu": 4, "user.new": True}, description="new")
    assert found.keys == ("description", "config.limits.cpu", "config.user.new")
    assert "config.limits.cpu: 2 -> 4" in found.reason


def test_secrets_are_not_said():
    found = planned(config={"environment.PASSWORD": "hunter2", "cloud-init.user-data": "hunter2"})
    assert "hunter2" not in found.reason


def test_the_order_of_profiles_matters():
    assert planned(profiles=["web", "base"]).keys == ("profiles",)
    assert not planned(profiles=["base", "web"]).changes


def test_a_stopped_instance_is_configured_and_stays_stopped():
    found = planned(dict(CURRENT, status="Stopped"), config={"limits.cpu": 4}, state="stopped")
    assert verbs(found) == ["update"]


def test_the_diff_shows_no_volatile_keys():
    found = planned(config={"limits.cpu": 4})
    assert "volatile.eth0.hwaddr" not in found.before["config"]
    assert found.before["config"]["limits.cpu"] == "2"
    assert found.after["config"]["limits.cpu"] == "4"


def test_a_create_only_property_is_refused_with_both_values():
    with pytest.raises(Invalid, match="'container' and 'virtual-machine' is wanted.*replace: true"):
        planned(type="virtual-machine")


def test_or_the_thing_is_replaced_when_asked():
    found = planned(type="virtual-machine", replace=True, image="debian", state="started")
    assert found.action == "replace"
    assert verbs(found) == ["kill", "delete", "create", "start"]


def test_a_restart_alone_is_called_so():
    assert planned(state="restarted").action == "restart"
    assert planned(state="restarted", config={"limits.cpu": 4}).action == "update"


def test_paths_are_quoted():
    assert planned(None, resource=PROFILE, name="a/b c").requests[0].body["name"] == "a/b c"
    assert planned({"name": "a/b c"}, resource=PROFILE, name="a/b c", state="absent").requests[0].path == \
        "profiles/a%2Fb%20c"


def test_projects_and_targets_travel_in_the_query():
    found = planned(None, image="debian", project="shop", target="node2", state="started")
    assert [request.query for request in found.requests] == [
        {"project": "shop", "target": "node2"}, {"project": "shop"}]


@pytest.mark.parametrize("resource, options", [(INSTANCE, {"state": "started"}), (PROFILE, {}), (STORAGE_POOL, {})])
def test_the_same_again_changes_nothing(resource, options):
    current = {"name": "web", "status": "Running", "config": {}, "description": ""}
    assert planned(current, resource=resource, config={}, description="", **options).action == "none"


@pytest.mark.parametrize("old, new, expected", [
    ({"name": "a"}, None, ["rename"]), (None, {"name": "b"}, []),
])
def test_renaming(old, new, expected):
    wanted, requests = plan_rename(PROFILE, wanted_of(PROFILE, {"name": "a"}), "b", old, new)
    assert wanted.name == "b"
    assert [request.says for request in requests] == expected


@pytest.mark.parametrize("old, new, error", [({"name": "a"}, {"name": "b"}, Conflict), (None, None, NotFound)])
def test_renaming_that_cannot_be(old, new, error):
    with pytest.raises(error):
        plan_rename(PROFILE, wanted_of(PROFILE, {"name": "a"}), "b", old, new)
