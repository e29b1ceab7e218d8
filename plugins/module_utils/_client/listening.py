# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server's events, heard in a thread of its own while something else is done."""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.events import Events

# Nobody is waited for for long who hangs while he connects.
PATIENCE = 1.0
# Seconds between two looks whether it is over, should nobody say so.
PAUSE = 60.0


class Listening:
    """One stream for the time between ``begin`` and ``end``; when it ends by itself, nobody hears anything any more.

    :arg connect: opens the stream.
    :arg hear: called in the thread with every event; it must be quick.
    :arg after: seconds until it connects, for what is worth hearing only of work that takes long.
    """

    def __init__(self, connect: Callable[[], Events], hear: Callable[[Dict[str, Any]], None], after: float = 0.0) -> None:
        self._connect, self._hear, self._after = connect, hear, after
        self._over = threading.Event()
        self._events: Optional[Events] = None
        self._thread: Optional[threading.Thread] = None

    def begin(self) -> None:
        """Listen from now on; to say so again changes nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="events", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Listen no longer; nothing is heard after that, but for a stream that is being opened this moment."""
        self._over.set()
        if self._events:
            self._events.end()
        if self._thread:
            self._thread.join(PATIENCE)

    def __enter__(self) -> "Listening":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.end()

    def _run(self) -> None:
        if self._over.wait(self._after):
            return
        with self._connect() as events:
            self._events = events
            while events.open and not self._over.is_set():
                for event in events.wait(PAUSE):
                    if not self._over.is_set():
                        self._hear(event)
