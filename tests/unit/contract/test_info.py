# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Info modules show what the server has, nothing that is not documented, and write nothing."""

from __future__ import annotations

import importlib

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.info_task import plural
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.tests.unit.architecture.reading import yaml_of
from ansible_collections.lxcri.containers.tests.unit.cases.every import CASES
from ansible_collections.lxcri.containers.tests.unit.contract.test_contract import ONLY_SEEN, PLUGINS, started
from ansible_collections.lxcri.containers.tests.unit.contract.test_examples import run, server_for

# What the server in memory cannot say.
NOT_HERE = {"storage_volume_state": "the pool of the server in memory cannot say how much is used"}
WHOSE = {"network_lease": {"network": "web0"}, "network_state": {"network": "web0"}, "project_state": {"name": "shop"},
         "storage_pool_resources": {"pool": "default"}}
LISTED = [case for case in CASES if case.makes and case.kind != "server"]


def resource_of(kind: str) -> Resource:
    return getattr(importlib.import_module(PLUGINS + "module_utils._resources." + kind), kind.upper())


def documented(kind: str, value: str) -> set:
    said = yaml_of(importlib.import_module(PLUGINS + "modules." + kind + "_info").RETURN)
    return set(said[value].get("contains") or ())


@pytest.mark.parametrize(("case", "product"), [
    pytest.param(case, product, id="{0}-{1}".format(case, product)) for case in LISTED for product in case.products])
def test_what_is_made_is_listed_and_shown(case, product, fake_server, tmp_path):
    placed, module, server = started(case, product, fake_server, tmp_path)
    made = module(case.kind, False, **dict(placed.name, **placed.create))
    assert not made.get("failed"), made
    resource = resource_of(case.kind)
    key = resource.key_option or resource.key
    parents = {name: value for name, value in placed.name.items() if name in resource.parents or name == "target"}
    parents = {name: value for name, value in parents.items() if name != "target" or resource.targeted}
    server.reset_counts()
    every = module(case.kind + "_info", False, **parents)
    one = module(case.kind + "_info", False, **dict(parents, **{key: placed.name[key]}))
    none = module(case.kind + "_info", False, **dict(parents, **{key: "no-such-thing"}))
    for result in (every, one, none):
        assert not result.get("failed"), result
        assert result["changed"] is False
    assert server.writes == []
    listed, shown = every[plural(resource)], one[plural(resource)]
    assert len(shown) == 1 and none[plural(resource)] == []
    assert made[case.kind][resource.key] in [item[resource.key].rsplit("/", 1)[-1] for item in listed]
    assert set().union(*listed, *shown) <= documented(case.kind, plural(resource))
    assert not [secret for secret in placed.secrets if secret in repr((every, one))]


@pytest.mark.parametrize("kind", sorted(ONLY_SEEN - set(NOT_HERE)))
def test_what_can_only_be_looked_at_is_shown(kind, fake_server, tmp_path):
    server = server_for(kind + "_info", fake_server)
    resource = resource_of(kind)
    server.reset_counts()
    result = run(server, tmp_path, kind + "_info", WHOSE.get(kind, {}), False)
    assert not result.get("failed"), result
    assert server.writes == []
    name = kind if resource.singleton else plural(resource)
    found = [result[name]] if resource.singleton else result[name]
    assert found, "nothing to look at"
    assert set().union(*found) <= documented(kind, name)
