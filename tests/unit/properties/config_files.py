# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strategies: the same settings as a modular file and as a legacy file."""

from __future__ import annotations

from hypothesis import strategies as st

from ansible_collections.lxcri.containers.tests.unit.cases.dotted import nested

RUNTIMES = st.sampled_from(["lxc", "vm", "crun", "runc", "proxmox-lxc", "proxmox_lxc", "proxmox", "qemu"])
LEVELS = st.sampled_from(["trace", "debug", "info", "warn", "error", "fatal"])
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
PATHS = WORDS.map(lambda word: "/srv/" + word)
INTERFACES = st.from_regex(r"[a-z][a-z0-9]{0,13}", fullmatch=True)
ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)
PATTERNS = st.one_of(WORDS.map(lambda word: word + "-*"), WORDS.map(lambda word: "^" + word + "-[0-9]+$"))
RULES = st.lists(st.fixed_dictionaries({"pattern": PATTERNS, "runtime": RUNTIMES}), max_size=4)
JSON = st.recursive(st.none() | st.booleans() | st.integers(-10**9, 10**9) | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
                    max_leaves=6)

# What both layouts can say: a key here -> its modular key and its legacy key.
SHARED = {
    "data": ("data_dir", "runtime.root_path", PATHS),
    "log": ("log_file", "runtime.log_path", PATHS),
    "level": ("log_level", "runtime.log_level", LEVELS),
    "routing": ("container_config.routing", "runtime.routing", RULES),
    "bridge": ("network.bridge", "network.bridge", INTERFACES),
    "ip": ("network.ip", "network.ip", st.just("dhcp") | st.ip_addresses(v=4).map(lambda ip: "%s/24" % ip)),
    "gateway": ("network.gateway", "network.gw", ADDRESSES),
    "dns": ("network.dns", "network.dns_servers", st.lists(ADDRESSES, max_size=3)),
    "cores": ("resources.cpu", "containers.default_cores", st.integers(1, 64) | st.sampled_from([0.5, 1.25, 0.333])),
    "runtime": ("default_runtime", "default_runtime", RUNTIMES),
}

# What only the modular layout can say, and only the legacy one.
MODULAR = {
    "runtime_type": RUNTIMES,
    "cache_dir": PATHS,
    "temp_dir": PATHS,
    "network.port_mappings": st.lists(st.fixed_dictionaries(
        {"host_port": st.integers(1, 65535), "container_port": st.integers(1, 65535)},
        optional={"protocol": st.sampled_from(["tcp", "udp"]) | st.none()}), max_size=3),
    "security.seccomp": st.booleans(),
    "security.apparmor": st.booleans(),
    "security.capabilities": st.lists(st.sampled_from(["CAP_CHOWN", "net_admin", "SETUID"]), max_size=3),
    "security.read_only": st.booleans(),
    "resources.memory": st.integers(1, 2**63 - 1),
    "resources.disk": st.integers(1, 2**63 - 1),
    "resources.network_bandwidth": st.integers(1, 2**40),
    "container_config.crun_name_patterns": st.lists(WORDS, max_size=3),
    "container_config.default_container_type": RUNTIMES,
    "container_config.default_runtime": RUNTIMES,
    "container_config.storage.rootfs": WORDS,
    "container_config.storage.volumes": st.lists(st.fixed_dictionaries(
        {"source": PATHS | WORDS, "destination": PATHS},
        optional={"read_only": st.booleans(), "options": st.just("nosuid,nodev") | st.lists(WORDS, max_size=2)}),
        max_size=2),
    "container_config.storage.tmpfs": st.lists(st.fixed_dictionaries(
        {"destination": PATHS}, optional={"size": st.integers(1, 2**40), "mode": st.sampled_from([1777, "0755"])}),
        max_size=2),
}
LEGACY = {
    "runtimes": st.lists(st.fixed_dictionaries(
        {"type": RUNTIMES, "container_mask": WORDS},
        optional={"priority": st.integers(0, 255), "namespaces": st.lists(st.fixed_dictionaries(
            {"name": WORDS, "value": WORDS}), max_size=2)}), max_size=3),
    "network.name": INTERFACES,
    "network.type": st.sampled_from(["bridge", "veth", "macvlan", "none"]),
    "network.tag": st.integers(1, 4094),
    "network.mtu": st.integers(576, 65535),
    "runtime.log_format": st.sampled_from(["text", "json"]),
    "runtime.debug": st.booleans(),
    "logging.max_size": st.integers(1, 10**9),
    "logging.max_files": st.integers(1, 1000),
    "storage.zfs_dataset": WORDS,
    "storage.image_path": PATHS,
    "containers.default_template": WORDS,
    "containers.default_memory": st.integers(1, 10**6),
    "containers.default_swap": st.integers(0, 10**6),
    "proxmox": st.dictionaries(WORDS, JSON, max_size=3),
    "cluster": st.dictionaries(WORDS, JSON, max_size=3),
}


@st.composite
def shared(draw):
    """One choice of settings as (modular file, legacy file)."""
    chosen = draw(st.sets(st.sampled_from(sorted(SHARED))))
    values = {name: draw(SHARED[name][2]) for name in sorted(chosen)}
    return tuple(nested({SHARED[name][side]: value for name, value in values.items()}) for side in (0, 1))


@st.composite
def files(draw):
    """Any valid file: keys of one layout or of both, some of them null."""
    pool = {SHARED[name][draw(st.integers(0, 1))]: SHARED[name][2] for name in sorted(SHARED)}
    pool.update(draw(st.sampled_from([{}, MODULAR, LEGACY, dict(MODULAR, **LEGACY)])))
    chosen = draw(st.sets(st.sampled_from(sorted(pool)), max_size=12))
    return nested({key: draw(pool[key] | st.none()) for key in sorted(chosen)})
