# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching a server for as long as somebody wants to know, through its restarts."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Iterator, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.events import Events
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, Timeout, Unauthorized, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.happening import LISTENING, LOST, Requests, happening

# Seconds between looks at whether to stop, of silence before the server is asked whether it is there, and until it is lost.
LOOK, SILENCE, GONE = 0.5, 30.0, 90.0
# Seconds between tries to reach a server again: at first, and at most.
FIRST, LONGEST = 1.0, 30.0

Connect = Callable[[], Any]


def watch(connect: Connect, every: bool, stop: threading.Event) -> Iterator[Dict[str, Any]]:
    """Records of what happens, and of when listening began and ended, until ``stop`` is set.

    A server that goes away is waited for.

    :arg connect: makes a client, which is closed here.  :arg every: what happens in all projects.
    :raises LxcriError: when the server cannot be reached at first, or refuses.
    """
    pause, reached = FIRST, False
    while not stop.is_set():
        try:
            with connect() as client:
                for record in heard(client, every, stop):
                    reached, pause = True, FIRST
                    yield record
        except Unauthorized:
            raise
        except LxcriError as error:
            if not reached:
                raise
            if not isinstance(error, (Unavailable, Timeout)):
                pause = LONGEST
        stop.wait(pause)
        pause = min(pause * 2, LONGEST)


def heard(client: Any, every: bool, stop: threading.Event) -> Iterator[Dict[str, Any]]:
    """The same, of one connection, until it is lost."""
    requests = Requests()
    with opened(client, every) as events:
        yield mark(LISTENING, client.endpoint.says)
        asked = time.monotonic()
        while events.open and not stop.is_set():
            for event in events.wait(LOOK):
                record = _record(event, requests)
                if record:
                    yield record
            now = time.monotonic()
            if now - events.heard > GONE:
                break
            if now - max(events.heard, asked) > SILENCE:
                events.ping()
                asked = now
    yield mark(LOST, client.endpoint.says)


def opened(client: Any, every: bool) -> Events:
    """The stream: with the server's log, which names who asked where an event does not, if it may be read."""
    try:
        return Events(client, "lifecycle,logging", every, True)
    except Unauthorized:
        return Events(client, "lifecycle", every, True)


def _record(event: Dict[str, Any], requests: Requests) -> Optional[Dict[str, Any]]:
    now = time.monotonic()
    record = happening(event)
    if record is None:
        requests.note(event, now)
        return None
    return requests.completed(record, now)


def mark(action: str, server: str) -> Dict[str, Any]:
    """A line of a journal that tells since or until when it is whole."""
    moment = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
    return {"time": moment, "action": action, "server": server}


def is_mark(record: Dict[str, Any]) -> bool:
    """Is it about the listening, and not about the server?"""
    return record["action"] in (LISTENING, LOST)
