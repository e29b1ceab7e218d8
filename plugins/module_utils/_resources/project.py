# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects: ``/1.0/projects``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

PROJECT = Resource(
    kind="project",
    path="projects",
    schema=("project",),
    scope="server",
    extensions=("projects",),
    renames=True,
    record="config",
    fields=(
        Field("description", TEXT),
        Field("config", DICT, CONFIG),
    ),
    mends={
        ("delete", 400): "a project must be empty before it can be deleted",
        ("update", 400): "`features.*` can be changed only while a project is empty",
    },
)
