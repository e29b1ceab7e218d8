# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of instances: ``/1.0/instances/{instance}/snapshots``."""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import BOOL, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import TIME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import now, span, written
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource


def prepared(options: dict) -> dict:
    """The options checked, with ``expires_in`` counted from now."""
    name = str(options.get("name") or "")
    if "/" in name:
        raise Invalid("instance snapshot {0!r}: a name has no slash; name the instance in `instance`.".format(name))
    if options.get("expires_in"):
        if options.get("expires_at"):
            raise Invalid("instance snapshot {0!r}: expires_at and expires_in are both set; keep one.".format(name))
        return dict(options, expires_in=written(now() + span(options["expires_in"])))
    return options


def creation_body(body: dict, options: Mapping[str, Any]) -> dict:
    """The default body, with ``expires_in`` where the server looks for it."""
    until = body.pop("expires_in", None)
    return dict(body, expires_at=until) if until else body


INSTANCE_SNAPSHOT = Resource(
    kind="instance_snapshot",
    path="instances/{instance}/snapshots",
    extensions=("instances",),
    renames=True,
    fields=(
        Field("stateful", BOOL, create_only=True),
        Field("expires_at", TEXT, TIME, extension="snapshot_expiry_creation"),
        Field("expires_in", TEXT, write_only=True, extension="snapshot_expiry_creation"),
    ),
    prepare=prepared,
    body=creation_body,
    mends={
        ("create", 404): "create the instance first, or correct `instance` or `project`",
        ("create", 400): "a stateful snapshot needs a running instance and CRIU on the server, "
                         "or `migration.stateful` in a virtual machine",
        ("rename", 409): "choose another `new_name`, or delete the one that has it",
        ("delete", 400): "see what still uses it",
    },
)
