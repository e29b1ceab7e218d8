# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All cases."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases import (
    access,
    clusters,
    networks,
    servers,
    storage,
    storage_volume_backup,
)

CASES = (
    servers.CASES
    + networks.CASES
    + storage.CASES
    + access.CASES
    + clusters.CASES
    + storage_volume_backup.CASES
)
