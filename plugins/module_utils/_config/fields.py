# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field of both layouts: its key, where it belongs and how its value is checked.

This table is the one place that knows the fields: the schema, the detection of the layout and the reference in
the documentation follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config import checks

MODULAR, LEGACY, BOTH = "modular", "legacy", "both"


@dataclass(frozen=True)
class Field:
    """One key of a file.

    ``items`` are the fields of the objects in a list of objects, or ``check`` is for each entry of a plain list.
    ``required`` is for fields of list entries.  ``kept`` fields have no meaning here and travel verbatim.
    """

    key: str
    layout: str
    check: Any = checks.anything
    listed: bool = False
    items: Tuple["Field", ...] = ()
    required: bool = False
    kept: bool = False


def _modular(key: str, check: Any, **more: Any) -> Field:
    return Field(key, MODULAR, check, **more)


def _legacy(key: str, check: Any, **more: Any) -> Field:
    return Field(key, LEGACY, check, **more)


def _both(key: str, check: Any = checks.anything, **more: Any) -> Field:
    return Field(key, BOTH, check, **more)


def _keep(key: str, check: Any = checks.anything) -> Field:
    return Field(key, LEGACY, check, kept=True)


def _part(key: str, check: Any, required: bool = False, listed: bool = False, items: Tuple[Field, ...] = ()) -> Field:
    return Field(key, BOTH, check, listed=listed, items=items, required=required)


RULE = (_part("pattern", checks.pattern, True), _part("runtime", checks.runtime, True))
PORT = checks.whole(1, 65535)

FIELDS = (
    _modular("runtime_type", checks.runtime),
    _both("default_runtime", checks.runtime),
    _modular("log_level", checks.log_level),
    _modular("log_file", checks.path),
    _modular("data_dir", checks.absolute),
    _modular("cache_dir", checks.absolute),
    _modular("temp_dir", checks.absolute),
    _both("network.bridge", checks.interface),
    _both("network.ip", checks.ip),
    _modular("network.gateway", checks.address),
    _modular("network.dns", checks.address, listed=True),
    _modular("network.port_mappings", None, items=(
        _part("host_port", PORT, True),
        _part("container_port", PORT, True),
        _part("protocol", checks.protocol),
    )),
    _modular("security.seccomp", checks.boolean),
    _modular("security.apparmor", checks.boolean),
    _modular("security.capabilities", checks.capability, listed=True),
    _modular("security.read_only", checks.boolean),
    _modular("resources.memory", checks.whole(1, unit="bytes")),
    _modular("resources.cpu", checks.positive),
    _modular("resources.disk", checks.whole(1, unit="bytes")),
    _modular("resources.network_bandwidth", checks.whole(1, unit="bytes per second")),
    _both("container_config.routing", None, items=RULE),
    _both("container_config.crun_name_patterns", checks.glob, listed=True),
    _both("container_config.default_container_type", checks.runtime),
    _both("container_config.default_runtime", checks.runtime),
    _both("container_config.storage.rootfs", checks.text),
    _both("container_config.storage.volumes", None, items=(
        _part("source", checks.text, True),
        _part("destination", checks.absolute, True),
        _part("read_only", checks.boolean),
        _part("options", checks.options),
    )),
    _both("container_config.storage.tmpfs", None, items=(
        _part("destination", checks.absolute, True),
        _part("size", checks.whole(1, unit="bytes")),
        _part("mode", checks.mode),
    )),
    _legacy("runtime.root_path", checks.absolute),
    _legacy("runtime.root", checks.absolute),
    _legacy("runtime.log_path", checks.path),
    _legacy("runtime.log_level", checks.log_level),
    _legacy("runtime.log_format", checks.log_format),
    _legacy("runtime.routing", None, items=RULE),
    _keep("runtime.systemd_cgroup"),
    _keep("runtime.terminal"),
    _keep("runtime.debug"),
    _keep("runtime.bundle"),
    _keep("runtime.pid_file"),
    _keep("runtime.console_socket"),
    _legacy("runtimes", None, items=(
        _part("type", checks.runtime, True),
        _part("container_mask", checks.mask, True),
        _part("priority", checks.whole(0, 255)),
        _part("namespaces", None, items=(_part("name", checks.text, True), _part("value", checks.text, True))),
    )),
    _legacy("network.name", checks.interface),
    _legacy("network.gw", checks.address),
    _legacy("network.type", checks.nic_type),
    _legacy("network.tag", checks.whole(1, 4094)),
    _legacy("network.rate", checks.megabits),
    _legacy("network.mtu", checks.whole(576, 65535)),
    _legacy("network.dns_servers", checks.address, listed=True),
    _legacy("storage.zfs_dataset", checks.text),
    _legacy("storage.image_path", checks.path),
    _keep("proxmox", dict),
    _keep("zfs", dict),
    _keep("checkpoint", dict),
    _legacy("networking.bridge", checks.interface),
    _keep("networking.vlan_aware", checks.boolean),
    _legacy("networking.mtu", checks.whole(576, 65535)),
    _legacy("networking.default_bridge", checks.interface),
    _keep("networking.default_ip", checks.text),
    _legacy("networking.default_nameserver", checks.address),
    _legacy("containers.default_memory", checks.whole(1, checks.MAX_BYTES >> 20)),
    _keep("containers.default_swap", checks.whole(0)),
    _legacy("containers.default_cores", checks.positive),
    _keep("containers.default_ostype", checks.text),
    _legacy("containers.default_template", checks.text),
    _legacy("logging.level", checks.log_level),
    _legacy("logging.file", checks.path),
    _legacy("logging.max_size", checks.whole(1, unit="bytes")),
    _legacy("logging.max_files", checks.whole(1, 1000)),
    _keep("images", dict),
    _keep("api", dict),
    _keep("cluster", dict),
)

BY_KEY = {field.key: field for field in FIELDS}
