# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds a fleet may hold, in the order in which they build on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._resources.image import IMAGE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network import NETWORK
from ansible_collections.lxcri.containers.plugins.module_utils._resources.profile import PROFILE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.project import PROJECT
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_pool import STORAGE_POOL
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

Reference = Tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One section of a fleet: its name, its kind, and what one of them refers to as ``(kind, name)``."""

    name: str
    resource: Resource
    refers: Callable[[Wanted], List[Reference]]


def _nothing(_wanted: Wanted) -> List[Reference]:
    return []


def _devices(wanted: Wanted) -> List[Reference]:
    found = []
    for device in (wanted.values.get("devices") or {}).values():
        if device and device.get("network"):
            found.append(("network", device["network"]))
        if device and device.get("pool"):
            found.append(("storage_pool", device["pool"]))
    return found


def _instance(wanted: Wanted) -> List[Reference]:
    found = [("profile", name) for name in wanted.values.get("profiles") or ()]
    if wanted.values.get("image"):
        found.append(("image", wanted.values["image"]))
    found += [("instance", name) for name in wanted.options.get("after") or ()]
    return found + _devices(wanted)


SECTIONS = (
    Section("projects", PROJECT, _nothing),
    Section("storage_pools", STORAGE_POOL, _nothing),
    Section("networks", NETWORK, _nothing),
    Section("profiles", PROFILE, _devices),
    Section("images", IMAGE, _nothing),
    Section("instances", INSTANCE, _instance),
)
BY_NAME: Mapping[str, Section] = {section.name: section for section in SECTIONS}
BY_KIND: Mapping[str, Section] = {section.resource.kind: section for section in SECTIONS}


def rank(kind: str) -> int:
    """Place of a kind in the order of building."""
    return [section.resource.kind for section in SECTIONS].index(kind)


def option_of(resource: Resource) -> str:
    """The option that names one of a kind."""
    return resource.key_option or resource.key


Validator = Callable[[Resource, Mapping[str, Any]], dict]
