# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Storage pools: ``/1.0/storage-pools``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

STORAGE_POOL = Resource(
    kind="storage_pool",
    path="storage-pools",
    scope="server",
    extensions=("storage",),
    record="config",
    member_keys=("source", "source.wipe", "size", "zfs.pool_name", "lvm.thinpool_name", "lvm.vg_name",
                 "lvm.vg.force_reuse"),
    kept={"source": "volatile.initial_source"},
    fields=(
        Field("driver", TEXT, create_only=True),
        Field("description", TEXT),
        Field("config", DICT, CONFIG, fixed=("source", "zfs.pool_name")),
    ),
    mends={
        ("create", 400): "see `driver` and `config`; which drivers a server has is in server_info",
        ("delete", 400): "delete what uses it first; `used_by` in storage_pool_info names it",
    },
)
