# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of the tables: what a REST collection is, its fields and how bodies are decoded."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure

JSON_NAMES = {bool: "bool", int: "number", float: "number", str: "string", dict: "object", list: "array"}
GO_NAMES = {
    "str": "string",
    "bool": "bool",
    "int": "int",
    "map": "map[string]string",
    "devices": "map[string]map[string]string",
    "list": "[]string",
}
PYTHON = {"str": str, "bool": bool, "int": int, "map": dict, "devices": dict, "list": list}


@dataclass(frozen=True)
class Field:
    """One writable field of an object.

    ``type``: str, bool, int, map, devices, list or any.  ``put``/``post``: which requests may set it.
    ``etag``: whether a change of it moves the ETag.  ``zero``: what an absent one becomes.
    """

    type: str = "str"
    put: bool = True
    post: bool = True
    etag: bool = True
    zero: Any = None

    def empty(self) -> Any:
        if self.zero is not None:
            return copy.deepcopy(self.zero)
        return {"str": "", "bool": False, "int": 0, "map": {}, "devices": {}, "list": []}.get(self.type)


TEXT, FLAG, NUMBER, MAP, DEVICES, LIST, ANY = (
    Field(name) for name in ("str", "bool", "int", "map", "devices", "list", "any")
)


def only_post(kind: str = "str", **options: Any) -> Field:
    return Field(kind, put=False, etag=False, **options)


def unwatched(kind: str = "str", **options: Any) -> Field:
    """A field that may change without moving the ETag."""
    return Field(kind, etag=False, **options)


Hook = Optional[Callable[..., Any]]


@dataclass(frozen=True)
class Collection:
    """One REST collection: ``path`` lists it, ``path/{name}`` is one object.

    ``kind``      name in the store; ``noun`` is what messages call it; ``go`` the stem of the Go structs.
    ``key``       the JSON field that names an object.
    ``feature``   None: global; "": always in the request's project; else the project feature that isolates it.
    ``under``     kinds of the parents, outermost last part of the path first (``{network}`` in the path).
    ``methods``   methods of one object; "POST" on an object renames it.
    ``tasks``     method -> description, for those that answer with an operation.
    ``exists``    (status, text) for a taken name; ``missing`` text of 404s.
    ``patch``     merge (maps are merged) or replace (maps are replaced, an old fault of LXD).
    ``wiped``     fields that a PATCH forgets unless it names them: another old fault of LXD.
    ``checked``   False: If-Match is ignored.  ``etag`` False: a GET does not tell the ETag.
    ``extension`` API extension without which the paths do not exist; ``product`` likewise.
    """

    kind: str
    path: str
    go: str
    fields: Mapping[str, Field]
    noun: str = ""
    key: str = "name"
    feature: Optional[str] = None
    under: Tuple[str, ...] = ()
    methods: Tuple[str, ...] = ("GET", "PUT", "PATCH", "DELETE", "POST")
    create: bool = True
    tasks: Mapping[str, str] = field(default_factory=dict)
    exists: Tuple[int, str] = (409, 'The "{name}" {noun} already exists')
    missing: str = ""
    patch: str = "merge"
    etag: bool = True
    etag_extra: Tuple[str, ...] = ()
    extension: Optional[str] = None
    product: Optional[str] = None
    rest: bool = False  # names may hold slashes
    bare_urls: bool = False  # lists do not say the project
    wiped: Tuple[str, ...] = ()
    checked: bool = True
    status: int = 201  # of a synchronous create
    resources: Hook = None  # (ctx, name) -> an operation's "resources"
    at_prefix: Hook = None  # (ctx, prefix), before anything else
    find: Hook = None  # (ctx, name) -> object, for fuzzy keys
    check_name: Hook = None  # (ctx, name)
    intercept: Hook = None  # (ctx, kind, body) -> the reply to a creation, or None to go on
    before_create: Hook = None  # (ctx, obj, body), while the request is answered
    at_create: Hook = None  # (ctx, obj), when the operation runs
    after_create: Hook = None  # (ctx, obj)
    before_update: Hook = None  # (ctx, old, new, body)
    after_update: Hook = None  # (ctx, obj)
    before_rename: Hook = None  # (ctx, obj, new_name)
    before_delete: Hook = None  # (ctx, obj)
    after_delete: Hook = None  # (ctx, obj)
    view: Hook = None  # (ctx, obj, shown)
    extra_list: Hook = None  # (ctx) -> more objects, read-only ones

    def not_found(self) -> Failure:
        return Failure(404, self.missing or "%s not found" % self.noun.capitalize())


def _mismatch(value: Any, struct: str, name: str, wanted: str) -> Failure:
    found = JSON_NAMES.get(type(value), "value")
    return Failure(
        400, "json: cannot unmarshal %s into Go struct field %s.%s of type %s" % (found, struct, name, wanted)
    )


def _strings(struct: str, name: str, value: Mapping[str, Any]) -> Dict[str, str]:
    for item in value.values():
        if item is not None and not isinstance(item, str):
            raise _mismatch(item, struct, name, "string")
    return {key: "" if item is None else item for key, item in value.items()}


def decode_field(struct: str, name: str, spec: Field, value: Any) -> Any:
    """One JSON value as Go's decoder takes it: null is the zero value, a wrong type is a 400."""
    if value is None:
        return spec.empty()
    if spec.type == "any":
        return value
    if value.__class__ is not PYTHON[spec.type]:
        raise _mismatch(value, struct, name, GO_NAMES[spec.type])
    if spec.type == "map":
        return _strings(struct, name, value)
    if spec.type == "devices":
        for item in value.values():
            if not isinstance(item, dict):
                raise _mismatch(item, struct, name, "map[string]string")
        return {key: _strings(struct, name, item) for key, item in value.items()}
    if spec.type == "list":
        for item in value:
            if not isinstance(item, str):
                raise _mismatch(item, struct, name, "string")
        return list(value)
    return value


def decode(struct: str, fields: Mapping[str, Field], body: Mapping[str, Any]) -> Dict[str, Any]:
    """Only the fields that the body names; unknown ones are ignored, as Go does."""
    return {name: decode_field(struct, name, spec, body[name]) for name, spec in fields.items() if name in body}


def stored(value: Any) -> Any:
    """Empty strings in maps are never kept: writing one removes the key."""
    if isinstance(value, dict):
        return {key: stored(item) for key, item in value.items() if item != ""}
    return value


@dataclass(frozen=True)
class Route:
    """A path that is no collection.  ``unlocked`` handlers wait, and must not hold the state's lock."""

    method: str
    path: str
    handler: Callable[..., Any]
    extension: Optional[str] = None
    product: Optional[str] = None
    unlocked: bool = False
