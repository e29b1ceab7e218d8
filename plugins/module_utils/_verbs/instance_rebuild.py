# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Throw away what is in an instance and begin again from an image: ``POST /1.0/instances/{name}/rebuild``."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.images import image_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_publish import at_rest

BASE = "volatile.base_image"


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """An instance whose base is the image already needs nothing, unless it is forced."""
    name = options["instance"]
    instance = instance_of(client, name)
    wanted = image_of(client, options["image"])["fingerprint"]
    now = (instance.get("config") or {}).get(BASE, "")
    if now == wanted and not options.get("force"):
        return Intent(changes=False, before={"image": now}, after={"image": now}, result={"instance": masked(instance)})
    if instance.get("status") != "Stopped" and not options.get("stop"):
        raise Conflict(
            "instance {0!r} is {1}; stop it first, or set `stop: true` to have it stopped for the rebuild and "
            "started again.".format(name, str(instance.get("status")).lower())
        )
    return Intent(changes=True, before={"image": now}, after={"image": wanted},
                  result={"instance": {"name": name}}, carry=wanted)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Everything in it is lost; configuration, devices and addresses stay."""
    path = join("instances", options["instance"])
    mend = "some pools rebuild nothing that has snapshots: delete those first"
    with doing("rebuild instance {0!r}".format(options["instance"]), {400: mend, 500: mend}):
        with at_rest(client, options):
            say("rebuilding {0}".format(options["instance"]))
            body = {"source": {"type": "image", "fingerprint": intent.carry}}
            client.send(Request("POST", path + "/rebuild", body, says="rebuild"))
        return {"instance": masked(client.get(path).metadata)}


INSTANCE_REBUILD = Verb(
    name="instance_rebuild",
    options={
        "instance": Argument(required=True),
        "image": Argument(required=True),
        "force": Argument("bool", default=False),
        "stop": Argument("bool", default=False),
        "force_stop": Argument("bool", default=False),
        "shutdown_timeout": Argument("int", default=30),
    },
    intend=intend,
    perform=perform,
    extensions=("instances", "instances_rebuild"),
)
