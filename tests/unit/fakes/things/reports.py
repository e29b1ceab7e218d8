# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Things one can only look at: resources, metrics, warnings, the metadata of the configuration."""

from __future__ import annotations

from typing import Any, List

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.table import TEXT, Collection, Route
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, sync, timestamp

GIB = 1 << 30


def _resources(ctx: Context) -> Reply:
    threads = [{"id": one, "numa_node": 0, "thread": 0, "online": True, "isolated": False} for one in range(2)]
    cores = [{"core": one, "die": 0, "threads": [threads[one]]} for one in range(2)]
    socket = {"name": "Fake CPU", "vendor": "Fake", "socket": 0, "cache": [], "cores": cores}
    used, total = ctx.server.memory.get(ctx.query.get("target", ""), (GIB, 24 * GIB))
    node = {"numa_node": 0, "hugepages_used": 0, "hugepages_total": 0, "used": used, "total": total}
    return sync(
        {
            "cpu": {"architecture": "x86_64", "sockets": [socket], "total": 2},
            "memory": {
                "nodes": [node],
                "hugepages_total": 0,
                "hugepages_used": 0,
                "hugepages_size": 2 << 20,
                "used": used,
                "total": total,
            },
            "gpu": {"cards": [], "total": 0},
            "network": {"cards": [], "total": 0},
            "storage": {"disks": [], "total": 0},
            "usb": {"devices": [], "total": 0},
            "pci": {"devices": [], "total": 0},
            "system": {
                "uuid": "",
                "vendor": "Fake",
                "product": "",
                "family": "",
                "version": "",
                "sku": "",
                "serial": "",
            },
        }
    )


def _metrics(ctx: Context) -> Reply:
    prefix = "lxd" if ctx.server.lxd else "incus"
    lines = ["# HELP %s_memory_MemTotal_bytes The amount of memory." % prefix]
    lines.append("# TYPE %s_memory_MemTotal_bytes gauge" % prefix)
    for place, obj in ctx.store.everywhere("instance"):
        if obj["_status"] == "Running":
            labels = 'name="%s",project="%s",type="%s"' % (obj["name"], place[0], obj["type"])
            lines.append("%s_memory_MemTotal_bytes{%s} %d" % (prefix, labels, GIB))
    return Reply(200, ("\n".join(lines) + "\n# EOF\n").encode(), {"Content-Type": "text/plain"})


def seed(server: Any) -> None:
    """One warning, as every real server on a modest kernel has."""
    warning = {
        "status": "new",
        "uuid": "03ccc8bb-6024-4eef-8b09-9a2ec03a3e43",
        "location": server.location,
        "project": "",
        "type": "Instance type not operational",
        "count": 1,
        "first_seen_at": timestamp(),
        "last_seen_at": timestamp(),
        "last_message": "vhost_vsock kernel module not loaded",
        "severity": "low",
        "entity_url": "",
        "_prefix": ("",),
    }
    server.store.put("warning", ("",), warning["uuid"], warning)


def _acknowledge(ctx: Context) -> Reply:
    """Neither the ETag nor the existence of a warning is looked at."""
    status = ctx.json().get("status") or ""
    if status not in ("new", "acknowledged"):
        raise Failure(400, 'Invalid warning type "%s"' % status)
    warning = ctx.store.find("warning", ("",), ctx.name)
    if warning is not None:
        warning["status"] = status
    return done()


WARNING = Collection(
    kind="warning",
    noun="warning",
    path="/1.0/warnings",
    key="uuid",
    go="Warning",
    fields={"status": TEXT},
    create=False,
    methods=("GET", "DELETE"),
    etag=False,
    missing="Warning not found",
    extension="warnings",
)


def kinds(_server: Any) -> List[Collection]:
    return [WARNING]


def routes(_server: Any) -> List[Route]:
    return [
        Route("PUT", "/1.0/warnings/{name}", _acknowledge, extension="warnings"),
        Route("PATCH", "/1.0/warnings/{name}", _acknowledge, extension="warnings"),
        Route("GET", "/1.0/resources", _resources, extension="resources"),
        Route("GET", "/1.0/metrics", _metrics, extension="metrics"),
    ]
