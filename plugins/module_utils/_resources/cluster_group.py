# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of cluster members: ``/1.0/cluster/groups``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, STRINGS, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, SET
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

CLUSTER_GROUP = Resource(
    kind="cluster_group",
    path="cluster/groups",
    scope="server",
    extensions=("clustering_groups",),
    clustered=True,
    renames=True,
    fields=(
        Field("description", TEXT),
        Field("members", STRINGS, SET),
        Field("config", DICT, CONFIG, extension="clustering_groups_config"),
    ),
    mends={
        ("create", 404): "see `members`: cluster_member_info lists them",
        ("update", 404): "see `members`: cluster_member_info lists them",
        ("delete", 400): "every member must be in a group: put its members into another one first",
    },
)
