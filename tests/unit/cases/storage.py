# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pools, volumes, buckets."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

POOL = "storage-pools/default"
VOLUMES = POOL + "/volumes/custom"
BUCKETS = POOL + "/buckets"

CASES = (
    Case(
        kind="storage_pool",
        name={"name": "{p}pool"},
        path="storage-pools/{p}pool",
        create={"driver": "dir", "description": "one", "config": {"rsync.bwlimit": "10MiB", "user.x": 1}},
        created={"driver": "dir", "description": "one", "config": {"rsync.bwlimit": "10MiB", "user.x": "1"}},
        update={"description": "two", "config": {"rsync.bwlimit": "20MiB"}},
        updated={"description": "two", "config": {"rsync.bwlimit": "20MiB", "user.x": "1"}},
        keys=("description", "config.rsync.bwlimit"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        fixed={"driver": "btrfs"},
        fixed_key="driver",
    ),
    Case(
        kind="storage_volume",
        name={"pool": "default", "name": "{p}vol"},
        path=VOLUMES + "/{p}vol",
        create={"content_type": "filesystem", "description": "one", "config": {"user.x": 1, "security.shifted": True}},
        created={"content_type": "filesystem", "description": "one", "config": {
            "user.x": "1", "security.shifted": "true"}},
        update={"description": "two", "config": {"security.shifted": False}},
        updated={"description": "two", "config": {"security.shifted": "false", "user.x": "1"}},
        keys=("description", "config.security.shifted"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        fixed={"content_type": "block"},
        fixed_key="content_type",
        renamed=VOLUMES + "/{p}volnew",
    ),
    Case(
        kind="storage_volume",
        label="block",
        name={"pool": "default", "name": "{p}blk"},
        path=VOLUMES + "/{p}blk",
        create={"content_type": "block", "config": {"size": "8MiB"}},
        created={"content_type": "block", "config": {"size": "8MiB"}},
        update={"description": "two"},
        updated={"description": "two", "config": {"size": "8MiB"}},
        keys=("description",),
        extension="custom_block_volumes",
    ),
    Case(
        kind="storage_volume",
        label="copy",
        name={"pool": "default", "name": "{p}cp"},
        path=VOLUMES + "/{p}cp",
        before=((VOLUMES, {"name": "{p}src", "config": {"user.x": "1"}}),),
        after=(VOLUMES + "/{p}src",),
        create={"description": "one", "source": {"volume": "{p}src", "snapshots": False}},
        created={"description": "one"},
        update={"config": {"user.y": 2}},
        updated={"config": {"user.y": "2"}},
        keys=("config.user.y",),
    ),
    Case(
        kind="storage_volume",
        label="iso",
        name={"pool": "default", "name": "{p}iso"},
        path=VOLUMES + "/{p}iso",
        create={"iso": "{iso}", "description": "one"},
        created={"content_type": "iso", "description": "one"},
        update={"description": "two"},
        updated={"description": "two"},
        keys=("description",),
        extension="custom_volume_iso",
    ),
    Case(
        kind="storage_volume_snapshot",
        name={"pool": "default", "volume": "{p}vol", "name": "snap"},
        path=VOLUMES + "/{p}vol/snapshots/snap",
        before=((VOLUMES, {"name": "{p}vol"}),),
        after=(VOLUMES + "/{p}vol",),
        create={"description": "one", "expires_at": "2040-01-31T12:00:00Z"},
        created={"description": "one", "expires_at": "2040-01-31T12:00:00Z"},
        update={"description": "two", "expires_at": "2041-01-31T14:00:00+02:00"},
        updated={"description": "two", "expires_at": "2041-01-31T12:00:00Z"},
        keys=("description", "expires_at"),
        renamed=VOLUMES + "/{p}vol/snapshots/snapnew",
    ),
    Case(
        kind="storage_bucket",
        name={"pool": "default", "name": "{p}bucket"},
        path=BUCKETS + "/{p}bucket",
        create={"description": "one", "config": {"user.x": 1}},
        created={"description": "one", "config": {"user.x": "1"}},
        update={"description": "two", "config": {"user.y": 2}},
        updated={"description": "two", "config": {"user.x": "1", "user.y": "2"}},
        keys=("description", "config.user.y"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        place="buckets",
        extension="storage_buckets",
    ),
    Case(
        kind="storage_bucket_key",
        name={"pool": "default", "bucket": "{p}bucket", "name": "key"},
        path=BUCKETS + "/{p}bucket/keys/key",
        before=((BUCKETS, {"name": "{p}bucket"}),),
        after=(BUCKETS + "/{p}bucket",),
        create={"description": "one", "access_key": "AAAAAAAAAAAAAAAAAAAA", "secret_key": "SSSSSSSSSSSSSSSSSSSS"},
        created={"description": "one", "role": "read-only", "access-key": "AAAAAAAAAAAAAAAAAAAA"},
        update={"role": "admin", "secret_key": "TTTTTTTTTTTTTTTTTTTT"},
        updated={"role": "admin", "access-key": "AAAAAAAAAAAAAAAAAAAA", "secret-key": "TTTTTTTTTTTTTTTTTTTT"},
        keys=("role", "secret-key"),
        secrets=("AAAAAAAA", "SSSSSSSS", "TTTTTTTT"),
        place="buckets",
        extension="storage_buckets",
    ),
)
