# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation: what each setting becomes on a server, who wins, and what is said when it cannot be done."""

from __future__ import annotations

import copy
import os
import sys
from dataclasses import replace

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.facts import Facts
from ansible_collections.lxcri.containers.plugins.module_utils._config.limits import allowance, bits_text, bytes_text
from ansible_collections.lxcri.containers.plugins.module_utils._config.translate import (
    translate,
    translate_all,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unsupported

sys.path.insert(0, os.path.dirname(__file__))
from config_server import INCUS, LXD, ON_VMBR, ROOT, config, done  # noqa: E402


def test_a_default_config_adds_only_the_type():
    assert done({}).wanted == {"name": "c1", "type": "container"}
    assert done({}).warnings == ()


@pytest.mark.parametrize("runtime, kind", [
    ("lxc", "container"), ("proxmox-lxc", "container"), ("vm", "virtual-machine"), ("qemu", "virtual-machine"),
    ("proxmox", "virtual-machine"),
])
def test_a_runtime_becomes_a_type(runtime, kind):
    assert done({"default_runtime": runtime}).wanted["type"] == kind
    assert done({"default_runtime": runtime}, {"type": "container"}).wanted["type"] == "container"


@pytest.mark.parametrize("count, text", [
    (1, "1"), (1024, "1KiB"), (512 << 20, "512MiB"), (3 << 30, "3GiB"), (1 << 41, "2TiB"),
    ((1 << 30) + 1, "1073741825"),
])
def test_bytes_are_written_exactly(count, text):
    assert bytes_text(count) == text


@pytest.mark.parametrize("count, text", [(125_000_000, "1Gbit"), (1_250_000, "10Mbit"), (125, "1kbit"), (1, "8bit")])
def test_bytes_per_second_become_bits(count, text):
    assert bits_text(count) == text


@pytest.mark.parametrize("cpus, text", [(0.5, "50ms/100ms"), (1.5, "150ms/100ms"), (0.125, "25ms/200ms"),
                                        (0.005, "1ms/200ms"), (0.333, "333ms/1000ms"), (1.0001, "1001ms/1000ms")])
def test_a_fraction_of_cpus_is_a_hard_limit(cpus, text):
    assert allowance(cpus) == text


@pytest.mark.parametrize("section, values, added", [
    ("resources", {"memory": 512 << 20}, {"limits.memory": "512MiB"}),
    ("resources", {"cpu": 2}, {"limits.cpu": "2"}),
    ("resources", {"cpu": 2.0}, {"limits.cpu": "2"}),
    ("resources", {"cpu": 0.5}, {"limits.cpu.allowance": "50ms/100ms"}),
    ("security", {"seccomp": True}, {"security.syscalls.deny_default": "true"}),
    ("security", {"seccomp": False}, {"security.syscalls.deny_default": "false"}),
    ("security", {"apparmor": True}, {}),
    ("security", {"apparmor": False}, {"raw.lxc": "lxc.apparmor.profile=unconfined"}),
    ("security", {"capabilities": ["CAP_CHOWN", "setuid"]}, {"raw.lxc": "lxc.cap.drop=\nlxc.cap.keep=chown setuid"}),
    ("security", {"capabilities": []}, {"raw.lxc": "lxc.cap.drop=\nlxc.cap.keep=none"}),
])
def test_limits_and_security(section, values, added):
    assert done({section: values}).wanted.get("config", {}) == added


def test_old_servers_have_the_old_name():
    added = done({"security": {"seccomp": True}}, facts=replace(LXD, api_extensions=()))
    assert added.wanted["config"] == {"security.syscalls.blacklist_default": "true"}


def test_virtual_machines_take_what_they_can():
    result = done({"default_runtime": "vm", "resources": {"cpu": 1.5, "memory": 1 << 30, "disk": 1 << 30},
                   "security": {"seccomp": True, "apparmor": False, "capabilities": [], "read_only": True},
                   "container_config": {"storage": {"tmpfs": [{"destination": "/t"}]}}})
    assert result.wanted["config"] == {"limits.cpu": "2", "limits.memory": "1GiB"}
    assert result.wanted["devices"]["root"] == dict(ROOT, size="1GiB")
    assert len(result.warnings) == 4


def test_more_cpus_than_there_are_is_said():
    assert "4 CPUs" in done({"resources": {"cpu": 8}}).warnings[0]


@pytest.mark.parametrize("image, source", [
    ("docker.io/library/nginx:1.27", {"server": "https://docker.io", "alias": "library/nginx:1.27"}),
    ("localhost/app", {"server": "https://localhost", "alias": "app"}),
    ("reg:5000/app", {"server": "https://reg:5000", "alias": "app"}),
])
@pytest.mark.parametrize("runtime", ["crun", "runc"])
def test_oci_images_come_from_their_registry(image, source, runtime):
    result = done({"default_runtime": runtime}, {"image": image}, INCUS)
    assert result.wanted["source"] == dict(source, type="image", mode="pull", protocol="oci")
    assert "image" not in result.wanted and result.wanted["type"] == "container" and result.runtime == runtime


def test_an_oci_alias_of_the_server_stays():
    assert done({"default_runtime": "crun"}, {"image": "my/nginx"}, INCUS).wanted["image"] == "my/nginx"


def test_a_server_without_oci_is_named_before_anything_is_done():
    with pytest.raises(Unsupported) as caught:
        done({"default_runtime": "crun"}, {"image": "docker.io/nginx"})
    assert "instance_oci" in caught.value.message and "LXD 5.0.2" in caught.value.message
    assert done({"default_runtime": "crun"}, {"state": "absent"}).wanted == {"state": "absent", "name": "c1"}


@pytest.mark.parametrize("template, image", [("debian/12", "debian/12"),
                                             ("local:vztmpl/debian-12_amd64.tar.zst", "debian-12_amd64")])
def test_the_default_image(template, image):
    settings = {"containers": {"default_template": template}}
    assert done(settings).wanted["image"] == image
    assert done(settings, {"image": "x"}).wanted["image"] == "x"
    assert "image" not in done(settings, {"source": {"type": "none"}}).wanted


SETTINGS = {"network": {"bridge": "vmbr0", "mtu": 1400}, "resources": {"memory": 1 << 20, "cpu": 1},
            "security": {"apparmor": False, "capabilities": ["chown"], "seccomp": False}}


def test_what_the_item_says_wins_key_by_key():
    wanted = {"config": {"limits.memory": "9GiB", "limits.cpu.allowance": "10%", "security.syscalls.deny_default": None,
                         "user.x": 1},
              "devices": {"eth0": {"mtu": "9000", "hwaddr": "00:16:3e:00:00:01"}}, "description": "d",
              "profiles": ["default"]}
    result = done(SETTINGS, wanted).wanted
    assert {key: value for key, value in result["config"].items() if key != "raw.lxc"} == wanted["config"]
    assert result["devices"]["eth0"] == dict(ON_VMBR, mtu="9000", hwaddr="00:16:3e:00:00:01")
    assert (result["description"], result["profiles"]) == ("d", ["default"])


@pytest.mark.parametrize("devices", [
    {"eth0": {"type": "nic", "network": "dmz"}}, {"eth0": {"type": "none"}}, {"eth0": None},
    {"n": {"type": "nic", "name": "eth0", "nictype": "p2p"}}])
def test_an_item_with_a_network_of_its_own_keeps_it(devices):
    result = done(SETTINGS, {"devices": devices}).wanted
    found = {name: device and {key: device[key] for key in device if key != "name"}
             for name, device in result["devices"].items()}
    assert found == {name: device and {key: device[key] for key in device if key != "name"}
                     for name, device in devices.items()}


def test_a_profile_that_is_named_wins_and_the_servers_own_does_not():
    assert done(SETTINGS, {"profiles": ["default", "web"]}).wanted.get("devices") is None
    assert "limits.memory" not in done(SETTINGS, {"profiles": ["web"]}).wanted["config"]
    assert done(SETTINGS, {"profiles": ["default"]}).wanted["devices"]["eth0"] == dict(ON_VMBR, mtu="1400")


def test_raw_lxc_merges_line_by_line():
    own = "lxc.cap.keep=net_admin\nlxc.environment=A=1\n"
    result = done(SETTINGS, {"config": {"raw.lxc": own}}).wanted
    assert result["config"]["raw.lxc"] == "lxc.apparmor.profile=unconfined\nlxc.cap.keep=net_admin\nlxc.environment=A=1"
    # Translating the result again changes nothing.
    assert done(SETTINGS, result).wanted == result
    facts = replace(LXD, profiles={"default": {"config": {"raw.lxc": "lxc.environment=B=2"}}})
    assert done({"security": {"apparmor": False}}, facts=facts).wanted["config"]["raw.lxc"] == (
        "lxc.apparmor.profile=unconfined\nlxc.environment=B=2")
    assert "removes raw.lxc" in done(SETTINGS, {"config": {"raw.lxc": None}}).warnings[0]


def test_the_input_stays_as_it_is():
    wanted = {"config": {"user.x": "1"}, "devices": {"eth0": {"mtu": "9000"}, "root": dict(ROOT)},
              "profiles": ["default"]}
    before = copy.deepcopy(wanted)
    result = translate(config(resources={"disk": 1 << 30}, network={"bridge": "vmbr0"}), "c1", wanted, LXD)
    for device in result["devices"].values():
        device.clear()
    result["config"].clear()
    result["profiles"].clear()
    assert wanted == before
    assert LXD.profiles["default"]["devices"]["root"] == ROOT


def test_one_address_is_for_one_instance():
    settings = config(network={"bridge": "lxdbr0", "ip": "10.1.0.5/24"})
    own = {"name": "b", "devices": {"eth0": {"ipv4.address": "10.1.0.6"}}}
    assert len(translate_all(settings, [{"name": "a"}, own, {"name": "c", "state": "absent"}], LXD).wanted) == 3
    with pytest.raises(Invalid) as caught:
        translate_all(settings, [{"name": name} for name in "abcde"], LXD)
    assert "network.ip 10.1.0.5" in caught.value.message and "a, b, c and 2 more" in caught.value.message


def test_one_host_port_is_for_one_instance_on_a_member():
    settings = config(network={"port_mappings": [{"host_port": 80, "container_port": 80}]})
    with pytest.raises(Invalid, match="host port 80/tcp"):
        translate_all(settings, [{"name": "a"}, {"name": "b"}], LXD)
    assert translate_all(settings, [{"name": "a", "target": "m1"}, {"name": "b", "target": "m2"}], LXD).wanted


def test_a_fleet_is_warned_once():
    translations = translate_all(config(network={"bridge": "lxdbr0", "mtu": 1400}), [{"name": "a"}, {"name": "b"}], LXD)
    assert len(translations.warnings) == 1
    assert [item.runtime for item in translations.items] == ["lxc", "lxc"]


def test_facts_own_what_is_in_them():
    networks, pools = {"br0": {"bridge.mtu": "1400"}}, {"p": {"driver": "dir"}}
    facts = Facts(networks=networks, pools=pools, bridges=["a"])
    networks["br0"].clear()
    pools.clear()
    assert facts.networks["br0"] == {"bridge.mtu": "1400"} and facts.pools["p"]["driver"] == "dir"
    assert Facts(networks=["br0"]).networks == {"br0": {}}
    with pytest.raises(TypeError):
        facts.pools["q"] = {}
