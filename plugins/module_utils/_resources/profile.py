# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: ``/1.0/profiles``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, DEVICES
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

PROFILE = Resource(
    kind="profile",
    path="profiles",
    schema=("instance",),
    renames=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
        Field("devices", DICT, DEVICES),
    ),
    mends={("delete", 400): "take it off the instances that use it first; `used_by` in profile_info names them"},
)
