# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances, containers and virtual machines: ``/1.0/instances``."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import (
    BOOL,
    DICT,
    STRINGS,
    TEXT,
    Argument,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import WAITING, Awaited, awaited_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, DEVICES
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Lifecycle, Reaction, Resource

_FINGERPRINT = re.compile(r"^[0-9a-f]{12,64}$")
BASE = "volatile.base_image"
IGNORE, REPORT, REBUILD = "ignore", "report", "rebuild"
# What LXD 5.0, which publishes nothing about it, documents as not updated live.
COLD = ("cloud-init.", "limits.memory.hugepages", "linux.sysctl.", "migration.stateful", "nvidia.", "raw.idmap", "raw.lxc",
        "raw.qemu", "raw.seccomp", "security.devlxd", "security.idmap.", "security.privileged", "security.secureboot",
        "security.syscalls.")

ACTIONS = {
    ("started", "Stopped"): ("start",),
    ("started", "Error"): ("start",),
    ("started", "Frozen"): ("unfreeze",),
    ("stopped", "Running"): ("stop",),
    ("stopped", "Frozen"): ("unfreeze", "stop"),
    ("stopped", "Error"): ("kill",),
    ("restarted", "Running"): ("restart",),
    ("restarted", "Stopped"): ("start",),
    ("restarted", "Frozen"): ("unfreeze", "restart"),
    ("frozen", "Running"): ("freeze",),
    ("frozen", "Stopped"): ("start", "freeze"),
    ("absent", "Running"): ("kill",),
    ("absent", "Frozen"): ("kill",),
    ("absent", "Error"): ("kill",),
}


def state_request(path: str, action: str, options: Mapping[str, Any]) -> Request:
    """``PUT /1.0/instances/{name}/state``; ``kill`` is a stop that does not wait for the instance to shut down."""
    body = {"action": "stop" if action == "kill" else action}
    if action in ("stop", "restart", "kill"):
        body["force"] = action == "kill" or bool(options.get("force"))
        if not body["force"]:
            body["timeout"] = int(options.get("shutdown_timeout") or 30)
    # An ephemeral instance is gone once it has stopped.
    return Request("PUT", path + "/state", body, tolerate=(404,) if action == "kill" else (), says=action)


def image_source(image: str) -> dict:
    """``source`` for an image named by alias or by (part of its) fingerprint."""
    return {"type": "image", "fingerprint" if _FINGERPRINT.match(image) else "alias": image}


def creation_body(body: dict, options: Mapping[str, Any]) -> dict:
    """The default body, with ``image`` turned into a ``source``."""
    image = body.pop("image", None)
    if image:
        body["source"] = image_source(image)
    body.setdefault("source", {"type": "none"})
    return body


def awaits(options: Mapping[str, Any]) -> Optional[Awaited]:
    """What ``wait_for`` asks for, once the instance is to run."""
    return awaited_of(options) if options.get("state") in ("started", "restarted", None) else None


def beside(wanted: Any, _current: Mapping[str, Any]) -> Optional[str]:
    """Where the image is that the instance was made from, if somebody wants to know of a newer one."""
    image = wanted.option("image")
    if not image or wanted.option("on_image_change", IGNORE) == IGNORE:
        return None
    return join("images", image) if _FINGERPRINT.match(image) else join("images", "aliases", image)


def reacts(path: str, wanted: Any, current: Mapping[str, Any], image: Mapping[str, Any]) -> Optional[Reaction]:
    """What ``on_image_change`` wants when the image's name means another image than when the instance was made."""
    now, new = (current.get("config") or {}).get(BASE, ""), image.get("target") or image["fingerprint"]
    if now == new:
        return None
    requests: Tuple[Request, ...] = ()
    if wanted.option("on_image_change") == REBUILD:
        requests = (Request("POST", path + "/rebuild", {"source": {"type": "image", "fingerprint": new}},
                            says="rebuild"),)
        if current.get("status") == "Running":
            requests = (state_request(path, "stop", wanted.options), *requests,
                        state_request(path, "start", wanted.options))
    return Reaction("image", now, new, "image {0} is now {1}, was {2}".format(
        wanted.option("image"), new[:12], now[:12]), requests, "instances_rebuild",
        {"image_change": {"before": now, "after": new}})


def unfinished(current: Mapping[str, Any]) -> bool:
    """Was it to be made of an image, and is it not?  Once a container's files are there, its templates are due at its
    first start, and after that its last state is known."""
    config = current.get("config") or {}
    return (current.get("type", "container") == "container" and current.get("status") == "Stopped" and BASE in config
            and not {"volatile.apply_template", "volatile.last_state.power"} & set(config)
            and str(current.get("last_used_at", "")).startswith("1970-"))


INSTANCE = Resource(
    kind="instance",
    path="instances",
    extensions=("instances",),
    renames=True,
    record="config",
    full_recursion=True,
    fields=(
        Field("description", TEXT),
        Field("type", Argument(choices=("container", "virtual-machine")), create_only=True),
        Field("architecture", TEXT, create_only=True),
        Field("ephemeral", BOOL, create_only=True),
        Field("profiles", STRINGS),
        Field("config", DICT, CONFIG),
        Field("devices", DICT, DEVICES),
        Field("image", TEXT, write_only=True),
        Field("source", DICT, write_only=True),
    ),
    options={
        "target": TEXT,
        "force": Argument("bool", default=False),
        "shutdown_timeout": Argument("int", default=30),
        "restart": Argument(choices=("never", "when_needed", "always"), default="never"),
        "on_image_change": Argument(choices=(IGNORE, REPORT, REBUILD), default=IGNORE),
        **WAITING,
    },
    lifecycle=Lifecycle(
        states=("started", "stopped", "restarted", "frozen"),
        default="started",
        actions=ACTIONS,
        request=state_request,
        results={"started": "Running", "restarted": "Running", "stopped": "Stopped", "frozen": "Frozen"},
        restart="restart",
        cold=COLD,
        whenever=("boot.", "user.", "snapshots.", "cluster."),
    ),
    body=creation_body,
    awaits=awaits,
    schema=("instance",),
    unfinished=unfinished,
    beside=beside,
    reacts=reacts,
    notes={"restart_required": [], "image_change": {}},
    mends={
        ("create", 404): "import the image first, or correct `image`, `profiles` or `project`",
        ("create", 400): "see the name (letters, digits and dashes, at most 63), `config` and `devices`",
        ("update", 400): "see `config`, `devices` and `profiles`",
        ("stop", 400): "give it more `shutdown_timeout`, or set `force: true`",
    },
)
