# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Network access control lists: ``/1.0/network-acls``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, RECORDS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

RULE = Argument("list", elements="dict", options={
    "action": Argument(choices=("allow", "allow-stateless", "drop", "reject"), required=True),
    "state": Argument(choices=("enabled", "disabled", "logged"), default="enabled"),
    "description": TEXT,
    "protocol": Argument(choices=("tcp", "udp", "icmp4", "icmp6")),
    "source": TEXT,
    "source_port": TEXT,
    "destination": TEXT,
    "destination_port": TEXT,
    "icmp_type": TEXT,
    "icmp_code": TEXT,
})

NETWORK_ACL = Resource(
    kind="network_acl",
    path="network-acls",
    extensions=("network_acl",),
    renames=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("ingress", RULE, RECORDS),
        Field("egress", RULE, RECORDS),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 400): "see `ingress` and `egress`: ports need `protocol` tcp or udp, addresses are CIDR, "
                         "ranges or names",
        ("delete", 400): "take it off the networks, profiles and instances that use it; `used_by` in "
                         "network_acl_info names them",
    },
)
