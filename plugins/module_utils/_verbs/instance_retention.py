# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drop the snapshots and backups of an instance that are too many or too old."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import now
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.retention import RETENTION, retention_of, surplus
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of

KINDS = ("snapshots", "backups")


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Read the lists that have a rule, and choose what goes."""
    name = options["instance"]
    rules = {kind: retention_of(options[kind]) for kind in KINDS if options.get(kind)}
    instance_of(client, name)
    there: Dict[str, List[str]] = {}
    dropped: Dict[str, List[str]] = {}
    for kind, rule in rules.items():
        listed = client.get(join("instances", name, kind), recursion=1).metadata or ()
        # Some servers name a backup `instance/backup`.
        dated = [(one["name"].rsplit("/", 1)[-1], one.get("created_at") or "") for one in listed]
        there[kind] = [thing for thing, _created in sorted(dated, key=lambda pair: (pair[1], pair[0]))]
        dropped[kind] = surplus(dated, rule, now())
    kept = {kind: [one for one in names if one not in dropped[kind]] for kind, names in there.items()}
    return Intent(changes=any(dropped.values()), before=there, after=kept, result={"dropped": dropped, "kept": kept})


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Delete one after the other, oldest first; one that is gone meanwhile is as good as deleted."""
    name = options["instance"]
    for kind, names in intent.result["dropped"].items():
        for one in names:
            say("dropping {0} {1} of {2}".format(kind[:-1], one, name))
            with doing("drop {0} {1!r} of instance {2!r}".format(kind[:-1], one, name)):
                client.send(Request("DELETE", join("instances", name, kind, one), tolerate=(404,), says="delete"))
    return {}


INSTANCE_RETENTION = Verb(
    name="instance_retention",
    options={"instance": Argument(required=True), "snapshots": RETENTION, "backups": RETENTION},
    intend=intend,
    perform=perform,
    rules={"required_one_of": [["snapshots", "backups"]]},
    extensions=("instances",),
)
