# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is loaded when a task begins, in a process of its own: importing takes longer than most of what tasks do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import ansible_collections.lxcri.containers as collection

TREE = str(Path(collection.__path__[0]).parents[2])
OURS = "ansible_collections.lxcri.containers.plugins.module_utils."
LIBRARIES = {"pylxd", "requests", "urllib3", "voluptuous"}


def loaded_by(action: str) -> set:
    """The modules that an action's file loads beside those of Ansible."""
    words = "import json, sys; import ansible.plugins.action.normal; before = set(sys.modules); import {0}; print(json.dumps(" \
            "sorted(set(sys.modules) - before)))".format("ansible_collections.lxcri.containers.plugins.action." + action)
    done = subprocess.run([sys.executable, "-c", words], cwd=TREE, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_a_fleet_loads_what_it_needs_to_find_everything_as_declared():
    found = loaded_by("fleet")
    assert OURS + "_fleet.fleet" in found and not LIBRARIES & found
    later = ("_client.rest", "_client.events", "_fleet.execute", "_fleet.capacity", "_fleet.planfile", "_fleet.journal",
             "_config.loader", "_verbs.wait")
    assert not {OURS + name for name in later} & found


@pytest.mark.parametrize("action", ["profile", "exec"])
def test_what_a_play_has_many_of_is_loaded_before_workers_are_forked(action):
    assert {"pylxd", "requests", OURS + "_client.rest"} <= loaded_by(action)


def test_what_only_reads_loads_no_library():
    assert not LIBRARIES & loaded_by("profile_info")
