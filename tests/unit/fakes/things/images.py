# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images and their aliases."""

from __future__ import annotations

import hashlib
import time
from typing import Any, Dict, List, Optional

from ansible_collections.lxcri.containers.tests.unit.fakes import tarballs
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object, Prefix
from ansible_collections.lxcri.containers.tests.unit.fakes.table import (
    FLAG,
    MAP,
    TEXT,
    Collection,
    only_post,
    unwatched,
)
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, parse_query, timestamp

NEVER = "1970-01-01T00:00:00Z"
UNUSED = "0001-01-01T00:00:00Z"


def never(ctx: Context) -> str:
    return NEVER if ctx.server.lxd else UNUSED


def _find(ctx: Context, prefix: Prefix, name: str) -> Optional[Object]:
    """By fingerprint or by the beginning of one that is unique."""
    images = ctx.store.named("image", prefix)
    if name in images:
        return images[name]
    found = [obj for fingerprint, obj in images.items() if name and fingerprint.startswith(name)]
    if len(found) > 1:
        raise Failure(400, "More than one image matches")
    return found[0] if found else None


def _view(ctx: Context, obj: Object, shown: Object) -> None:
    owner = obj["_prefix"]
    aliases = ctx.store.named("image_alias", owner).values()
    shown["aliases"] = [
        {"name": one["name"], "description": one["description"]}
        for one in aliases
        if one["target"] == obj["fingerprint"]
    ]
    if not ctx.server.lxd:
        shown["project"] = owner[0]


def _update(ctx: Context, old: Object, new: Object, _body: Dict[str, Any]) -> None:
    if ctx.method == "PATCH":
        new["expires_at"] = old["expires_at"]  # a PATCH of it is forgotten
    new["expires_at"] = new["expires_at"] or never(ctx)
    new["profiles"] = new["profiles"] or old["profiles"]
    for name in new["profiles"]:
        if ctx.store.find("profile", (ctx.owner("features.profiles"),), name) is None:
            raise Failure(400 if ctx.server.lxd else 500, "Profile '%s' doesn't exist" % name)


def _gone(ctx: Context, obj: Object) -> None:
    for alias in list(ctx.store.named("image_alias", obj["_prefix"]).values()):
        if alias["target"] == obj["fingerprint"]:
            ctx.store.drop("image_alias", obj["_prefix"], alias["name"])
    ctx.server.blobs.pop("image/" + obj["fingerprint"], None)


def kind(_server: Any) -> Collection:
    return Collection(
        kind="image",
        noun="image",
        path="/1.0/images",
        key="fingerprint",
        go="Image",
        feature="features.images",
        fields={
            "auto_update": FLAG,
            "properties": MAP,
            "public": FLAG,
            "expires_at": unwatched(),
            "profiles": unwatched("list"),
        },
        create=False,
        methods=("GET", "PUT", "PATCH", "DELETE"),
        tasks={"DELETE": "Deleting image"},
        resources=lambda ctx, name: ctx.resources("images", name),
        bare_urls=True,
        missing="Image not found",
        find=_find,
        before_update=_update,
        after_delete=_gone,
        view=_view,
    )


def new_image(ctx: Context, prefix: Prefix, fingerprint: str, size: int, found: Dict[str, Any], **more: Any) -> Object:
    return {
        "auto_update": False,
        "properties": found["properties"],
        "public": False,
        "expires_at": never(ctx),
        "profiles": ["default"],
        "architecture": found["architecture"],
        "cached": False,
        "filename": fingerprint,
        "fingerprint": fingerprint,
        "size": size,
        "type": found["type"],
        "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(found["creation_date"])),
        "last_used_at": UNUSED,
        "uploaded_at": timestamp(),
        "_prefix": prefix,
        **more,
    }


def add(ctx: Context, image: Object, parts: tarballs.Parts, body: Dict[str, Any]) -> None:
    """Keep a new image and the aliases that its request names."""
    if ctx.store.find("image", image["_prefix"], image["fingerprint"]) is not None:
        raise Failure(400, "Image with same fingerprint already exists")
    ctx.store.put("image", image["_prefix"], image["fingerprint"], image)
    ctx.server.blobs["image/" + image["fingerprint"]] = parts
    for alias in body.get("aliases") or ():
        obj = {"name": alias["name"], "description": alias.get("description", ""), "target": image["fingerprint"]}
        obj.update(type=image["type"], _prefix=image["_prefix"])
        ctx.store.put("image_alias", image["_prefix"], alias["name"], obj)


def upload(ctx: Context) -> Reply:
    prefix = (ctx.owner("features.images"),)
    mark = "x-lxd-" if ctx.server.lxd else "x-incus-"
    headers = {key[len(mark) :]: value for key, value in ctx.headers.items() if key.startswith(mark)}
    parts = tarballs.split(ctx.headers.get("content-type", ""), ctx.body, headers.get("filename", ""))
    fingerprint = hashlib.sha256(parts.metadata + (parts.rootfs or b"")).hexdigest()
    size = len(parts.metadata) + len(parts.rootfs or b"")
    wanted = headers.get("fingerprint", "")

    def work(operation: Any) -> None:
        if wanted and wanted != fingerprint:
            raise Failure(400, "fingerprints don't match, got %s expected %s" % (fingerprint, wanted))
        found = tarballs.describe(parts)
        operation.shown["metadata"] = {"fingerprint": fingerprint, "size": str(size)}
        found["properties"] = {**found["properties"], **parse_query(headers.get("properties", ""))}
        image = new_image(ctx, prefix, fingerprint, size, found, public=headers.get("public", "") in ("1", "true"))
        image["filename"] = parts.filename
        if headers.get("profiles"):
            image["profiles"] = [part.partition("=")[2] for part in headers["profiles"].split("&")]
        add(ctx, image, parts, {})

    return ctx.task("Downloading image", work)


def _alias_target(ctx: Context, target: str, prefix: Prefix) -> str:
    image = _find(ctx, prefix, target)
    if image is None:
        raise Failure(404, "Image not found")
    return image["fingerprint"]


def _alias_create(ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    if not obj["target"]:
        raise Failure(400, "name and target are required")
    if ctx.store.find("image_alias", obj["_prefix"], obj["name"]) is not None:
        raise Failure(409, 'Alias "%s" already exists' % obj["name"])
    obj["target"] = _alias_target(ctx, obj["target"], obj["_prefix"])
    obj["type"] = ctx.store.find("image", obj["_prefix"], obj["target"])["type"]


def _alias_update(ctx: Context, _old: Object, new: Object, _body: Dict[str, Any]) -> None:
    if ctx.method == "PATCH" and ctx.server.old:
        # LXD 5.0 waits for itself until its database gives up; the fake spares the wait.
        raise Failure(500, "context deadline exceeded")
    if not new["target"]:
        raise Failure(400, "The target field is required")
    new["target"] = _alias_target(ctx, new["target"], new["_prefix"])


def _alias_name(_ctx: Context, name: Any) -> str:
    if not name:
        raise Failure(400, "name and target are required")
    return name


def _alias_view(_ctx: Context, obj: Object, shown: Object) -> None:
    shown["type"] = obj["type"] or "container"


def alias(_server: Any) -> Collection:
    return Collection(
        kind="image_alias",
        noun="image alias",
        path="/1.0/images/aliases",
        go="ImageAliases",
        feature="features.images",
        fields={"description": TEXT, "target": TEXT, "type": only_post()},
        rest=True,
        bare_urls=True,
        missing="Image alias not found",
        exists=(409, 'Alias "{name}" already exists'),
        check_name=_alias_name,
        before_create=_alias_create,
        before_update=_alias_update,
        view=_alias_view,
    )


def kinds(server: Any) -> List[Collection]:
    return [kind(server), alias(server)]
