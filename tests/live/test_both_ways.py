# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task in the controller's process and the same task shipped as a module give the same result.

One real ``ansible-playbook`` each way, over every kind of the contract and a server in memory: creation under check,
creation, the same again, a change, what only a creation sets, an unknown option, deletion. ``diff`` is on.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.tests.unit.cases.every import CASES
from ansible_collections.lxcri.containers.tests.unit.contract.test_contract import image
from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

ROOT = Path(__file__).resolve().parents[2]
PLAIN = [case for case in CASES if "lxd" in case.products and not case.extension and case.place != "cluster"]
# What differs from one server and one moment to the next.
VOLATILE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|00:16:3e(:[0-9a-f]{2}){3}|\d{4}-\d\d-\d\dT[0-9:.]+Z?"
                      r"|[^\"]*unix\.socket|\b[0-9a-f]{64}\b|(mac|veth|tap)[0-9a-f]{8}")
DIRECTIONS = {"here": "true", "shipped": "false"}


def tasks_of(case) -> list:
    """The steps of one case as tasks whose results are kept."""
    steps = [dict(case.create)] * 3 if case.makes else []
    steps += [options for options in (case.update, case.update, case.fixed) if options]
    steps += [dict(case.create, no_such_option=1)]
    steps += [{"state": "absent"}] if case.makes else []
    return [{
        "lxcri.containers." + case.kind: dict(case.name, **options), "check_mode": number == 0 and case.makes,
        "diff": True, "ignore_errors": True, "register": "result",
    } for number, options in enumerate(steps)]


def playbook(cases, path: Path, socket: str) -> list:
    """All cases in one play; every result is added to a list that is written in the end."""
    tasks: list = [{"ansible.builtin.set_fact": {"results": []}}]
    for case in cases:
        for task in tasks_of(case):
            tasks += [task, {"ansible.builtin.set_fact": {"results": "{{ results + [result] }}"}}]
    tasks.append({"ansible.builtin.copy": {"content": "{{ results | to_json }}", "dest": str(path), "mode": "0600"}})
    return [{"hosts": "localhost", "gather_facts": False, "tasks": tasks,
             "module_defaults": {"group/lxcri.containers.lxcri": {"server": socket}}}]


def results(direction: str, tmp_path: Path) -> list:
    """Every result of one direction, on a server of its own."""
    with FakeServer(product="lxd") as server:
        operation = server.call("POST", "/1.0/images", image())["metadata"]["id"]
        fingerprint = server.get("/1.0/operations/" + operation)["metadata"]["fingerprint"]
        server.call("POST", "/1.0/images/aliases", {"name": "bb", "target": fingerprint})
        words = {"{p}": "lt1", "{iso}": str(tmp_path / "cd.iso"), "{image}": fingerprint}
        cases = [fill(case, words) for case in PLAIN]
        for case in cases:
            for path, body in case.before:
                if server.get("/1.0/{0}/{1}".format(path, body.get("name", ""))) is None:
                    server.call("POST", "/1.0/" + path, body)
        out, play = tmp_path / (direction + ".json"), tmp_path / (direction + ".yml")
        play.write_text(json.dumps(playbook(cases, out, server.socket)))
        done = subprocess.run(
            [str(Path(sys.executable).parent / "ansible-playbook"), str(play), "-e",
             "lxcri_in_process=" + DIRECTIONS[direction]],
            capture_output=True, text=True, timeout=900, check=False,
            env=dict(os.environ, ANSIBLE_COLLECTIONS_PATH=collections(), ANSIBLE_LOCALHOST_WARNING="false"))
        assert out.exists(), done.stdout[-2000:] + done.stderr[-2000:]
        return json.loads(VOLATILE.sub("*", out.read_text()))


def collections() -> str:
    """A tree in which ansible-playbook finds the collection."""
    tree = Path(tempfile.mkdtemp(prefix="lxcri-both-")) / "ansible_collections" / "lxcri"
    tree.mkdir(parents=True)
    (tree / "containers").symlink_to(ROOT)
    return str(tree.parents[1])


def fill(case, words: dict):
    """The case with these words filled in."""
    for word, text in words.items():
        case = case.filled(text, word)
    return case


def test_the_results_are_the_same(tmp_path):
    if not PLAIN:
        pytest.fail("there is no case")
    here, shipped = results("here", tmp_path), results("shipped", tmp_path)
    assert len(here) == len(shipped) > 80
    changed = [one for one in here if one.get("changed")]
    failed = [one for one in here if one.get("failed")]
    assert len(changed) > 30 and len(failed) > 10
    for one, other in zip(here, shipped):
        assert {key: one[key] for key in one if key != "exception"} == {
            key: other[key] for key in other if key != "exception"}
