# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a project uses of its limits: ``/1.0/projects/{project}/state``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

PROJECT_STATE = Resource(
    kind="project_state",
    path="projects/{name}/state",
    scope="server",
    extensions=("project_usage",),
    singleton=True,
)
