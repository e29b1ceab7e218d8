# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation of what has a place: the NIC, its address, ports, disks and mounts."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

sys.path.insert(0, os.path.dirname(__file__))
from config_server import INCUS, LXD, ON_VMBR, ROOT, done  # noqa: E402


@pytest.mark.parametrize("network, nic", [
    ({"bridge": "vmbr0"}, ON_VMBR),
    ({"bridge": "lxdbr0"}, {"type": "nic", "name": "eth0", "network": "lxdbr0"}),
    ({"bridge": "vmbr0", "mtu": 1400, "tag": 5}, dict(ON_VMBR, mtu="1400", vlan="5")),
    ({"bridge": "eth9", "type": "macvlan"}, dict(ON_VMBR, parent="eth9", nictype="macvlan")),
    ({"bridge": "eth9", "type": "routed", "ip": "10.9.0.5/32"},
     dict(ON_VMBR, parent="eth9", nictype="routed", **{"ipv4.address": "10.9.0.5"})),
    ({"bridge": "lxdbr0", "ip": "10.1.0.5/24", "gateway": "10.1.0.1"},
     {"type": "nic", "name": "eth0", "network": "lxdbr0", "ipv4.address": "10.1.0.5"}),
    ({"bridge": "lxdbr0", "ip": "dhcp"}, {"type": "nic", "name": "eth0", "network": "lxdbr0"}),
])
def test_the_nic(network, nic):
    result = done({"network": network})
    assert result.wanted["devices"] == {"eth0": nic}
    assert result.warnings == ()


def test_a_nic_of_another_name():
    assert done({"network": {"bridge": "vmbr0", "name": "net0"}}).wanted["devices"] == {"net0": dict(ON_VMBR,
                                                                                                     name="net0")}


def test_no_nic_where_none_is_wanted():
    assert "devices" not in done({"network": {"bridge": "vmbr0", "type": "none"}}).wanted


def test_a_static_address_without_leases_is_set_by_lxc():
    network = {"bridge": "vmbr0", "ip": "10.2.0.5/24", "gateway": "10.2.0.1"}
    assert done({"network": network}).wanted["config"] == {
        "raw.lxc": "lxc.net.0.ipv4.address=10.2.0.5/24 10.2.0.255\nlxc.net.0.ipv4.gateway=10.2.0.1"}
    other = {"devices": {"aaa": {"type": "nic", "network": "lxdbr0"}}}
    assert "lxc.net.1.ipv4" in done({"network": network}, other).wanted["config"]["raw.lxc"]
    six = {"bridge": "lxdbr0", "ip": "fd00::5/64", "gateway": "10.1.0.1"}
    assert done({"network": six}).wanted["config"] == {"raw.lxc": "lxc.net.0.ipv6.address=fd00::5/64"}


def test_a_static_address_of_a_virtual_machine_needs_cloud_init():
    result = done({"default_runtime": "vm", "network": {"bridge": "vmbr0", "ip": "10.2.0.5/24", "gateway": "10.2.0.1"}})
    assert json.loads(result.wanted["config"]["cloud-init.network-config"]) == {"version": 2, "ethernets": {"eth0": {
        "match": {"name": "e*"}, "addresses": ["10.2.0.5/24"], "routes": [{"to": "default", "via": "10.2.0.1"}]}}}
    assert "cloud-init" in result.warnings[0]


@pytest.mark.parametrize("facts, key", [(LXD, "cloud-init.network-config"), (INCUS, "cloud-init.network-config"),
                                        (replace(LXD, api_extensions=()), "user.network-config")])
def test_resolvers_need_cloud_init(facts, key):
    result = done({"network": {"bridge": "vmbr0", "dns": ["9.9.9.9"]}}, facts=facts)
    assert json.loads(result.wanted["config"][key])["ethernets"] == {
        "eth0": {"dhcp4": True, "nameservers": {"addresses": ["9.9.9.9"]}}}
    assert key in result.warnings[0]


@pytest.mark.parametrize("network, said", [
    ({"bridge": "lxdbr0", "mtu": 1400}, "bridge.mtu"),
    ({"bridge": "lxdbr0", "gateway": "10.1.0.9"}, "ipv4.dhcp.gateway"),
    ({"mtu": 1400}, "no interface lxcbr0"),
])
def test_what_a_network_decides_is_said(network, said):
    result = done({"network": network})
    assert said in result.warnings[0]
    assert "mtu" not in result.wanted.get("devices", {}).get("eth0", {})


def test_an_unknown_bridge_is_an_error_and_an_unknown_host_is_trusted():
    with pytest.raises(Invalid, match="vmbr7 is neither"):
        done({"network": {"bridge": "vmbr7"}})
    facts = replace(LXD, bridges=None)
    assert done({"network": {"bridge": "vmbr7"}}, facts=facts).wanted["devices"]["eth0"]["parent"] == "vmbr7"


def test_an_address_outside_its_network_is_an_error():
    with pytest.raises(Invalid, match="outside the managed network lxdbr0"):
        done({"network": {"bridge": "lxdbr0", "ip": "10.7.0.5/24"}})


def test_bandwidth_limits_the_nic_wherever_it_is():
    limits = {"limits.ingress": "10Mbit", "limits.egress": "10Mbit"}
    fast = {"resources": {"network_bandwidth": 1_250_000}}
    assert done(dict(fast, network={"bridge": "vmbr0"})).wanted["devices"]["eth0"] == dict(ON_VMBR, **limits)
    # The server's own profile has the NIC.
    assert done(fast).wanted["devices"]["eth0"] == {"type": "nic", "network": "lxdbr0", **limits}
    assert done(fast, {"profiles": ["default", "web"]}).wanted["devices"]["eth0"] == {
        "type": "nic", "network": "dmz", "name": "eth0", **limits}
    result = done(dict(fast, network={"bridge": "eth9", "type": "macvlan"}))
    assert "limits.egress" not in result.wanted["devices"]["eth0"] and "macvlan" in result.warnings[0]


def test_port_mappings_become_proxies():
    mappings = [{"host_port": 8080, "container_port": 80}, {"host_port": 53, "container_port": 5353, "protocol": "udp"}]
    result = done({"network": {"port_mappings": mappings}})
    assert result.wanted["devices"] == {
        "port-tcp-8080": {"type": "proxy", "listen": "tcp:0.0.0.0:8080", "connect": "tcp:127.0.0.1:80"},
        "port-udp-53": {"type": "proxy", "listen": "udp:0.0.0.0:53", "connect": "udp:127.0.0.1:5353"}}
    with pytest.raises(Invalid, match="virtual machine c1"):
        done({"default_runtime": "vm", "network": {"port_mappings": mappings}})


@pytest.mark.parametrize("settings, root", [
    ({"resources": {"disk": 1 << 30}}, dict(ROOT, size="1GiB")),
    ({"security": {"read_only": True}}, dict(ROOT, readonly="true")),
    ({"storage": {"zfs_dataset": "tank/ct"}, "resources": {"disk": 1 << 30}}, dict(ROOT, size="1GiB")),
    ({"container_config": {"storage": {"rootfs": "slow"}}}, dict(ROOT, pool="slow")),
])
def test_the_root_disk(settings, root):
    assert done(settings).wanted["devices"] == {"root": root}


def test_the_root_disk_stays_the_profiles_where_nothing_is_added():
    assert "devices" not in done({"security": {"read_only": False}}).wanted
    assert "devices" not in done({"storage": {"zfs_dataset": "tank/ct"}}).wanted


def test_the_root_disk_of_an_item_keeps_what_the_item_says():
    own = {"devices": {"disk0": {"type": "disk", "path": "/", "pool": "slow", "size": "5GiB"}}}
    assert done({"resources": {"disk": 1 << 30}, "storage": {"zfs_dataset": "tank/ct"}},
                own).wanted["devices"] == own["devices"]


def test_a_pool_that_cannot_bound_a_disk_is_named():
    own = {"devices": {"root": dict(ROOT, pool="slow")}}
    result = done({"resources": {"disk": 1 << 30}}, own)
    assert result.wanted["devices"] == own["devices"]
    assert "pool slow: its driver dir" in result.warnings[0]
    assert "size" in done({"default_runtime": "vm", "resources": {"disk": 1 << 30}}, own).wanted["devices"]["root"]


def test_a_root_disk_nobody_knows():
    bare = replace(LXD, profiles={})
    assert "pool is not known" in done({"resources": {"disk": 1 << 30}}, facts=bare).warnings[0]
    one = replace(bare, pools={"only": {"driver": "btrfs"}})
    assert done({"resources": {"disk": 1 << 30}}, facts=one).wanted["devices"]["root"] == dict(ROOT, pool="only",
                                                                                               size="1GiB")


def test_what_is_no_pool_is_said():
    result = done({"storage": {"zfs_dataset": "rpool/x"}, "container_config": {"storage": {"rootfs": "/srv/rootfs"}}})
    assert "devices" not in result.wanted
    assert "rpool/x" in result.warnings[0] and "/srv/rootfs" in result.warnings[1]


@pytest.mark.parametrize("volume, name, device", [
    ({"source": "/data", "destination": "/srv/data"}, "vol-srv-data", {"source": "/data", "path": "/srv/data"}),
    ({"source": "v1", "destination": "/srv/data", "read_only": True}, "vol-srv-data",
     {"pool": "fast", "source": "v1", "path": "/srv/data", "readonly": "true"}),
    ({"source": "slow/v1", "destination": "/a"}, "vol-a", {"pool": "slow", "source": "v1", "path": "/a"}),
    ({"source": "/d", "destination": "/d", "options": "ro,rbind,rslave,noexec,nosuid"}, "vol-d",
     {"source": "/d", "path": "/d", "readonly": "true", "recursive": "true", "propagation": "rslave",
      "raw.mount.options": "noexec,nosuid"}),
])
def test_volumes(volume, name, device):
    devices = done({"container_config": {"storage": {"volumes": [volume]}}}).wanted["devices"]
    assert devices == {name: dict(device, type="disk")}


def test_device_names_of_different_paths_differ():
    paths = ["/a/b", "/a-b", "/a_b", "/a/b/", "/" + "x" * 80 + "/1", "/" + "x" * 80 + "/2", "/"]
    volumes = [{"source": "/s", "destination": path} for path in paths]
    devices = done({"container_config": {"storage": {"volumes": volumes}}}).wanted["devices"]
    assert len(devices) == len(paths) and all(len(name) <= 63 for name in devices)


def test_tmpfs():
    storage = {"container_config": {"storage": {"tmpfs": [{"destination": "/run/my tmp", "size": 1 << 20,
                                                           "mode": 1777}]}}}
    assert done(storage).wanted["config"]["raw.lxc"] == (
        r"lxc.mount.entry=tmpfs run/my\040tmp tmpfs nosuid,nodev,create=dir,size=1048576,mode=1777 0 0")
    assert list(done(storage, facts=INCUS).wanted["devices"].values()) == [
        {"type": "disk", "source": "tmpfs:", "path": "/run/my tmp", "size": "1MiB", "initial.mode": "1777"}]
    own = {"devices": {"x": {"type": "disk", "source": "/x", "path": "/run/my tmp"}}}
    assert "config" not in done(storage, own).wanted
    assert done(storage, own, INCUS).wanted["devices"] == own["devices"]
