# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates of an instance, from which the server writes files in it: ``/1.0/instances/{name}/metadata/templates``."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of


def text_wanted(options: Mapping[str, Any]) -> Optional[str]:
    """What the template is to say, ``None`` when it is not to be."""
    if options["state"] == "absent":
        return None
    if options.get("content") is not None:
        return options["content"]
    try:
        with open(options["src"], encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise Invalid("src: {0} cannot be read ({1}); correct the path or its permissions.".format(
            options["src"], error))


def text_of(client: Any, options: Mapping[str, Any]) -> Optional[str]:
    """What the template says, ``None`` when there is none."""
    try:
        names = client.get(_path(options)).metadata or ()
    except NotFound:
        # An instance that was made of no image has no metadata, so no templates either.
        return None
    if options["name"] not in names:
        return None
    with client.raw("GET", _path(options), query={"path": options["name"]}) as response:
        return response.content.decode("utf-8", "replace")


def _path(options: Mapping[str, Any]) -> str:
    return join("instances", options["instance"], "metadata", "templates")


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """What the template says and is to say."""
    wanted = text_wanted(options)
    instance_of(client, options["instance"])
    current = text_of(client, options)
    return Intent(wanted != current, current, wanted, carry=wanted)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Write or remove it."""
    name = "template {0!r} of instance {1!r}".format(options["name"], options["instance"])
    if intent.carry is None:
        with doing("delete " + name):
            client.call("DELETE", _path(options), query={"path": options["name"]})
        return {}
    with doing("write " + name, {404: "the instance has no metadata; one that is made of an image has"}):
        client.call("POST", _path(options), query={"path": options["name"]}, data=intent.carry.encode("utf-8"),
                    headers={"Content-Type": "application/octet-stream"})
    return {}


INSTANCE_TEMPLATE = Verb(
    name="instance_template",
    options={
        "instance": Argument(required=True),
        "name": Argument(required=True),
        "state": Argument(choices=("present", "absent"), default="present"),
        "content": TEXT,
        "src": Argument("path"),
    },
    rules={
        "mutually_exclusive": [("content", "src")],
        "required_if": [("state", "present", ("content", "src"), True)],
    },
    intend=intend,
    perform=perform,
    extensions=("container_edit_metadata",),
)
