# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server as translation sees it, and a translation in one call."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.lxcri.containers.plugins.module_utils._config.facts import Facts
from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config
from ansible_collections.lxcri.containers.plugins.module_utils._config.translate import translation

ROOT = {"type": "disk", "path": "/", "pool": "fast"}
LXD = Facts(
    product="lxd", version="5.0.2",
    api_extensions={"cloud_init", "container_syscall_filtering_allow_deny_syntax"},
    networks={"lxdbr0": {"ipv4.address": "10.1.0.1/24", "ipv6.address": "none"}},
    bridges={"vmbr0", "eth9"},
    pools={"slow": {"driver": "dir", "source": "/srv"}, "fast": {"driver": "zfs", "source": "tank/ct"}},
    profiles={
        "default": {"config": {}, "devices": {"root": ROOT, "eth0": {"type": "nic", "network": "lxdbr0"}}},
        "web": {"config": {"limits.memory": "1GiB"},
                "devices": {"eth0": {"type": "nic", "network": "dmz", "name": "eth0"}}},
    },
    cpus=4,
)
INCUS = replace(LXD, product="incus", version="6.4", api_extensions={"instance_oci", "container_disk_tmpfs"})
ON_VMBR = {"type": "nic", "name": "eth0", "nictype": "bridged", "parent": "vmbr0"}


def config(**data):
    return ConfigLoader().parse_config(data).config


def done(settings, wanted=(), facts=LXD, name="c1"):
    return translation(settings if isinstance(settings, Config) else config(**settings), name, dict(wanted), facts)
