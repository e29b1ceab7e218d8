# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DHCP leases of a network: ``/1.0/networks/{network}/leases``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

NETWORK_LEASE = Resource(
    kind="network_lease",
    path="networks/{network}/leases",
    key="address",
    extensions=("network_leases",),
)
