# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Config of a fleet: how containers are made on this host, laid under what the fleet declares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.facts import Facts
from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader, Loaded
from ansible_collections.lxcri.containers.plugins.module_utils._config.translate import translate_all
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted, wanted_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import Thing
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory

DEFAULT = "default"


def loaded_config(params: Mapping[str, Any]) -> Loaded:
    """The Config that a task names: inline, in a file, or in the default places."""
    if params.get("config") is not None:
        return ConfigLoader().parse_config(params["config"], "the option config")
    if params.get("config_file") == DEFAULT:
        return ConfigLoader().load_default()
    return ConfigLoader().load_from_file(params["config_file"])


class Maker:
    """Lays a Config under the instances of a fleet; ``warnings`` collects what it could not do."""

    def __init__(self, loaded: Loaded, server: Any) -> None:
        self._config = loaded.config
        self._server = server
        self.warnings: Tuple[str, ...] = loaded.warnings

    def __call__(self, things: Tuple[Thing, ...], inventory: Inventory) -> Tuple[Thing, ...]:
        """The same things, instances translated, in the same order."""
        made: Dict[Any, Thing] = {}
        projects = dict.fromkeys(thing.id[1] for thing in things if _makes_instance(thing))
        for project in projects:
            mine = [thing for thing in things if _makes_instance(thing) and thing.id[1] == project]
            translations = translate_all(self._config, [written(thing.wanted) for thing in mine],
                                         facts_of(self._server, things, inventory, project))
            self.warnings += tuple(one for one in translations.warnings if one not in self.warnings)
            for thing, item in zip(mine, translations.items):
                options = dict(thing.wanted.options, **item.wanted)
                made[thing.id] = replace(thing, wanted=wanted_of(thing.section.resource, options),
                                         facts=dict(thing.facts, runtime=item.runtime))
        return tuple(made.get(thing.id, thing) for thing in things)


def _makes_instance(thing: Thing) -> bool:
    return thing.section.resource.kind == "instance" and thing.wanted.state != "absent"


def written(wanted: Wanted) -> Dict[str, Any]:
    """An instance as the fleet declares it, without what it left out."""
    return dict(wanted.values, name=wanted.name, state=wanted.state)


def facts_of(server: Any, things: Tuple[Thing, ...], inventory: Inventory, project: str) -> Facts:
    """What translation must know of the server as it will be once the fleet's own things are there."""
    networks = merged("network", "config", things, inventory, project, lambda one: one.get("managed", True))
    pools: Dict[str, Dict[str, Any]] = {}
    for one in inventory.all("storage_pool", ""):
        pools[one["name"]] = {"driver": one.get("driver"), "source": (one.get("config") or {}).get("source")}
    for wanted in declared("storage_pool", things, ""):
        pools[wanted.name] = dict(pools.get(wanted.name, {}), driver=wanted.values.get("driver"),
                                  source=wanted.values.get("config", {}).get("source"))
    config = merged("profile", "config", things, inventory, project)
    devices = merged("profile", "devices", things, inventory, project)
    return Facts(
        product=server.product, version=server.version, api_extensions=server.extensions, networks=networks,
        bridges=frozenset(one["name"] for one in inventory.all("network", project) if not one.get("managed", True)),
        pools=pools, profiles={name: {"config": config[name], "devices": devices[name]} for name in config})


def merged(kind: str, part: str, things: Tuple[Thing, ...], inventory: Inventory, project: str,
           fits: Any = lambda one: True) -> Dict[str, Dict[str, Any]]:
    """``name -> config`` (or ``devices``) of a kind, the declared laid over what is there."""
    found = {one["name"]: dict(one.get(part) or {}) for one in inventory.all(kind, project) if fits(one)}
    for wanted in declared(kind, things, project):
        laid = dict(found.get(wanted.name, {}), **wanted.values.get(part, {}))
        found[wanted.name] = {key: value for key, value in laid.items() if value is not None}
    return found


def declared(kind: str, things: Tuple[Thing, ...], project: str) -> List[Wanted]:
    """What a fleet declares of a kind in a project."""
    return [thing.wanted for thing in things
            if thing.section.resource.kind == kind and thing.id[1] == project and thing.wanted.state != "absent"]
