# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server tells by itself: ``GET /1.0/events``."""

from __future__ import annotations

import base64
import json
import os
import select
import time
from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.upgrade import upgrade
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket import Closed, WebSocket
from ansible_collections.lxcri.containers.plugins.module_utils._client.websocket_frames import PING, Malformed
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError

CONNECT_TIMEOUT = 20.0
# An event is about a kilobyte, and making room for much more takes longer than all that is done with it.
BLOCK = 1 << 14
# The API extension with which an event names its project.
NAMES_PROJECT = "event_project"


class Events:
    """A stream of events of some types; use it in a ``with``.

    Where the server gives none, there are none: whoever waits looks now and then anyway.

    :arg types: comma-separated.
    :arg everywhere: of all projects, where this user may hear of them; of the client's own otherwise.
    :raises LxcriError: when the server refuses, and ``needed`` says that nothing goes without.
    """

    def __init__(self, client: Any, types: str = "lifecycle", everywhere: bool = False, needed: bool = False) -> None:
        self.heard = time.monotonic()
        self._begun: List[bytes] = []
        self._socket: Optional[WebSocket] = None
        one = {"type": types, "project": client.project or "default"}
        every = {"type": types, "all-projects": "true"}
        refused: Optional[LxcriError] = None
        for query in [every] if everywhere and needed else [every, one] if everywhere else [one]:
            try:
                self._socket = WebSocket(
                    upgrade(client.endpoint, "events", "websocket", query, CONNECT_TIMEOUT, _key()), BLOCK)
                break
            except LxcriError as error:
                # Some users may not listen, and some to their own project alone.
                refused = error
        if needed and refused:
            raise refused

    def __enter__(self) -> "Events":
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._socket:
            self._socket.close()

    @property
    def open(self) -> bool:
        """Does the server tell by itself?"""
        return self._socket is not None

    def end(self) -> None:
        """Let a ``wait`` of another thread return, and all later ones find nothing."""
        # Once, since the other thread may let go of it this moment.
        mine = self._socket
        if mine:
            mine.end()

    def wait(self, seconds: float) -> List[Dict[str, Any]]:
        """What has happened, as soon as something has; nothing when nothing did in the time."""
        if self._socket is None:
            select.select([], [], [], seconds)
            return []
        if not select.select([self._socket], [], [], seconds)[0]:
            return []
        self.heard = time.monotonic()
        try:
            return self._read(self._socket)
        except (Closed, Malformed):
            self._lost()
            return []

    def ping(self) -> None:
        """Ask whether the other side is there: its answer counts as ``heard``."""
        try:
            if self._socket:
                self._socket.send(PING, b"")
        except Closed:
            self._lost()

    def _lost(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket = None

    def _read(self, socket: WebSocket) -> List[Dict[str, Any]]:
        found = []
        for frame in socket.receive():
            self._begun.append(frame.payload)
            if frame.final:
                text, self._begun = b"".join(self._begun), []
                try:
                    found.append(json.loads(text))
                except ValueError:
                    continue
        return [event for event in found if isinstance(event, dict)]


def _key() -> Dict[str, str]:
    return {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode("ascii")}
