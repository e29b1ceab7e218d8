# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger that answers as AWX's REST API does, as far as the modules of awx.awx ask it.

It is no AWX: it knows no permissions and runs no job, and what AWX would refuse it may take.  The modules that talk to it are the
real ones, so their argument specs, their look-ups by name and what they would send are real.
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Tuple
from urllib.parse import parse_qsl, urlsplit

OBJECT = re.compile(r"^([a-z_]+)/(?:(\d+)/)?(?:([a-z_]+)/)?$")
TYPES = {"credential_types": "credential_type", "credentials": "credential", "projects": "project", "inventories": "inventory",
         "inventory_sources": "inventory_source", "job_templates": "job_template", "organizations": "organization",
         "execution_environments": "execution_environment", "workflow_job_templates": "workflow_job_template",
         "workflow_job_template_nodes": "workflow_job_template_node",
         "workflow_approval_templates": "workflow_approval_template"}


class Ledger:
    """``objects`` are what exists, by the name of their list; ``writes`` what was sent, ``associations`` what belongs to what."""

    def __init__(self) -> None:
        self.objects: Dict[str, List[dict]] = {name: [] for name in TYPES}
        self.associations: Dict[Tuple[int, str], List[int]] = {}
        self.surveys: Dict[int, dict] = {}
        self.writes: List[Tuple[str, str, Any]] = []
        self._number = 0
        ledger = self

        class Handler(BaseHTTPRequestHandler):
            """Hands requests to the ledger."""

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                status, said = ledger.handle(self.command, self.path, body)
                self.send_response(status)
                data = b"" if said is None else json.dumps(said).encode()
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = answer

            def log_message(self, *words: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return "http://127.0.0.1:{0}".format(self._server.server_address[1])

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    def add(self, kind: str, body: dict) -> dict:
        """A new object, with what AWX adds to what it was given."""
        self._number += 1
        path = "/api/v2/{0}/{1}/".format(kind, self._number)
        made = dict(body, id=self._number, type=TYPES[kind], url=path, summary_fields={},
                    related={"survey_spec": path + "survey_spec/"})
        if kind == "projects":
            made["scm_revision"] = ""
        if kind == "job_templates":
            made["organization"] = self.by_id(body["project"])["organization"]
        self.objects[kind].append(made)
        return made

    def by_id(self, number: int) -> dict:
        """The object of that number."""
        return next(one for every in self.objects.values() for one in every if one["id"] == number)

    def by_name(self, kind: str, name: str) -> dict:
        """The one object of that name."""
        found, = (one for one in self.objects[kind] if name in (one.get("name"), one.get("identifier")))
        return found

    def handle(self, method: str, target: str, body: Any) -> Tuple[int, Any]:
        """The status and the body of an answer."""
        parts = urlsplit(target)
        if parts.path == "/api/":
            return 200, {"current_version": "/api/v2/"}
        kind, number, beside = OBJECT.match(parts.path[len("/api/v2/"):]).groups()
        if method != "GET":
            self.writes.append((method, parts.path, body))
        if number and beside:
            return self.beside(method, int(number), beside, body)
        if number:
            found = self.by_id(int(number))
            found.update(body or {})
            return 200, found
        if method == "POST":
            return 201, self.add(kind, body)
        every = self.objects.get(kind) or [one for name in ("job_templates", "projects") for one in self.objects[name]]
        found = [one for one in every if fits(one, dict(parse_qsl(parts.query)))]
        return 200, {"count": len(found), "results": found, "next": None}

    def beside(self, method: str, number: int, name: str, body: Any) -> Tuple[int, Any]:
        """Surveys, approvals and what belongs to an object."""
        if name == "survey_spec":
            if method == "POST":
                self.surveys[number] = body
            return 200, self.surveys.get(number, {})
        if name == "create_approval_template":
            made = self.add("workflow_approval_templates", body)
            self.by_id(number)["related"]["unified_job_template"] = made["url"]
            self.by_id(number)["unified_job_template"] = made["id"]
            return 201, made
        there = self.associations.setdefault((number, name), [])
        if method == "POST":
            (there.remove if body.get("disassociate") else there.append)(body["id"])
            return 204, None
        return 200, {"count": len(there), "results": [self.by_id(one) for one in there], "next": None}


def fits(one: dict, query: Dict[str, str]) -> bool:
    """Does an object have what is asked for?  Paging is nothing to compare."""
    query = {name: value for name, value in query.items() if name not in ("page_size", "page", "order_by")}
    either = {name[len("or__"):]: value for name, value in query.items() if name.startswith("or__")}
    every = {name: value for name, value in query.items() if not name.startswith("or__")}
    return (all(str(one.get(name)) == value for name, value in every.items())
            and (not either or any(str(one.get(name)) == value for name, value in either.items())))
