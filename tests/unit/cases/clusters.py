# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only a cluster has; ``{m1}``, ``{m2}`` and ``{m3}`` are its members."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

CASES = (
    Case(
        kind="cluster_group",
        name={"name": "{p}g"},
        path="cluster/groups/{p}g",
        create={"description": "one", "members": ["{m1}"]},
        created={"description": "one", "members": ["{m1}"]},
        update={"members": ["{m1}", "{m2}"]},
        updated={"description": "one", "members": ["{m1}", "{m2}"]},
        keys=("members",),
        reordered={"members": ["{m2}", "{m1}"]},
        unset={"members": []},
        renamed="cluster/groups/{p}gnew",
        place="cluster",
    ),
    Case(
        kind="cluster_member",
        name={"name": "{m3}"},
        path="cluster/members/{m3}",
        update={"description": "two", "failure_domain": "{p}rack", "config": {"user.{p}": 1}},
        updated={"description": "two", "failure_domain": "{p}rack", "config": {"user.{p}": "1"}},
        keys=("description", "failure_domain", "config.user.{p}"),
        unset={"description": "", "failure_domain": "default", "config": {"user.{p}": None}},
        gone="config/user.{p}",
        makes=False,
        place="cluster",
    ),
    Case(
        kind="placement_group",
        name={"name": "{p}pg"},
        path="placement-groups/{p}pg",
        create={"description": "one", "config": {"policy": "spread", "rigor": "strict", "user.x": 1}},
        created={"description": "one", "config": {"policy": "spread", "rigor": "strict", "user.x": "1"}},
        update={"config": {"rigor": "permissive"}},
        updated={"config": {"policy": "spread", "rigor": "permissive"}},
        keys=("config.rigor",),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        renamed="placement-groups/{p}pgnew",
        products=("lxd",),
        place="fake",
        extension="instance_placement_groups",
    ),
    Case(
        kind="storage_pool",
        label="members",
        name={"name": "{p}cp"},
        path="storage-pools/{p}cp",
        create={"driver": "dir", "description": "one", "config": {"rsync.bwlimit": "10MiB"}},
        created={"driver": "dir", "status": "Created", "locations": ["{m1}", "{m2}", "{m3}"],
                 "config": {"rsync.bwlimit": "10MiB"}},
        update={"description": "two", "config": {"user.x": 1}},
        updated={"description": "two", "config": {"user.x": "1", "rsync.bwlimit": "10MiB"}},
        keys=("description", "config.user.x"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        fixed={"driver": "btrfs"},
        fixed_key="driver",
        place="cluster",
    ),
    Case(
        kind="network",
        label="members",
        name={"name": "{p}cn"},
        path="networks/{p}cn",
        create={"type": "bridge", "config": {"ipv4.address": "auto", "ipv6.address": "none"}},
        created={"type": "bridge", "status": "Created", "locations": ["{m1}", "{m2}", "{m3}"]},
        update={"description": "two", "config": {"user.x": 1, "ipv4.address": "auto"}},
        updated={"description": "two", "config": {"user.x": "1", "ipv6.address": "none"}},
        keys=("description", "config.user.x"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        place="cluster",
    ),
)
