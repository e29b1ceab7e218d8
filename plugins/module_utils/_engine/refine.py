# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What more than the object itself decides: the keys a server publishes, a restart, what lies beside the object.

``refined`` reads, and only where there is something to decide; the rest is pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import (
    CREATE,
    NONE,
    REPLACE,
    UPDATE,
    Plan,
)
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, query_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.published import Keys
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

NEVER, WHEN_NEEDED, ALWAYS = "never", "when_needed", "always"


def refined(client: Any, resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]], planned: Plan,
            read: Optional[Dict[Any, Any]] = None) -> Plan:
    """The plan, with what else is known.

    :arg read: what was read beside objects so far, so that many objects cost one request.
    :raises Invalid: for a configuration key that does not exist; ``NotFound`` when what lies beside is not there.
    """
    if wanted.state == "absent":
        return planned
    planned = _beside(client, resource, wanted, current, planned, {} if read is None else read)
    if not planned.changes:
        return planned
    keys = changed_keys(planned, wanted)
    published = Keys(client.published(), resource.schema) if resource.schema and keys else Keys({}, ())
    unknown = published.unknown(keys)
    if unknown:
        raise Invalid("{0} {1!r}: config: {2}; correct it. Nothing was changed.".format(
            resource.title, wanted.name, "; ".join(unknown)))
    return restarted(resource, wanted, current, planned, published)


def changed_keys(planned: Plan, wanted: Wanted) -> Tuple[str, ...]:
    """The configuration keys that a plan writes."""
    if planned.action in (CREATE, REPLACE):
        return tuple(key for key, value in (wanted.values.get("config") or {}).items() if value is not None)
    return tuple(key[len("config."):] for key in planned.keys if key.startswith("config."))


def restarted(resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]], planned: Plan,
              published: Keys) -> Plan:
    """What a running object takes up only when it is restarted, and the restart, where it is asked for.  Pure."""
    life = resource.lifecycle
    if not life or not life.restart or planned.action != UPDATE or current is None:
        return planned
    runs = current.get(life.field) == life.results.get(life.default)
    stays = not any(request.path.endswith("/state") for request in planned.requests)
    if not runs or not stays:
        return planned
    needed = [key for key in changed_keys(planned, wanted) if needs_restart(life, key, published)]
    asked = wanted.option("restart", NEVER)
    if asked == ALWAYS or (asked == WHEN_NEEDED and needed):
        action = life.request(resource.item(wanted.options, wanted.name), life.restart, wanted.options)
        why = "restarted for {0}".format(", ".join(needed)) if needed else "restarted, as always after a change"
        return replace(planned, requests=planned.requests + (replace(action, query=query_of(resource, wanted)),),
                       reason="{0}; {1}".format(planned.reason, why), notes=dict(planned.notes, restart_required=[]))
    return replace(planned, notes=dict(planned.notes, restart_required=needed))


def needs_restart(life: Any, key: str, published: Keys) -> bool:
    """Does a running object go on as if the key had not changed?  What the server publishes counts, if it does."""
    if key.startswith(life.whenever):
        return False
    live = published.live(key)
    return key.startswith(life.cold) if live is None else not live


def _beside(client: Any, resource: Resource, wanted: Wanted, current: Optional[Mapping[str, Any]], planned: Plan,
            read: Dict[Any, Any]) -> Plan:
    path = resource.beside(wanted, current) if resource.beside and current is not None else None
    if not path:
        return planned
    query = query_of(resource, wanted)
    if (path, query.get("project")) not in read:
        try:
            read[path, query.get("project")] = client.get(path, project=query.get("project")).metadata
        except NotFound:
            raise NotFound("{0} {1!r}: {2} does not exist on this server; make it, or correct the name.".format(
                resource.title, wanted.name, path))
    reaction = resource.reacts(resource.item(wanted.options, wanted.name), wanted, current,
                               read[path, query.get("project")])
    if reaction is None:
        return planned
    if reaction.requests:
        client.server.require(reaction.extension, "{0} {1!r}: {2}".format(
            resource.title, wanted.name, reaction.reason))
    return with_reaction(planned, reaction, query)


def with_reaction(planned: Plan, reaction: Any, query: Mapping[str, Any]) -> Plan:
    """The plan with what follows from what was read beside.  Pure."""
    noted = replace(planned, notes=dict(planned.notes, **reaction.notes))
    if not reaction.requests:
        return noted
    requests = tuple(replace(request, query=query) for request in reaction.requests)
    reasons: List[str] = [planned.reason] * planned.changes + [reaction.reason]
    return replace(noted, action=UPDATE if planned.action == NONE else planned.action,
                   keys=planned.keys + (reaction.key,), reason="; ".join(reasons),
                   before=dict(planned.before or {}, **{reaction.key: reaction.before}),
                   after=dict(planned.after or {}, **{reaction.key: reaction.after}),
                   requests=requests + planned.requests)
