# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Managed networks: ``/1.0/networks``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

NETWORK = Resource(
    kind="network",
    path="networks",
    extensions=("network",),
    renames=True,
    record="config",
    member_keys=("bridge.external_interfaces", "parent", "bgp.ipv4.nexthop", "bgp.ipv6.nexthop"),
    # Logical networks have nothing of a single member.
    undivided=lambda body: body.get("type") == "ovn",
    fields=(
        Field("type", TEXT, create_only=True),
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("delete", 400): "delete what uses it first; `used_by` in network_info names it",
        ("update", 404): "an interface of that name exists on the host but the server does not manage it",
    },
)
