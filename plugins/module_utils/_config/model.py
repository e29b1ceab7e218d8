# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config: what a proxmox-lxcri configuration file says, as a frozen value that owns everything in it.

``None`` is "not set".  Values come in through ``Config.from_values`` (dotted keys, already validated) and go
out through ``Config.to_dict`` (a fresh plain dict in the modular layout).
"""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.secrets import hidden, secret_values

RUNTIMES = ("lxc", "vm", "crun", "runc", "proxmox-lxc", "qemu")
DEFAULT_BRIDGE = "lxcbr0"
DEFAULT_NIC = "eth0"


@dataclass(frozen=True)
class PortMapping:
    """One port of the host that leads to a port of the container."""

    host_port: int
    container_port: int
    protocol: str = "tcp"


@dataclass(frozen=True)
class Network:
    """The first NIC.  ``mtu`` in bytes, ``vlan`` 1–4094; ``ip`` an address with prefix, or ``dhcp``."""

    bridge: str = DEFAULT_BRIDGE
    ip: Optional[str] = None
    gateway: Optional[str] = None
    dns: Optional[Tuple[str, ...]] = None
    port_mappings: Optional[Tuple[PortMapping, ...]] = None
    name: str = DEFAULT_NIC
    type: Optional[str] = None
    vlan: Optional[int] = None
    mtu: Optional[int] = None


@dataclass(frozen=True)
class Security:
    """Confinement; ``None`` leaves the server's own default."""

    seccomp: Optional[bool] = None
    apparmor: Optional[bool] = None
    capabilities: Optional[Tuple[str, ...]] = None
    read_only: Optional[bool] = None


@dataclass(frozen=True)
class Resources:
    """Limits: ``memory`` and ``disk`` in bytes, ``cpu`` in CPUs, ``network_bandwidth`` in bytes per second."""

    memory: Optional[int] = None
    cpu: Optional[float] = None
    disk: Optional[int] = None
    network_bandwidth: Optional[int] = None


@dataclass(frozen=True)
class Rule:
    """One routing rule: a name that ``pattern`` matches gets ``runtime``."""

    pattern: str
    runtime: str


@dataclass(frozen=True)
class Volume:
    """A mount: ``source`` is a host path, or ``volume`` or ``pool/volume`` of the server."""

    source: str
    destination: str
    read_only: Optional[bool] = None
    options: Optional[Tuple[str, ...]] = None


@dataclass(frozen=True)
class Tmpfs:
    """A file system in memory: ``size`` in bytes, ``mode`` in octal digits."""

    destination: str
    size: Optional[int] = None
    mode: Optional[str] = None


@dataclass(frozen=True)
class Storage:
    """What ``container_config.storage`` says."""

    rootfs: Optional[str] = None
    volumes: Optional[Tuple[Volume, ...]] = None
    tmpfs: Optional[Tuple[Tmpfs, ...]] = None


@dataclass(frozen=True)
class ContainerConfig:
    """Routing, its defaults, and storage."""

    routing: Tuple[Rule, ...] = ()
    crun_name_patterns: Tuple[str, ...] = ()
    default_container_type: str = "lxc"
    default_runtime: str = "lxc"
    storage: Storage = field(default_factory=Storage)


@dataclass(frozen=True)
class Namespace:
    """A name and the value that an older routing rule wants it to have."""

    name: str
    value: str


@dataclass(frozen=True)
class RuntimeRule:
    """An older routing rule; the highest ``priority`` (0–255) whose mask and namespaces match wins."""

    type: str
    container_mask: str
    priority: int = 0
    namespaces: Tuple[Namespace, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A value without meaning here, kept verbatim: where it stood, and itself as canonical JSON text."""

    path: Tuple[str, ...]
    text: str = field(repr=False)


@dataclass(frozen=True)
class Config:
    """A whole configuration; ``Config()`` is the defaults."""

    runtime_type: str = "lxc"
    default_runtime: str = "lxc"
    log_level: str = "info"
    log_file: Optional[str] = None
    data_dir: str = "/var/lib/proxmox-lxcri"
    cache_dir: str = "/var/cache/proxmox-lxcri"
    temp_dir: str = "/tmp/proxmox-lxcri"
    network: Network = field(default_factory=Network)
    security: Security = field(default_factory=Security)
    resources: Resources = field(default_factory=Resources)
    container_config: ContainerConfig = field(default_factory=ContainerConfig)
    # What only the legacy layout has a word for.
    log_format: str = "text"
    log_max_size: Optional[int] = None
    log_max_files: Optional[int] = None
    zfs_dataset: Optional[str] = None
    image_path: Optional[str] = None
    default_image: Optional[str] = None
    runtimes: Tuple[RuntimeRule, ...] = ()
    kept: Tuple[Kept, ...] = ()

    @property
    def images(self) -> str:
        """The directory for images: ``image_path``, below ``cache_dir`` where it is relative."""
        return posixpath.join(self.cache_dir, self.image_path or "images")

    @classmethod
    def from_values(cls, values: Mapping[str, Any], kept: Mapping[Tuple[str, ...], Any] = ()) -> "Config":
        """A Config of validated ``values``: dotted modular keys, and legacy keys for what modular cannot say.

        A key that is absent gets its default.  ``kept`` maps a path to a JSON-ready value.
        """
        get = values.get
        default = next((get(key) for key in DEFAULT_RUNTIME_KEYS if get(key) is not None), "lxc")
        said = {attribute: values[key] for key, attribute in PLACES.items() if values.get(key) is not None}
        said.setdefault("default_runtime", default)
        said["container_config.default_runtime"] = default
        grouped: Dict[str, Any] = {}
        for attribute, value in said.items():
            *groups, last = attribute.split(".")
            target = grouped
            for group in groups:
                target = target.setdefault(group, {})
            target[last] = value
        grouped["kept"] = tuple(Kept(path, json.dumps(value, sort_keys=True, ensure_ascii=False))
                                for path, value in sorted(dict(kept).items()))
        return _built(cls, grouped)

    def to_dict(self) -> Dict[str, Any]:
        """A fresh plain dict in the modular layout, secrets included: for writing.

        What the modular layout has no word for stands under ``legacy``, in the words of the legacy layout.
        """
        result: Dict[str, Any] = {}
        for key, attribute in PLACES.items():
            if key in MODULAR_KEYS:
                _put(result, key.split("."), _plain(_get(self, attribute)))
            elif _get(self, attribute) != _get(_DEFAULTS, attribute):
                _put(result, ["legacy"] + key.split("."), _plain(_get(self, attribute)))
        for item in self.kept:
            _put(result, ["legacy", *item.path], json.loads(item.text))
        return result

    def masked(self) -> Dict[str, Any]:
        """``to_dict()`` with every secret hidden: for output."""
        return hidden(self.to_dict())

    def secrets(self) -> Tuple[str, ...]:
        """The secret values in this Config: what a log must never show, and what a written file protects."""
        return secret_values(self.to_dict())


# The first of these that a file sets is the runtime of a name that no rule matches.
DEFAULT_RUNTIME_KEYS = ("container_config.default_runtime", "default_runtime",
                        "container_config.default_container_type", "runtime_type")

MODULAR_KEYS = (
    "runtime_type", "default_runtime", "log_level", "log_file", "data_dir", "cache_dir", "temp_dir",
    "network.bridge", "network.ip", "network.gateway", "network.dns", "network.port_mappings",
    "security.seccomp", "security.apparmor", "security.capabilities", "security.read_only",
    "resources.memory", "resources.cpu", "resources.disk", "resources.network_bandwidth",
    "container_config.routing", "container_config.crun_name_patterns",
    "container_config.default_container_type", "container_config.default_runtime",
    "container_config.storage.rootfs", "container_config.storage.volumes", "container_config.storage.tmpfs",
)

# Key in a file -> attribute of Config: the modular keys, and the legacy ones that have no modular word.
PLACES = {
    **{key: key for key in MODULAR_KEYS},
    "network.name": "network.name",
    "network.type": "network.type",
    "network.tag": "network.vlan",
    "network.mtu": "network.mtu",
    "runtime.log_format": "log_format",
    "logging.max_size": "log_max_size",
    "logging.max_files": "log_max_files",
    "storage.zfs_dataset": "zfs_dataset",
    "storage.image_path": "image_path",
    "containers.default_template": "default_image",
    "runtimes": "runtimes",
}

_ITEMS = {
    "port_mappings": PortMapping, "routing": Rule, "runtimes": RuntimeRule, "namespaces": Namespace,
    "volumes": Volume, "tmpfs": Tmpfs,
}
_GROUPS = {
    "network": Network, "security": Security, "resources": Resources, "container_config": ContainerConfig,
    "storage": Storage,
}


def _built(kind: type, values: Mapping[str, Any]) -> Any:
    """A frozen ``kind`` that shares nothing with ``values``."""
    return kind(**{name: _frozen(name, value) for name, value in values.items()})


def _frozen(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _built(_GROUPS[name], value)
    if isinstance(value, list):
        return tuple(_built(_ITEMS[name], item) if isinstance(item, Mapping) else item for item in value)
    return value


def _plain(value: Any) -> Any:
    """Frozen value -> fresh JSON-ready value; what an entry of a list leaves unset is left out of it."""
    if is_dataclass(value):
        pairs = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: _plain(item) for name, item in pairs if item is not None}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _get(value: Any, attribute: str) -> Any:
    for name in attribute.split("."):
        value = getattr(value, name)
    return value


def _put(target: Dict[str, Any], path: Any, value: Any) -> None:
    *groups, last = path
    for group in groups:
        target = target.setdefault(group, {})
    target[last] = value


_DEFAULTS = Config()
