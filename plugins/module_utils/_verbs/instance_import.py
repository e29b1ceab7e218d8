# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance from a backup in a file of the machine where the module runs."""

from __future__ import annotations

import os
from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.archive import sha256_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.trees import local_digest


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """An instance of that name is the imported one."""
    name = options["instance"]
    try:
        there = client.get(join("instances", name)).metadata
    except NotFound:
        there = None
    if there is not None:
        return Intent(changes=False, result={"instance": masked(there)})
    src = os.path.expanduser(options["src"])
    if not os.path.isfile(src):
        raise Invalid("src: there is no file {0}; correct the path.".format(src))
    if options.get("pool"):
        client.server.require("container_backup_override_pool", "instance_import: `pool`")
    client.server.require("backup_override_name", "instance_import: `instance`")
    return Intent(changes=True, before={}, after={name: "from " + src}, result={"instance": {"name": name}}, carry=src)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Check the file, send it, and see that the instance is there."""
    name, src = options["instance"], intent.carry
    with doing("import {0} as instance {1!r}".format(src, name), {
            400: "see that the file is a whole backup made by export, and its pool, profiles and networks exist",
            409: "choose another name"}):
        if options.get("checksum"):
            _check(src, sha256_of(options["checksum"]))
        say("sending {0} ({1:.1f} MB)".format(src, os.path.getsize(src) / 1e6))
        client.send(
            Request("POST", "instances", upload=Upload((("backup", src),), headers(name, options)), says="import")
        )
        return {"instance": masked(client.get(join("instances", name)).metadata)}


def headers(name: str, options: Mapping[str, Any]) -> dict:
    """The name and the pool, in the words of both products."""
    said = {}
    for vendor in ("X-LXD-", "X-Incus-"):
        said[vendor + "name"] = name
        if options.get("pool"):
            said[vendor + "pool"] = options["pool"]
    return said


def _check(src: str, wanted: str) -> None:
    found = local_digest(src)
    if found != wanted:
        raise Invalid("{0} has the SHA-256 {1}, and {2} is wanted; get the right file".format(src, found, wanted))


INSTANCE_IMPORT = Verb(
    name="instance_import",
    options={
        "instance": Argument(required=True),
        "src": Argument("path", required=True),
        "pool": TEXT,
        "checksum": TEXT,
    },
    intend=intend,
    perform=perform,
    extensions=("instances", "container_backup"),
)
