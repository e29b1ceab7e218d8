# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Space that a custom volume takes: ``/1.0/storage-pools/{pool}/volumes/custom/{volume}/state``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

STORAGE_VOLUME_STATE = Resource(
    kind="storage_volume_state",
    path="storage-pools/{pool}/volumes/custom/{volume}/state",
    extensions=("storage_volume_state",),
    singleton=True,
    targeted=True,
)
