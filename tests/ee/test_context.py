# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an image's build is given: the context of the shipped definition, and the needs of the installed collection."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from environment import ROOT, lines_of, private, tool, worked
from jobs import AWX, injected

META = ROOT / "meta"
# What is imported is called otherwise where it is installed.
CALLED = {"yaml": "PyYAML"}


def imported():
    """The first words of everything that files under plugins/ import and Python does not bring itself."""
    found = set()
    for path in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"ansible", "ansible_collections"}


def name_of(requirement):
    return re.match(r"[\w.-]+", requirement).group(0)


def test_requirements_are_what_the_plugins_import():
    named = {name_of(one) for one in lines_of(META / "ee-requirements.txt")}
    assert named == {CALLED.get(name, name) for name in imported()}


def test_the_context_names_the_collection_and_asks_it_for_its_needs(made):
    assert yaml.safe_load((made / "_build" / "requirements.yml").read_text())["collections"] == [{"name": "lxcri.containers"}]
    # Its name depends on which container engine the machine has; none is needed for that.
    steps = next(path for path in (made / "Containerfile", made / "Dockerfile") if path.exists()).read_text()
    assert "ansible-galaxy collection install" in steps and re.search(r"introspect.*--user-pip=requirements.txt", steps)
    assert "quay.io/centos/centos:stream9" in steps
    said = yaml.safe_load((META / "execution-environment.yml").read_text())
    assert all((ROOT / path).is_file() for path in said["dependencies"].values())


def test_a_build_would_install_all_that_is_needed(needs):
    python, system = needs
    # ansible-core brings this one, and ansible-builder leaves it out therefore.
    assert set(lines_of(META / "ee-requirements.txt")) - set(python) == {"PyYAML>=5.4"}
    assert set(lines_of(META / "ee-bindep.txt")) == set(system)


def test_this_system_has_the_packages_that_are_named(tmp_path):
    done = subprocess.run([tool("bindep"), "--brief", "--file", str(META / "ee-bindep.txt")], capture_output=True, text=True,
                          timeout=60, check=False, cwd=str(tmp_path))
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.parametrize("in_process", ["true", "false"])
def test_every_door_leads_to_the_server_from_that_environment(environment, lab, way, prefix, tmp_path, in_process):
    """A module in either way, an inventory, the connection and a lookup, with nothing but variables of the environment."""
    (tmp_path / "env").mkdir()
    credential, key = way
    environ = injected(credential, tmp_path / "env", tmp_path / "env")
    if key:
        # A job has an agent; a command has the key's file.
        environ["LXCRI_SSH_ARGS"] += " -i " + private(tmp_path / "key", key)
    lab.ask("launch", "bb", prefix + "-i")
    shutil.copy(AWX / "project" / "instances.lxcri.yml", tmp_path)
    play = [{"hosts": "state_running:&{0}-i".format(prefix), "gather_facts": False, "tasks": [
        {"ansible.builtin.raw": "hostname", "register": "inside"},
        {"lxcri.containers.exec": {"instance": prefix + "-i", "argv": ["hostname"]}, "delegate_to": "localhost", "register": "ran"},
        {"lxcri.containers.instance_info": {"name": prefix + "-i"}, "delegate_to": "localhost", "register": "seen"},
        {"ansible.builtin.assert": {"that": [
            "inside.stdout.strip() == inventory_hostname", "ran.stdout.strip() == inventory_hostname",
            "seen.instances[0].status == 'Running'",
            "lookup('lxcri.containers.query', 'instances/' ~ inventory_hostname).status == 'Running'"]}}]}]
    (tmp_path / "play.yml").write_text(json.dumps(play))
    worked(environment.run("ansible-playbook", "-i", "instances.lxcri.yml", "play.yml", "-e", "lxcri_in_process=" + in_process,
                           cwd=tmp_path, **environ))
