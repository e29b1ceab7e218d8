# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All tables together, what a fresh server holds, and where a path's object is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterator

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection, Route
from ansible_collections.lxcri.containers.tests.unit.fakes.things import (
    access,
    cluster,
    cluster_groups,
    daemon,
    images,
    insides,
    instance_children,
    instances,
    network_children,
    networks,
    operations,
    placement,
    policies,
    pools,
    profiles,
    projects,
    published,
    reports,
    sharing,
    sockets,
    states,
    volume_backups,
    volume_children,
    volumes,
)
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure

if TYPE_CHECKING:
    from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

MODULES = (
    daemon,
    operations,
    projects,
    pools,
    networks,
    policies,
    network_children,
    profiles,
    images,
    sharing,
    volumes,
    volume_backups,
    volume_children,
    instances,
    instance_children,
    states,
    insides,
    sockets,
    access,
    cluster,
    cluster_groups,
    placement,
    published,
    reports,
)


def kinds(server: "FakeServer") -> Iterator[Collection]:
    for module in MODULES:
        yield from module.kinds(server) if hasattr(module, "kinds") else ()


def routes(server: "FakeServer") -> Iterator[Route]:
    for module in MODULES:
        yield from module.routes(server) if hasattr(module, "routes") else ()


def seed(server: "FakeServer", bare: bool) -> None:
    """What a server has from its first start and, unless ``bare``, after ``init`` was run."""
    server.store.put("project", ("",), "default", projects.default(server))
    server.store.put("profile", ("default",), "default", profiles.default("default", server))
    reports.seed(server)
    cluster.seed(server)
    if bare:
        return
    bridge = "lxdbr0" if server.lxd else "incusbr0"
    config = {"ipv4.address": "10.10.10.1/24", "ipv4.nat": "true", "ipv6.address": "none"}
    wanted = {
        "/1.0/storage-pools": {"name": "default", "driver": "dir"},
        "/1.0/networks": {"name": bridge, "type": "bridge", "config": config},
    }
    for path, body in wanted.items():
        for member in server.members if server.clustered else ():
            server.call("POST", "%s?target=%s" % (path, member), {**body, "config": {}})
        server.call("POST", path, body)
    profile: Dict[str, Any] = server.get("/1.0/profiles/default")
    profile["devices"] = {
        "root": {"path": "/", "pool": "default", "type": "disk"},
        "eth0": {"name": "eth0", "network": bridge, "type": "nic"},
    }
    server.call("PUT", "/1.0/profiles/default", profile)


def locate(server: "FakeServer", path: str, query: Dict[str, str]) -> Dict[str, Any]:
    """The stored object at a path, for ``FakeServer.change``."""
    for kind in server.kinds.values():
        parts, wanted = path.strip("/").split("/"), kind.path.strip("/").split("/")
        if len(parts) != len(wanted) + 1 and not (kind.rest and len(parts) > len(wanted)):
            continue
        if any(have != want for have, want in zip(parts, wanted) if not want.startswith("{")):
            continue
        params = {want[1:-1]: have for have, want in zip(parts, wanted) if want.startswith("{")}
        name = "/".join(parts[len(wanted) :])
        context = Context(server, "GET", path, {**params, "name": name}, query, {}, b"")
        try:
            return context.get(kind)[1]
        except Failure:
            continue
    raise KeyError(path)
