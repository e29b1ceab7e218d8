# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any request to the server, written only when reading shows that it is due."""

from __future__ import annotations

import os
from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing

# What a server writes into an object by itself.
_OWN = ("volatile.", "image.")


def differing(wanted: Any, current: Any, exact: bool) -> dict:
    """The properties of ``wanted`` that ``current`` has otherwise, as ``{name: what it has}``.  Pure.

    :arg exact: a dictionary one level down must be equal, as a PUT makes it, but for what the server wrote there
        itself; otherwise it is enough that everything wanted is in it.
    """
    if not isinstance(current, Mapping):
        return dict.fromkeys(wanted)
    return {key: current.get(key) for key, value in wanted.items() if not _same(value, current.get(key), exact)}


def _same(wanted: Any, current: Any, exact: bool) -> bool:
    if isinstance(wanted, Mapping) and isinstance(current, Mapping):
        more = {key for key, value in current.items()
                if key not in wanted and value not in (None, "") and not key.startswith(_OWN)}
        return not (exact and more) and all(_same(value, current.get(key), exact) for key, value in wanted.items())
    return wanted == current or (not wanted and not current and False not in (wanted, current))


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Read, and see whether the request is due."""
    method, path, query = options["method"], options["path"], options.get("query") or {}
    if not path.startswith("/1.0"):
        raise Invalid("path: {0!r} is no path of the API; write it in full, such as /1.0/instances.".format(path))
    if method == "GET":
        return Intent(False, result=fetched(client, options))
    if method == "POST":
        there = known(client, options["creates"], query) if options.get("creates") else None
        return Intent(there is None, "" if there is None else there.metadata, options.get("body") if there is None
                      else there.metadata, {"metadata": masked(there.metadata)} if there else {})
    there = known(client, path, query)
    if method == "DELETE":
        return Intent(there is not None, there and masked(there.metadata), None)
    body = options.get("body")
    if not isinstance(body, Mapping) or there is None:
        return Intent(True, there and masked(there.metadata), masked(body))
    differs = differing(body, there.metadata, method == "PUT")
    return Intent(bool(differs), masked(differs), masked({key: body[key] for key in differs}),
                  {} if differs else {"metadata": masked(there.metadata)}, there.etag)


def known(client: Any, path: str, query: Mapping[str, Any]) -> Any:
    """The reply to a GET, ``None`` when there is no such thing."""
    try:
        return client.call("GET", path, query=query)
    except NotFound:
        return None


def fetched(client: Any, options: Mapping[str, Any]) -> dict:
    """The answer to a GET: ``metadata`` when it is JSON of the API, ``content`` when it is a file."""
    with doing("read {0}".format(options["path"])):
        with client.raw("GET", options["path"], query=options.get("query"), headers=options.get("headers")) as response:
            if "json" in response.headers.get("Content-Type", ""):
                document = response.json()
                if isinstance(document, Mapping) and "metadata" in document:
                    return {"metadata": masked(document["metadata"]), "etag": response.headers.get("ETag", "")}
            return {"content": response.content.decode("utf-8", "replace")}


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Send the request and wait for its operation."""
    upload = None
    if options.get("src"):
        upload = Upload(((os.path.basename(options["src"]), options["src"]),), options.get("headers") or {})
    request = Request(options["method"], options["path"], options.get("body"), options.get("query") or {},
                      intent.carry, upload, tolerate=(404,) if options["method"] == "DELETE" else ())
    with doing("{0} {1}".format(options["method"], options["path"])):
        if options["wait"] or upload:
            reply = client.send(request)
        else:
            reply = client.call(request.method, request.path, request.body, request.query,
                                {"If-Match": request.if_match} if request.if_match else None)
    return {"metadata": masked(reply.metadata), "operation": reply.operation}


API = Verb(
    name="api",
    options={
        "path": Argument(required=True),
        "method": Argument(choices=("GET", "POST", "PUT", "PATCH", "DELETE"), default="GET"),
        "body": Argument("raw"),
        "query": DICT,
        "headers": DICT,
        "src": Argument("path"),
        "creates": TEXT,
        "wait": Argument("bool", default=True),
    },
    rules={"mutually_exclusive": [("body", "src")]},
    intend=intend,
    perform=perform,
)
