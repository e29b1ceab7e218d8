# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A custom volume from a backup in a file of the machine where the module runs."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import importing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing


def _collection(options: Mapping[str, Any]) -> str:
    return join("storage-pools", options["pool"], "volumes", "custom")


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """A volume of that name is the imported one."""
    name = options["volume"]
    there = importing.found(client, _collection(options) + "/" + join(name))
    if there is not None:
        return Intent(changes=False, result={"storage_volume": masked(there)})
    src = importing.source_of(options)
    return Intent(changes=True, before={}, after={name: "from " + src}, result={"storage_volume": {"name": name}},
                  carry=src)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Send the file, and see that the volume is there."""
    name, src = options["volume"], intent.carry
    with doing("import {0} as storage volume {1!r}".format(src, name), {
            400: importing.MEND.format("its pool"), 404: "create the pool first, or correct `pool` or `project`",
            409: "choose another name"}):
        importing.send(client, _collection(options), src, {"name": name}, options.get("checksum"), say)
        return {"storage_volume": masked(client.get(_collection(options) + "/" + join(name)).metadata)}


STORAGE_VOLUME_IMPORT = Verb(
    name="storage_volume_import",
    options={"pool": Argument(required=True), "volume": Argument(required=True), **importing.OPTIONS},
    intend=intend,
    perform=perform,
    extensions=("custom_volume_backup",),
)
