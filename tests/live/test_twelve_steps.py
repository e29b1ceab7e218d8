# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind through the twelve steps on a real LXD and a real Incus, judged by ``lxc query`` and ``incus query``.

``LXCRI_LIVE_LXD``, ``LXCRI_LIVE_INCUS``: sockets of lone servers with a pool ``default`` and an image ``bb``.
``LXCRI_LIVE_LXD_CLUSTER``, ``LXCRI_LIVE_INCUS_CLUSTER``: a socket of a cluster of three, for what only a cluster has.
``LXCRI_LIVE_LXD_OVN``, ``LXCRI_LIVE_INCUS_OVN``: servers that reach the databases of OVN, for peers and load balancers.
``LXCRI_LIVE_LXD_BUCKETS``, ``LXCRI_LIVE_INCUS_BUCKETS``: servers with ``core.storage_buckets_address`` that can serve
buckets from local storage (Incus 7, or MinIO in the path).
"""

from __future__ import annotations

import importlib
import os
import uuid

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.tests.unit.cases.every import CASES
from ansible_collections.lxcri.containers.tests.unit.cases.oracle import SERVERS, Oracle
from ansible_collections.lxcri.containers.tests.unit.cases.steps import Trial


def trials() -> list:
    return [pytest.param(case, product, id="{0}-{1}".format(case, product))
            for case in CASES for product in case.products if case.place != "fake"]


def run_on(socket: str):
    def run(kind: str, check_mode: bool, **options) -> dict:
        module = importlib.import_module("ansible_collections.lxcri.containers.plugins.modules." + kind)
        task = module.TASK
        checked = ArgumentSpecValidator(task.arguments, **task.rules).validate(dict(options, server=[socket]))
        assert not checked.error_messages, checked.error_messages
        result = task.outcome(Call(checked.validated_parameters, check_mode, True))
        documented = yaml.safe_load(module.RETURN)
        assert set(result) - {"changed"} <= set(documented) or result.get("failed"), set(result)
        assert set(result.get(kind) or ()) <= set(documented[kind]["contains"]), set(result[kind])
        return result

    return run


@pytest.mark.parametrize(("case", "product"), trials())
def test_twelve_steps(case, product, tmp_path):
    socket = os.environ.get(SERVERS[product, case.place])
    if not socket:
        pytest.skip("{0} is not set".format(SERVERS[product, case.place]))
    oracle = Oracle(product, socket)
    if case.extension and case.extension not in oracle.query("")["api_extensions"]:
        pytest.skip("this server lacks {0}".format(case.extension))
    case = placed(case.filled("lt" + uuid.uuid4().hex[:5]), oracle, tmp_path)
    trial = Trial(case, run_on(socket), oracle.query)
    try:
        for path, body in case.before:
            oracle.query(path, "POST", body)
        trial.twelve()
    finally:
        for path in ((case.path, case.renamed) if case.makes else ()) + case.after:
            if path and oracle.query(path) is not None:
                oracle.query(path, "DELETE")


def placed(case, oracle, tmp_path):
    """The case with what only the server can tell: an image, an ISO file, the members."""
    text = repr(case)
    words = {}
    if "{image}" in text:
        words["{image}"] = oracle.query("images/aliases/bb")["target"]
    if "{iso}" in text:
        file = tmp_path / "cd.iso"
        file.write_bytes(b"\0" * 65536)
        words["{iso}"] = str(file)
    if "{m1}" in text or "{m3}" in text:
        names = sorted(path.rsplit("/", 1)[1] for path in oracle.query("cluster/members"))
        words.update({"{m%d}" % (number + 1): name for number, name in enumerate(names)})
    for word, value in words.items():
        case = case.filled(value, word)
    return case
