# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sharing images: export, a token for a download, refresh, and making them from instances or other servers."""

from __future__ import annotations

import hashlib
import secrets
import time
from functools import partial
from typing import Any, Callable, Dict, List, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes import tarballs
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.things import images
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply

Made = Tuple[Object, tarballs.Parts]


def _image(ctx: Context) -> Object:
    return ctx.get(ctx.server.kinds["image"])[1]


def _export(ctx: Context) -> Reply:
    image = _image(ctx)
    parts: tarballs.Parts = ctx.server.blobs["image/" + image["fingerprint"]]
    if parts.rootfs is None:
        suffix = ".tar.gz" if parts.metadata[:2] == b"\x1f\x8b" else ".tar"
        headers = {"Content-Type": "application/octet-stream"}
        if not ctx.server.lxd:
            headers["X-Incus-Type"] = "incus"
        headers["Content-Disposition"] = "inline;filename=%s%s" % (image["fingerprint"], suffix)
        return Reply(200, parts.metadata, headers)
    boundary = secrets.token_hex(30)
    body = b""
    rootfs = "rootfs.img" if image["type"] == "virtual-machine" else "rootfs"
    for name, stem, data in (("metadata", "meta-", parts.metadata), (rootfs, "", parts.rootfs)):
        head = 'Content-Disposition: form-data; name="%s"; filename="%s%s"' % (name, stem, image["fingerprint"])
        body += (
            ("--%s\r\n%s\r\nContent-Type: application/octet-stream\r\n\r\n" % (boundary, head)).encode()
            + data
            + b"\r\n"
        )
    body += ("--%s--\r\n" % boundary).encode()
    return Reply(200, body, {"Content-Type": "multipart/form-data; boundary=" + boundary})


def _secret(ctx: Context) -> Reply:
    metadata = {"secret": secrets.token_hex(32)}
    resources = ctx.resources("images", _image(ctx)["fingerprint"])
    return ctx.task("Image download token", None, resources, "token", True, metadata)


def _refresh(ctx: Context) -> Reply:
    image = _image(ctx)

    def work(operation: Any) -> None:
        if "update_source" not in image:
            text = 'Failed to update image "%s" in project "%s": Image source not found'
            raise Failure(400, text % (image["fingerprint"], ctx.project))
        operation.shown["metadata"] = {"refreshed": False}

    return ctx.task("Refreshing image", work)


def remote(ctx: Context, source: Dict[str, Any]) -> Made:
    """An image of another server: tests put its bytes under (server, alias or fingerprint) in ``blobs["remotes"]``."""
    known = ctx.server.blobs.get("remotes", {})
    data = known.get((source.get("server"), source.get("alias") or source.get("fingerprint")))
    if data is None:
        raise Failure(400, "Failed to fetch image: The requested image couldn't be found")
    parts = tarballs.Parts(data, None, "remote.tar")
    fingerprint = hashlib.sha256(data).hexdigest()
    place = (ctx.owner("features.images"),)
    image = images.new_image(ctx, place, fingerprint, len(data), tarballs.describe(parts), filename="remote.tar")
    image["update_source"] = {
        "alias": source.get("alias", ""),
        "certificate": source.get("certificate", ""),
        "protocol": source.get("protocol", "lxd" if ctx.server.lxd else "incus"),
        "server": source["server"],
        "image_type": source.get("image_type", "container"),
    }
    return image, parts


def _fail(status: int, error: str) -> Callable[[], Any]:
    def work(*_args: Any) -> Any:
        raise Failure(status, error)

    return work


def _published(ctx: Context, source: Dict[str, Any]) -> Callable[[], Made]:
    """The image that an instance or a snapshot becomes."""
    project = source.get("project") or ctx.project
    name, _mark, snapshot = (source.get("name") or "").partition("/")
    base = ctx.store.find("instance", (project,), name)
    if base is None and ctx.server.lxd:
        raise Failure(404, "Instance not found")
    if base is None:
        return _fail(404, "Instance not found")
    if snapshot and ctx.store.find("instance_snapshot", (project, name), snapshot) is None:
        raise Failure(404, "Instance snapshot not found")

    def make() -> Made:
        if base["_status"] != "Stopped" and not snapshot:
            raise Failure(400, "Cannot export a running instance as an image")
        data = secrets.token_bytes(64)
        found = {"architecture": base["architecture"], "creation_date": int(time.time()), "properties": {}}
        found["type"] = base["type"]
        fingerprint = hashlib.sha256(data).hexdigest()
        place = (ctx.owner("features.images"),)
        image = images.new_image(ctx, place, fingerprint, len(data), found, filename=fingerprint + ".tar.gz")
        return image, tarballs.Parts(data, None, image["filename"])

    return make


def from_json(ctx: Context) -> Reply:
    """POST /1.0/images with a JSON body."""
    body = ctx.json()
    source = body.get("source") or {}
    kind = source.get("type", "")
    if kind in ("instance", "container", "virtual-machine", "snapshot"):
        make = _published(ctx, source)
    elif kind in ("image", "url"):
        make = partial(remote, ctx, {**source, "server": source.get("server") or source.get("url")})
    else:
        raise Failure(400, "Invalid images JSON")

    def work(operation: Any) -> None:
        image, parts = make()
        given = {key: body[key] for key in ("public", "auto_update", "expires_at", "profiles") if body.get(key)}
        image.update(given)
        image["properties"] = {**image["properties"], **(body.get("properties") or {})}
        if body.get("filename"):
            image["filename"] = body["filename"]
        images.add(ctx, image, parts, body)
        operation.shown["metadata"] = {"fingerprint": image["fingerprint"], "size": str(image["size"])}

    return ctx.task("Downloading image", work)


def _create(ctx: Context) -> Reply:
    return from_json(ctx) if "json" in ctx.headers.get("content-type", "") else images.upload(ctx)


def routes(_server: Any) -> List[Route]:
    one = "/1.0/images/{name}"
    return [
        Route("POST", "/1.0/images", _create),
        Route("GET", one + "/export", _export),
        Route("POST", one + "/secret", _secret),
        Route("POST", one + "/refresh", _refresh, extension="image_force_refresh"),
    ]
