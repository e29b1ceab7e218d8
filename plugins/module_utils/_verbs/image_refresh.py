# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetch a newer image from where an image came from: ``POST /1.0/images/{fingerprint}/refresh``."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.images import find_image, image_of


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Only the server can say whether there is a newer one, and only of an image that it fetched from somewhere."""
    image = image_of(client, options["image"])
    result = {"image": image, "before": image["fingerprint"]}
    if not image.get("update_source"):
        return Intent(False, result=dict(result, msg="The image was not fetched from another server; nothing to refresh."))
    asked = "The server would ask {0} for a newer image.".format(image["update_source"].get("server") or "its source")
    return Intent(True, result=result, carry=image["fingerprint"], checked={"changed": False, "msg": asked})


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Let the server look; where it finds a newer image, that one takes over the aliases."""
    say("refreshing {0}".format(options["image"]))
    with doing("refresh image {0!r}".format(options["image"])):
        found = client.send(Request("POST", join("images", intent.carry, "refresh"), says="refresh")).metadata or {}
        now = find_image(client, options["image"])
    return {"changed": bool(found.get("refreshed")), "image": now or intent.result["image"]}


IMAGE_REFRESH = Verb(name="image_refresh", options={"image": Argument(required=True)}, intend=intend, perform=perform)
