# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of identities and their permissions: ``/1.0/auth/groups``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import RECORDS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

PERMISSION = Argument("list", elements="dict", options={
    "entity_type": Argument(required=True),
    "url": Argument(required=True),
    "entitlement": Argument(required=True),
})

AUTH_GROUP = Resource(
    kind="auth_group",
    path="auth/groups",
    scope="server",
    products=("lxd",),
    extensions=("access_management",),
    renames=True,
    fields=(
        Field("description", TEXT),
        Field("permissions", PERMISSION, RECORDS),
    ),
    mends={
        ("create", 400): "see `permissions`: each has an `entity_type`, the `url` of what it is about and an "
                         "`entitlement` of that type",
        ("update", 400): "see `permissions`: each has an `entity_type`, the `url` of what it is about and an "
                         "`entitlement` of that type",
    },
)
