# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which configuration keys the server knows and which values it takes: enough to refuse what a real one refuses."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Callable, Dict, Iterable, Mapping

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure

Check = Callable[[str], bool]

BOOLEANS = {"true", "false", "1", "0", "yes", "no", "on", "off"}
SIZE = re.compile(r"\d+(\.\d+)?\s*(B|[kKMGTPE]B|[KMGTPE]iB|bytes)?", re.IGNORECASE)


def is_bool(value: str) -> bool:
    return value.lower() in BOOLEANS


def is_int(value: str) -> bool:
    return re.fullmatch(r"-?\d+", value) is not None


def is_size(value: str) -> bool:
    return SIZE.fullmatch(value) is not None


def is_memory(value: str) -> bool:
    return is_size(value) or re.fullmatch(r"\d+%", value) is not None


def is_any(_value: str) -> bool:
    return True


def one_of(*values: str) -> Check:
    return lambda value: value in values


def is_priority(value: str) -> bool:
    return is_int(value) and 0 <= int(value) <= 10


def is_cpus(value: str) -> bool:
    return re.fullmatch(r"\d+|(\d+(-\d+)?)(,\d+(-\d+)?)*", value) is not None


def is_bool_or_size(value: str) -> bool:
    return is_bool(value) or is_size(value)


def is_network_address(version: int) -> Check:
    def test(value: str) -> bool:
        if value in ("none", "auto"):
            return True
        try:
            return ipaddress.ip_interface(value).version == version and "/" in value
        except ValueError:
            return False

    return test


def _keys(check: Check, names: str) -> Dict[str, Check]:
    return dict.fromkeys(names.split(), check)


INSTANCE: Dict[str, Check] = {
    **_keys(is_bool, "boot.autostart security.devlxd security.devlxd.images security.protection.delete"),
    **_keys(is_bool, "security.guestapi security.guestapi.images security.protection.start"),
    **_keys(is_bool, "security.nesting security.privileged security.protection.shift security.idmap.isolated"),
    **_keys(is_bool, "security.secureboot security.csm security.agent.metrics security.sev security.sev.policy.es"),
    **_keys(is_bool, "snapshots.schedule.stopped limits.memory.hugepages nvidia.runtime agent.nic_config"),
    **_keys(is_bool, "migration.incremental.memory migration.stateful security.syscalls.deny_default"),
    **_keys(is_bool, "security.syscalls.deny_compat security.syscalls.intercept.bpf security.syscalls.intercept.mknod"),
    **_keys(is_bool, "security.syscalls.intercept.bpf.devices security.syscalls.intercept.mount"),
    **_keys(is_bool, "security.syscalls.intercept.mount.shift security.syscalls.intercept.sched_setscheduler"),
    **_keys(is_bool, "security.syscalls.intercept.setxattr security.syscalls.intercept.sysinfo boot.autorestart"),
    **_keys(is_int, "boot.autostart.delay boot.autostart.priority boot.stop.priority boot.host_shutdown_timeout"),
    **_keys(is_int, "limits.processes security.idmap.base security.idmap.size limits.cpu.nodes"),
    **_keys(is_int, "migration.incremental.memory.goal migration.incremental.memory.iterations"),
    **_keys(is_priority, "limits.cpu.priority limits.disk.priority limits.network.priority"),
    **_keys(is_priority, "limits.memory.swap.priority"),
    **_keys(is_memory, "limits.memory"),
    **_keys(is_size, "limits.hugepages.64KB limits.hugepages.1MB limits.hugepages.2MB limits.hugepages.1GB"),
    **_keys(is_cpus, "limits.cpu"),
    **_keys(is_bool_or_size, "limits.memory.swap"),
    **_keys(one_of("soft", "hard"), "limits.memory.enforce"),
    **_keys(one_of("auto", "migrate", "live-migrate", "stop", "force-stop", "stateful-stop"), "cluster.evacuate"),
    **_keys(one_of("stop", "force-stop", "stateful-stop"), "boot.host_shutdown_action"),
    **_keys(is_any, "cloud-init.network-config cloud-init.user-data cloud-init.vendor-data limits.cpu.allowance"),
    **_keys(is_any, "linux.kernel_modules linux.kernel_modules.load nvidia.driver.capabilities nvidia.require.cuda"),
    **_keys(is_any, "nvidia.require.driver raw.apparmor raw.idmap raw.lxc raw.seccomp raw.qemu raw.qemu.conf"),
    **_keys(is_any, "raw.qemu.qmp.early raw.qemu.qmp.post-start raw.qemu.qmp.pre-start raw.qemu.scriptlet"),
    **_keys(is_any, "security.syscalls.allow security.syscalls.deny security.syscalls.intercept.mount.allowed"),
    **_keys(is_any, "security.syscalls.intercept.mount.fuse snapshots.schedule snapshots.pattern snapshots.expiry"),
    **_keys(is_any, "placement.group cluster.group oci.entrypoint oci.cwd oci.uid oci.gid snapshots.expiry.manual"),
}
INSTANCE_PREFIXES = ("user.", "environment.", "image.", "limits.kernel.", "linux.sysctl.", "cloud-init.ssh-keys.")
VOLATILE = re.compile(
    r"volatile\.(apply_template|apply_quota|base_image|cloud-init\.instance-id|cloud_init\.instance-id|evacuate\.origin"
    r"|idmap\.\w+|last_state\.\w+|uuid(\.generation)?|vsock_id|cluster\.group|rebalance\.\S+"
    r"|[^.]+\.(hwaddr|host_name|name|last_state\.\S+|apply_quota|ceph_rbd|driver|parent|mtu|id|uuid|vlan|spoofcheck))"
)


def instance(config: Mapping[str, str]) -> None:
    """Raise the 400 of an unknown key or a bad value in an instance's or profile's configuration."""
    for key, value in config.items():
        check = INSTANCE.get(key)
        if check is None:
            known = key.startswith(INSTANCE_PREFIXES) or VOLATILE.fullmatch(key)
            if not known:
                raise Failure(400, "Unknown configuration key: %s" % key)
        elif value != "" and not check(value):
            raise Failure(400, "Invalid value: %s" % value)


def plain(config: Mapping[str, Any], known: Mapping[str, Check], prefixes: Iterable[str], unknown: Failure) -> None:
    """The same for the other kinds: ``known`` keys with their checks, free ``prefixes``."""
    for key, value in config.items():
        check = known.get(key)
        if check is None:
            if not key.startswith(tuple(prefixes)):
                raise Failure(unknown.status, unknown.error % key)
        elif value != "" and not check(value):
            raise Failure(400, 'Invalid value for option "%s": %s' % (key, value))
