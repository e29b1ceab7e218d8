# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""List, get, create, replace, patch, rename and delete: the same for every collection of the tables."""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict, List, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.filters import matches
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection, decode, stored
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, created, done, etag, sync

Handler = Callable[[Context], Reply]


def show(ctx: Context, kind: Collection, obj: Object) -> Object:
    shown = {key: value for key, value in obj.items() if not key.startswith("_")}
    if kind.view:
        kind.view(ctx, obj, shown)
    return shown


def tag_of(kind: Collection, obj: Object) -> str:
    names = [kind.key] + [name for name, spec in kind.fields.items() if spec.etag and spec.put]
    return etag([obj.get(name) for name in names + list(kind.etag_extra)])


def objects(ctx: Context, kind: Collection) -> List[Object]:
    if ctx.query.get("all-projects", "") in ("true", "1") and kind.feature is not None:
        if "project" in ctx.query:
            raise Failure(400, "Cannot specify a project when requesting all projects")
        parents = tuple(ctx.params[parent] for parent in kind.under)
        return [obj for prefix, obj in ctx.store.everywhere(kind.kind) if prefix[1:] == parents]
    found = list(ctx.store.named(kind.kind, ctx.prefix(kind)).values())
    return found + (kind.extra_list(ctx) if kind.extra_list else [])


def lister(kind: Collection) -> Handler:
    def handle(ctx: Context) -> Reply:
        found = objects(ctx, kind)
        text = ctx.query.get("filter")
        if text is not None:
            wanted = matches(text, not ctx.server.lxd)
            found = [obj for obj in found if wanted(show(ctx, kind, obj))]
        if ctx.recursion:
            return sync([show(ctx, kind, obj) for obj in found])
        urls = [ctx.url(kind, obj) for obj in found]
        return sync([url.partition("?")[0] for url in urls] if kind.bare_urls else urls)

    return handle


def getter(kind: Collection) -> Handler:
    def handle(ctx: Context) -> Reply:
        obj = ctx.get(kind)[1]
        return sync(show(ctx, kind, obj), tag_of(kind, obj) if kind.etag else None)

    return handle


def check_name(kind: Collection, name: Any) -> str:
    if not name or not isinstance(name, str):
        raise Failure(400, "No name provided")
    if "/" in name and not kind.rest:
        raise Failure(400, "%s names may not contain slashes" % kind.noun.capitalize())
    if name in (".", ".."):
        raise Failure(400, 'Invalid %s name "%s"' % (kind.noun, name))
    return name


def taken(kind: Collection, name: str) -> Failure:
    status, text = kind.exists
    return Failure(status, text.format(name=name, noun=kind.noun))


def new_object(kind: Collection, prefix: Prefix, name: str, given: Dict[str, Any]) -> Object:
    obj: Object = {key: given.get(key, spec.empty()) for key, spec in kind.fields.items()}
    obj = {key: stored(value) for key, value in obj.items()}
    obj[kind.key] = name
    obj["_prefix"] = prefix
    return obj


def happened(ctx: Context, kind: Collection, obj: Object, what: str) -> None:
    """The lifecycle event of a change; LXD 5.0 names nobody where it was an operation, and nobody names who patches an
    instance."""
    if ctx.server.listeners:
        event = {"action": "%s-%s" % (kind.noun.replace(" ", "-"), what), "source": ctx.url(kind, obj)}
        operation = ctx.server.old and what in ("created", "updated", "renamed", "deleted")
        if kind.kind != "instance" or not (operation or ctx.method == "PATCH"):
            event["requestor"] = {"username": "root", "protocol": "unix", "address": "@"}
        ctx.server.publish("lifecycle", event, ctx.project)


def insert(ctx: Context, kind: Collection, prefix: Prefix, obj: Object) -> None:
    name = obj[kind.key]
    if kind.at_create:
        kind.at_create(ctx, obj)
    if ctx.store.find(kind.kind, prefix, name) is not None:
        raise taken(kind, name)
    ctx.store.put(kind.kind, prefix, name, obj)
    if kind.after_create:
        kind.after_create(ctx, obj)
    happened(ctx, kind, obj, "created")


def _resources(ctx: Context, kind: Collection, obj: Object) -> Any:
    return kind.resources(ctx, obj[kind.key]) if kind.resources else None


def creator(kind: Collection) -> Handler:
    def handle(ctx: Context) -> Reply:
        prefix = ctx.prefix(kind)
        body = ctx.json()
        reply = kind.intercept(ctx, kind, body) if kind.intercept else None
        if reply is not None:
            return reply
        given = decode(kind.go + "sPost", {k: f for k, f in kind.fields.items() if f.post}, body)
        name = (kind.check_name or _plain_name(kind))(ctx, body.get(kind.key))
        obj = new_object(kind, prefix, name, given)
        if kind.before_create:
            kind.before_create(ctx, obj, body)
        if "POST" in kind.tasks:
            return ctx.task(kind.tasks["POST"], lambda _operation: insert(ctx, kind, prefix, obj),
                            _resources(ctx, kind, obj))
        insert(ctx, kind, prefix, obj)
        return created(location(ctx, kind, obj)) if kind.status == 201 else done()

    return handle


def location(ctx: Context, kind: Collection, obj: Object) -> str:
    url = ctx.url(kind, obj)
    if ctx.server.old:
        url = url.replace("%", "%25")  # LXD 5.0 escapes what is escaped already
    return url.partition("?")[0] if kind.bare_urls else url


def _plain_name(kind: Collection) -> Callable[[Context, Any], str]:
    return lambda _ctx, name: check_name(kind, name)


def apply_update(ctx: Context, kind: Collection, obj: Object, new: Object, body: Dict[str, Any]) -> None:
    if kind.before_update:
        kind.before_update(ctx, obj, new, body)
    obj.clear()
    obj.update(new)
    if kind.after_update:
        kind.after_update(ctx, obj)
    happened(ctx, kind, obj, "updated")


def replaced(kind: Collection, obj: Object, body: Dict[str, Any], method: str) -> Object:
    """The object as a PUT or PATCH makes it: PUT forgets what the body does not name."""
    fields = {key: spec for key, spec in kind.fields.items() if spec.put}
    given = decode(kind.go + "Put", fields, body)
    new = copy.deepcopy(obj)
    for key, spec in fields.items():
        if key in given:
            value = given[key]
            if method == "PATCH" and kind.patch != "replace" and spec.type in ("map", "devices"):
                value = {**obj[key], **value}
            new[key] = stored(value)
        elif method == "PUT" or key in kind.wiped:
            new[key] = spec.empty()
    return new


def updater(kind: Collection, method: str) -> Handler:
    def handle(ctx: Context) -> Reply:
        _prefix, obj = ctx.get(kind)
        if kind.checked:
            ctx.check_etag(tag_of(kind, obj))
        body = ctx.json()
        new = replaced(kind, obj, body, method)
        if method in kind.tasks:
            return ctx.task(kind.tasks[method], lambda _operation: apply_update(ctx, kind, obj, new, body),
                            _resources(ctx, kind, obj))
        apply_update(ctx, kind, obj, new, body)
        return done()

    return handle


def rename(ctx: Context, kind: Collection, prefix: Prefix, obj: Object, name: str) -> None:
    if ctx.store.find(kind.kind, prefix, name) is not None:
        raise taken(kind, name)
    ctx.store.move(kind.kind, prefix, obj[kind.key], name)
    obj[kind.key] = name
    happened(ctx, kind, obj, "renamed")


def renamer(kind: Collection) -> Handler:
    def handle(ctx: Context) -> Reply:
        prefix, obj = ctx.get(kind)
        name = (kind.check_name or _plain_name(kind))(ctx, ctx.json().get(kind.key))
        if kind.before_rename:
            kind.before_rename(ctx, obj, name)
        if "RENAME" in kind.tasks:
            return ctx.task(kind.tasks["RENAME"], lambda _operation: rename(ctx, kind, prefix, obj, name),
                            _resources(ctx, kind, obj))
        rename(ctx, kind, prefix, obj, name)
        return created(location(ctx, kind, obj))

    return handle


def remove(ctx: Context, kind: Collection, prefix: Prefix, obj: Object) -> None:
    ctx.store.drop(kind.kind, prefix, obj[kind.key])
    happened(ctx, kind, obj, "deleted")
    if kind.after_delete:
        kind.after_delete(ctx, obj)


def deleter(kind: Collection) -> Handler:
    def handle(ctx: Context) -> Reply:
        prefix, obj = ctx.get(kind)
        if kind.before_delete:
            kind.before_delete(ctx, obj)
        if "DELETE" in kind.tasks:
            return ctx.task(kind.tasks["DELETE"], lambda _operation: remove(ctx, kind, prefix, obj),
                            _resources(ctx, kind, obj))
        remove(ctx, kind, prefix, obj)
        return done()

    return handle


def routes(kind: Collection) -> Dict[Tuple[str, str], Handler]:
    """The (method, path template) table of one collection."""
    one = kind.path + ("/{name:**}" if kind.rest else "/{name}")
    made = {("GET", kind.path): lister(kind)}
    if kind.create:
        made["POST", kind.path] = creator(kind)
    makers = {
        "GET": getter,
        "PUT": lambda k: updater(k, "PUT"),
        "PATCH": lambda k: updater(k, "PATCH"),
        "POST": renamer,
        "DELETE": deleter,
    }
    for method in kind.methods:
        made[method, one] = makers[method](kind)
    return made


def with_metadata(reply: Reply, metadata: Any) -> Reply:
    """A synchronous reply that tells something about what it made."""
    told = sync(metadata)
    return Reply(reply.status, told.body, {**told.headers, **reply.headers})
