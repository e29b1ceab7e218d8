# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds a fleet may hold, in the order in which they build on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._fleet import references
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.references import Reference
from ansible_collections.lxcri.containers.plugins.module_utils._resources.cluster_group import CLUSTER_GROUP
from ansible_collections.lxcri.containers.plugins.module_utils._resources.image import IMAGE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance_snapshot import INSTANCE_SNAPSHOT
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network import NETWORK
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_acl import NETWORK_ACL
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_address_set import NETWORK_ADDRESS_SET
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_forward import NETWORK_FORWARD
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_load_balancer import NETWORK_LOAD_BALANCER
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_peer import NETWORK_PEER
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_zone import NETWORK_ZONE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_zone_record import NETWORK_ZONE_RECORD
from ansible_collections.lxcri.containers.plugins.module_utils._resources.profile import PROFILE
from ansible_collections.lxcri.containers.plugins.module_utils._resources.project import PROJECT
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_pool import STORAGE_POOL
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_volume import STORAGE_VOLUME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource

# The kind of what things lie in, by the option that names it.
PARENTS = {"network": "network", "pool": "storage_pool", "zone": "network_zone", "instance": "instance"}


@dataclass(frozen=True)
class Section:
    """One section of a fleet: its name, its kind, and what one of them refers to, besides its parent.

    ``referring``: the properties in which the references are.
    ``foundation``: fleets stand on it, so it is read before anything is written; others only when something asks for them.
    ``feature``: the feature without which a project uses those of the default project; empty where each has its own.
    ``bears``: can this parent have any?  Asked where all of them are looked for.
    ``inside``: the property of the parent that holds them where the parents are listed with ``recursion=2``.
    ``exported``: is it part of what a server is meant to be, and not of its past?
    """

    name: str
    resource: Resource
    refers: Callable[[Wanted], List[Reference]] = references.nothing
    referring: Tuple[str, ...] = ()
    foundation: bool = False
    feature: str = ""
    bears: Callable[[Mapping[str, Any]], bool] = lambda parent: True
    inside: str = ""
    exported: bool = True

    @property
    def parent_option(self) -> str:
        """The option that names the parent, empty where the kind has none."""
        return self.resource.parents[-1] if self.resource.parents else ""

    @property
    def parent_kind(self) -> str:
        """The parent's kind, empty where the kind has none."""
        return PARENTS[self.parent_option] if self.parent_option else ""

    def parent_of(self, wanted: Wanted) -> str:
        """The name of the parent, empty where the kind has none."""
        return str(wanted.option(self.parent_option, "")) if self.parent_option else ""

    def references(self, wanted: Wanted) -> List[Reference]:
        """What one refers to, its parent first."""
        parent = [Reference(self.parent_kind, self.parent_of(wanted))] if self.parent_option else []
        return parent + self.refers(wanted)


def _managed(network: Mapping[str, Any]) -> bool:
    return bool(network.get("managed", True)) and network.get("type") in ("bridge", "ovn")


def _ovn(network: Mapping[str, Any]) -> bool:
    return bool(network.get("managed", True)) and network.get("type") == "ovn"


NETWORKS, ZONES, VOLUMES = "features.networks", "features.networks.zones", "features.storage.volumes"

SECTIONS = (
    Section("cluster_groups", CLUSTER_GROUP),
    Section("projects", PROJECT, references.of_project, ("config",), True),
    Section("storage_pools", STORAGE_POOL, foundation=True),
    Section("storage_volumes", STORAGE_VOLUME, feature=VOLUMES),
    Section("network_address_sets", NETWORK_ADDRESS_SET, feature=NETWORKS),
    Section("network_acls", NETWORK_ACL, references.of_acl, ("ingress", "egress"), feature=NETWORKS),
    Section("network_zones", NETWORK_ZONE, feature=ZONES),
    Section("network_zone_records", NETWORK_ZONE_RECORD, feature=ZONES),
    Section("networks", NETWORK, references.of_network, ("config",), True, NETWORKS),
    Section("network_forwards", NETWORK_FORWARD, feature=NETWORKS, bears=_managed),
    Section("network_load_balancers", NETWORK_LOAD_BALANCER, feature=NETWORKS, bears=_ovn),
    Section("network_peers", NETWORK_PEER, references.of_peer, ("target_network", "target_project"), feature=NETWORKS, bears=_ovn),
    Section("profiles", PROFILE, references.of_devices, ("devices",), True, "features.profiles"),
    Section("images", IMAGE, foundation=True, feature="features.images"),
    Section("instances", INSTANCE, references.of_instance, ("profiles", "devices"), True),
    Section("instance_snapshots", INSTANCE_SNAPSHOT, inside="snapshots", exported=False),
)
BY_NAME: Mapping[str, Section] = {section.name: section for section in SECTIONS}
BY_KIND: Mapping[str, Section] = {section.resource.kind: section for section in SECTIONS}
# Kinds that can say whose they are, and are looked for when a fleet's leftovers are.
OWNABLE = frozenset(section.resource.kind for section in SECTIONS if section.resource.record)
EXPORTED = frozenset(section.resource.kind for section in SECTIONS if section.exported)


def rank(kind: str) -> int:
    """Place of a kind in the order of building."""
    return [section.resource.kind for section in SECTIONS].index(kind)


def option_of(resource: Resource) -> str:
    """The option that names one of a kind."""
    return resource.key_option or resource.key


Validator = Callable[[Resource, Mapping[str, Any]], dict]
