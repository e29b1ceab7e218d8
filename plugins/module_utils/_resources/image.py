# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images: ``/1.0/images``, named by an alias."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional, Tuple
from urllib.parse import urlencode

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import BOOL, DICT, STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.image_files import (
    fingerprint_of_files,
    metadata_tarball,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

SOURCE = Argument("dict", options={
    "path": Argument("path"),
    "metadata": Argument("path"),
    "rootfs": Argument("path"),
    "architecture": TEXT,
    "server": TEXT,
    "protocol": Argument(choices=("simplestreams", "lxd", "incus", "oci")),
    "alias": TEXT,
    "fingerprint": TEXT,
    "certificate": TEXT,
    "secret": Argument(no_log=True),
    "instance": TEXT,
    "snapshot": TEXT,
    "url": TEXT,
    "checksum": TEXT,
})
_CHECKSUM = re.compile(r"^(?:sha256:)?([0-9a-f]{64})$")


def prepared(options: dict) -> dict:
    """The options with ``files`` and their ``fingerprint``, when the source is local files."""
    source = options.get("source") or {}
    files: Tuple[Tuple[str, str], ...] = ()
    if source.get("path"):
        files = (("image", source["path"]),)
    elif source.get("rootfs"):
        metadata = source.get("metadata") or metadata_tarball(
            options.get("properties") or {}, source.get("architecture") or "")
        files = (("metadata", metadata), ("rootfs", source["rootfs"]))
    if source.get("url") and source.get("checksum"):
        return dict(options, files=(("image", source["url"]),), fingerprint=_CHECKSUM.match(source["checksum"]).group(1))
    if files and options.get("state") != "absent":
        return dict(options, files=files, fingerprint=fingerprint_of_files([path for _part, path in files]))
    return options


def find(options: Mapping[str, Any], images: Tuple[dict, ...]) -> Optional[dict]:
    """The image of these files, else the one with that alias, else the one with that fingerprint."""
    name = options["name"]
    if options.get("fingerprint"):
        return next((image for image in images if image["fingerprint"] == options["fingerprint"]), None)
    for image in images:
        if name in alias_names(image):
            return image
    if len(name) >= 12:
        return next((image for image in images if image["fingerprint"].startswith(name)), None)
    return None


def alias_names(image: Mapping[str, Any]) -> Tuple[str, ...]:
    """The names an image goes by."""
    return tuple(alias["name"] for alias in image.get("aliases") or ())


def creation(path: str, body: dict, options: Mapping[str, Any]) -> Tuple[Request, ...]:
    """An upload of local files, or a ``POST`` that makes the server fetch or publish the image itself."""
    body = {key: value for key, value in body.items() if key not in ("fingerprint", "source")}
    if options.get("files"):
        headers = {}
        for vendor in ("X-LXD-", "X-Incus-"):
            headers[vendor + "public"] = "true" if body.get("public") else "false"
            if body.get("properties"):
                headers[vendor + "properties"] = urlencode(sorted(body["properties"].items()))
        return (Request("POST", path, query=options["query"],
                        upload=Upload(options["files"], headers, options["fingerprint"]),
                        says="import"),)
    names = [options["name"]] + list(options.get("aliases") or ())
    body["aliases"] = [{"name": name, "description": ""} for name in names]
    body["source"] = server_source(options["name"], options.get("source") or {})
    return (Request("POST", path, body, options["query"], says="import"),)


def server_source(name: str, source: Mapping[str, Any]) -> dict:
    """The ``source`` of ``POST /1.0/images`` for what the server gets by itself."""
    said = {key: source[key] for key in ("alias", "fingerprint", "certificate", "secret") if source.get(key)}
    if source.get("server"):
        return dict(said, type="image", mode="pull", server=source["server"],
                    protocol=source.get("protocol") or "simplestreams")
    if source.get("instance"):
        if source.get("snapshot"):
            return {"type": "snapshot", "name": "{0}/{1}".format(source["instance"], source["snapshot"])}
        return {"type": "instance", "name": source["instance"]}
    if source.get("url"):
        return {"type": "url", "url": source["url"]}
    raise NotFound(
        "image {0!r} does not exist, and the task names no source; set `source.path`, `source.rootfs`, "
        "`source.server`, `source.instance` or `source.url`.".format(name))


def alias_requests(wanted: Any, current: Optional[Mapping[str, Any]]) -> Tuple[Request, ...]:
    """Give the image the aliases it lacks, taking them from another image if need be."""
    fingerprint = (current or {}).get("fingerprint") or wanted.options.get("fingerprint")
    if not fingerprint:
        return ()
    query = {"project": wanted.options["project"]} if wanted.options.get("project") else {}
    names = [] if fingerprint.startswith(wanted.name) else [wanted.name]
    names += list(wanted.options.get("aliases") or ())
    requests: Tuple[Request, ...] = ()
    for name in names:
        if name not in alias_names(current or {}):
            requests += (
                Request("POST", "images/aliases", {"name": name, "target": fingerprint}, query, tolerate=(409,),
                        says="alias"),
                Request("PUT", join("images", "aliases", name), {"target": fingerprint, "description": ""}, query,
                        says="alias"),
            )
    return requests


def checked(options: dict) -> dict:
    """The options prepared, after a look at whether the source makes sense.

    :raises Invalid: when it names more than one place, or metadata without a rootfs.
    """
    source = options.get("source") or {}
    places = [key for key in ("path", "rootfs", "server", "instance", "url") if source.get(key)]
    if len(places) > 1:
        raise Invalid("image {0!r}: source names {1}; an image comes from one place.".format(
            options.get("name"), " and ".join(places)))
    if source.get("metadata") and not source.get("rootfs"):
        raise Invalid("image {0!r}: source.metadata goes with source.rootfs; a unified image is source.path.".format(
            options.get("name")))
    if source.get("checksum") and not (source.get("url") and _CHECKSUM.match(source["checksum"])):
        raise Invalid("image {0!r}: source.checksum is the SHA-256 of the image at source.url, 64 letters and digits in "
                      "lower case; correct it, or name the URL.".format(options.get("name")))
    return prepared(options)


IMAGE = Resource(
    kind="image",
    path="images",
    key="fingerprint",
    key_option="name",
    record="properties",
    settles=True,
    fields=(
        Field("public", BOOL),
        Field("auto_update", BOOL),
        Field("expires_at", TEXT),
        Field("properties", DICT, CONFIG),
        Field("profiles", STRINGS, extension="image_profiles"),
        Field("source", SOURCE, write_only=True),
    ),
    options={"aliases": STRINGS},
    prepare=checked,
    find=find,
    create=creation,
    also=alias_requests,
    mends={
        ("import", 400): "see that the file is an image: a tarball with metadata.yaml and rootfs/, or `rootfs` alone",
    },
)
