# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of custom volumes: ``/1.0/storage-pools/{pool}/volumes/custom/{volume}/snapshots``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import TIME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

STORAGE_VOLUME_SNAPSHOT = Resource(
    kind="storage_volume_snapshot",
    path="storage-pools/{pool}/volumes/custom/{volume}/snapshots",
    extensions=("storage_api_volume_snapshots",),
    renames=True,
    targeted=True,
    settles=True,
    fields=(
        Field("description", TEXT),
        Field("expires_at", TEXT, TIME, extension="custom_volume_snapshot_expiry"),
    ),
    # The list calls them `volume/snapshot`, a single one `snapshot`.
    listed=lambda found: tuple(dict(one, name=one["name"].rpartition("/")[2]) for one in found),
    mends={("create", 404): "create the volume first, or correct `pool`, `volume` or `project`"},
)
