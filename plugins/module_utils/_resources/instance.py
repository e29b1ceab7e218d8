# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances, containers and virtual machines: ``/1.0/instances``."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import (
    BOOL,
    DICT,
    STRINGS,
    TEXT,
    Argument,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import WAITING, Awaited, awaited_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, DEVICES
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Lifecycle, Resource

_FINGERPRINT = re.compile(r"^[0-9a-f]{12,64}$")

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
        **WAITING,
    },
    lifecycle=Lifecycle(
        states=("started", "stopped", "restarted", "frozen"),
        default="started",
        actions=ACTIONS,
        request=state_request,
        results={"started": "Running", "restarted": "Running", "stopped": "Stopped", "frozen": "Frozen"},
    ),
    body=creation_body,
    awaits=awaits,
    mends={
        ("create", 404): "import the image first, or correct `image`, `profiles` or `project`",
        ("create", 400): "see the name (letters, digits and dashes, at most 63), `config` and `devices`",
        ("update", 400): "see `config`, `devices` and `profiles`",
        ("stop", 400): "give it more `shutdown_timeout`, or set `force: true`",
    },
)
