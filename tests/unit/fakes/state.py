# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the objects are, and the operations that change them."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, timestamp

Prefix = Tuple[str, ...]
Object = Dict[str, Any]
KEPT = 5.0  # seconds that a finished operation can still be asked about, as in LXD


class Store:
    """Objects by kind, prefix (project, parents…) and name; private keys of an object start with ``_``."""

    def __init__(self) -> None:
        self.kinds: Dict[str, Dict[Prefix, Dict[str, Object]]] = {}
        self.descendants: Dict[str, List[str]] = {}

    def nest(self, kind: str, ancestors: Tuple[str, ...]) -> None:
        for ancestor in ancestors:
            self.descendants.setdefault(ancestor, []).append(kind)

    def named(self, kind: str, prefix: Prefix) -> Dict[str, Object]:
        return self.kinds.get(kind, {}).get(prefix, {})

    def find(self, kind: str, prefix: Prefix, name: str) -> Optional[Object]:
        return self.named(kind, prefix).get(name)

    def everywhere(self, kind: str) -> Iterator[Tuple[Prefix, Object]]:
        for prefix, found in list(self.kinds.get(kind, {}).items()):
            for obj in list(found.values()):
                yield prefix, obj

    def put(self, kind: str, prefix: Prefix, name: str, obj: Object) -> None:
        self.kinds.setdefault(kind, {}).setdefault(prefix, {})[name] = obj

    def drop(self, kind: str, prefix: Prefix, name: str) -> None:
        self.kinds[kind][prefix].pop(name, None)
        for below in self.descendants.get(kind, ()):
            for other in [p for p in self.kinds.get(below, {}) if p[: len(prefix) + 1] == prefix + (name,)]:
                del self.kinds[below][other]

    def move(self, kind: str, prefix: Prefix, old: str, new: str, to: Optional[Prefix] = None) -> None:
        target = prefix if to is None else to
        self.put(kind, target, new, self.kinds[kind][prefix].pop(old))
        cut = len(prefix) + 1
        for below in self.descendants.get(kind, ()):
            for other in [p for p in self.kinds.get(below, {}) if p[:cut] == prefix + (old,)]:
                place = target + (new,) + other[cut:]
                self.kinds[below][place] = self.kinds[below].pop(other)
                for obj in self.kinds[below][place].values():
                    obj["_prefix"] = place


class Operation:
    """A background operation; ``shown`` is its public form."""

    def __init__(self, description: str, resources: Any, klass: str, may_cancel: bool, location: str) -> None:
        now = timestamp()
        self.finished = threading.Event()
        self.ended = 0.0
        self.code = 500  # the HTTP status of its failure
        self.project = "default"
        self.then: List[Callable[[], None]] = []  # what follows once the work succeeded
        self.work: Optional[Callable[["Operation"], None]] = None
        self.shown: Object = {
            "id": str(uuid.uuid4()),
            "class": klass,
            "description": description,
            "created_at": now,
            "updated_at": now,
            "status": "Running",
            "status_code": 103,
            "resources": resources,
            "metadata": None,
            "may_cancel": may_cancel,
            "err": "",
            "location": location,
        }

    def end(self, status: str, code: int, error: str = "") -> None:
        self.shown.update(status=status, status_code=code, err=error, updated_at=timestamp())
        self.ended = time.monotonic()
        self.finished.set()


class Operations:
    """Runs work at once, or after ``delay`` seconds in a thread of its own."""

    def __init__(self, lock: Any) -> None:
        self.lock = lock
        self.delay = 0.0
        self.known: Dict[str, Operation] = {}
        self.tell: Callable[[Operation], None] = lambda _operation: None
        self.refusals: List[str] = []  # errors for the next operations, one each
        self.progress: List[Object] = []  # metadata that each operation has on its way, evenly over its delay

    def start(self, operation: Operation, work: Optional[Callable[[Operation], None]]) -> Object:
        """Register, run, and return the form that the 202 shows: still running."""
        self.sweep()
        self.known[operation.shown["id"]] = operation
        self.tell(operation)
        first = dict(operation.shown)
        if work is not None:
            operation.work = work
            if self.delay > 0:
                timer = threading.Timer(self.delay, self._run, (operation,))
                timer.daemon = True
                timer.start()
                for place, metadata in enumerate(self.progress, 1):
                    timer = threading.Timer(self.delay * place / (len(self.progress) + 1), self._tell, (operation, metadata))
                    timer.daemon = True
                    timer.start()
            else:
                self._run(operation)
        return first

    def _tell(self, operation: Operation, metadata: Object) -> None:
        with self.lock:
            if not operation.finished.is_set():
                operation.shown["metadata"] = metadata
                self.tell(operation)

    def _run(self, operation: Operation) -> None:
        with self.lock:
            if operation.finished.is_set():
                return
            try:
                if self.refusals:
                    raise Failure(400, self.refusals.pop(0))
                operation.work(operation)
                for follow in operation.then:
                    follow()
            except Failure as failure:
                operation.code = failure.status if failure.status not in (400, 500) else 500
                operation.end("Failure", 400, failure.error)
            else:
                operation.end("Success", 200)
            self.tell(operation)

    def sweep(self) -> None:
        limit = time.monotonic() - KEPT
        for name in [n for n, op in self.known.items() if op.finished.is_set() and op.ended < limit]:
            del self.known[name]

    def get(self, name: str) -> Operation:
        self.sweep()
        if name not in self.known:
            raise Failure(404, "Operation not found")
        return self.known[name]
