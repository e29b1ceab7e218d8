# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the examples of the documentation take for granted: things on a server in memory, and files beside it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Set, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

NIC = {"type": "nic", "network": "web0", "name": "eth0"}
BACKUPS = "/1.0/storage-pools/default/buckets"
# (kind, path, body), in the order in which they are made; the module of a kind makes its own.
THINGS: Tuple[Tuple[str, str, Any], ...] = (
    ("project", "/1.0/projects", {"name": "shop", "config": {
        "features.images": "false", "features.profiles": "false"}}),
    ("project", "/1.0/projects", {"name": "build", "config": {"features.images": "false"}}),
    ("project", "/1.0/projects", {"name": "web", "config": {"features.images": "false"}}),
    ("network", "/1.0/networks", {"name": "web0", "type": "bridge", "config": {
        "ipv4.address": "10.20.0.1/24", "ipv6.address": "none"}}),
    ("network_acl", "/1.0/network-acls", {"name": "web"}),
    ("uplink", "/1.0/networks", {"name": "uplink", "type": "physical", "config": {
        "parent": "eth1", "ipv4.gateway": "192.0.2.1/24", "ipv4.ovn.ranges": "192.0.2.100-192.0.2.150",
        "ipv4.routes": "192.0.2.0/24"}}),
    ("uplink", "/1.0/networks", {"name": "ovn0", "type": "ovn", "config": {
        "network": "uplink", "ipv4.address": "10.30.0.1/24", "ipv6.address": "none"}}),
    ("uplink", "/1.0/networks", {"name": "ovn1", "type": "ovn", "config": {
        "network": "uplink", "ipv4.address": "10.31.0.1/24", "ipv6.address": "none"}}),
    ("network_zone", "/1.0/network-zones", {"name": "lxd.example.net"}),
    ("network_zone", "/1.0/network-zones", {"name": "web.example.com"}),
    ("profile", "/1.0/profiles", {"name": "web", "devices": {"eth0": NIC}}),
    ("instance", "/1.0/instances", {"name": "web1", "source": {"type": "image", "alias": "debian/12"},
                                    "profiles": ["default", "web"]}),
    ("instance", "/1.0/instances/web1/state", {"action": "start"}),
    ("instance", "/1.0/instances", {"name": "db1", "source": {"type": "image", "alias": "debian/12"}}),
    ("instance", "/1.0/instances/db1/state", {"action": "start"}),
    ("shop", "/1.0/instances?project=shop", {"name": "web1", "source": {"type": "none"}}),
    ("instance", "/1.0/instances", {"name": "template", "source": {"type": "none"}}),
    ("instance", "/1.0/instances", {"name": "vm1", "source": {"type": "none"}, "type": "virtual-machine", "config": {
        "migration.stateful": "true"}}),
    ("instance", "/1.0/instances", {"name": "desktop", "source": {"type": "none"}, "type": "virtual-machine",
                                    "config": {"migration.stateful": "true"}}),
    ("instance", "/1.0/instances/desktop/state", {"action": "start"}),
    ("instance", "/1.0/instances/vm1/state", {"action": "start"}),
    ("instance_snapshot", "/1.0/instances/web1/snapshots", {"name": "before-upgrade"}),
    ("instance_snapshot", "/1.0/instances/template/snapshots", {"name": "weekly"}),
    ("instance_snapshot", "/1.0/instances/vm1/snapshots", {"name": "running", "stateful": True}),
    ("storage_pool", "/1.0/storage-pools", {"name": "fast", "driver": "dir"}),
    ("storage_volume", "/1.0/storage-pools/default/volumes/custom", {"name": "data"}),
    ("storage_bucket", BACKUPS, {"name": "backups"}),
    ("storage_bucket", BACKUPS, {"name": "assets"}),
    ("auth_group", "/1.0/auth/groups", {"name": "viewers"}),
    ("auth_group", "/1.0/auth/groups", {"name": "builders"}),
    ("auth_group", "/1.0/auth/groups", {"name": "web-operators"}),
)
# What a kind's own module makes; what needs that cannot be there before.
NEEDED_BY: Mapping[str, Set[str]] = {
    "project": {"project", "shop"},
    "network": {"network", "profile", "instance", "instance_snapshot"},
    "profile": {"profile", "instance", "instance_snapshot"},
    "instance": {"instance", "instance_snapshot"},
    "fleet": {"instance", "instance_snapshot"},
}
# Beginnings of the paths on this machine in the examples.
HERE = ("/srv/", "/root/", "/etc/fleets/", "/etc/proxmox-lxcri/", "/var/lib/fleets/", "/var/log/lxcri/")
CONFIG = b'{"default_runtime": "lxc", "log_level": "info"}'
FLEET = b"name: shop\nprofiles:\n  - name: shop-web\n"
FILES: Dict[str, Callable[[], bytes]] = {
    "srv/images/app.tar.gz": lambda: image("app"),
    "srv/images/debian-12-standard_12.7-1_amd64.tar.zst": lambda: b"\x28\xb5\x2f\xfd rootfs",
    "srv/iso/debian-12-netinst.iso": lambda: bytes(4096),
    "srv/templates/motd.tpl": lambda: b"Welcome to {{ container.name }}\n",
    "srv/certificates/alice.crt": lambda: certificate("MIIA").encode(),
    "srv/certificates/prometheus.crt": lambda: certificate("MIIC").encode(),
    "srv/dumps/app.sql": lambda: b"select 1;\n",
    "srv/backups/README": lambda: b"",
    "srv/lxcri/config.json": lambda: CONFIG,
    "srv/configs/db.json": lambda: CONFIG,
    "etc/proxmox-lxcri/proxmox-lxcri.json": lambda: CONFIG,
    "etc/proxmox-lxcri/config.json": lambda: CONFIG,
    "etc/fleets/shop.yml": lambda: FLEET,
    "var/log/lxcri/events.jsonl": lambda: b"",
    "var/lib/fleets/README": lambda: b"",
    "root/README": lambda: b"",
}


def certificate(content: str) -> str:
    """Something that looks like one."""
    return "-----BEGIN CERTIFICATE-----\n{0}\n-----END CERTIFICATE-----\n".format(content)


def image(name: str) -> bytes:
    """An image that says no more than it must."""
    text = "architecture: x86_64\ncreation_date: 1\nproperties: {{os: {0}}}\ntemplates: {{}}\n".format(name).encode()
    found = io.BytesIO()
    with tarfile.open(fileobj=found, mode="w:gz") as tar:
        entry = tarfile.TarInfo("metadata.yaml")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
        tar.addfile(tarfile.TarInfo("rootfs/etc"))
    return found.getvalue()


def furnish(server: FakeServer, module: str) -> None:
    """Put everything on a server that has no members, but for what the module makes itself."""
    if server.clustered:
        if module == "cluster_member":
            server.call("POST", "/1.0/cluster/groups", {"name": "gpu"})
        return
    for alias in ("debian/12", "debian-13", "web-base"):
        operation = server.call("POST", "/1.0/images", image(alias))["metadata"]
        fingerprint = server.get("/1.0/operations/" + operation["id"])["metadata"]["fingerprint"]
        server.call("POST", "/1.0/images/aliases", {"name": alias, "target": fingerprint})
    server.call("PATCH", "/1.0", {"config": {"core.https_address": "127.0.0.1:8443"}})
    without = NEEDED_BY.get(module, {module})
    for kind, path, body in THINGS:
        offered = server.has("access_management") or not path.startswith("/1.0/auth")
        offered = offered and (server.has("storage_buckets") or not path.endswith("/buckets"))
        if kind not in without and offered:
            server.call("PUT" if path.endswith("/state") else "POST", path, body)


def lay_out(place: Path) -> None:
    """Put the files below a directory."""
    for name, content in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content())


def moved(value: Any, place: Path) -> Any:
    """Options whose paths on this machine lie below a directory."""
    if isinstance(value, dict):
        return {key: moved(item, place) for key, item in value.items()}
    if isinstance(value, list):
        return [moved(item, place) for item in value]
    return str(place) + value if isinstance(value, str) and value.startswith(HERE) else value
