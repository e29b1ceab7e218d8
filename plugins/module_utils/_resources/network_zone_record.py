# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of a DNS zone: ``/1.0/network-zones/{zone}/records``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, RECORDS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

ENTRY = Argument("list", elements="dict", options={
    "type": Argument(required=True),
    "value": Argument(required=True),
    "ttl": Argument("int"),
})

NETWORK_ZONE_RECORD = Resource(
    kind="network_zone_record",
    path="network-zones/{zone}/records",
    extensions=("network_dns_records",),
    record="config",
    fields=(
        Field("description", TEXT),
        Field("entries", ENTRY, RECORDS),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 404): "create the zone first, or correct `zone` or `project`",
        ("create", 400): "see `entries`: each `value` must be right for its `type`",
        ("update", 400): "see `entries`: each `value` must be right for its `type`",
    },
)
