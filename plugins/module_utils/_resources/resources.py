# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hardware of the server: ``/1.0/resources``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

RESOURCES = Resource(
    kind="resources",
    path="resources",
    scope="server",
    extensions=("resources",),
    singleton=True,
    targeted=True,
)
