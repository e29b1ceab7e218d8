# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening to the server for a while: ``GET /1.0/events``."""

from __future__ import annotations

import fnmatch
import threading
import time
from typing import Any, Dict, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._client.watching import heard, is_mark
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb


def matches(record: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Is it one of those that are asked for?  Pure."""
    actions, names = options.get("actions") or ["*"], options.get("names") or ["*"]
    return (any(fnmatch.fnmatchcase(record["action"], one) for one in actions)
            and any(fnmatch.fnmatchcase(record["name"], one) for one in names))


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Listen; that only reads.

    :raises Unavailable: when the server goes away meanwhile.
    """
    began = time.monotonic()
    found, stop = [], threading.Event()
    timer = threading.Timer(max(0, options["seconds"]), stop.set)
    timer.daemon = True
    timer.start()
    try:
        for record in heard(client, options["all_projects"], stop):
            found += [] if is_mark(record) or not matches(record, options) else [record]
            if options["count"] and len(found) >= options["count"]:
                break
        else:
            if not stop.is_set():
                raise Unavailable("{0} stopped telling events after {1:.0f} seconds; see its log.".format(
                    client.endpoint.says, time.monotonic() - began))
    finally:
        timer.cancel()
    return Intent(False, result=summary(found, began))


def summary(found: list, began: float) -> Dict[str, Any]:
    """The return values."""
    return {"events": found, "seconds": round(time.monotonic() - began, 3)}


EVENTS_INFO = Verb(
    name="events_info",
    options={
        "seconds": Argument("int", default=10),
        "count": Argument("int", default=0),
        "actions": STRINGS,
        "names": STRINGS,
        "all_projects": Argument("bool", default=False),
    },
    intend=intend,
    extensions=("event_lifecycle",),
)
