# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for kinds, and values for examples."""

from __future__ import annotations

from typing import Any

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.info_task import plural

SERVER_DOCS = [
    {"name": "REST API of LXD", "description": "Every property of every object.",
     "link": "https://documentation.ubuntu.com/lxd/en/latest/api/"},
    {"name": "REST API of Incus", "description": "Every property of every object.",
     "link": "https://linuxcontainers.org/incus/docs/main/api/"},
]

_CAPITALS = {"acl": "ACL", "acls": "ACLs"}

# By option, or by (kind, option) where that says too little.
SAMPLES = {
    "bucket": "assets",
    "fingerprint": "0a1b2c3d4e5f",
    "instance": "web1",
    "location": "node1",
    "name": "example",
    "network": "web0",
    "pool": "default",
    "project": "shop",
    "volume": "data",
    "zone": "web.example.com",
    "listen_address": "198.51.100.20",
    ("certificate", "name"): "laptop",
    ("cluster_member", "name"): "node1",
    ("image", "name"): "debian/12",
    ("instance", "name"): "web1",
    ("instance_backup", "name"): "nightly",
    ("instance_snapshot", "name"): "before-upgrade",
    ("instance_template", "name"): "hosts.tpl",
    ("network", "name"): "web0",
    ("network_acl", "name"): "web",
    ("network_lease", "address"): "10.20.0.11",
    ("network_load_balancer", "network"): "ovn0",
    ("network_peer", "network"): "ovn0",
    ("network_state", "network"): "web0",
    ("network_zone", "name"): "web.example.com",
    ("network_zone_record", "name"): "www",
    ("profile", "name"): "web",
    ("project", "name"): "shop",
    ("project_state", "name"): "shop",
    ("storage_bucket", "name"): "assets",
    ("storage_bucket_key", "name"): "reader",
    ("storage_pool", "name"): "default",
    ("storage_pool_resources", "name"): "default",
    ("storage_volume", "name"): "data",
    ("storage_volume_backup", "name"): "yearly",
    ("storage_volume_snapshot", "name"): "before-upgrade",
}


def title(kind: str) -> str:
    """``network ACL``."""
    return " ".join(_CAPITALS.get(word, word) for word in kind.split("_"))


def titles(resource: Any) -> str:
    """``network ACLs``."""
    return title(plural(resource))


def mono(text: str) -> str:
    """Text as Ansible's documentation shows code."""
    return "C({0})".format(text)
