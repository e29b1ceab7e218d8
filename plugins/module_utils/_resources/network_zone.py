# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS zones: ``/1.0/network-zones``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

NETWORK_ZONE = Resource(
    kind="network_zone",
    path="network-zones",
    schema=("network_zone",),
    extensions=("network_dns",),
    record="config",
    fields=(
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 409): "a zone's name is unique among all projects; another one has it",
        ("delete", 400): "take it off the networks that use it; `used_by` in network_zone_info names them",
    },
)
