# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Named sets of addresses for the rules of ACLs: ``/1.0/network-address-sets``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, STRINGS, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, SET
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

NETWORK_ADDRESS_SET = Resource(
    kind="network_address_set",
    path="network-address-sets",
    products=("incus",),
    extensions=("network_address_set",),
    renames=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("addresses", STRINGS, SET),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 400): "see `addresses`: IPv4 and IPv6 addresses and CIDR subnets, no ranges",
        ("delete", 400): "take it out of the ACLs that use it; `used_by` in network_address_set_info names them",
    },
)
