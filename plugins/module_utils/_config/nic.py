# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``network`` of a Config -> the first NIC, its address, and proxy devices."""

from __future__ import annotations

import ipaddress
import json
from typing import Any, Dict, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._config.checks import NIC_TYPES
from ansible_collections.lxcri.containers.plugins.module_utils._config.limits import bits_text
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import DEFAULT_BRIDGE, Network
from ansible_collections.lxcri.containers.plugins.module_utils._config.scene import Device, Scene
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

_LINK = ("network", "parent", "nictype")
_TAKE_ADDRESS = ("routed", "ipvlan")
_TAKE_LIMITS = ("bridged", "routed", "p2p")
_PLAIN_TYPES = {"bridge": "bridged"}


def add_nic(scene: Scene) -> None:
    """The NIC that the Config describes, under what the item says of it.

    A NIC that the item, or a profile it names, puts on another network keeps that network and everything that
    belongs to it; the Config then only limits its bandwidth.
    """
    network = scene.config.network
    if NIC_TYPES[network.type or "bridge"] == "none":
        return
    name, said = scene.said_device(network.name, lambda key, device: _is_first(network.name, key, device))
    if said is None or said.get("type", "nic") != "nic":
        return
    said = dict(said)
    link = {} if any(said.get(key) for key in _LINK) else _link(scene)
    if link is None:
        name, said = _inherited(scene, name, said)
        link = {}
    if not link and not said:
        return
    device: Dict[str, Any] = dict({"type": "nic", "name": network.name}, **link) if link else {"type": "nic"}
    device.update(said)
    if (device.get("network") or device.get("parent")) == network.bridge or "nictype" in link:
        _describe(scene, name or network.name, device)
    _limit(scene, device)
    scene.add_device(name or network.name, device)


def _is_first(name: str, key: str, device: Device) -> bool:
    return device.get("type") == "nic" and device.get("name", key) == name


def _inherited(scene: Scene, name: Optional[str], said: Dict[str, Any]) -> Any:
    """The NIC that the server's own profile gives, so that a limit can be put on it."""
    wanted = scene.config.network.name
    under_name, under = scene.server_device(lambda key, device: _is_first(wanted, key, device))
    if not under or (name and name != under_name):
        return name, said
    return under_name, dict(under, **said)


def _link(scene: Scene) -> Optional[Dict[str, str]]:
    """What ties the NIC to the Config's bridge; None when the default one is not there."""
    facts, bridge = scene.facts, scene.config.network.bridge
    if bridge in facts.networks:
        return {"network": bridge}
    if facts.bridges is None or bridge in facts.bridges:
        return {"nictype": NIC_TYPES[scene.config.network.type or "bridge"], "parent": bridge}
    if bridge == DEFAULT_BRIDGE:
        # Nobody asked for anything, so nothing is missing.
        if scene.config.network != Network():
            scene.warn("The server has no network and no interface %s, so the profiles decide about NICs; set "
                       "network.bridge." % bridge)
        return None
    raise Invalid("network.bridge %s is neither a managed network nor an interface of the server (%s); create it, or "
                  "correct the name." % (bridge, facts.title()), instance=scene.name)


def _describe(scene: Scene, name: str, device: Dict[str, Any]) -> None:
    """Address, gateway, resolvers, VLAN and MTU of a NIC that is on the Config's bridge."""
    network = scene.config.network
    managed = device.get("network") or (device.get("parent") if device.get("parent") in scene.facts.networks else None)
    if network.vlan is not None:
        device.setdefault("vlan", str(network.vlan))
    if network.mtu is not None and "mtu" not in device:
        if not device.get("network"):
            device["mtu"] = str(network.mtu)
        elif not _is(scene.facts.networks.get(managed, {}), "bridge.mtu", str(network.mtu)):
            scene.warn("network.mtu is not applied: on the managed network %s the MTU is the network's own "
                       "(`bridge.mtu`)." % managed)
    static = _address(scene, name, device, managed)
    if network.gateway is not None and not static:
        own = str(scene.facts.networks.get(managed, {}).get("ipv4.address", "")).partition("/")[0]
        if network.gateway != own:
            scene.warn("network.gateway is not applied: an instance that asks for its address is told its gateway by "
                       "the network (`ipv4.dhcp.gateway`).")
    if network.dns or (static and scene.vm):
        _cloud_init(scene, static)


def _address(scene: Scene, name: str, device: Dict[str, Any], managed: Optional[str]) -> bool:
    """Give the NIC its static address; True when the instance itself must set it."""
    network = scene.config.network
    if network.ip in (None, "dhcp"):
        return False
    interface = ipaddress.ip_interface(network.ip)
    key = "ipv%d.address" % interface.version
    if key in device:
        return False
    scene.claims.add(("address", str(interface.ip)))
    if managed and _leases(scene, managed, interface):
        device[key] = str(interface.ip)
        return False
    if device.get("nictype") in _TAKE_ADDRESS:
        device[key] = str(interface.ip)
        return False
    if not scene.vm:
        _set_inside(scene, name, interface)
    return True


def _leases(scene: Scene, managed: str, interface: Any) -> bool:
    """Whether a managed network can reserve the address; raises ``Invalid`` for one outside it."""
    config: Mapping[str, Any] = scene.facts.networks.get(managed, {})
    subnet = config.get("ipv%d.address" % interface.version)
    if not config:
        return True
    # A network that is still to be made gets a subnet when it names none.
    if subnet == "none" or _is(config, "ipv%d.dhcp" % interface.version, "false"):
        return False
    if interface.version == 6 and not _is(config, "ipv6.dhcp.stateful", "true"):
        return False
    if "/" in str(subnet) and interface.ip not in ipaddress.ip_interface(subnet).network:
        raise Invalid("network.ip %s is outside the managed network %s (%s); correct the address or the bridge."
                      % (interface, managed, subnet), instance=scene.name)
    return True


def _is(config: Mapping[str, Any], key: str, word: str) -> bool:
    return str(config.get(key, "")).lower() == word


def _set_inside(scene: Scene, name: str, interface: Any) -> None:
    """The address as LXC itself gives it to the container before it starts, whatever its image."""
    nics = sorted(set(scene.nics()) | {name})
    prefix = "lxc.net.%d.ipv%d" % (nics.index(name), interface.version)
    value = str(interface)
    if interface.version == 4 and interface.network.prefixlen < 31:
        value += " %s" % interface.network.broadcast_address
    scene.lines.append("%s.address=%s" % (prefix, value))
    gateway = scene.config.network.gateway
    if gateway is not None and ipaddress.ip_address(gateway).version == interface.version:
        scene.lines.append("%s.gateway=%s" % (prefix, gateway))


def _cloud_init(scene: Scene, static: bool) -> None:
    """Resolvers (and a virtual machine's static address) can only be set by the image, that is by cloud-init."""
    network = scene.config.network
    new = scene.facts.product == "incus" or scene.facts.has("cloud_init")
    key = "cloud-init.network-config" if new else "user.network-config"
    if scene.says(key):
        return
    nic: Dict[str, Any] = {"match": {"name": "e*"}} if scene.vm else {}
    if static:
        nic["addresses"] = [network.ip]
        if network.gateway is not None:
            nic["routes"] = [{"to": "default", "via": network.gateway}]
    else:
        nic["dhcp4"] = True
    if network.dns:
        nic["nameservers"] = {"addresses": list(network.dns)}
    # JSON is YAML, and it is always written the same.
    scene.set(key, json.dumps({"version": 2, "ethernets": {network.name: nic}}, sort_keys=True))
    scene.warn("network.dns and addresses of virtual machines reach images with cloud-init only (%s)." % key)


def _limit(scene: Scene, device: Dict[str, Any]) -> None:
    speed = scene.config.resources.network_bandwidth
    if speed is None or any(key in device for key in ("limits.ingress", "limits.egress", "limits.max")):
        return
    managed = scene.facts.networks.get(device.get("network") or "", {})
    kind = device.get("nictype") or _PLAIN_TYPES.get(managed.get("type", "bridge"), managed.get("type"))
    if kind not in _TAKE_LIMITS:
        scene.warn("resources.network_bandwidth is not applied: a NIC of the type %s takes no limits." % kind)
        return
    device["limits.ingress"] = device["limits.egress"] = bits_text(speed)


def add_port_mappings(scene: Scene) -> None:
    """Proxy devices from all addresses of the host to the container itself."""
    mappings = scene.config.network.port_mappings or ()
    if mappings and scene.vm:
        raise Invalid("network.port_mappings cannot lead to the virtual machine %s: its proxy devices listen on one "
                      "address of the host; remove them from the configuration and give it a proxy device with "
                      "`nat: true`." % scene.name, instance=scene.name)
    for mapping in mappings:
        name = "port-%s-%d" % (mapping.protocol, mapping.host_port)
        said = (scene.wanted.get("devices") or {}).get(name, {})
        if said is None:
            continue
        scene.add_device(name, dict({
            "type": "proxy",
            "listen": "%s:0.0.0.0:%d" % (mapping.protocol, mapping.host_port),
            "connect": "%s:127.0.0.1:%d" % (mapping.protocol, mapping.container_port),
        }, **said))
        if "listen" not in said:
            scene.claims.add(("port", mapping.protocol, str(mapping.host_port), str(scene.wanted.get("target") or "")))
