# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aliases of images: ``/1.0/images/aliases``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import PREFIX
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

IMAGE_ALIAS = Resource(
    kind="image_alias",
    path="images/aliases",
    renames=True,
    fields=(
        Field("target", TEXT, PREFIX),
        Field("description", TEXT),
    ),
    mends={
        ("create", 404): "`target` is the fingerprint of an image of this project; image_info lists them",
        ("create", 400): "`target` is the fingerprint of an image of this project; image_info lists them",
        ("update", 404): "`target` is the fingerprint of an image of this project; image_info lists them",
    },
)
