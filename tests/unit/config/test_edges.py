# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module files and the lookup plugin, as Ansible loads them."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys

import pytest
import yaml
from ansible import constants as C
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

PLUGINS = "ansible_collections.lxcri.containers.plugins."


@pytest.mark.parametrize("name", ["config", "config_info"])
def test_the_documentation_names_the_arguments(name):
    module = importlib.import_module(PLUGINS + "modules." + name)
    documented = yaml.safe_load(module.DOCUMENTATION)["options"]
    assert set(documented) == set(module.TASK.arguments)
    for option, said in module.TASK.arguments.items():
        for part in ("type", "default", "choices", "elements"):
            assert documented[option].get(part) == said.get(part), (option, part)


def test_a_module_runs_by_itself(tmp_path):
    path = tmp_path / "c.json"
    path.write_text('{"network": {"bridge": "br0"}, "nix": 1}')
    path.with_name("args.json").write_text(json.dumps({"ANSIBLE_MODULE_ARGS": {"path": str(path), "strict": False}}))
    tree = next(entry for entry in sys.path if os.path.isdir(os.path.join(entry, "ansible_collections", "lxcri")))
    done = subprocess.run([sys.executable, "-m", PLUGINS + "modules.config", str(tmp_path / "args.json")], text=True,
                          capture_output=True, env=dict(os.environ, PYTHONPATH=tree), check=False)
    result = json.loads(done.stdout)
    assert result["config"]["network"]["bridge"] == "br0"
    assert "nix is not known" in str(result["warnings"])


@pytest.fixture
def lookup():
    module = importlib.import_module(PLUGINS + "lookup.config")
    C.config.initialize_plugin_configuration_definitions(
        "lookup", "lxcri.containers.config", yaml.safe_load(module.DOCUMENTATION)["options"])
    plugin = module.LookupModule(loader=DataLoader(), templar=Templar(DataLoader()))
    plugin._load_name = "lxcri.containers.config"
    return plugin


def test_the_lookup(lookup, tmp_path):
    path = tmp_path / "c.json"
    path.write_text('{"network": {"bridge": "br0"}}')
    assert lookup.run(["network.bridge"], path=str(path)) == ["br0"]
    assert lookup.run([], path=str(path))[0]["log_level"] == "info"
    path.write_text('{"nix": 1}')
    with pytest.raises(AnsibleLookupError, match="nix is not known"):
        lookup.run([], path=str(path))
    assert lookup.run(["log_level"], path=str(path), strict=False) == ["info"]
