# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of an identity provider and the groups they stand for: ``/1.0/auth/identity-provider-groups``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import SET
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

IDENTITY_PROVIDER_GROUP = Resource(
    kind="identity_provider_group",
    path="auth/identity-provider-groups",
    scope="server",
    products=("lxd",),
    extensions=("access_management",),
    renames=True,
    fields=(Field("groups", STRINGS, SET),),
    mends={
        ("create", 404): "see `groups`: auth_group_info lists them",
        ("update", 404): "see `groups`: auth_group_info lists them",
    },
)
