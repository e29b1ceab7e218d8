# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What travels: requests, replies and failures, in the shapes that LXD and Incus use.

Nothing here comes from the collection: the fake is an oracle of its own.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any, Dict, Optional
from urllib.parse import unquote


class Failure(Exception):
    """The server's "no": an HTTP status and one line of English."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


class Dropped(Exception):
    """Close the connection without an answer."""


@dataclass
class Request:
    """One request as it arrived, and the status that it got (0: the connection was dropped)."""

    method: str
    path: str
    query: Dict[str, str]
    body: Any
    headers: Dict[str, str]
    status: int = 0

    def __str__(self) -> str:
        query = "&".join("%s=%s" % item for item in self.query.items())
        return "%s %s%s -> %d" % (self.method, self.path, "?" + query if query else "", self.status)


@dataclass
class Reply:
    status: int
    body: bytes
    headers: Dict[str, str] = field(default_factory=dict)
    hijack: Any = None  # called with the socket after the head was sent: websockets


JSON = {"Content-Type": "application/json"}


def _dump(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def sync(metadata: Any, etag: Optional[str] = None) -> Reply:
    body = {
        "type": "sync",
        "status": "Success",
        "status_code": 200,
        "operation": "",
        "error_code": 0,
        "error": "",
        "metadata": metadata,
    }
    headers = dict(JSON)
    if etag is not None:
        headers["Etag"] = '"%s"' % etag
    return Reply(200, _dump(body), headers)


def done() -> Reply:
    """What LXD answers to a synchronous change."""
    return sync({})


def created(location: str) -> Reply:
    reply = sync(None)
    reply.status = 201
    reply.headers["Location"] = location
    return reply


def accepted(operation: Dict[str, Any]) -> Reply:
    url = "/1.0/operations/" + operation["id"]
    body = {
        "type": "async",
        "status": "Operation created",
        "status_code": 100,
        "operation": url,
        "error_code": 0,
        "error": "",
        "metadata": operation,
    }
    return Reply(202, _dump(body), dict(JSON, Location=url))


def refused(status: int, error: str) -> Reply:
    body = {
        "type": "error",
        "status": "",
        "status_code": 0,
        "operation": "",
        "error_code": status,
        "error": error,
        "metadata": None,
    }
    return Reply(status, _dump(body), {**JSON, "X-Content-Type-Options": "nosniff"})


def etag(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def timestamp(seconds: Optional[float] = None) -> str:
    """RFC 3339 in UTC with a fraction, as Go writes it."""
    moment = time.time() if seconds is None else seconds
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_query(text: str) -> Dict[str, str]:
    """Query string to a dict; of a repeated key the first wins, as in Go."""
    found: Dict[str, str] = {}
    for part in text.split("&") if text else ():
        key, _mark, value = part.partition("=")
        found.setdefault(unquote(key.replace("+", " ")), unquote(value.replace("+", " ")))
    return found
