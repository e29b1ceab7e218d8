# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance that is a copy of another one, or of its snapshot, from the same server or another."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.migration import MODES
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import BOOL, DICT, STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.copying import body_of, overrides_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import other_server
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copying import (
    Place,
    check_extensions,
    copy_over,
    found_at,
    shown,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing


def source_place(source: Any, client: Any, said: Mapping[str, Any]) -> Place:
    """Where the source is."""
    return Place(
        source, said.get("project") or (client.project if source is client else source.project), said["instance"]
    )


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """An instance of that name is the copy, unless it is to be refreshed."""
    check_extensions(client, options)
    target = Place(client, client.project, options["instance"], options.get("target") or "")
    there = found_at(target)
    if there is not None and not options.get("refresh"):
        return Intent(changes=False, result={"instance": masked(there)})
    said = options["source"]
    with other_server.other(client, said) as source:
        original = _original(source_place(source, client, said), said.get("snapshot"))
    body = body_of(original, options["instance"], overrides_of(options, options.get("pool")), local=source is client)
    return Intent(
        changes=True,
        before=shown(there) if there else {},
        after=dict(shown(body), copied_from=_words(said)),
        result={"instance": {"name": options["instance"]}})


def _original(place: Place, snapshot: Optional[str]) -> Mapping[str, Any]:
    found = found_at(place, snapshot or "")
    if found is None:
        raise NotFound("source: there is no {0}instance {1!r}{2}; correct `source`.".format(
            "snapshot {0!r} of ".format(snapshot) if snapshot else "", place.name, place.where))
    return found


def _words(said: Mapping[str, Any]) -> str:
    return "/".join(part for part in (said["instance"], said.get("snapshot")) if part)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Have it copied, and look whether the copy is what was asked for."""
    said = options["source"]
    target = Place(client, client.project, options["instance"], options.get("target") or "")
    if options.get("refresh") and said.get("snapshot"):
        raise Invalid("a copy is refreshed from an instance, not from a snapshot; leave `source.snapshot` out.")
    with doing("copy {0!r} to instance {1!r}".format(_words(said), options["instance"]), {
            404: "see that its pool, profiles and networks exist", 409: "choose another name"}):
        with other_server.other(client, said) as source:
            place = source_place(source, client, said)
            body = body_of(_original(place, said.get("snapshot")), options["instance"],
                           overrides_of(options, options.get("pool")), local=source is client)
            copy_over(place, target, body, dict(options, snapshot=said.get("snapshot")), say)
    result: Dict[str, Any] = {"instance": masked(found_at(target) or {})}
    return result


INSTANCE_COPY = Verb(
    name="instance_copy",
    options={
        "instance": Argument(required=True),
        "source": Argument("dict", required=True, options=dict(
            other_server.OPTIONS, instance=Argument(required=True), snapshot=TEXT)),
        "pool": TEXT,
        "target": TEXT,
        "profiles": STRINGS,
        "config": DICT,
        "devices": DICT,
        "description": TEXT,
        "ephemeral": BOOL,
        "refresh": Argument("bool", default=False),
        "instance_only": Argument("bool", default=False),
        "stateful": Argument("bool", default=False),
        "allow_inconsistent": Argument("bool", default=False),
        "mode": Argument(choices=MODES, default="pull"),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
