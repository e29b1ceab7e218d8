# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Events as records, and who asked, from the log of a server that names nobody."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._spec.happening import Requests, happening, source_of

ROOT = {"username": "root", "protocol": "unix", "address": "@"}


@pytest.mark.parametrize("url, expected", [
    ("/1.0/instances/a", ("/1.0/instances/a", "default")),
    ("/1.0/instances/a?project=shop", ("/1.0/instances/a", "shop")),
    ("/1.0/profiles/a%20b?x=1", ("/1.0/profiles/a b", "default")),
    ("", ("", "default")),
])
def test_sources(url, expected):
    assert source_of(url) == expected


def event(action, source="/1.0/instances/web", **said):
    return {"type": "lifecycle", "timestamp": "t", "location": "m1", "project": "default",
            "metadata": {"action": action, "source": source, **said}}


def test_a_record():
    assert happening(event("storage-pool-updated", "/1.0/storage-pools/fast", requestor=dict(ROOT, address="@"))) == {
        "time": "t", "action": "storage-pool-updated", "kind": "storage_pool", "name": "fast", "old_name": "",
        "project": "default", "source": "/1.0/storage-pools/fast", "requestor": ROOT, "location": "m1"}


@pytest.mark.parametrize("other", [
    {}, {"type": "logging", "metadata": {"message": "x"}}, {"type": "lifecycle"}, {"type": "lifecycle", "metadata": {"action": "x"}},
])
def test_what_is_no_lifecycle_event_is_no_record(other):
    assert happening(other) is None


@pytest.mark.parametrize("requestor", [None, {}, {"username": "", "protocol": ""}])
def test_nobody_is_named(requestor):
    assert happening(event("instance-updated", requestor=requestor))["requestor"] is None


def logged(method, url, username="root", protocol="unix"):
    return {"type": "logging", "metadata": {"message": "Handling API request", "context": {
        "method": method, "url": url, "username": username, "protocol": protocol, "ip": "@"}}}


UPDATED = event("instance-updated")


@pytest.mark.parametrize("lines, heard, expected", [
    ([logged("PUT", "/1.0/instances/web")], UPDATED, "root"),
    ([logged("PATCH", "/1.0/instances/web")], UPDATED, "root"),
    ([logged("PUT", "/1.0/instances/web/state")], UPDATED, None),
    ([logged("PUT", "/1.0/instances/web2")], UPDATED, None),
    ([logged("GET", "/1.0/instances/web")], UPDATED, None),
    ([logged("PUT", "/1.0/instances/web?project=shop")], UPDATED, None),
    ([logged("PUT", "/1.0/instances/web", "m2", "cluster")], UPDATED, None),
    ([logged("PUT", "/1.0/instances/web", "")], UPDATED, None),
    ([{"type": "logging", "metadata": {"message": "x"}}, {"type": "logging"}], UPDATED, None),
    ([logged("DELETE", "/1.0/instances/web")], event("instance-deleted"), "root"),
    ([logged("POST", "/1.0/instances")], event("instance-created"), "root"),
    ([logged("POST", "/1.0/instances/old")], event("instance-renamed", context={"old_name": "old"}), "root"),
    ([logged("PUT", "/1.0/instances/web")], event("instance-started"), None),
    # Where two asked at once, nobody knows which it was.
    ([logged("POST", "/1.0/instances", "ann"), logged("POST", "/1.0/instances", "bob")], event("instance-created"), None),
    ([logged("POST", "/1.0/instances", "ann"), logged("POST", "/1.0/instances", "ann")], event("instance-created"), "ann"),
    # What the server says itself counts.
    ([logged("PUT", "/1.0/instances/web", "ann")], event("instance-updated", requestor=ROOT), "root"),
])
def test_who_asked(lines, heard, expected):
    requests = Requests()
    for line in lines:
        requests.note(line, 0.0)
    assert (requests.completed(happening(heard), 1.0)["requestor"] or {}).get("username") == expected


def test_a_request_is_used_once_and_not_for_ever():
    requests = Requests()
    requests.note(logged("PUT", "/1.0/instances/web"), 0.0)
    assert requests.completed(happening(UPDATED), 61.0)["requestor"] is None
    assert requests.completed(happening(UPDATED), 59.0)["requestor"] == ROOT
    assert requests.completed(happening(UPDATED), 59.0)["requestor"] is None
