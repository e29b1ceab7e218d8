# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wire-level fake of LXD and Incus: a real HTTP server on a real unix socket, with the objects in memory."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple, Union
from urllib.parse import urlencode

from ansible_collections.lxcri.containers.tests.unit.fakes import catalogue, crud
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.extensions import of as usual_extensions
from ansible_collections.lxcri.containers.tests.unit.fakes.faults import Faults
from ansible_collections.lxcri.containers.tests.unit.fakes.httpd import SocketServer
from ansible_collections.lxcri.containers.tests.unit.fakes.router import Router
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Operations, Store
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection
from ansible_collections.lxcri.containers.tests.unit.fakes.things.insides import simple_exec
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import (
    Dropped,
    Failure,
    Reply,
    Request,
    parse_query,
    refused,
    timestamp,
)

VERSIONS = {"lxd": "5.0.2", "incus": "6.0.4"}


class FakeServer:
    """An LXD or Incus daemon in memory.

    ``product``     "lxd" or "incus"; ``version`` as the server reports it.
    ``extensions``  the whole list of API extensions; default: the real server's.
    ``add``/``remove``  extensions to add to or take from that list; a path whose extension is missing is a 404.
    ``clustered``   True: three members node1, node2, node3; or the names of the members.
    ``latency``     seconds that every answer takes; ``delay`` seconds that every background operation takes.
    ``ip_delay``    seconds from start until an instance has its addresses; None: never.
    ``bare``        True: as a new daemon is, without pool, network and devices in the default profile.
    """

    def __init__(
        self,
        product: str = "lxd",
        version: Optional[str] = None,
        extensions: Optional[Iterable[str]] = None,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        clustered: Union[bool, Sequence[str]] = False,
        latency: float = 0.0,
        delay: float = 0.0,
        ip_delay: Optional[float] = 0.0,
        bare: bool = False,
    ) -> None:
        self.product = product
        self.version = version or VERSIONS[product]
        self.extensions = self._extensions(extensions, add, remove)
        self.clustered = bool(clustered)
        names = ["node1", "node2", "node3"] if clustered is True else clustered
        self.members = list(names) if names else ["none"]
        self.location = self.members[0]
        self.latency = latency
        self.ip_delay = ip_delay
        self.lock = threading.RLock()
        self.store = Store()
        self.operations = Operations(self.lock)
        self.operations.delay = delay
        self.operations.tell = lambda one: self.publish("operation", dict(one.shown), one.project)
        self.faults = Faults()
        self.requests: List[Request] = []
        self.errors: List[str] = []  # tracebacks: faults of the fake itself
        self.config: Dict[str, Any] = {}
        self.blobs: Dict[str, Any] = {}  # images' bytes, handed out addresses, what is pending on members
        self.sessions: Dict[str, Any] = {}  # commands over websockets, by operation
        self.listeners: List[Any] = []  # of events
        self.exec: Callable[..., Any] = simple_exec  # (command, environment) -> (return code, stdout, stderr)
        self.last_stdin = b""
        self.memory: Dict[str, Tuple[int, int]] = {}  # bytes (used, total), by member; "" where none is named
        self.space: Dict[Tuple[str, str], Tuple[int, int]] = {}  # bytes (used, total) of a pool, by (pool, member)
        self.kinds: Dict[str, Collection] = {}
        self._build()
        catalogue.seed(self, bare)
        self._directory: Optional[str] = None
        self._http: Optional[SocketServer] = None
        self.counted = 0  # connections, once stopped

    def _extensions(self, given: Optional[Iterable[str]], add: Iterable[str], remove: Iterable[str]) -> List[str]:
        base = list(given) if given is not None else usual_extensions(self.product, self.version)
        gone = set(remove)
        return [name for name in base if name not in gone] + [name for name in add if name not in base]

    @property
    def lxd(self) -> bool:
        return self.product == "lxd"

    def has(self, extension: Optional[str], product: Optional[str] = None) -> bool:
        return (extension is None or extension in self.extensions) and product in (None, self.product)

    @property
    def old(self) -> bool:
        """LXD 5.0, which has faults that later releases and Incus do not have."""
        return self.lxd and self.older(5, 21)

    def older(self, major: int, minor: int = 0) -> bool:
        numbers = [int(part) for part in re.findall(r"\d+", self.version)[:2]]
        return tuple(numbers) < (major, minor)

    def _build(self) -> None:
        sort = (self.product, self.version, tuple(self.extensions))
        if sort not in _BUILT:
            _BUILT[sort] = _built(self)
        self.kinds, self.router = _BUILT[sort]
        for kind in self.kinds.values():
            self.store.nest(kind.kind, kind.under)

    # -- life ---------------------------------------------------------------

    def start(self) -> "FakeServer":
        self._directory = tempfile.mkdtemp(prefix="lxcri-fake-")
        self._http = SocketServer(self.socket, self._answer)
        threading.Thread(target=self._http.serve, name="fake-%s" % self.product, daemon=True).start()
        return self

    def listen(self, path: str) -> "FakeServer":
        """Like ``start``, on a socket of the caller's choice."""
        self._http = SocketServer(path, self._answer)
        threading.Thread(target=self._http.serve, name="fake-%s" % self.product, daemon=True).start()
        return self

    def stop(self) -> None:
        if self._http is not None:
            self.counted = self._http.connections
            self._http.close()
            self._http = None
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None

    def __enter__(self) -> "FakeServer":
        return self.start()

    def __exit__(self, *_exc: Any) -> None:
        self.stop()

    @property
    def socket(self) -> str:
        """The path of the socket; the server must be started."""
        if self._directory is None:
            raise RuntimeError("the fake server is not started")
        return str(Path(self._directory) / "unix.socket")

    @property
    def connections(self) -> int:
        """How many connections were ever opened."""
        return self._http.connections if self._http else self.counted

    # -- what tests look at and stir ----------------------------------------

    @property
    def writes(self) -> List[Request]:
        return [request for request in self.requests if request.method not in ("GET", "HEAD")]

    def reset_counts(self) -> None:
        self.requests.clear()

    def fail_next(self, method: str, path: str, status: int, error: str, times: int = 1) -> None:
        """Answer the next matching requests with an error; ``path`` is a regex searched in path and query."""
        self.faults.add(method, path, times, refused(status, error))

    def drop_next(self, method: str, path: str, times: int = 1, after: bool = False) -> None:
        """Close the connection of the next matching requests, before (or after) they were carried out."""
        self.faults.add(method, path, times, None, after)

    def fail_operation(self, error: str, times: int = 1) -> None:
        """Let the next background operations be accepted and then fail."""
        self.operations.refusals += [error] * times

    def call(self, method: str, target: str, body: Any = None, headers: Optional[Dict[str, str]] = None) -> Any:
        """A request that nobody counts.  Returns the decoded answer; raises Failure."""
        path, _mark, query = target.partition("?")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        reply = self._route(method, path, parse_query(query), headers or {}, data)
        return json.loads(reply.body) if reply.headers.get("Content-Type") == "application/json" else reply.body

    def get(self, target: str) -> Any:
        """The metadata that a GET would show, or None if it is a 404."""
        try:
            answer = self.call("GET", target)
        except Failure as failure:
            if failure.status == 404:
                return None
            raise
        return answer["metadata"] if isinstance(answer, dict) else answer

    def change(self, target: str, change: Callable[[Dict[str, Any]], Any]) -> None:
        """Somebody else edits an object: ``change`` gets the stored object and alters it in place."""
        with self.lock:
            path, _mark, query = target.partition("?")
            change(catalogue.locate(self, path, parse_query(query)))

    def publish(self, kind: str, metadata: Dict[str, Any], project: str = "default") -> None:
        """Tell those who listen to ``/1.0/events``."""
        for listener in list(self.listeners):
            event = {"type": kind, "timestamp": timestamp(), "metadata": metadata, "location": self.location}
            listener.put({**event, "project": project})

    # -- answering ----------------------------------------------------------

    def _answer(self, method: str, path: str, headers: Dict[str, str], body: bytes, query: str) -> Reply:
        if self.latency:
            time.sleep(self.latency)
        request = Request(method, path, parse_query(query), _recorded(headers, body), headers)
        self.requests.append(request)
        fault = self.faults.take(method, path + ("?" + query if query else ""))
        if fault is not None and not fault.after:
            return self._faulty(fault.reply, request)
        try:
            reply = self._route(method, path, request.query, headers, body)
        except Failure as failure:
            reply = refused(failure.status, failure.error)
        except Exception:  # a fault of the fake: tell it loudly, and keep it for the test to find
            self.errors.append(traceback.format_exc())
            reply = refused(500, "the fake server failed: " + self.errors[-1])
        if fault is not None:
            return self._faulty(fault.reply, request)
        request.status = reply.status
        return reply

    @staticmethod
    def _faulty(reply: Optional[Reply], request: Request) -> Reply:
        if reply is None:
            raise Dropped
        request.status = reply.status
        return reply

    def _route(self, method: str, path: str, query: Dict[str, str], headers: Dict[str, str], body: bytes) -> Reply:
        if self.listeners and method != "GET":
            said = {"ip": "@", "method": method, "protocol": "unix", "username": "root",
                    "url": path + ("?" + urlencode(query) if query else "")}
            self.publish("logging", {"context": said, "level": "debug", "message": "Handling API request"}, "")
        found = self.router.find(path)
        if found is None:
            raise Failure(404, "not found")
        node, values = found
        if method not in node.methods:
            raise Failure(501, "not implemented")
        (handler, unlocked), names = node.methods[method]
        context = Context(self, method, path, dict(zip(names, values)), query, headers, body)
        if unlocked:
            return handler(context)
        with self.lock:
            return handler(context)


# What servers of one sort have in common; nobody changes it.
_BUILT: Dict[Tuple[str, str, Tuple[str, ...]], Tuple[Dict[str, Collection], Router]] = {}


def _built(server: FakeServer) -> Tuple[Dict[str, Collection], Router]:
    """The kinds that servers such as this one know, and their paths."""
    kinds, router = {}, Router()
    for kind in catalogue.kinds(server):
        if server.has(kind.extension, kind.product):
            kinds[kind.kind] = kind
            for (method, path), handler in crud.routes(kind).items():
                router.add(method, path, (handler, False))
    for route in catalogue.routes(server):
        if server.has(route.extension, route.product):
            router.add(route.method, route.path, (route.handler, route.unlocked))
    return kinds, router


def _recorded(headers: Dict[str, str], body: bytes) -> Any:
    """Bodies that are JSON are recorded as what they say, others as bytes."""
    kind = headers.get("content-type", "")
    if body and ("json" in kind or not kind) and body[:1] in b"{[":
        try:
            return json.loads(body)
        except ValueError:
            pass
    return body or None
