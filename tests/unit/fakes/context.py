# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a handler knows of one request, and where the request's objects live."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple
from urllib.parse import quote

from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Operation, Prefix, Store
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, accepted

if TYPE_CHECKING:
    from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer


class Context:
    """One request being answered."""

    def __init__(
        self,
        server: "FakeServer",
        method: str,
        path: str,
        params: Dict[str, str],
        query: Dict[str, str],
        headers: Dict[str, str],
        body: bytes,
    ) -> None:
        self.server = server
        self.store: Store = server.store
        self.method = method
        self.path = path
        self.params = params
        self.query = query
        self.headers = headers
        self.body = body
        self.project = query.get("project") or "default"

    @property
    def name(self) -> str:
        return self.params["name"]

    @property
    def recursion(self) -> int:
        text = self.query.get("recursion", "0")
        if self.server.has("instances_state_selective_recursion"):
            text = text.split(";", 1)[0]
        return int(text) if text.isdigit() else 0

    def json(self) -> Dict[str, Any]:
        try:
            value = json.loads(self.body.decode("utf-8"))
        except ValueError:
            text = self.body.strip()
            raise Failure(400, "EOF" if not text else "unexpected EOF") from None
        if not isinstance(value, dict):
            raise Failure(400, "json: cannot unmarshal a value that is no object")
        return value

    def owner(self, feature: Optional[str], project: Optional[str] = None) -> str:
        """The project in which a kind's objects live, as the project's features say."""
        if feature is None:
            return ""
        asked = project or self.project
        found = self.store.find("project", ("",), asked)
        if found is None:
            raise Failure(404, 'Failed loading project "%s": Project not found' % asked)
        if feature == "" or found["config"].get(feature) == "true":
            return asked
        return "default"

    def prefix(self, kind: Collection) -> Prefix:
        prefix: Prefix = (self.owner(kind.feature),)
        for parent, name in zip(kind.under, self._parents(kind)):
            above = self.server.kinds.get(parent)
            if above is not None:
                place = (self.owner(above.feature),) + prefix[1:]
                if self.store.find(parent, place, name) is None:
                    raise above.not_found()
            prefix += (name,)
        if kind.at_prefix:
            kind.at_prefix(self, prefix)
        return prefix

    def _parents(self, kind: Collection) -> List[str]:
        return [self.params[parent] for parent in kind.under]

    def get(self, kind: Collection, name: Optional[str] = None) -> Tuple[Prefix, Object]:
        prefix = self.prefix(kind)
        wanted = self.name if name is None else name
        found = kind.find(self, prefix, wanted) if kind.find else self.store.find(kind.kind, prefix, wanted)
        if found is None:
            raise kind.not_found()
        return prefix, found

    def url(self, kind: Collection, obj: Object, prefix: Optional[Prefix] = None) -> str:
        place = obj["_prefix"] if prefix is None else prefix
        path = kind.path
        for parent, name in zip(kind.under, place[1:]):
            path = path.replace("{%s}" % parent, quote(name, safe=""))
        path = "%s/%s" % (path, quote(obj[kind.key], safe=""))
        project = place[0]
        return path + "?project=" + quote(project, safe="") if project not in ("", "default") else path

    @property
    def tail(self) -> str:
        return "" if self.project == "default" else "?project=" + quote(self.project, safe="")

    def resources(self, kind: str, *names: str) -> Dict[str, List[str]]:
        """``resources`` of an operation: Incus tells the project, LXD 5.0 says containers too."""
        if not self.server.lxd:
            names = tuple(quote(name, safe="") + self.tail for name in names)
        found = {kind: ["/1.0/%s/%s" % (kind, name) for name in names]}
        if kind == "instances" and self.server.old:
            found["containers"] = ["/1.0/containers/" + name for name in names]
        return found

    def check_etag(self, tag: str) -> None:
        wanted = self.headers.get("if-match", "").strip('"')
        if wanted and wanted != tag:
            raise Failure(412, "ETag doesn't match: %s vs %s" % (tag, wanted))

    def task(
        self,
        description: str,
        work: Optional[Callable[[Operation], None]],
        resources: Any = None,
        klass: str = "task",
        may_cancel: bool = False,
        metadata: Any = None,
        location: str = "",
    ) -> Reply:
        """Start an operation and answer 202.  ``work`` may raise Failure or fill in the metadata."""
        operation = Operation(description, resources, klass, may_cancel, location or self.server.location)
        operation.project = self.project
        operation.shown["metadata"] = metadata
        return accepted(self.server.operations.start(operation, work))
