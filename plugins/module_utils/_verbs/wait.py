# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until instances are as they must be before one goes on."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Callable, Dict, List, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.events import Events
from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound, OperationFailed, Timeout
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import (
    OUTSIDE,
    WAIT_FOR,
    Awaited,
    Groups,
    Item,
    Lacks,
    Verdict,
    from_state,
    groups_of,
    open_items,
    sentence,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.event import changed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.ready import addresses
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait_probes import COMMAND_TIMEOUT, Inside

# Seconds between looks: at first, at most, and at most where the server says when something happens.
FIRST, LONGEST, QUIET = 0.1, 1.0, 10.0
# From how many instances on one list of all is cheaper than asking for each.
MANY = 5
WIDTH = 8
# Seconds that a last look may take.
LEAST = 0.5

Missing = Dict[str, Lacks]
States = Dict[str, Optional[Mapping[str, Any]]]


class Watch:
    """What is waited for, in which instances."""

    def __init__(self, client: Any, names: List[str], groups: Groups, every: bool) -> None:
        self.client, self.groups, self.every = client, groups, every
        self.states: States = dict.fromkeys(names)

    def look(self, names: List[str], patience: float = COMMAND_TIMEOUT) -> Missing:
        """What is missing in these instances; those where nothing is are left out.

        :arg patience: seconds that a command inside may take.
        """
        self.states.update(read_states(self.client, names))
        with ThreadPoolExecutor(min(WIDTH, len(names))) as pool:
            found = list(pool.map(lambda name: lacks(
                self.client, name, self.groups, self.every, self.states[name], patience), names))
        return {name: missing for name, missing in zip(names, found) if missing}


def lacks(client: Any, name: str, groups: Groups, every: bool, state: Optional[Mapping[str, Any]],
          patience: float = COMMAND_TIMEOUT) -> Lacks:
    """What is missing in one instance of that state; looks inside only where something inside is asked for.

    :arg patience: seconds that a command inside may take.
    """
    with ExitStack() as stack:
        inside = Inside(client, name, stack, patience)

        def judge(item: Item) -> Verdict:
            outside = from_state(item, state)
            return outside if item.kind in OUTSIDE or not outside.holds else inside.judge(item)

        return open_items(groups, every, judge)


def wait_for(client: Any, name: str, awaited: Awaited, say: Callable[[str], None]) -> None:
    """Wait until one instance is as it must be; raises as ``until``."""
    until(Watch(client, [name], awaited.groups, True), awaited.timeout, say)


def read_states(client: Any, names: List[str]) -> States:
    """The states of instances, in one request where there are many; ``None`` for one that does not exist."""
    if len(names) >= MANY:
        listed = client.get("instances", recursion=2).metadata or ()
        states = {one["name"]: dict(one.get("state") or {}, status=one.get("status")) for one in listed}
        return {name: states.get(name) for name in names}
    return {name: _state(client, name) for name in names}


def _state(client: Any, name: str) -> Optional[Mapping[str, Any]]:
    try:
        return client.get(join("instances", name) + "/state").metadata
    except NotFound:
        return None


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """One look: perhaps nobody has to wait."""
    watch = Watch(client, list(options["instances"]), groups_of(options["wait_for"]), options["mode"] == "all")
    missing = watch.look(list(options["instances"]))
    return Intent(changes=bool(missing), result={"instances": summary(watch.states), "seconds": 0.0},
                  carry=watch, checked={"changed": False, "missing": words(missing)})


def words(missing: Missing) -> List[str]:
    """What is missing, for people."""
    return [sentence(name, lacking) for name, lacking in missing.items()]


def summary(states: States) -> Dict[str, Any]:
    """What is worth knowing of the instances afterwards."""
    return {name: {"status": (state or {}).get("status"), "ipv4": addresses(state or {}, "ipv4"),
                   "ipv6": addresses(state or {}, "ipv6")} for name, state in states.items()}


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Wait; that is no change."""
    began = time.monotonic()
    until(intent.carry, float(options["timeout"]), say)
    return {"changed": False, "instances": summary(intent.carry.states), "seconds": round(time.monotonic() - began, 3)}


def until(watch: Watch, timeout: float, say: Callable[[str], None]) -> None:
    """Look again whenever something happened, and now and then, until nothing is missing.

    :raises Timeout: when something still is after so many seconds; ``OperationFailed`` when it never will come.
    """
    began = time.monotonic()
    with Events(watch.client) as events:
        limits = [item.timeout for group in watch.groups for item in group if item.timeout and watch.every]
        limit = min([timeout, *limits])
        missing, pause = watch.look(list(watch.states), limit), FIRST
        while missing:
            left = time_left(missing, began, timeout, watch.every, time.monotonic())
            _give_up(missing, watch.every, time.monotonic() - began, left)
            say("waiting: " + "; ".join(words(missing)[:3]))
            quiet = events.open and all(item.kind == "running" for lacking in missing.values() for item in lacking)
            _until_something(events, missing, min(QUIET if quiet else pause, left))
            pause = min(pause * 1.5, LONGEST)
            missing = watch.look(list(missing), max(LEAST, began + limit - time.monotonic()))


def time_left(missing: Missing, began: float, timeout: float, every: bool, now: float) -> float:
    """Seconds until the first of what is missing is too late; where one of several is enough, only all count."""
    limits = [timeout] + [item.timeout for lacking in missing.values() for item in lacking if every and item.timeout]
    return began + min(limits) - now


def hopeless(missing: Missing, every: bool) -> Missing:
    """What will never come, where that is the end of it."""
    lost = {}
    for name, lacking in missing.items():
        never = {item: verdict for item, verdict in lacking.items() if verdict.hopeless}
        if never and (every or len(never) == len(lacking)):
            lost[name] = never
    return lost


def _give_up(missing: Missing, every: bool, waited: float, left: float) -> None:
    lost = hopeless(missing, every)
    if lost:
        raise OperationFailed("waiting is in vain: {0}; mend that, and begin again.".format("; ".join(words(lost))),
                              missing=words(missing))
    if left <= 0:
        raise Timeout("waited {0:.0f} seconds in vain: {1}; see its logs with instance_log_info, or give it more "
                      "time.".format(waited, "; ".join(words(missing))), missing=words(missing))


def _until_something(events: Events, missing: Missing, seconds: float) -> None:
    """Wait until something happened to an instance that is waited for, or the time is over."""
    until = time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        if left <= 0 or any(one[1] in missing for one in map(changed, events.wait(left)) if one):
            return


WAIT = Verb(
    name="wait",
    options={
        "instances": Argument("list", elements="str", required=True),
        "wait_for": Argument(WAIT_FOR.type, elements=WAIT_FOR.elements, options=WAIT_FOR.options, required=True),
        "mode": Argument(choices=("all", "any"), default="all"),
        "timeout": Argument("int", default=300),
    },
    intend=intend,
    perform=perform,
    extensions=("instances",),
)
