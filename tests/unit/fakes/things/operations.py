# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Background operations: list, get, wait, cancel."""

from __future__ import annotations

from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, refused, sync


def _list(ctx: Context) -> Reply:
    operations = ctx.server.operations
    operations.sweep()
    found: Dict[str, List[Any]] = {}
    for operation in operations.known.values():
        if operation.project != ctx.project and "all-projects" not in ctx.query:
            continue
        shown = operation.shown
        entry = shown if ctx.recursion else "/1.0/operations/" + shown["id"]
        found.setdefault(shown["status"].lower(), []).append(entry)
    return sync(found)


def _get(ctx: Context) -> Reply:
    return sync(ctx.server.operations.get(ctx.name).shown)


def _wait(ctx: Context) -> Reply:
    operation = ctx.server.operations.get(ctx.name)
    text = ctx.query.get("timeout", "-1")
    try:
        seconds = int(text)
    except ValueError:
        raise Failure(500, 'strconv.Atoi: parsing "%s": invalid syntax' % text) from None
    if ctx.server.old and operation.shown["location"] != ctx.server.location:
        seconds = 0  # LXD 5.0 does not wait for another member's operation: it answers at once, Running or not
    ended = operation.finished.wait(None if seconds < 0 else seconds)
    if not ctx.server.has("operation_wait"):
        return sync(operation.shown)
    # Newer servers send the head before they wait: what went wrong comes as an error below a status of 200.
    reply = sync(operation.shown)
    if not ended:
        reply = refused(500, "context deadline exceeded")
    elif operation.shown["err"]:
        reply = refused(operation.code, operation.shown["err"])
    reply.status = 200
    reply.headers["Connection"] = "keep-alive"
    return reply


def _cancel(ctx: Context) -> Reply:
    operation = ctx.server.operations.get(ctx.name)
    if not operation.shown["may_cancel"] or operation.finished.is_set():
        raise Failure(400, "This operation can't be cancelled")
    operation.end("Cancelled", 401)
    return done()


def routes(_server: Any) -> List[Route]:
    one = "/1.0/operations/{name}"
    return [
        Route("GET", "/1.0/operations", _list),
        Route("GET", one, _get),
        Route("DELETE", one, _cancel),
        Route("GET", one + "/wait", _wait, unlocked=True),
    ]
