# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of instances that lie on the server: ``/1.0/instances/{instance}/backups``."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import BOOL, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import TIME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import now, span, written
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource


def prepared(options: dict) -> dict:
    """The options checked, with ``expires_in`` counted from now."""
    if options.get("expires_in"):
        if options.get("expires_at"):
            raise Invalid("instance backup {0!r}: expires_at and expires_in are both set; keep one.".format(
                options.get("name")))
        return dict(options, expires_in=written(now() + span(options["expires_in"])))
    return options


def creation_body(body: dict, options: Mapping[str, Any]) -> dict:
    """The default body, with ``expires_in`` where the server looks for it."""
    until = body.pop("expires_in", None)
    return dict(body, expires_at=until) if until else body


INSTANCE_BACKUP = Resource(
    kind="instance_backup",
    path="instances/{instance}/backups",
    extensions=("instances", "container_backup"),
    renames=True,
    fields=(
        Field("expires_at", TEXT, TIME, create_only=True),
        Field("expires_in", TEXT, write_only=True),
        Field("instance_only", BOOL, create_only=True),
        Field("optimized_storage", BOOL, create_only=True),
        Field("compression_algorithm", TEXT, write_only=True, extension="backup_compression_algorithm"),
    ),
    prepare=prepared,
    body=creation_body,
    mends={
        ("create", 404): "create the instance first, or correct `instance` or `project`",
        ("create", 400): "see that the compressor is installed on the server and that its disk has room",
        ("rename", 409): "choose another `new_name`, or delete the one that has it",
    },
)
