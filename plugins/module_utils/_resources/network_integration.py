# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrations with other networks (OVN interconnection): ``/1.0/network-integrations``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

NETWORK_INTEGRATION = Resource(
    kind="network_integration",
    path="network-integrations",
    schema=("network_integration",),
    scope="server",
    products=("incus",),
    extensions=("network_integrations",),
    renames=True,
    record="config",
    fields=(
        Field("type", Argument(choices=("ovn",)), create_only=True, initial="ovn"),
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
    ),
    mends={("delete", 400): "delete the peers that use it; `used_by` in network_integration_info names their networks"},
)
