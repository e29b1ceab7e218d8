# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses in use and by whom: ``/1.0/network-allocations``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

NETWORK_ALLOCATION = Resource(
    kind="network_allocation",
    path="network-allocations",
    key="used_by",
    extensions=("network_allocations",),
)
