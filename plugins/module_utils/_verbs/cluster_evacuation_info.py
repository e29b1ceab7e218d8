# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Can a cluster do without one of its members for a while?  What speaks against it, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError, NotFound, Unsupported
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import explained

MIB = 1 << 20
# What the states of another member mean for a member that is to leave.
STATES = {"Offline": "does not answer", "Evacuated": "is out of service itself",
          "Blocked": "waits for other members to be upgraded"}


@dataclass(frozen=True)
class Load:
    """A running instance that an evacuation would move, with the memory it takes."""

    project: str
    name: str
    architecture: str
    memory: int


@dataclass(frozen=True)
class Room:
    """A member that could take instances, with the bytes of memory it has for them."""

    member: str
    architecture: str
    memory: int


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Only reads."""
    name = options["name"]
    if not client.server.clustered:
        raise Unsupported("cluster_evacuation_info: this server ({0}) is not clustered.".format(client.server.says))
    if not 0 <= options["reserve"] <= 100:
        raise Invalid("reserve: {0} is no percentage; say 0 to 100.".format(options["reserve"]))
    members = {one["server_name"]: one for one in client.get("cluster/members", recursion=1).metadata}
    if name not in members:
        raise explained(NotFound("cluster member {0!r} does not exist; correct the name: the cluster has {1}.".format(
            name, ", ".join(sorted(members)))))
    reasons = against_states(name, members) + against_quorum(name, members)
    rooms, silent = rooms_of(client, name, members, options["reserve"])
    loads = loads_of(client, name) if members[name]["status"] == "Online" else []
    reasons += silent + against_memory(name, loads, rooms)
    return Intent(False, result={
        "safe": not reasons, "reasons": reasons, "status": members[name]["status"],
        "database_members": voters_of(members),
        "instances": [{"project": one.project, "name": one.name, "memory": one.memory} for one in loads],
        "members": [{"name": one.member, "memory": one.memory} for one in rooms],
    })


def voters_of(members: Mapping[str, Mapping[str, Any]]) -> List[str]:
    """The members that vote in the database."""
    return sorted(name for name, one in members.items() if {"database", "database-leader"} & set(one.get("roles") or ()))


def against_states(name: str, members: Mapping[str, Mapping[str, Any]]) -> List[str]:
    """Every other member must be in service, and the one that leaves must be there to let go of its instances; pure."""
    found = ["member {0} {1}".format(other, STATES.get(one["status"], "is " + one["status"]))
             for other, one in sorted(members.items()) if other != name and one["status"] != "Online"]
    if members[name]["status"] not in ("Online", "Evacuated"):
        found.append("member {0} {1}".format(name, STATES.get(members[name]["status"], "is " + members[name]["status"])))
    return found


def against_quorum(name: str, members: Mapping[str, Mapping[str, Any]]) -> List[str]:
    """The database goes on with more than half of those who vote in it; pure."""
    voters = voters_of(members)
    left = [one for one in voters if one != name and members[one]["status"] == "Online"]
    if name not in voters or len(left) > len(voters) // 2:
        return []
    return ["without {0} {1} of {2} database members would be left, which is no majority".format(
        name, len(left) or "none", len(voters))]


def rooms_of(client: Any, name: str, members: Mapping[str, Mapping[str, Any]],
             reserve: int) -> Tuple[List[Room], List[str]]:
    """What each other member has left, and who does not answer although the cluster has not noticed yet."""
    rooms, silent = [], []
    for other, one in sorted(members.items()):
        if other == name or one["status"] != "Online":
            continue
        try:
            memory = client.get("resources", target=other).metadata["memory"]
        except LxcriError as error:
            silent.append("member {0} does not answer ({1})".format(other, error.message.rstrip(".")))
            continue
        # An evacuation places instances as a creation does: where the scheduler may, whoever they were before.
        if (one.get("config") or {}).get("scheduler.instance", "all") == "all":
            rooms.append(Room(other, one.get("architecture") or "",
                              max(0, int(memory["total"] * (100 - reserve) / 100) - memory["used"])))
    return rooms, silent


def loads_of(client: Any, name: str) -> List[Load]:
    """The running instances of a member that would move: one request, however many there are."""
    found = []
    for one in client.get("instances", recursion=2, **{"all-projects": "true"}).metadata:
        how = (one.get("expanded_config") or {}).get("cluster.evacuate") or "auto"
        if one.get("location") != name or one.get("status") != "Running" or how.endswith("stop"):
            continue
        used = int(((one.get("state") or {}).get("memory") or {}).get("usage") or 0)
        found.append(Load(one.get("project") or "default", one["name"], one.get("architecture") or "", used))
    return found


def against_memory(name: str, loads: Sequence[Load], rooms: Sequence[Room]) -> List[str]:
    """Is there a place for each, the big ones first, each where most is left?  Pure."""
    left: Dict[str, int] = {one.member: one.memory for one in rooms}
    homeless: List[Load] = []
    for load in sorted(loads, key=lambda one: (-one.memory, one.name)):
        fit = [one.member for one in rooms if one.architecture in ("", load.architecture) and left[one.member] >= load.memory]
        if fit:
            left[max(fit, key=lambda member: left[member])] -= load.memory
        else:
            homeless.append(load)
    if not homeless:
        return []
    where = ", ".join("{0} has {1} MiB".format(one.member, one.memory // MIB) for one in rooms) or "no member takes any"
    return ["the other members have no room for {0} of {1} running instances of {2}, of which {3} needs {4} MiB ({5})"
            .format(len(homeless), len(loads), name, homeless[0].name, -(-homeless[0].memory // MIB), where)]


CLUSTER_EVACUATION_INFO = Verb(
    name="cluster_evacuation_info",
    options={
        "name": Argument(required=True),
        "reserve": Argument("int", default=10),
    },
    intend=intend,
    extensions=("clustering_evacuation", "resources"),
    scope="server",
)
