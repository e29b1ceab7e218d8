# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of a bucket: ``/1.0/storage-pools/{pool}/buckets/{bucket}/keys``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

STORAGE_BUCKET_KEY = Resource(
    kind="storage_bucket_key",
    path="storage-pools/{pool}/buckets/{bucket}/keys",
    extensions=("storage_buckets",),
    targeted=True,
    fields=(
        Field("description", TEXT),
        Field("role", Argument(choices=("admin", "read-only")), initial="read-only"),
        Field("access-key", Argument(no_log=True), option="access_key", secret=True),
        Field("secret-key", Argument(no_log=True), option="secret_key", secret=True),
    ),
    hidden=("access-key", "secret-key"),
    mends={("create", 404): "create the bucket first, or correct `pool`, `bucket` or `project`"},
)
