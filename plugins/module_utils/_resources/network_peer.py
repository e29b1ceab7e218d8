# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Peerings of OVN networks: ``/1.0/networks/{network}/peers``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

NETWORK_PEER = Resource(
    kind="network_peer",
    path="networks/{network}/peers",
    extensions=("network_peer",),
    record="config",
    fields=(
        Field("description", TEXT),
        Field("type", Argument(choices=("local", "remote")), create_only=True, extension="network_integrations"),
        Field("target_project", TEXT, create_only=True),
        Field("target_network", TEXT, create_only=True),
        Field("target_integration", TEXT, create_only=True, extension="network_integrations"),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 404): "create the network first, or correct `network` or `project`",
        ("create", 400): "only networks of type ovn have peers; name `target_network`, or `target_integration` with "
                         "`type: remote`",
        ("delete", 400): "take it out of the rules that use it; `used_by` in network_peer_info names them",
    },
)
