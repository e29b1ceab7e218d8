# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Send the same requests to two servers and tell where their answers differ.

Compared are status, error code, ETag, Location, kind of answer, the outcome of operations, and every key and value of
the metadata; what differs from run to run (times, identifiers, addresses, sizes) is compared by its form.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import socket
import time
from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List, Optional
from urllib.parse import urlsplit

MARK = "pty"  # every name of the scripts holds it; objects of a live server's other users are not looked at
NET = "10.83.177."
OTHERS = re.compile(MARK + "[0-9a-f]{4}z")  # of another run
CONTENTION = re.compile("nft|iptables|ip6tables|ebtables|Failed to run: ip ")
PATTERNS = (
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)"), "<time>"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}"), "<mac>"),
    (re.compile(r"8000\.[0-9a-f]{12}"), "<bridge>"),
    (re.compile(r"veth[0-9a-f]+"), "<veth>"),
    (re.compile(r"fd42:[0-9a-f:]+/64"), "<ula>"),
    (re.compile(r"/var/[^ ]*/(storage-pools|disks)/"), "<home>/"),
    (re.compile(r'\[\{"Isuid.*'), "<idmap>"),
)
BY_FORM = set(
    "usage usage_peak swap_usage swap_usage_peak pid processes bytes_received bytes_sent packets_received packets_sent"
    " used total allocated_time address hwaddr secret mtu uuid created_at hostname".split()
)
ENDED = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"}


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("unix", timeout=180)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


@dataclass
class Answer:
    status: int
    headers: Dict[str, str]
    body: Any


class Wire:
    """HTTP on one unix socket, with nothing but the standard library.

    ``own``: on the way out names get a part of their own and subnets a place of their own, on the way back they
    lose it, so that two runs on one machine do not meet.
    """

    def __init__(self, path: str, own: bool = False) -> None:
        self.connection = _Connection(path)
        number = random.randrange(1 << 14)
        self.swaps = [(MARK, "%s%04xz" % (MARK, number)), (NET, "10.%d.%d." % (84 + (number >> 8), number & 255))]
        if not own:
            self.swaps = []

    def _out(self, text: str) -> str:
        for ours, theirs in self.swaps:
            text = text.replace(ours, theirs)
        return text

    def _back(self, text: str) -> str:
        for ours, theirs in self.swaps:
            text = text.replace(theirs, ours)
        return text

    def send(self, method: str, target: str, body: Any = None, headers: Optional[Dict[str, str]] = None) -> Answer:
        given = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = self._out(json.dumps(body))
            given.setdefault("Content-Type", "application/json")
        self.connection.request(method, self._out(target), body, given)
        reply = self.connection.getresponse()
        data = reply.read()
        found = {key.lower(): self._back(value) for key, value in reply.getheaders()}
        if found.get("content-type", "").startswith("application/json"):
            return Answer(reply.status, found, json.loads(self._back(data.decode())))
        return Answer(reply.status, found, data)

    def close(self) -> None:
        self.connection.close()


@dataclass
class Step:
    """One request; ``tag``: a path whose ETag to send as If-Match, or a literal that matches nothing."""

    method: str
    target: str
    body: Any = None
    headers: Dict[str, str] = field(default_factory=dict)
    tag: str = ""
    blind: bool = False  # compare status and kind only
    until: str = ""  # repeat a GET until its body holds this text

    def __str__(self) -> str:
        body = "" if self.body is None else " " + (str(self.body) if not isinstance(self.body, bytes) else "<bytes>")
        return ("%s %s%s" % (self.method, self.target, body))[:160]


def _mine(value: Any) -> bool:
    text = json.dumps(value)
    return (MARK in text or "parity" in text) and not OTHERS.search(text)


def _form(value: Any) -> Any:
    return "<%s>" % type(value).__name__


def normal(value: Any, key: str = "", keep: bool = False) -> Any:
    """A value in the form in which two servers' answers are compared."""
    if isinstance(value, dict):
        found = {name: normal(item, name) for name, item in value.items()}
        return {normal(name): item for name, item in sorted(found.items())}
    if isinstance(value, list):
        whole = keep or key in ("profiles", "aliases", "locations", "addresses", "roles", "groups", "members", "ports")
        items = [one for one in (normal(item) for item in value) if whole or _mine(one)]
        return items if key in ("profiles", "addresses") else sorted(items, key=json.dumps)
    if key in BY_FORM and value not in ("", None):
        return _form(value)
    if isinstance(value, str):
        if value in ENDED:
            return value
        for pattern, shown in PATTERNS:
            value = pattern.sub(shown, value)
        return value
    return value


def _operation(shown: Dict[str, Any]) -> Dict[str, Any]:
    found = {key: normal(shown[key], key) for key in ("class", "description", "status", "status_code", "may_cancel")}
    resources = shown["resources"] or {}
    found["resources"] = {key: sorted(normal(one) for one in value or ()) for key, value in sorted(resources.items())}
    found["failed"] = bool(shown["err"])
    metadata = shown["metadata"] or {}
    found["fingerprint"] = metadata.get("fingerprint")
    return found


def _settled(wire: Wire, answer: Answer) -> Dict[str, Any]:
    operation = answer.body["metadata"]
    found = {"keys": sorted(operation), "first": _operation(operation)}
    for name in ("status", "status_code", "failed", "fingerprint"):  # a fast operation may have ended by now
        del found["first"][name]
    if operation["class"] == "task":
        wait = wire.send("GET", answer.body["operation"] + "/wait?timeout=30")
        found["wait"] = (wait.status, wait.body["type"], bool(wait.body["error_code"]))
        found["last"] = _operation(wire.send("GET", answer.body["operation"]).body["metadata"])
    return found


def _until(wire: Wire, step: Step, answer: Answer) -> Answer:
    limit = time.monotonic() + 20
    while step.until not in json.dumps(answer.body) and time.monotonic() < limit:
        time.sleep(0.1)
        answer = wire.send(step.method, step.target)
    return answer


def run(wire: Wire, step: Step, texts: Optional[List[str]] = None) -> Dict[str, Any]:
    """Send one step and give its answer in comparable form."""
    headers = dict(step.headers)
    if step.tag:
        headers["If-Match"] = wire.send("GET", step.tag).headers.get("etag", "") if "/" in step.tag else step.tag
    answer = wire.send(step.method, step.target, step.body, headers)
    for _again in range(3):
        # Daemons on one host that change its packet filter or interfaces at one moment get in each other's way.
        if not isinstance(answer.body, dict) or not CONTENTION.search(answer.body["error"]):
            break
        time.sleep(0.5)
        answer = wire.send(step.method, step.target, step.body, headers)
    if step.until:
        answer = _until(wire, step, answer)
    found: Dict[str, Any] = {"status": answer.status}
    if isinstance(answer.body, bytes):
        found["type"] = answer.headers.get("content-type", "").split(";")[0]
        found["headers"] = sorted(key for key in answer.headers if key.startswith(("x-lxd", "x-incus")))
        if not step.blind:
            found["body"] = answer.body
        return found
    body = answer.body
    found["type"] = body["type"]
    found["error_code"] = body["error_code"]
    if texts is not None and body["error"]:
        texts.append(body["error"])
    if step.blind:
        if body["type"] == "async" and body["metadata"]["class"] == "task":
            # What is not looked at must have ended all the same before the next step, which may undo it.
            wire.send("GET", body["operation"] + "/wait?timeout=30")
        return found
    if "location" in answer.headers and body["type"] != "async":
        found["location"] = urlsplit(answer.headers["location"]).path
    found["etag"] = "etag" in answer.headers
    if body["type"] == "async":
        found["operation"] = _settled(wire, answer)
    else:
        found["metadata"] = normal(body["metadata"])
    return found


def differences(one: Any, other: Any, path: str = "") -> List[str]:
    """Where two comparable forms differ, one line each."""
    if isinstance(one, dict) and isinstance(other, dict):
        found = []
        for key in sorted(set(one) | set(other), key=str):
            if key not in one or key not in other:
                found.append("%s.%s only in the %s" % (path, key, "first" if key in one else "second"))
            else:
                found += differences(one[key], other[key], "%s.%s" % (path, key))
        return found
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [line for at, pair in enumerate(zip(one, other)) for line in differences(*pair, "%s[%d]" % (path, at))]
    return [] if one == other else ["%s: %.300r != %.300r" % (path, one, other)]


def compare(real: Wire, fake: Wire, steps: Iterable[Step]) -> List[str]:
    """Run the steps on both; the differences, each under the request that showed it."""
    found = []
    for step in steps:
        texts: List[str] = []
        answers = []
        for who, wire in (("real server", real), ("fake", fake)):
            try:
                answers.append(run(wire, step, texts))
            except TimeoutError:
                raise AssertionError("the %s does not answer %s" % (who, step)) from None
        lines = differences(*answers)
        if lines:
            found.append("%s %s\n    real/fake %s" % (step, texts or "", "\n    real/fake ".join(lines)))
    return found
