# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a kind's module returns is what its RETURN says: nothing more on any server, nothing less on all together."""

from __future__ import annotations

import importlib

import pytest

from ansible_collections.lxcri.containers.tests.unit.architecture.reading import yaml_of
from ansible_collections.lxcri.containers.tests.unit.cases.every import CASES
from ansible_collections.lxcri.containers.tests.unit.contract.test_contract import PLUGINS, started

KINDS = sorted({case.kind for case in CASES})


def documented(kind: str) -> dict:
    return yaml_of(importlib.import_module(PLUGINS + "modules." + kind).RETURN)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_returned_is_documented(kind, fake_server, tmp_path):
    said = documented(kind)
    properties = set(said[kind]["contains"])
    shown = set()
    for case in [one for one in CASES if one.kind == kind]:
        for product in case.products:
            placed, run, _server = started(case, product, fake_server, tmp_path)
            result = run(kind, False, **dict(placed.name, **(placed.create or placed.update)))
            assert set(result) - {"changed"} <= set(said), result
            assert set(result[kind]) <= properties, (str(case), product, set(result[kind]) - properties)
            shown |= set(result[kind])
    assert properties == shown, "documented and never returned"
