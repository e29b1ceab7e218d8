# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The legacy layout: what each of its keys becomes, which of two keys wins, and that nothing is lost."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.layouts.legacy import MEANINGS
from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import MASK
from ansible_collections.lxcri.containers.tests.unit.cases.dotted import nested

LOADER = ConfigLoader()

WHOLE = {
    "proxmox": {"hosts": ["pve1", "pve2"], "port": 8006, "token": "root@pam!ci=5f0e-88", "node": None,
                "verify_ssl": False},
    "runtime": {"root_path": "/srv/lxcri", "log_path": "/var/log/lxcri.log", "log_level": "debug", "log_format": "json",
                "routing": [{"pattern": "^db-", "runtime": "proxmox"}], "systemd_cgroup": True, "debug": False,
                "pid_file": None, "bundle": "/run/b"},
    "default_runtime": "proxmox_lxc",
    "runtimes": [{"type": "crun", "container_mask": "^app-", "priority": 10,
                  "namespaces": [{"name": "env", "value": "prod"}]}],
    "network": {"name": "net0", "bridge": "vmbr0", "ip": "dhcp", "gw": "10.0.0.1", "type": "veth", "tag": 7,
                "rate": 100,
                "mtu": 1400, "dns_servers": ["10.0.0.2"]},
    "storage": {"zfs_dataset": "tank/ct", "image_path": "images"},
    "zfs": {"compression": "lz4"}, "checkpoint": {"method": "criu"},
    "networking": {"vlan_aware": True, "default_ip": "10.0.0.3"},
    "containers": {"default_memory": 512, "default_swap": 256, "default_cores": 2, "default_ostype": "debian",
                   "default_template": "local:vztmpl/debian-12.tar.zst"},
    "logging": {"max_size": 1000, "max_files": 3},
    "images": {"a": 1}, "api": {"listen": ":80", "secret": {"key": "hush-hush"}}, "cluster": {"name": "c"},
}


def test_a_whole_legacy_file():
    loaded = LOADER.parse_config(WHOLE)
    config = loaded.config
    assert loaded.layout == "legacy"
    assert (config.data_dir, config.log_file, config.log_level, config.log_format) == (
        "/srv/lxcri", "/var/log/lxcri.log", "debug", "json")
    assert (config.network.name, config.network.gateway, config.network.vlan, config.network.mtu,
            config.network.dns) == (
        "net0", "10.0.0.1", 7, 1400, ("10.0.0.2",))
    assert config.resources.network_bandwidth == 12_500_000
    assert (config.resources.memory, config.resources.cpu) == (512 << 20, 2)
    assert (config.zfs_dataset, config.images) == ("tank/ct", "/var/cache/proxmox-lxcri/images")
    assert (config.log_max_size, config.log_max_files) == (1000, 3)
    assert config.container_config.routing[0].runtime == "vm"
    assert config.runtimes[0].namespaces[0].value == "prod"


def test_migration_loses_nothing():
    config = LOADER.parse_config(WHOLE).config
    written = json.loads(json.dumps(config.to_dict()))
    for section in ("proxmox", "zfs", "checkpoint", "images", "api", "cluster", "storage"):
        assert written["legacy"][section] == WHOLE[section]
    assert written["legacy"]["runtime"] == {"systemd_cgroup": True, "debug": False, "bundle": "/run/b",
                                            "log_format": "json"}
    assert written["legacy"]["containers"] == {"default_swap": 256, "default_ostype": "debian",
                                               "default_template": "local:vztmpl/debian-12.tar.zst"}
    again = LOADER.parse_config(written)
    assert (again.config, again.layout) == (config, "modular")
    assert again.config.to_dict() == written


def test_what_has_no_meaning_is_named_once():
    warnings = LOADER.parse_config(WHOLE).warnings
    assert len(warnings) == 1
    for name in ("proxmox", "zfs", "checkpoint", "runtime.debug", "containers.default_swap", "networking.vlan_aware"):
        assert name in warnings[0]
    assert LOADER.parse_config({"network": {"mtu": 1400}}).warnings == ()


def test_secrets_are_written_but_never_shown():
    config = LOADER.parse_config(WHOLE).config
    assert config.masked()["legacy"]["proxmox"]["token"] == MASK
    assert config.masked()["legacy"]["api"]["secret"] == MASK
    assert config.to_dict()["legacy"]["proxmox"]["token"] == "root@pam!ci=5f0e-88"
    assert set(config.secrets()) == {"root@pam!ci=5f0e-88", "hush-hush"}
    for text in (repr(config), str(LOADER.parse_config(WHOLE))):
        assert "5f0e" not in text and "hush" not in text
    assert Config().secrets() == ()


VALUES = {"data_dir": "/x", "log_file": "/x", "log_level": "warn", "network.gateway": "10.0.0.9",
          "network.bridge": "br9",
          "network.mtu": 1300, "resources.cpu": 3, "network.dns": ["10.0.0.9"],
          "container_config.routing": [{"pattern": "x", "runtime": "vm"}]}


def legacy_value(meaning, key):
    odd = {"network.rate": 8, "containers.default_memory": 4, "networking.default_nameserver": "10.0.0.9"}
    return odd.get(key, VALUES.get(meaning))


@pytest.mark.parametrize("key, meaning", [row[:2] for row in MEANINGS])
def test_each_legacy_word_says_what_its_modular_word_says(key, meaning):
    expected = dict(VALUES, **{"resources.network_bandwidth": 1_000_000, "resources.memory": 4 << 20})[meaning]
    assert (LOADER.parse_config(nested({key: legacy_value(meaning, key)})).config
            == LOADER.parse_config(nested({meaning: expected})).config)


@pytest.mark.parametrize("key, meaning", [row[:2] for row in MEANINGS])
def test_the_modular_word_wins_and_both_are_named(key, meaning):
    expected = dict(VALUES, **{"resources.network_bandwidth": 77, "resources.memory": 77})[meaning]
    other = {"log_level": "fatal", "network.mtu": 1301, "resources.cpu": 4}.get(meaning, legacy_value(meaning, key))
    loaded = LOADER.parse_config(nested({meaning: expected, key: other}))
    assert loaded.config == LOADER.parse_config(nested({meaning: expected})).config
    assert any(meaning in warning and key in warning for warning in loaded.warnings)


def test_of_two_legacy_words_the_first_wins():
    loaded = LOADER.parse_config({"runtime": {"log_level": "debug", "root": "/b", "root_path": "/a"},
                                  "logging": {"level": "error"}})
    assert (loaded.config.log_level, loaded.config.data_dir) == ("debug", "/a")
    assert "runtime.log_level and logging.level" in loaded.warnings[1]


@pytest.mark.parametrize("data, layout", [
    ({}, "modular"),
    ({"network": {"bridge": "br0"}}, "modular"),
    ({"log_level": "info"}, "modular"),
    ({"network": {"gw": "10.0.0.1"}}, "legacy"),
    ({"proxmox": {}}, "legacy"),
    ({"proxmox": None, "log_level": "info"}, "modular"),
    ({"proxmox": {}, "log_level": "info"}, "mixed"),
    ({"network": {"gw": "10.0.0.1", "dns": []}}, "mixed"),
    ({"legacy": {"proxmox": {}}}, "modular"),
])
def test_the_layout_is_told_by_what_only_one_has(data, layout):
    assert LOADER.parse_config(data).layout == layout


def test_a_key_beside_its_carried_self_is_warned_about():
    loaded = LOADER.parse_config({"network": {"mtu": 1400}, "legacy": {"network": {"mtu": 1500, "tag": 3}}})
    assert (loaded.config.network.mtu, loaded.config.network.vlan) == (1400, 3)
    assert "network.mtu and legacy.network.mtu" in loaded.warnings[0]
