# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom storage volumes: ``/1.0/storage-pools/{pool}/volumes/custom``."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

SOURCE = Argument("dict", options={
    "volume": Argument(required=True),
    "pool": TEXT,
    "project": TEXT,
    "location": TEXT,
    "snapshots": Argument("bool", default=True),
})


def prepared(options: dict) -> dict:
    """The options; a volume made of an ISO file has that content type."""
    return dict(options, content_type="iso") if options.get("iso") else options


def creation_body(body: dict, options: Mapping[str, Any]) -> dict:
    """The default body, with ``source`` as the server wants it."""
    source = body.pop("source", None)
    if source:
        body["source"] = {
            "type": "copy", "name": source["volume"], "pool": source.get("pool") or options["pool"],
            "volume_only": source.get("snapshots") is False,
        }
        body["source"].update({key: source[key] for key in ("project", "location") if source.get(key)})
    return dict(body, type="custom")


def creation(path: str, body: dict, options: Mapping[str, Any]) -> Tuple[Request, ...]:
    """A ``POST`` of the body, or of an ISO file whose name and type travel as headers."""
    if not options.get("iso"):
        return (Request("POST", path, body, options["query"], says="create"),)
    headers = {}
    for vendor in ("X-LXD-", "X-Incus-"):
        headers.update({vendor + "name": body["name"], vendor + "type": "iso"})
    return (Request("POST", path, query=options["query"], upload=Upload((("iso", options["iso"]),), headers),
                    says="import"),)


STORAGE_VOLUME = Resource(
    kind="storage_volume",
    path="storage-pools/{pool}/volumes/custom",
    extensions=("storage",),
    renames=True,
    targeted=True,
    settles=True,
    record="config",
    fields=(
        Field("content_type", Argument(choices=("filesystem", "block", "iso")), create_only=True,
              values={"block": "custom_block_volumes", "iso": "custom_volume_iso"}),
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
        Field("source", SOURCE, write_only=True),
    ),
    options={"iso": Argument("path")},
    prepare=prepared,
    body=creation_body,
    create=creation,
    # The list holds the snapshots too, as `volume/snapshot`.
    listed=lambda found: tuple(one for one in found if "/" not in one["name"]),
    mends={
        ("create", 404): "create the pool first, or correct `pool`, `project` or `source`",
        ("create", 400): "see `config`: which keys a volume has depends on the driver of its pool",
        ("update", 400): "see `config`: which keys a volume has depends on the driver of its pool; many drivers cannot "
                         "make a volume smaller",
        ("delete", 400): "take it off the instances and profiles that use it; `used_by` in storage_volume_info names "
                         "them",
    },
)
