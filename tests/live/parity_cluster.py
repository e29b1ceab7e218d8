# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Area of the parity scripts for a cluster of three: members, groups, what is pending on members, evacuation."""

from __future__ import annotations

from typing import Any, Dict, List

from parity import Step
from parity_script import P, delete, get, patch, post, put

M, G, S, N = "/1.0/cluster/members", "/1.0/cluster/groups", "/1.0/storage-pools", "/1.0/networks"
NET = {"ipv4.address": "10.83.177.1/24", "ipv6.address": "none"}


def members(names: List[str], shown: Dict[str, Any]) -> List[Step]:
    """Steps about the second member, ``shown`` as the server shows it."""
    one = "%s/%s" % (M, names[1])
    now = {key: shown[key] for key in ("roles", "failure_domain", "description", "config", "groups")}
    return [
        get("/1.0/cluster", blind=True),
        get(M),
        get(one),
        get(M + "/ptynone"),
        put(one, now, tag="wrong"),
        put(one, {**now, "description": "d", "config": {"user.pty": "1"}, "failure_domain": "rack1"}, tag=one),
        get(one),
        put(one, {**now, "config": {"bad": "1"}}),
        put(one, {**now, "roles": []}),
        put(one, {**now, "groups": []}),
        put(one, {**now, "groups": ["ptynone"]}),
        put(one, {}),
        patch(one, {"description": "pty"}),
        put(M + "/ptynone", now),
        put(one, {**now, "failure_domain": ""}),
        put(one, now),
        get(one),
        post(M + "/ptynone", {"server_name": "ptymm"}),
        post(one, {"server_name": names[0]}),
        delete(M + "/ptynone"),
        post(M, {"server_name": "ptynew"}),
        put("/1.0/cluster", {"enabled": True}),
    ]


def groups(names: List[str]) -> List[Step]:
    return [
        get(G),
        get(G + "/default"),
        post(G, {"name": "ptyg", "description": "d", "members": names[:1]}),
        post(G, {"name": "ptyg"}),
        post(G, {"name": "ptyg2", "members": ["ptynone"]}),
        post(G, {"name": ""}),
        post(G, {"name": "pty b"}),
        post(G, {"name": "pty/b"}),
        get(G + "/ptyg"),
        get(G + "/ptynone"),
        put(G + "/ptyg", {"description": "e", "members": names[:2]}, tag="wrong"),
        get(G + "/ptyg"),
        get("%s/%s" % (M, names[1])),
        patch(G + "/ptyg", {"description": "f"}),
        get(G + "/ptyg"),
        patch(G + "/ptyg", {"members": names[2:]}),
        get(G + "/ptyg"),
        post(G + "/ptyg", {"name": "ptyg9"}),
        post(G + "/ptyg9", {"name": "default"}),
        post(G + "/default", {"name": "ptyx"}),
        post(G + "/ptynone", {"name": "ptyx"}),
        delete(G + "/default"),
        delete(G + "/ptyg9"),
        put(G + "/ptyg9", {"members": []}),
        get(G + "/ptyg9"),
        delete(G + "/ptyg9"),
        delete(G + "/ptyg9"),
    ]


def pools(names: List[str]) -> List[Step]:
    one = S + "/ptypool"
    first = "?target=" + names[0]
    return [
        post(S, {"name": "ptypool", "driver": "dir"}),
        post(S + first, {"name": "ptypool", "driver": "dir", "config": {"rsync.bwlimit": "1MB"}}),
        post(S + first, {"name": "ptypool", "driver": "dir", "description": "x"}),
        get(one),
        post(S + first, {"name": "ptypool", "driver": "dir"}),
        post(S + "?target=ptynone", {"name": "ptypool", "driver": "dir"}),
        post(S, {"name": "ptypool", "driver": "dir"}),
        *(post("%s?target=%s" % (S, name), {"name": "ptypool", "driver": "dir"}) for name in names[1:]),
        get(one),
        get(one + first),
        post(S, {"name": "ptypool", "driver": "dir", "config": {"source": "/x"}}),
        post(S, {"name": "ptypool", "driver": "btrfs"}),
        put(one, {"config": {}}),
        post(S, {"name": "ptypool", "driver": "dir", "description": "one", "config": {"rsync.bwlimit": "10MiB"}}),
        get(one),
        get(one + first, blind=True),
        post(S, {"name": "ptypool", "driver": "dir"}),
        post(S + first, {"name": "ptypool", "driver": "dir"}),
        put(one, {"config": {"user.x": "1"}, "description": "z"}),
        get(one),
        put(one, {"config": {"source": "/x"}}),
        put(one + first, {"config": {"source": "/x"}}),
        put(one + first, {"config": {"user.new": "1"}}),
        patch(one, {"config": {"user.y": "1"}}),
        get(one),
        delete(one),
        delete(one),
    ]


def networks(names: List[str]) -> List[Step]:
    one = N + "/ptybr0"
    first = "?target=" + names[0]
    return [
        post(N, {"name": "ptybr0", "type": "bridge"}),
        post(N + first, {"name": "ptybr0", "type": "bridge", "config": {"ipv4.address": "none"}}),
        post(N + first, {"name": "ptybr0", "type": "bridge"}),
        get(one),
        post(N, {"name": "ptybr0"}),
        post(N + first, {"name": "ptybr0"}),
        *(post("%s?target=%s" % (N, name), {"name": "ptybr0"}) for name in names[1:]),
        get(one),
        post(N, {"name": "ptybr0", "config": {"bridge.external_interfaces": "x"}}),
        post(N, {"name": "ptybr0", "description": "d", "config": NET}),
        get(one),
        get(one + first),
        post(N, {"name": "ptybr0"}),
        post(N + first, {"name": "ptybr0"}),
        put(one, {"description": "e", "config": {**NET, "user.x": "1"}}),
        get(one),
        put(one, {"config": {"bridge.external_interfaces": "x"}}),
        post(one, {"name": "ptybr1"}),
        delete(one),
        delete(one),
        post(N + first, {"name": "ptybr1"}),
        delete(N + "/ptybr1"),
        get(N + "/ptybr1"),
    ]


def instances(names: List[str]) -> List[Step]:
    """Where instances go, and where they are when their member is evacuated; the pool ``default`` must be there."""
    all_of, one = "/1.0/instances?" + P, "/1.0/instances/pty1?" + P
    body = {
        "name": "pty1",
        "source": {"type": "none"},
        "devices": {"root": {"type": "disk", "path": "/", "pool": "default"}},
    }
    last = "%s/%s" % (M, names[2])
    return [
        post("/1.0/projects", {"name": "ptyproj"}),
        post(all_of + "&target=ptynone", body),
        post(all_of + "&target=@ptynone", body),
        post(all_of + "&target=" + names[1], body, blind=True),
        get(one, until='"pty1"', blind=True),
        post(one + "&target=ptynone", {"name": "pty1", "migration": True}),
        post(one + "&target=" + names[2], {"name": "pty1", "migration": True}, blind=True),
        get(one, until='"location": "%s"' % names[2]),
        post(last + "/state", {"action": "bogus"}),
        post(last + "/state", {"action": "restore"}, blind=True),
        post(last + "/state", {"action": "evacuate"}, blind=True),
        get(last, until="Evacuated"),
        post(last + "/state", {"action": "restore"}, blind=True),
        get(last, until="Online"),
        get(one, until='"location": "%s"' % names[2], blind=True),
        post(M + "/ptynone/state", {"action": "restore"}),
    ]
