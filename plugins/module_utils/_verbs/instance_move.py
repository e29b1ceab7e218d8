# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance that is to be elsewhere: on another pool, in another project, on another member, on another server."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.migration import MODES
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Conflict,
    LxcriError,
    NotFound,
    OperationFailed,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.copying import (
    Overrides,
    body_of,
    overrides_of,
    root_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import other_server
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copying import (
    Place,
    check_extensions,
    copy_over,
    found_at,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing


@dataclass(frozen=True)
class Way:
    """From where to where; ``elsewhere`` when it gets there as a copy of which the source is then deleted."""

    source: Place
    target: Place
    pool: str
    overrides: Overrides

    @property
    def another(self) -> bool:
        """Is the target another name, project or server, so that both could exist?"""
        one, two = self.source, self.target
        return one.client is not two.client or (one.project or "default", one.name) != (
            two.project or "default",
            two.name,
        )

    @property
    def by_copy(self) -> bool:
        """Must it be copied, verified and deleted, because the server cannot do it in one go?"""
        if self.source.client is not self.target.client:
            return True
        return bool(self.overrides) and not self.source.client.server.has("instance_move_config")


def way_of(client: Any, other: Any, options: Mapping[str, Any]) -> Way:
    """What the task says, with what it leaves out."""
    said = options.get("destination") or {}
    project = said.get("project") or (client.project if other is client else other.project)
    return Way(
        source=Place(client, client.project, options["instance"]),
        target=Place(other, project, said.get("instance") or options["instance"], said.get("target") or ""),
        pool=said.get("pool") or "", overrides=overrides_of(options, said.get("pool")))


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Where it is, and where it is to be."""
    with other_server.other(client, options.get("destination")) as other:
        check_extensions(other, {"target": (options.get("destination") or {}).get("target")})
        way = way_of(client, other, options)
        here = found_at(way.source)
        there = found_at(way.target) if way.another else here
    if way.another and here is not None and there is not None:
        raise Conflict(
            "instance {0!r} cannot be moved: there is one at the destination too, {1!r}{2}; delete or rename one "
            "of them.".format(way.source.name, way.target.name, way.target.where)
        )
    if here is None and there is None:
        raise NotFound(
            "instance {0!r}{1} does not exist, neither here nor at the destination; create it, or correct the "
            "name.".format(way.source.name, way.source.where)
        )
    now, wanted = _position(here or there or {}, way, here is not None), _wanted(here or there or {}, way)
    if now == wanted:
        return Intent(changes=False, before=now, after=now, result={"instance": masked(there)})
    _may_move(here or {}, options)
    return Intent(changes=True, before=now, after=wanted, result={"instance": {"name": way.target.name}})


def _position(instance: Mapping[str, Any], way: Way, here: bool) -> Dict[str, Any]:
    place = way.source if here else way.target
    expanded = instance.get("expanded_devices") or {}
    return {"server": place.client.endpoint.says, "project": place.project or "default", "instance": place.name,
            "pool": (expanded.get(root_of(expanded) or "") or {}).get("pool"), "member": instance.get("location")}


def _wanted(instance: Mapping[str, Any], way: Way) -> Dict[str, Any]:
    now = _position(instance, way, False)
    return dict(now, pool=way.pool or now["pool"], member=way.target.member or now["member"])


def _may_move(instance: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    running = instance.get("status") not in ("Stopped", None)
    if running and not options.get("stateful") and not options.get("stop"):
        raise Conflict("instance {0!r} is {1}; stop it first, or set `stop: true` to have it stopped for the move and "
                       "started again.".format(options["instance"], str(instance.get("status")).lower()))


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Stop it where need be, move it, start it again where it is now, also where that is where it was."""
    with doing("move instance {0!r}".format(options["instance"]), {
            404: "see that the pool, the member, its profiles and networks exist at the destination"}):
        with other_server.other(client, options.get("destination")) as other:
            way = way_of(client, other, options)
            here = found_at(way.source)
            if here is None:
                raise NotFound("it has gone meanwhile")
            stopped = here.get("status") not in ("Stopped", None) and not options.get("stateful")
            try:
                if stopped:
                    _set_state(way.source, "stop", options)
                _move(way, here, options, say)
            except BaseException:
                # Why it failed is what the person must hear.
                with suppress(LxcriError):
                    if stopped:
                        _set_state(way.source, "start", options)
                raise
            if stopped:
                _set_state(way.target, "start", options)
            return {"instance": masked(found_at(way.target) or {})}


def _set_state(place: Place, action: str, options: Mapping[str, Any]) -> None:
    body = {
        "action": action,
        "timeout": int(options.get("shutdown_timeout") or 30),
        "force": bool(options.get("force")),
    }
    place.client.send(Request("PUT", place.path + "/state", body, place.query, says=action))


def _move(way: Way, here: Mapping[str, Any], options: Mapping[str, Any], say: Callable[[str], None]) -> None:
    if way.by_copy:
        body = body_of(here, way.target.name, way.overrides, moved=True, local=False)
        copy_over(way.source, way.target, body, options, say)
        # Only now: the copy has been looked at.
        way.source.client.send(Request("DELETE", way.source.path, query=way.source.query, says="delete"))
        return
    say("moving {0}".format(way.source.name))
    path, body, query = request_of(way, bool(options.get("stateful")))
    way.source.client.send(Request("POST", path, body, query, says="move"))
    if found_at(way.target) is None:
        raise OperationFailed("the server says that it is done, but there is no instance {0!r}{1}".format(
            way.target.name, way.target.where))


def request_of(way: Way, stateful: bool) -> Tuple[str, Dict[str, Any], Dict[str, str]]:
    """What moves an instance within a server: path, body and query of a ``POST``."""
    query = dict(way.source.query)
    body: Dict[str, Any] = {"name": way.target.name}
    if (way.source.project or "default") != (way.target.project or "default"):
        way.source.client.server.require("instance_project_move", "destination.project")
        body["project"] = way.target.project or "default"
    if way.pool:
        way.source.client.server.require("instance_pool_move", "destination.pool")
        body["pool"] = way.pool
    if way.target.member:
        query["target"] = way.target.member
    for key in ("profiles", "config", "devices"):
        said: Optional[Any] = getattr(way.overrides, key)
        if said:
            body[key] = said
    if len(body) > 1 or way.target.member:
        # Without it, the server only renames.
        body.update(migration=True, live=stateful)
    return way.source.path, body, query


INSTANCE_MOVE = Verb(
    name="instance_move",
    options={
        "instance": Argument(required=True),
        "destination": Argument("dict", required=True, options=dict(
            other_server.OPTIONS, instance=TEXT, pool=TEXT, target=TEXT)),
        "profiles": STRINGS,
        "config": DICT,
        "devices": DICT,
        "stop": Argument("bool", default=False),
        "force": Argument("bool", default=False),
        "shutdown_timeout": Argument("int", default=30),
        "stateful": Argument("bool", default=False),
        "allow_inconsistent": Argument("bool", default=False),
        "mode": Argument(choices=MODES, default="pull"),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
