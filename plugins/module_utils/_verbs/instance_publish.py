# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image made of an instance or of its snapshot: ``POST /1.0/images``."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import Any, Callable, Dict, Iterator, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, TIME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.images import find_image


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """An image of that alias is the published one, unless a new one is asked for."""
    instance = instance_of(client, options["instance"])
    there = find_image(client, options["alias"])
    if there is not None and not options.get("force"):
        return Intent(changes=False, result={"image": masked(there)})
    if not options.get("snapshot") and instance.get("status") not in ("Stopped", "Frozen") and not options.get("stop"):
        raise Conflict(
            "instance {0!r} is {1}; publish a snapshot, stop it first, or set `stop: true` to have it stopped "
            "for that and started again.".format(options["instance"], str(instance.get("status")).lower())
        )
    return Intent(
        changes=True,
        before={options["alias"]: there["fingerprint"]} if there else {},
        after={options["alias"]: "a new image of " + _source(options)["name"]},
        result={"image": {}}, carry=(there or {}).get("fingerprint"))


def _source(options: Mapping[str, Any]) -> Dict[str, str]:
    if options.get("snapshot"):
        return {"type": "snapshot", "name": "{0}/{1}".format(options["instance"], options["snapshot"])}
    return {"type": "instance", "name": options["instance"]}


def body_of(options: Mapping[str, Any]) -> Dict[str, Any]:
    """The body of the request.  Pure."""
    body: Dict[str, Any] = {
        "source": _source(options), "public": bool(options.get("public")),
        "properties": CONFIG.clean(options.get("properties") or {})}
    if options.get("compression_algorithm"):
        body["compression_algorithm"] = options["compression_algorithm"]
    if options.get("expires_at"):
        body["expires_at"] = TIME.clean(options["expires_at"])
    return body


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Publish, then let the alias point to the new image, then delete the old one if that is asked for."""
    body = body_of(options)
    with doing("publish instance {0!r} as image {1!r}".format(options["instance"], options["alias"]),
               {404: "correct `snapshot`"}):
        with at_rest(client, options):
            say("the server packs {0}".format(body["source"]["name"]))
            fingerprint = client.send(Request("POST", "images", body, says="publish")).metadata["fingerprint"]
        aim = {"name": options["alias"], "target": fingerprint, "description": ""}
        client.send(Request("POST", "images/aliases", aim, tolerate=(409,), says="alias"))
        client.send(Request("PUT", join("images", "aliases", options["alias"]), aim, says="alias"))
        if options.get("delete_old") and intent.carry and intent.carry != fingerprint:
            client.send(Request("DELETE", join("images", intent.carry), tolerate=(404,), says="delete"))
        return {"image": masked(client.get(join("images", fingerprint)).metadata)}


@contextmanager
def at_rest(client: Any, options: Mapping[str, Any]) -> Iterator[None]:
    """The instance is stopped meanwhile, if the task wants that, and runs again afterwards whatever happens."""
    running = client.get(join("instances", options["instance"])).metadata.get("status") == "Running"
    if not running or not options.get("stop") or options.get("snapshot"):
        yield
        return
    path = join("instances", options["instance"]) + "/state"
    start = Request("PUT", path, {"action": "start"}, says="start")
    try:
        client.send(Request("PUT", path, {"action": "stop", "force": bool(options.get("force_stop")),
                                          "timeout": int(options.get("shutdown_timeout") or 30)}, says="stop"))
        yield
    except BaseException:
        # Why it failed is what the person must hear; a stop that did not come about leaves nothing to start.
        with suppress(LxcriError):
            client.send(start)
        raise
    client.send(start)


INSTANCE_PUBLISH = Verb(
    name="instance_publish",
    options={
        "instance": Argument(required=True),
        "snapshot": TEXT,
        "alias": Argument(required=True),
        "properties": DICT,
        "public": Argument("bool", default=False),
        "compression_algorithm": TEXT,
        "expires_at": TEXT,
        "force": Argument("bool", default=False),
        "delete_old": Argument("bool", default=False),
        "stop": Argument("bool", default=False),
        "force_stop": Argument("bool", default=False),
        "shutdown_timeout": Argument("int", default=30),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
