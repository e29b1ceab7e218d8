# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Network forwards: ``/1.0/networks/{network}/forwards``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, RECORDS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

PORT = Argument("list", elements="dict", options={
    "protocol": Argument(choices=("tcp", "udp"), required=True),
    "listen_port": Argument(required=True),
    "target_address": Argument(required=True),
    "target_port": TEXT,
    "description": TEXT,
})

NETWORK_FORWARD = Resource(
    kind="network_forward",
    path="networks/{network}/forwards",
    key="listen_address",
    extensions=("network_forward",),
    targeted=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("ports", PORT, RECORDS),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 404): "create the network first, or correct `network` or `project`",
        ("create", 400): "see that `listen_address` is free and that targets lie in the network's own subnet",
        ("update", 400): "see that targets lie in the network's own subnet and that no port is forwarded twice",
    },
)
