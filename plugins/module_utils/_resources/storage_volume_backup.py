# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of custom volumes that lie on the server: ``/1.0/storage-pools/{pool}/volumes/custom/{volume}/backups``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import BOOL, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import TIME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

STORAGE_VOLUME_BACKUP = Resource(
    kind="storage_volume_backup",
    path="storage-pools/{pool}/volumes/custom/{volume}/backups",
    extensions=("custom_volume_backup",),
    renames=True,
    fields=(
        Field("expires_at", TEXT, TIME, create_only=True),
        Field("volume_only", BOOL, create_only=True),
        Field("optimized_storage", BOOL, create_only=True),
        Field("compression_algorithm", TEXT, write_only=True),
    ),
    mends={
        ("create", 404): "create the volume first, or correct `pool`, `volume` or `project`",
        ("create", 400): "see that the compressor is installed on the server and that its disk has room",
        ("rename", 409): "choose another `new_name`, or delete the one that has it",
    },
)
