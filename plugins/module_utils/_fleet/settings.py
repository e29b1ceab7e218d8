# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a fleet is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import Verbs
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import Rollout

SCHEDULER, SPREAD = "scheduler", "spread"


@dataclass(frozen=True)
class Settings:
    """How a fleet is run: ``name`` owns, ``project`` is where what names no project goes.

    ``addresses``: read the instances with their state, which costs the server some work for each.
    ``verbs``: gives ``copy``, ``file`` and ``exec``, for what is done in instances.
    """

    name: str
    project: str = "default"
    purge: bool = False
    adopt: bool = False
    addresses: bool = False
    placement: str = SCHEDULER
    width: int = 0
    rollout: Rollout = Rollout()
    verbs: Optional[Verbs] = None
