# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind through the twelve steps on a server in memory, counting what is written.

The same cases run on real servers in ``tests/live/test_twelve_steps.py``; here also those that a small machine cannot
have (OVN, LXD 6, object storage).
"""

from __future__ import annotations

import importlib
import io
import tarfile
from pathlib import Path

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.tests.unit.cases.every import CASES
from ansible_collections.lxcri.containers.tests.unit.cases.steps import Trial

PLUGINS = "ansible_collections.lxcri.containers.plugins."
RESOURCES = Path(__file__).resolve().parents[3] / "plugins" / "module_utils" / "_resources"
# What a release has that a case needs; the fake takes on any version.
VERSIONS = {"access_management": "5.21.3", "access_management_tls": "6.1", "instance_placement_groups": "6.5"}
# Kinds whose modules another test takes through their steps, and kinds that can only be looked at.
ELSEWHERE = {"image", "instance_backup", "warning"}
ONLY_SEEN = {"network_allocation", "network_lease", "network_state", "operation", "project_state", "resources",
             "storage_pool_resources", "storage_volume_state"}


def image() -> bytes:
    """An image that says no more than it must."""
    text = b"architecture: x86_64\ncreation_date: 1\nproperties: {os: none}\ntemplates: {}\n"
    found = io.BytesIO()
    with tarfile.open(fileobj=found, mode="w:gz") as tar:
        entry = tarfile.TarInfo("metadata.yaml")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
        tar.addfile(tarfile.TarInfo("rootfs/etc"))
    return found.getvalue()


def run_on(server):
    def run(kind: str, check_mode: bool, **options) -> dict:
        task = importlib.import_module(PLUGINS + "modules." + kind).TASK
        checked = ArgumentSpecValidator(task.arguments, **task.rules).validate(dict(options, server=[server.socket]))
        assert not checked.error_messages, checked.error_messages
        return task.outcome(Call(checked.validated_parameters, check_mode, True))

    return run


def placed(case, server, tmp_path):
    """The case with what only the server can tell."""
    (tmp_path / "cd.iso").write_bytes(b"\0" * 4096)
    words = {"{p}": "lt1", "{iso}": str(tmp_path / "cd.iso")}
    if "{image}" in repr(case) or "bb" in repr(case):
        operation = server.call("POST", "/1.0/images", image())["metadata"]
        words["{image}"] = server.get("/1.0/operations/" + operation["id"])["metadata"]["fingerprint"]
        server.call("POST", "/1.0/images/aliases", {"name": "bb", "target": words["{image}"]})
    if server.clustered:
        members = sorted(path.rsplit("/", 1)[1] for path in server.get("/1.0/cluster/members"))
        words.update({"{m%d}" % (number + 1): name for number, name in enumerate(members)})
    for word, text in words.items():
        case = case.filled(text, word)
    return case


@pytest.mark.parametrize(("case", "product"), [
    pytest.param(case, product, id="{0}-{1}".format(case, product)) for case in CASES for product in case.products])
def test_twelve_steps(case, product, fake_server, tmp_path):
    case, run, server = started(case, product, fake_server, tmp_path)
    Trial(case, run, lambda path: server.get(("/1.0/" + path).rstrip("/")), lambda: len(server.writes)).twelve()


def started(case, product, fake_server, tmp_path):
    """A server that has what the case needs: ``(the case on it, what runs a module on it, the server)``."""
    options = {"product": product, "clustered": case.place == "cluster" or case.kind == "placement_group"}
    if case.extension in VERSIONS:
        options["version"] = VERSIONS[case.extension]
    server = fake_server(add=[case.extension] if case.extension else [], **options)
    case = placed(case, server, tmp_path)
    for path, body in case.before:
        server.call("POST", "/1.0/" + path, body)
    server.reset_counts()
    return case, run_on(server), server


def test_every_kind_has_a_case():
    kinds = {path.stem for path in RESOURCES.glob("*.py")} - {"__init__"}
    for kind in kinds:
        assert isinstance(getattr(importlib.import_module(PLUGINS + "module_utils._resources." + kind), kind.upper()),
                          Resource)
    assert kinds - {case.kind for case in CASES} == ELSEWHERE | ONLY_SEEN


@pytest.mark.parametrize(("case", "product"), [
    pytest.param(case, product, id="{0}-{1}".format(case, product))
    for case in CASES for product in case.products if case.extension])
def test_a_server_without_the_extension_is_told_apart_before_anything_is_written(case, product, fake_server, tmp_path):
    server = fake_server(product=product, version=VERSIONS.get(case.extension), remove=[case.extension],
                         clustered=case.place == "cluster")
    case = placed(case, server, tmp_path)
    result = run_on(server)(case.kind, False, **dict(case.name, **case.create))
    assert result.get("failed") and case.extension in result["msg"], result
    assert server.writes == []


@pytest.mark.parametrize(("case", "product"), [
    pytest.param(case, product, id="{0}-{1}".format(case, product))
    for case in CASES for product in case.products if case.fixed and case.kind != "instance"])
def test_what_only_a_creation_sets_is_replaced_when_the_task_says_so(case, product, fake_server, tmp_path):
    case, run, server = started(case, product, fake_server, tmp_path)
    created = run(case.kind, False, **dict(case.name, **case.create))
    assert created["changed"] is True, created
    options = dict(case.name, replace=True, **case.fixed)
    foreseen = run(case.kind, True, **options)
    assert (foreseen["action"], foreseen["differs"]) == ("replace", [case.fixed_key])
    done = run(case.kind, False, **options)
    assert done["action"] == "replace" and done["diff"]["before"] != done["diff"]["after"], done
    written = len(server.writes)
    again = run(case.kind, False, **options)
    assert again["changed"] is False and len(server.writes) == written
