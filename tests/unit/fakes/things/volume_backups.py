# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of custom volumes.  As observed on LXD 5.0.2: neither an update nor an ETag."""

from __future__ import annotations

import gzip
import json
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Collection, Route, only_post
from ansible_collections.lxcri.containers.tests.unit.fakes.things.volumes import NEVER, POOL
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Reply, timestamp


def _create(_ctx: Context, obj: Object, _body: Dict[str, Any]) -> None:
    obj["_algorithm"] = obj.pop("compression_algorithm")
    obj["created_at"] = timestamp().partition(".")[0] + "Z"


def _view(_ctx: Context, obj: Object, shown: Object) -> None:
    shown["expires_at"] = obj["expires_at"] or NEVER


def _resources(ctx: Context, name: str) -> Dict[str, List[str]]:
    return {
        "backups": ["/1.0/backups/" + name],
        "storage_volumes": ["/1.0/storage_volumes/" + ctx.params["storage_volume"]],
    }


BACKUP = Collection(
    kind="volume_backup",
    noun="backup",
    path=POOL + "/volumes/{type}/{storage_volume}/backups",
    go="StorageVolumeBackup",
    feature="features.storage.volumes",
    under=("storage_pool", "type", "storage_volume"),
    fields={
        "expires_at": only_post(),
        "volume_only": only_post("bool"),
        "optimized_storage": only_post("bool"),
        "compression_algorithm": only_post(),
    },
    tasks={
        "POST": "Creating custom volume backup",
        "RENAME": "Renaming custom volume backup",
        "DELETE": "Deleting custom volume backup",
    },
    methods=("GET", "POST", "DELETE"),
    missing="Storage volume backup not found",
    bare_urls=True,
    etag=False,
    extension="custom_volume_backup",
    before_create=_create,
    resources=_resources,
    view=_view,
)


def _export(ctx: Context) -> Reply:
    text = json.dumps({"backup/index.yaml": ctx.get(BACKUP)[1]["name"]}).encode()
    headers = {"Content-Type": "application/octet-stream", "Content-Disposition": "inline;filename="}
    return Reply(200, gzip.compress(text, mtime=0), headers)


def kinds(_server: Any) -> List[Collection]:
    return [BACKUP]


def routes(_server: Any) -> List[Route]:
    return [Route("GET", BACKUP.path + "/{name}/export", _export, extension="custom_volume_backup")]
