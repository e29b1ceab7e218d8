# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of volumes."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

VOLUMES = "storage-pools/default/volumes/custom"

CASES = (
    Case(
        kind="storage_volume_backup",
        name={"pool": "default", "volume": "{p}vol", "name": "weekly"},
        path=VOLUMES + "/{p}vol/backups/weekly",
        before=((VOLUMES, {"name": "{p}vol"}),),
        after=(VOLUMES + "/{p}vol",),
        create={"expires_at": "2040-01-31T14:00:00+02:00", "volume_only": True, "compression_algorithm": "none"},
        created={"expires_at": "2040-01-31T12:00:00Z", "volume_only": True, "optimized_storage": False},
        fixed={"volume_only": False},
        fixed_key="volume_only",
        renamed=VOLUMES + "/{p}vol/backups/weeklynew",
        extension="custom_volume_backup",
    ),
)
