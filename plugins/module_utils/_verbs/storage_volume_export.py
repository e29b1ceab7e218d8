# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup of a custom volume in a file of the machine where the module runs."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import exporting
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """See that the volume is there, and whether a backup is due."""
    pool, name = options["pool"], options["volume"]
    path, says = join("storage-pools", pool, "volumes", "custom", name), "storage volume {0!r}".format(name)
    with doing("read {0} of pool {1!r}".format(says, pool), {404: "create it, or correct `pool`, `volume` or `project`"}):
        client.get(path)
    what = exporting.Exported(name, says, path + "/backups", {"volume_only": bool(options.get("volume_only"))})
    return exporting.intend(what, options, {"pool": pool, "volume": name})


STORAGE_VOLUME_EXPORT = Verb(
    name="storage_volume_export",
    options={"pool": Argument(required=True), "volume": Argument(required=True),
             "volume_only": Argument("bool", default=False), **exporting.OPTIONS},
    intend=intend,
    perform=exporting.perform,
    extensions=("custom_volume_backup",),
)
