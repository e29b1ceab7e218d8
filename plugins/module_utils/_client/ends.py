# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ends of operations, as a server's stream of events tells them.

No end is lost: an operation is waited for so only while the stream is open and has spoken of it, and for less time than
servers remember an operation that has ended.  Whoever gets no answer here asks the server.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Any, Dict, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import ended
from ansible_collections.lxcri.containers.plugins.module_utils._spec.event import OPERATION

# Seconds until the stream has spoken of an operation that the server has just begun.  Not all are spoken of, such as one
# in a project that is not listened to.
FIRST_WORD = 0.05
# Seconds until the server is asked instead.  LXD and Incus forget an operation 5 seconds after its end.
LONGEST = 3.0
# Operations that are remembered; those of other clients are among them.
KEPT = 1024


class Ends:
    """Safe to share between threads: one tells, many wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = False
        self._latest: "OrderedDict[str, Mapping[str, Any]]" = OrderedDict()
        self._waiting: Dict[str, threading.Event] = {}

    def tell(self, event: Mapping[str, Any]) -> None:
        """The stream says something."""
        operation = event.get("metadata") or {}
        if event.get("type") != OPERATION:
            return
        one = str(operation.get("id") or "")
        with self._lock:
            self._open = True
            # Servers send each event by itself, so an earlier one may come later.
            if not ended(self._latest.get(one) or {}):
                self._latest[one] = operation
            while len(self._latest) > KEPT:
                self._latest.popitem(last=False)
            bell = self._waiting.get(one)
        if bell:
            bell.set()

    def over(self) -> None:
        """The stream says nothing any more; whoever waits asks the server."""
        with self._lock:
            self._open = False
            self._latest.clear()
            bells = list(self._waiting.values())
        for bell in bells:
            bell.set()

    def wait(self, path: str, seconds: float) -> Optional[Dict[str, Any]]:
        """The operation of that path once it has ended; ``None`` when the server must be asked.

        :arg seconds: how long to wait at most.
        """
        one = path.rsplit("/", 1)[-1]
        bell, began = threading.Event(), time.monotonic()
        with self._lock:
            self._waiting[one] = bell
        try:
            while True:
                bell.clear()
                with self._lock:
                    found, still_open = self._latest.get(one), self._open
                if found and ended(found):
                    return dict(found)
                left = began + min(seconds, LONGEST if found else FIRST_WORD) - time.monotonic()
                if not still_open or left <= 0:
                    return None
                bell.wait(left)
        finally:
            with self._lock:
                self._waiting.pop(one, None)
                self._latest.pop(one, None)
