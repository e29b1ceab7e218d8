# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One device of an instance: ``devices`` of ``/1.0/instances/{name}``."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import text_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing

Device = Optional[Mapping[str, str]]


def wanted_device(options: Mapping[str, Any], own: Device, inherited: Device) -> Device:
    """The instance's own device as it is to be, ``None`` for none.  Pure.

    :arg own: the one it has, ``inherited`` the one that its profiles give it.
    :raises Invalid: when nothing says what sort of device it is.
    """
    name = options["name"]
    if options["state"] == "absent":
        return {"type": "none"} if options.get("override") and inherited else None
    base = own if own is not None else inherited if options.get("override") else None
    if base is not None and base.get("type") == "none":
        base = inherited
    made = dict(base or {})
    for key, value in (options.get("properties") or {}).items():
        made[str(key)] = text_of("properties.{0}".format(key), value)
    made = {key: value for key, value in made.items() if value is not None}
    if not made.get("type"):
        raise Invalid("instance device {0!r}: its `properties` name no type{1}.".format(
            name, "; a profile has such a device, set `override: true` to start from that" if inherited
            else ", such as nic, disk or proxy"))
    return made


def inherited_device(profiles: Tuple[Mapping[str, Any], ...], name: str) -> Device:
    """The device that an instance has from its profiles, the last one wins.  Pure."""
    for profile in reversed(profiles):
        if name in (profile.get("devices") or {}):
            return profile["devices"][name]
    return None


def read(client: Any, options: Mapping[str, Any]) -> Tuple[Any, Device, Device]:
    """``(reply of the instance, its own device, the one from its profiles)``."""
    with doing("read instance {0!r}".format(options["instance"]),
               {404: "create it, or correct `instance` or `project`"}):
        reply = client.get(join("instances", options["instance"]))
    name, instance = options["name"], reply.metadata
    own = (instance.get("devices") or {}).get(name)
    if own is None:
        return reply, None, (instance.get("expanded_devices") or {}).get(name)
    if not options.get("override"):
        return reply, own, None
    profiles = tuple(client.get(join("profiles", one)).metadata for one in instance.get("profiles") or ())
    return reply, own, inherited_device(profiles, name)


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """What the device is and is to be."""
    reply, own, inherited = read(client, options)
    wanted = wanted_device(options, own, inherited)
    differing = sorted(key for key in set(own or {}) | set(wanted or {})
                       if (own or {}).get(key) != (wanted or {}).get(key))
    return Intent(bool(differing) or (own is None) != (wanted is None), own, wanted,
                  {"instance_device": wanted or {}, "differs": differing}, (reply, wanted))


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Write the instance back with the device; when somebody else has changed it meanwhile, read and decide again."""
    reply, wanted = intent.carry
    for again in (True, False):
        try:
            _write(client, options, reply, wanted)
            return {}
        except Conflict as error:
            if error.details.get("status") != 412 or not again:
                raise
            reply, own, inherited = read(client, options)
            wanted = wanted_device(options, own, inherited)
    return {}


def _write(client: Any, options: Mapping[str, Any], reply: Any, wanted: Device) -> None:
    devices = dict(reply.metadata.get("devices") or {}, **{options["name"]: wanted})
    body = dict(reply.metadata, devices={name: one for name, one in devices.items() if one is not None})
    with doing("change device {0!r} of instance {1!r}".format(options["name"], options["instance"]),
               {400: "see `properties`; what a device of that type needs is in the server's documentation"}):
        client.send(Request("PUT", join("instances", options["instance"]), body, if_match=reply.etag, says="update"))


INSTANCE_DEVICE = Verb(
    name="instance_device",
    options={
        "instance": Argument(required=True),
        "name": Argument(required=True),
        "state": Argument(choices=("present", "absent"), default="present"),
        "properties": DICT,
        "override": Argument("bool", default=False),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
