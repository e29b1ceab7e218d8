# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a network does right now: ``/1.0/networks/{network}/state``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

NETWORK_STATE = Resource(
    kind="network_state",
    path="networks/{network}/state",
    extensions=("network_state",),
    singleton=True,
    targeted=True,
)
