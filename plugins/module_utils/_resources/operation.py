# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Background operations: ``/1.0/operations``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

OPERATION = Resource(
    kind="operation",
    path="operations",
    key="id",
    # Grouped by status; without recursion they would be paths.
    listed=lambda found: tuple(one for group in found.values() for one in group) if isinstance(found, dict) else found,
)
