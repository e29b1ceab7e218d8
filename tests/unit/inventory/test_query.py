# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup ``query`` against the fake at the wire."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.plugin_utils.reading_paths import read_paths

NOTHING = dict.fromkeys(("server", "client_cert", "client_key", "server_cert", "trust_token", "bearer_token", "project",
                         "filter", "target", "default"))


@pytest.fixture
def ask(lxd, populate):
    """``ask(*paths, **options)``: what the lookup returns."""
    populate(lxd)

    def run(*paths, **options):
        said = dict(NOTHING, server=[lxd.socket], recursion=0, all_projects=False, timeout=60)
        return read_paths(paths, dict(said, **options), "default" in options)

    return run


@pytest.mark.parametrize("path", ["instances/web", "/1.0/instances/web", "instances/web?recursion=0", "/instances/web"])
def test_a_path(ask, path):
    (found,) = ask(path)
    assert found["name"] == "web"


def test_paths_over_one_connection(ask, lxd):
    before = lxd.connections
    assert [type(one) for one in ask("instances", "instances/web", "projects", recursion=0)] == [list, dict, list]
    assert lxd.connections - before == 1


@pytest.mark.parametrize("options, names", [
    ({}, ["db", "old", "web"]), ({"filter": "status eq Stopped"}, ["old"]), ({"project": "shop"}, ["web"]),
    ({"all_projects": True}, ["db", "old", "web", "web"]), ({"all_projects": True, "project": "shop"},
                                                            ["db", "old", "web", "web"])])
def test_lists(ask, options, names):
    assert sorted(one["name"] for one in ask("instances", recursion=1, **options)[0]) == names


@pytest.mark.parametrize("default", [None, False, []])
def test_a_default_for_what_is_not_there(ask, default):
    assert ask("instances/none", "instances/web", default=default)[0] == default


def test_what_is_not_there_is_an_error(ask):
    with pytest.raises(NotFound) as caught:
        ask("instances/no such one")
    assert caught.value.message.startswith("Cannot read instances/no such one: ")


def test_another_error_is_one_also_with_a_default(ask):
    with pytest.raises(Invalid):
        ask("instances", server=["http://nowhere"], default=1)
