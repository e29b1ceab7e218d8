# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buckets, object storage that speaks S3: ``/1.0/storage-pools/{pool}/buckets``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

STORAGE_BUCKET = Resource(
    kind="storage_bucket",
    path="storage-pools/{pool}/buckets",
    extensions=("storage_buckets",),
    targeted=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 404): "create the pool first, or correct `pool` or `project`",
        ("create", 400): "a pool on local storage needs `core.storage_buckets_address` in the server's config and "
                         "minio on the server",
    },
)
