# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ConfigLoader: where it looks, what it makes of the defaults, of unknown keys and of faults."""

from __future__ import annotations

import collections
import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config, Network, Resources, Security
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

LOADER = ConfigLoader()


@pytest.fixture
def places(tmp_path):
    """A loader whose four places are files below a directory, and the places."""
    cwd = tmp_path / "cwd"
    cwd.mkdir()
    paths = [tmp_path / "named.json", cwd / "config.json", tmp_path / "etc1.json", tmp_path / "etc2.json"]
    loader = ConfigLoader(environ={"LXCRI_CONFIG": str(paths[0])}, cwd=str(cwd),
                          system_paths=[str(path) for path in paths[2:]])
    return loader, paths


def bridge(name):
    return json.dumps({"network": {"bridge": name}})


def test_the_usual_places_are_the_documented_ones():
    assert ConfigLoader(environ={}, cwd="/here").candidates() == (
        "/here/config.json", "/etc/proxmox-lxcri/config.json", "/etc/proxmox-lxcri/proxmox-lxcri.json")
    assert ConfigLoader(environ={"LXCRI_CONFIG": "x.json"}, cwd="/here").candidates()[0] == "/here/x.json"


def test_the_first_file_that_exists_is_taken(places):
    loader, paths = places
    for number in (3, 2, 1, 0):
        paths[number].write_text(bridge("br%d" % number))
        loaded = loader.load_default()
        assert (loaded.config.network.bridge, loaded.source, loaded.layout) == (
            "br%d" % number, str(paths[number]), "modular")


def test_no_file_at_all_is_the_defaults(places):
    loaded = places[0].load_default()
    assert (loaded.config, loaded.source, loaded.layout) == (Config(), "defaults", "default")
    assert "LXCRI_CONFIG" in loaded.warnings[0]
    assert ConfigLoader(environ={}, cwd="/nowhere", system_paths=()).load_default().warnings == ()


@pytest.mark.parametrize("content", ["{", '{"network": 3}', ""])
def test_a_bad_file_is_an_error_and_never_the_next_path(places, content):
    loader, paths = places
    paths[1].write_text(content)
    paths[2].write_text(bridge("br2"))
    with pytest.raises(Invalid, match=str(paths[1])):
        loader.load_default()


def test_a_directory_in_the_way_is_an_error(places):
    loader, paths = places
    paths[1].mkdir()
    with pytest.raises(Invalid, match="is a directory"):
        loader.load_default()


def test_the_defaults():
    config = Config()
    assert config == LOADER.parse_config({}).config == LOADER.load_from_string("{}").config
    assert (config.default_runtime, config.data_dir, config.cache_dir, config.temp_dir, config.network.bridge,
            config.log_level, config.log_file) == (
        "lxc", "/var/lib/proxmox-lxcri", "/var/cache/proxmox-lxcri", "/tmp/proxmox-lxcri", "lxcbr0", "info", None)
    assert Config().network is not Config().network
    with pytest.raises(AttributeError):
        config.log_level = "debug"
    with pytest.raises(AttributeError):
        config.network.bridge = "br0"


def test_null_means_not_set_for_every_key():
    def nulls(value):
        return {key: nulls(item) if isinstance(item, dict) else None for key, item in value.items()}

    assert LOADER.parse_config(nulls(Config().to_dict())).config == Config()
    assert LOADER.parse_config({"network": None, "runtime": {"root_path": None}, "proxmox": None}).config == Config()


def test_a_whole_modular_file():
    config = LOADER.parse_config({
        "runtime_type": "proxmox_lxc", "default_runtime": "proxmox", "log_level": "warn", "log_file": "/var/log/l.log",
        "network": {"bridge": "vmbr0", "ip": "10.0.3.5/24", "gateway": "10.0.3.1", "dns": ["1.1.1.1"],
                    "port_mappings": [{"host_port": 80, "container_port": 8080}]},
        "security": {"seccomp": True, "apparmor": False, "capabilities": ["CAP_NET_ADMIN", "chown"]},
        "resources": {"memory": 1 << 30, "cpu": 1.5, "disk": 1 << 33, "network_bandwidth": 1250000},
    }).config
    assert (config.runtime_type, config.default_runtime) == ("proxmox-lxc", "vm")
    assert config.network.port_mappings[0].protocol == "tcp"
    assert config.security == Security(True, False, ("net_admin", "chown"), None)
    assert config.resources == Resources(1 << 30, 1.5, 1 << 33, 1250000)
    assert isinstance(config.network, Network)


CASES = [
    ({"netwrk": {}}, "netwrk is not known (did you mean `network`?)"),
    ({"network": {"brigde": "a"}}, "network.brigde is not known (did you mean `bridge`?)"),
    ({"runtime_type": "lxd"}, "runtime_type must be one of lxc, vm, crun, runc, proxmox-lxc, qemu, not 'lxd'"),
    ({"default_runtime": "cruun"}, "(did you mean `crun`?)"),
    ({"log_level": "inof"}, "(did you mean `info`?)"),
    ({"log_level": 3}, "log_level must be one of"),
    ({"data_dir": "relative"}, "data_dir must be an absolute path"),
    ({"log_file": "a\0b"}, "control characters"),
    ({"network": []}, "network must be an object, not a list"),
    ({"network": {"bridge": "a-name-that-is-too-long"}}, "1 to 15 characters"),
    ({"network": {"bridge": "a/b"}}, "without blanks, / and :"),
    ({"network": {"ip": "10.0.3.5"}}, "network.ip must be an address with its prefix"),
    ({"network": {"ip": "10.0.3.500/24"}}, "network.ip must be"),
    ({"network": {"gateway": "10.0.3.1/24"}}, "without a prefix"),
    ({"network": {"dns": "1.1.1.1"}}, "network.dns must be a list"),
    ({"network": {"dns": ["1.1.1.1", None]}}, "network.dns[1] must be an IP address"),
    ({"network": {"mtu": 575}}, "from 576 to 65535"),
    ({"network": {"tag": 4095}}, "from 1 to 4094"),
    ({"network": {"rate": 0}}, "above 0"),
    ({"network": {"rate": 0.0000001}}, "whole bytes per second"),
    ({"network": {"port_mappings": [{"host_port": 0, "container_port": 65536}]}},
     "host_port must be a whole number from 1"),
    ({"network": {"port_mappings": [{"host_port": 80}]}}, "network.port_mappings[0].container_port is missing"),
    ({"network": {"port_mappings": [{"host_port": 1, "container_port": 1, "protocol": "icmp"}]}}, "one of tcp, udp"),
    ({"network": {"type": "brige"}}, "(did you mean `bridge`?)"),
    ({"security": {"seccomp": "yes"}}, "security.seccomp must be true or false, not 'yes'"),
    ({"security": {"seccomp": 1}}, "must be true or false, not 1"),
    ({"security": {"capabilities": ["CAP_NET_ADMN"]}}, "(did you mean `net_admin`?)"),
    ({"security": {"capabilities": [[]]}}, "must be a Linux capability, not a list"),
    ({"resources": {"memory": "512M"}}, "resources.memory must be a whole number of bytes"),
    ({"resources": {"memory": True}}, "resources.memory must be a whole number"),
    ({"resources": {"memory": 1.5}}, "resources.memory must be a whole number"),
    ({"resources": {"memory": 2**63}}, "resources.memory must be a whole number"),
    ({"resources": {"cpu": 0}}, "resources.cpu must be a number from 0.001"),
    ({"container_config": {"routing": [{"pattern": "a", "runtime": "b"}]}}, "routing[0].runtime must be one of"),
    ({"container_config": {"routing": [{"pattern": "a"}]}}, "routing[0].runtime is missing"),
    ({"container_config": {"routing": [{"pattern": None, "runtime": "vm"}]}}, "routing[0].pattern is missing"),
    ({"container_config": {"routing": [{"pattern": "^(a", "runtime": "vm"}]}}, "is no regular expression"),
    ({"container_config": {"routing": [{"pattern": "^(a+)+$", "runtime": "vm"}]}}, "repeats a repeat"),
    ({"container_config": {"storage": {"tmpfs": [{"destination": "/x", "mode": "rwx"}]}}}, "octal digits"),
    ({"container_config": {"storage": {"volumes": [{"source": "a", "destination": "b"}]}}}, "absolute path"),
    ({"runtimes": [{"type": "vm", "container_mask": "x", "priority": 256}]},
     "priority must be a whole number from 0 to 255"),
    ({"runtimes": [{"type": "vm", "container_mask": "(a*)*"}]}, "repeats what may be empty"),
    ({"proxmox": "secret-token"}, "proxmox must be an object"),
    ({"networking": {"speed": 1}}, "networking.speed is not known"),
    ({"containers": {"default_memory": 1.5}}, "containers.default_memory must be"),
    ({"legacy": {"network": {"tag": 0}}}, "legacy.network.tag must be"),
    ({"legacy": {"legacy": {}}}, "legacy.legacy is not known"),
    ({"container_config": {"routing": [{"pattern": "a", "runtime": "vm"}] * 501}}, "has 501 entries; 500 are allowed"),
    ({"container_config": {"routing": [{"pattern": "^[a-z]*-[a-z]*-[a-z]*$", "runtime": "vm"}] * 40}}, "take for ever"),
    ({"a": {1, 2}}, "type set"),
    ({1: 2}, "no text"),
    ([], "must be one object"),
]


@pytest.mark.parametrize("data, said", CASES)
def test_what_is_not_valid_is_named(data, said):
    with pytest.raises(Invalid) as caught:
        LOADER.parse_config(data, "x")
    assert said in caught.value.message
    assert "secret-token" not in str(caught.value.message) + str(caught.value.details)


def test_all_faults_come_in_one_message():
    with pytest.raises(Invalid) as caught:
        LOADER.load_from_string('{"log_level": "x",\n "network": {"dns": ["a", "b"]},\n "nix": 1}', "f.json")
    assert [(error["path"], error["line"]) for error in caught.value.details["errors"]] == [
        ("nix", 3), ("log_level", 1), ("network.dns[0]", 2), ("network.dns[1]", 2)]
    assert caught.value.message.count(";") == 3


def test_a_bad_entry_spoils_the_whole_list_and_changes_nothing():
    before = LOADER.parse_config({"container_config": {"routing": [{"pattern": "a", "runtime": "vm"}]}}).config
    for strict in (True, False):
        with pytest.raises(Invalid):
            ConfigLoader(strict=strict).parse_config({"container_config": {"routing": [
                {"pattern": "a", "runtime": "crun"}, {"pattern": "b", "runtime": "vm", "extra": 1}]}})
    assert before.container_config.routing[0].runtime == "vm"


def test_a_tolerant_loader_keeps_what_it_does_not_know():
    data = {"network": {"bridge": "br0", "speed": 10}, "future": {"x": [1, None]}, "legacy": {"other": 1}}
    with pytest.raises(Invalid):
        LOADER.parse_config(data)
    loader = ConfigLoader(strict=False)
    loaded = loader.parse_config(data)
    assert loaded.config.network.bridge == "br0"
    assert loaded.config.to_dict()["legacy"] == {"network": {"speed": 10}, "future": {"x": [1, None]}, "other": 1}
    assert len([warning for warning in loaded.warnings if "is not known" in warning]) == 3
    again = loader.parse_config(loaded.config.to_dict())
    assert again.config == loaded.config


def test_subclasses_and_other_containers_become_plain():
    class Text(str):
        pass

    data = collections.OrderedDict(default_runtime=Text("vm"), network={"dns": (Text("1.1.1.1"),)})
    config = LOADER.parse_config(data).config
    assert config.default_runtime.__class__ is str and config.network.dns[0].__class__ is str
    assert config.network.dns == ("1.1.1.1",)


def test_a_mapping_that_holds_itself_is_refused():
    data = {}
    data["proxmox"] = data
    with pytest.raises(Invalid, match="nested deeper"):
        LOADER.parse_config(data)
