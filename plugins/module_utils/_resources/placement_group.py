# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Placement groups: ``/1.0/placement-groups``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

PLACEMENT_GROUP = Resource(
    kind="placement_group",
    path="placement-groups",
    products=("lxd",),
    extensions=("instance_placement_groups",),
    renames=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("create", 400): "see `config`: `policy` is spread or compact, `rigor` is strict or permissive; both are due",
        ("delete", 400): "take it off the instances and profiles that use it; `used_by` in placement_group_info names "
                         "them",
    },
)
