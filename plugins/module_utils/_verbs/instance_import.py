# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance from a backup in a file of the machine where the module runs."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import importing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """An instance of that name is the imported one."""
    name = options["instance"]
    there = importing.found(client, join("instances", name))
    if there is not None:
        return Intent(changes=False, result={"instance": masked(there)})
    src = importing.source_of(options)
    if options.get("pool"):
        client.server.require("container_backup_override_pool", "instance_import: `pool`")
    client.server.require("backup_override_name", "instance_import: `instance`")
    return Intent(changes=True, before={}, after={name: "from " + src}, result={"instance": {"name": name}}, carry=src)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Send the file, and see that the instance is there."""
    name, src = options["instance"], intent.carry
    with doing("import {0} as instance {1!r}".format(src, name), {
            400: importing.MEND.format("its pool, profiles and networks"), 409: "choose another name"}):
        importing.send(client, "instances", src, {"name": name, "pool": options.get("pool")}, options.get("checksum"), say)
        return {"instance": masked(client.get(join("instances", name)).metadata)}


INSTANCE_IMPORT = Verb(
    name="instance_import",
    options={"instance": Argument(required=True), "pool": TEXT, **importing.OPTIONS},
    intend=intend,
    perform=perform,
    extensions=("instances", "container_backup"),
)
