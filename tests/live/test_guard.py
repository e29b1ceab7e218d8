# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role guard, run by ansible-playbook against a real daemon."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAYBOOK = Path(sys.executable).parent / "ansible-playbook"
pytestmark = pytest.mark.skipif(not PLAYBOOK.exists(), reason="no ansible-playbook beside this Python")

WRITE = """
- name: Write
  lxcri.containers.copy: {server: "%(server)s", instance: "%(instance)s", content: "after\\n", dest: /root/what}
"""
BREAK = """
- name: Break on purpose
  ansible.builtin.fail: {msg: it broke}
"""


@pytest.fixture
def guarded(server, running, tmp_path):
    """``guarded(tasks, verify, *words, **variables)``: the role run on the container; ``(code, output)``."""
    server.ask("exec", running, "--", "sh", "-c", "echo before >/root/what; sync")
    collections = next(entry for entry in sys.path if Path(entry, "ansible_collections", "lxcri").is_dir())

    def run(tasks, verify="", *words, **variables):
        names = {"server": server.socket, "instance": running}
        (tmp_path / "tasks.yml").write_text("---" + tasks % names)
        variables = dict({"guard_instances": [running], "guard_server": server.socket, "guard_tasks": str(tmp_path / "tasks.yml")},
                         **variables)
        if verify:
            (tmp_path / "verify.yml").write_text("---" + verify % names)
            variables["guard_verify"] = str(tmp_path / "verify.yml")
        (tmp_path / "play.yml").write_text(json.dumps([{
            "hosts": "localhost", "connection": "local", "gather_facts": False,
            "tasks": [{"ansible.builtin.include_role": {"name": "lxcri.containers.guard"}, "vars": variables}]}]))
        done = subprocess.run(
            [str(PLAYBOOK), "-i", "localhost,", str(tmp_path / "play.yml"), *words], capture_output=True, text=True, timeout=300,
            check=False, env=dict(os.environ, ANSIBLE_COLLECTIONS_PATH=collections, ANSIBLE_NOCOLOR="1"))
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def content(server, running):
    return lambda: server.ask("file", "pull", running + "/root/what", "-")


@pytest.fixture
def snapshots(server, running):
    return lambda: [path.rsplit("/", 1)[1] for path in server.query("instances/{0}/snapshots".format(running))]


def test_what_goes_well_stays_and_the_snapshot_goes(guarded, content, snapshots):
    code, output = guarded(WRITE, "\n- ansible.builtin.assert: {that: true}\n")
    assert code == 0, output
    assert content() == "after\n" and snapshots() == []


@pytest.mark.parametrize("tasks, verify", [(WRITE + BREAK, ""), (WRITE, BREAK)])
def test_a_failure_is_rolled_back_and_named(server, running, guarded, content, snapshots, tasks, verify):
    code, output = guarded(tasks, verify)
    assert code != 0 and "Break on purpose: it broke (rolled back to guard-" in output, output
    assert content() == "before\n" and snapshots() == []
    assert server.query("instances/" + running)["status"] == "Running"


def test_a_snapshot_can_be_kept(guarded, content, snapshots):
    code, _output = guarded(WRITE + BREAK, guard_keep="failed", guard_snapshot="look")
    assert code != 0 and content() == "before\n" and snapshots() == ["look"]
    code, output = guarded(WRITE, guard_snapshot="look")
    assert code != 0 and "There is a snapshot look already" in output
    assert content() == "before\n" and snapshots() == ["look"]


def test_an_instance_that_does_not_exist_stops_it_before_the_tasks(running, guarded, content, snapshots):
    code, output = guarded(WRITE, guard_instances=[running, "lxcri-none"])
    assert code != 0 and "nothing was done yet" in output, output
    assert content() == "before\n" and snapshots() == []


def test_check_mode_does_nothing(guarded, content, snapshots):
    code, output = guarded(WRITE, "", "--check")
    assert code == 0, output
    assert content() == "before\n" and snapshots() == []
