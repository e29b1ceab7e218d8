# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The image metadata of an instance: ``/1.0/instances/{instance}/metadata``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, ENTRIES
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

INSTANCE_METADATA = Resource(
    kind="instance_metadata",
    path="instances/{instance}/metadata",
    extensions=("container_edit_metadata", "instances"),
    singleton=True,
    fields=(
        Field("architecture", TEXT),
        Field("creation_date", Argument("int")),
        Field("expiry_date", Argument("int")),
        Field("properties", DICT, CONFIG),
        Field("templates", DICT, ENTRIES),
    ),
)
