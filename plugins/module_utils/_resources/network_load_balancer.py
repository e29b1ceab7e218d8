# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Load balancers of OVN networks: ``/1.0/networks/{network}/load-balancers``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, RECORDS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

BACKEND = Argument("list", elements="dict", options={
    "name": Argument(required=True),
    "target_address": Argument(required=True),
    "target_port": TEXT,
    "description": TEXT,
})

PORT = Argument("list", elements="dict", options={
    "protocol": Argument(choices=("tcp", "udp"), required=True),
    "listen_port": Argument(required=True),
    "target_backend": Argument("list", elements="str", required=True),
    "description": TEXT,
})

NETWORK_LOAD_BALANCER = Resource(
    kind="network_load_balancer",
    path="networks/{network}/load-balancers",
    schema=("network_load_balancer",),
    key="listen_address",
    extensions=("network_load_balancer",),
    record="config",
    fields=(
        Field("description", TEXT),
        Field("backends", BACKEND, RECORDS),
        Field("ports", PORT, RECORDS),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 404): "create the network first, or correct `network` or `project`",
        ("create", 400): "only networks of type ovn have load balancers; each `target_backend` must be in `backends`",
        ("update", 400): "each `target_backend` must be in `backends`",
    },
)
