# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server's events tell, as one flat record each.  Pure.

A record is ``{time, action, kind, name, old_name, project, source, requestor, location}``: ``time`` as the server writes it,
``source`` the path below ``/1.0`` with what is escaped in it, ``requestor`` either ``None`` or ``{username, protocol, address}``.
Source: *Events* of LXD and Incus.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Deque, Dict, Mapping, Optional, Tuple
from urllib.parse import parse_qs, unquote, urlsplit

# Marks in a journal: since when somebody listened, and until when.
LISTENING, LOST = "listening", "lost"
# Seconds that may lie between a request and the event of what it did, and how many requests are remembered.
PATIENCE, MEMORY = 60.0, 1000
# How a request looks that leads to an event, by the last word of the event's action: (methods, path).
_ASKED = {
    "created": (("POST",), "above"), "renamed": (("POST",), "old"), "updated": (("PUT", "PATCH"), "own"),
    "deleted": (("DELETE",), "own"),
}

Source = Tuple[str, str]


def source_of(url: str) -> Source:
    """``(path, project)`` of a source or of a request's URL; nothing is escaped in the path."""
    parts = urlsplit(url)
    return unquote(parts.path), (parse_qs(parts.query).get("project") or ["default"])[0]


def happening(event: Mapping[str, Any]) -> Optional[Dict[str, Any]]:
    """The record of a lifecycle event; ``None`` for any other."""
    said = event.get("metadata") or {}
    if event.get("type") != "lifecycle" or not said.get("action") or not said.get("source"):
        return None
    source = str(said["source"])
    path, project = source_of(source)
    return {
        "time": event.get("timestamp") or "",
        "action": said["action"],
        "kind": said["action"].rpartition("-")[0].replace("-", "_"),
        "name": path.rpartition("/")[2],
        "old_name": (said.get("context") or {}).get("old_name") or "",
        "project": event.get("project") or project,
        "source": source,
        "requestor": _requestor(said.get("requestor")),
        "location": event.get("location") or "",
    }


def _requestor(said: Optional[Mapping[str, Any]]) -> Optional[Dict[str, str]]:
    if not said or not (said.get("username") or said.get("protocol")):
        return None
    return {key: str(said.get(key) or "") for key in ("username", "protocol", "address")}


class Requests:
    """Who asked for what lately, from the server's log as it sends it.

    LXD 5.0 names nobody in the events of what runs as an operation, and neither does Incus where an instance is changed by
    ``PATCH``; but they log every request with its user.  An event is laid to a request of the same object, and to nobody
    where several people asked at once.
    """

    def __init__(self) -> None:
        self._known: Deque[Tuple[float, str, Source, Dict[str, str]]] = deque(maxlen=MEMORY)

    def note(self, event: Mapping[str, Any], now: float) -> None:
        """Remember the request that a log line tells of, if it does.  :arg now: seconds of a steady clock."""
        said = (event.get("metadata") or {}).get("context") or {}
        if event.get("type") != "logging" or not said.get("url") or said.get("method") in (None, "", "GET"):
            return
        # Members of a cluster hand requests on to each other.
        if said.get("username") and said.get("protocol") != "cluster":
            who = {"username": said["username"], "protocol": said.get("protocol") or "", "address": said.get("ip") or ""}
            self._known.append((now, said["method"], source_of(said["url"]), who))

    def completed(self, record: Dict[str, Any], now: float) -> Dict[str, Any]:
        """The record with its requestor, where that is known only from the log."""
        methods, where = _ASKED.get(record["action"].rpartition("-")[2], ((), ""))
        if record["requestor"] or not methods:
            return record
        path, _project = source_of(record["source"])
        above = path.rpartition("/")[0]
        path = {"own": path, "above": above, "old": "{0}/{1}".format(above, record["old_name"])}[where]
        found = [one for one in self._known
                 if now - one[0] <= PATIENCE and one[1] in methods and one[2] == (path, record["project"])]
        if not found:
            return record
        self._known.remove(found[0])
        alone = all(one[3] == found[0][3] for one in found)
        return dict(record, requestor=found[0][3]) if alone else record
