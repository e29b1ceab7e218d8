# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of every module's documentation, carried out in their order against a server in memory."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.tests.unit.architecture.reading import yaml_of
from ansible_collections.lxcri.containers.tests.unit.contract.scene import certificate, furnish, lay_out, moved

PLUGINS = "ansible_collections.lxcri.containers.plugins."
ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py") if path.stem != "__init__")
NAME = "lxcri.containers."

# Kinds that LXD 5.0 lacks, by how their names begin, and where they are.
NEWER = ("auth_group", "identity", "placement_group", "network_load_balancer", "network_allocation", "storage_bucket",
         "storage_volume")
INCUS = ("network_address_set", "network_integration")
CLUSTER = ("cluster", "placement_group")
# What templates of the examples stand for.
WORDS = {
    "{{ builder_certificate }}": certificate("MIIB"),
    "{{ lookup('ansible.builtin.file', 'builder.crt') }}": certificate("MIIB"),
    "{{ backup_access_key }}": "AKIA0123456789",
    "{{ backup_secret_key }}": "do-not-tell",
    "{{ nginx_pid }}": 77,
}
# The whole module is tried on real servers only, because ...
ELSEWHERE = {
    "copy": "the server in memory has no files", "fetch": "the server in memory has no files",
    "file": "the server in memory has no files", "remote": "it is about a server reached over https",
    "instance_rebuild": "the server in memory rebuilds nothing",
    "bootstrap": "in the instances of the server in memory nothing can be installed",
    "run": "in the instances of the server in memory nothing runs",
    "wait": "inside the instances of the server in memory nothing happens that could be waited for",
    "storage_volume_state_info": "the pool of the server in memory cannot say how much is used",
}
# Fingerprints of images, which stand for that of an image which is there.
FINGERPRINTS = {"5c8b1f0e2d3a", "f76bc42bce86"}
# A single example needs something that is not there.
SINGLE = {
    ("cluster", "It joins, with a disk of its own for the pool"): "a second server",
    ("events_info", "Who restarts that instance all the time"): "somebody who does",
    ("exec", "Only if it has not been done"): "files in the instance",
    ("exec", "A pipeline, as another user"): "users in the instance",
    ("exec", "A big file through a program"): "users in the instance",
    ("fleet", "What is done in an instance once it is ready"): "files in the instance",
    ("identity", "Alice may do what the web team may"): "somebody who has logged in",
    ("image_export", "Import it elsewhere"): "what another task returned, and a second server",
    ("instance_copy", "A standby on another server, brought up to date by every run"): "a second server",
    ("instance_import", "Bring it back under another name"): "a file that a server wrote",
    ("instance_import", "Only a file that is whole"): "a file that a server wrote",
    ("instance_move", "To another server, through this machine"): "a second server",
    ("instance_move", "Off the member that is to be repaired"): "a cluster",
    ("instance_suspend", "And go on"): "memory that was kept",
    ("storage_volume_import", "Bring it back under another name"): "a file that a server wrote",
    ("storage_volume_import", "Only a file that is whole"): "a file that a server wrote",
    ("operation", "Now its end matters"): "what another task returned",
    ("operation", "Give everything up that can be given up"): "what another task returned",
    ("warning", "Nobody need look at the minor ones"): "what another task returned",
}


def examples(module: str):
    """``(title, module, options, check mode)`` of every task of the collection in a module's examples."""
    for task in yaml_of(importlib.import_module(PLUGINS + "modules." + module).EXAMPLES):
        for action, options in task.items():
            if action.startswith(NAME):
                yield task["name"], action[len(NAME):], options or {}, bool(task.get("check_mode"))


def server_for(module: str, fake_server):
    """A server that has what a module is about, furnished."""
    product = "incus" if module.startswith(INCUS) else "lxd"
    server = fake_server(product=product, version="6.5" if module.startswith(NEWER) else None,
                         add=["network_address_set"] if product == "incus" else [],
                         clustered=module.startswith(CLUSTER))
    server.exec = lambda _command, _environment: (0, b"done\n", b"")
    furnish(server, module)
    return server


def run(server, place: Path, module: str, options: dict, check_mode: bool) -> dict:
    """A task as the module would run it, on that server and below that directory."""
    task = importlib.import_module(PLUGINS + "modules." + module).TASK
    present = server.get("/1.0/images")[0].rsplit("/", 1)[1] if server.get("/1.0/images") else ""
    words = dict(WORDS, **dict.fromkeys(FINGERPRINTS, present))
    given = moved({name: words.get(value, value) if isinstance(value, str) else value
                   for name, value in options.items()}, place)
    if "server" in task.arguments:
        given["server"] = [server.socket]
    if "timeout" in task.arguments:
        given["timeout"] = 20
    checked = ArgumentSpecValidator(task.arguments, **task.rules).validate(given)
    assert not checked.error_messages, checked.error_messages
    return task.outcome(Call(checked.validated_parameters, check_mode, True))


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ELSEWHERE])
def test_examples_do_what_they_say(module, fake_server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path)
    server = server_for(module, fake_server)
    for title, name, options, check_mode in examples(module):
        if (module, title) not in SINGLE:
            result = run(server, tmp_path, name, options, check_mode)
            assert not result.get("failed"), (title, result.get("msg"))


def test_what_is_left_out_exists():
    assert set(ELSEWHERE) <= set(MODULES)
    assert set(SINGLE) <= {(module, title) for module in MODULES for title, *_rest in examples(module)}
