# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Space and inodes of a storage pool: ``/1.0/storage-pools/{pool}/resources``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

STORAGE_POOL_RESOURCES = Resource(
    kind="storage_pool_resources",
    path="storage-pools/{pool}/resources",
    scope="server",
    extensions=("resources",),
    singleton=True,
    targeted=True,
)
