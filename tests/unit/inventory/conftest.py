# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin in this process, with its options read from its documentation as Ansible does."""

from __future__ import annotations

import pytest
import yaml
from ansible import constants as C
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.doc_fragments.constructed import ModuleDocFragment as Constructed
from ansible.plugins.doc_fragments.inventory_cache import ModuleDocFragment as Cache

from ansible_collections.lxcri.containers.plugins.doc_fragments.server import ModuleDocFragment as ServerOptions
from ansible_collections.lxcri.containers.plugins.inventory import instances

NAME = instances.InventoryModule.NAME


@pytest.fixture(scope="session")
def definitions():
    """What the plugin's documentation says about its options."""
    found = {}
    for text in (Constructed.DOCUMENTATION, Cache.DOCUMENTATION, ServerOptions.DOCUMENTATION, ServerOptions.PROJECT,
                 instances.DOCUMENTATION):
        found.update(yaml.safe_load(text)["options"])
    C.config.initialize_plugin_configuration_definitions("inventory", NAME, found)
    return found


@pytest.fixture
def inventory(definitions, tmp_path, monkeypatch):
    """``inventory(**options)``: the inventory that the plugin makes of a file with these options."""
    monkeypatch.setenv("LXCRI_CONF", str(tmp_path / "conf"))
    for name in ("LXCRI_SERVER", "LXCRI_PROJECT"):
        monkeypatch.delenv(name, raising=False)

    def run(use_cache=False, **options):
        path = tmp_path / "x.lxcri.yml"
        path.write_text(yaml.safe_dump(dict(options, plugin=NAME)))
        plugin = instances.InventoryModule()
        plugin._load_name = plugin.ansible_name = plugin._original_path = NAME
        plugin._redirected_names = [NAME]
        made = InventoryData()
        plugin.parse(made, DataLoader(), str(path), use_cache)
        if options.get("cache"):
            plugin.update_cache_if_changed()
        made.reconcile_inventory()
        return made

    return run


@pytest.fixture
def populate():
    """``populate(server)``: a web, a database, a stopped one, and one of the same name in the project ``shop``."""
    def make(server):
        server.call("POST", "/1.0/projects", {"name": "shop", "config": {"features.profiles": "false",
                                                                         "features.images": "false"}})
        for name, query, config in (("web", "", {"user.role": "web"}), ("db", "", {"user.role": "db"}),
                                    ("old", "", {}), ("web", "?project=shop", {"user.role": "web"})):
            server.call("POST", "/1.0/instances" + query, {"name": name, "source": {"type": "none"}, "config": config})
            if name != "old":
                server.call("PUT", "/1.0/instances/{0}/state{1}".format(name, query), {"action": "start"})
        server.reset_counts()
        return server

    return make
