# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup of an instance in a file of the machine where the module runs."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import exporting
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import instance_of


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """See that the instance is there, and whether a backup is due."""
    name = options["instance"]
    instance_of(client, name)
    what = exporting.Exported(name, "instance {0!r}".format(name), join("instances", name, "backups"),
                              {"instance_only": bool(options.get("instance_only"))})
    return exporting.intend(what, options, {"instance": name})


INSTANCE_EXPORT = Verb(
    name="instance_export",
    options={"instance": Argument(required=True), "instance_only": Argument("bool", default=False), **exporting.OPTIONS},
    intend=intend,
    perform=exporting.perform,
    extensions=("instances", "container_backup"),
)
