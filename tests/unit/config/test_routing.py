# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Routing: which rule wins, and which patterns are refused."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.patterns import fault
from ansible_collections.lxcri.containers.plugins.module_utils._config.routing import route
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid


def config(**data):
    return ConfigLoader().parse_config(data).config


def rules(*pairs):
    return [{"pattern": pattern, "runtime": runtime} for pattern, runtime in pairs]


@pytest.mark.parametrize("pattern, name, hit", [
    ("web", "web", True),
    ("web", "web-1", False),
    ("web-*", "web-1", True),
    ("web-?", "web-12", False),
    ("[ab]-*", "b-1", True),
    ("[!ab]-*", "b-1", False),
    ("WEB-*", "web-1", False),
    ("web.1", "web-1", False),
    ("^web", "web-1", True),
    ("^web", "a-web", False),
    ("db$", "a-db", True),
    ("b.d$", "a-bxd", True),
    ("^(web|api)-[0-9]+$", "api-12", True),
    ("^(web|api)-[0-9]+$", "api-x", False),
    ("^(?i:WEB)", "web", True),
    ("^(?:[0-9]{2}-)+x$", "12-34-x", True),
])
def test_a_pattern_is_a_regular_expression_or_a_glob(pattern, name, hit):
    chosen = config(container_config={"routing": rules((pattern, "vm"))})
    assert route(chosen, name) == ("vm" if hit else "lxc")


def test_the_first_matching_rule_wins():
    chosen = config(container_config={"routing": rules(("a*", "vm"), ("ab*", "runc"), ("*", "qemu"))})
    assert [route(chosen, name) for name in ("abc", "b")] == ["vm", "qemu"]


def test_rules_come_before_the_older_ways_and_the_default_comes_last():
    chosen = config(
        container_config={"routing": rules(("one", "vm")), "crun_name_patterns": ["one", "two"],
                          "default_runtime": "qemu"},
        runtimes=[{"type": "runc", "container_mask": "one|two|three"}])
    assert [route(chosen, name) for name in ("one", "two", "three", "four")] == ["vm", "crun", "runc", "qemu"]


def test_older_rules_go_by_priority_and_namespaces():
    chosen = config(runtimes=[
        {"type": "vm", "container_mask": "^a"},
        {"type": "crun", "container_mask": "^a", "priority": 5},
        {"type": "runc", "container_mask": "^a", "priority": 5},
        {"type": "qemu", "container_mask": "^a", "priority": 9,
         "namespaces": [{"name": "env", "value": "prod"}, {"name": "zone", "value": "1"}]},
    ])
    assert route(chosen, "a") == "crun"
    assert route(chosen, "a", {"env": "prod"}) == "crun"
    assert route(chosen, "a", {"env": "prod", "zone": "1", "x": "y"}) == "qemu"
    assert route(chosen, "b") == "lxc"


@pytest.mark.parametrize("data, expected", [
    ({}, "lxc"),
    ({"runtime_type": "vm"}, "vm"),
    ({"runtime_type": "vm", "container_config": {"default_container_type": "runc"}}, "runc"),
    ({"default_runtime": "crun", "container_config": {"default_container_type": "runc"}}, "crun"),
    ({"default_runtime": "crun", "container_config": {"default_runtime": "qemu"}}, "qemu"),
    ({"default_runtime": "proxmox"}, "vm"),
])
def test_the_default(data, expected):
    assert route(config(**data), "x") == expected


@pytest.mark.parametrize("name", ["", "a" * 64, None, 3])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(Invalid):
        route(config(), name)


@pytest.mark.parametrize("pattern", [
    "^(a+)+$", "(a*)*$", "^(a|aa)+$", "^(a|b.)*$", "(x+x+)+y$", "^(a?){30}a{30}$", "^(.*a){12}$", "^(?=a)b$",
    "^(?<!a)b$",
    r"^(a)\1$", "(?P<n>a)(?P=n)$", "^(a)?(?(1)b|c)$", r"^[\x00-\U0010ffff]$", "^(?:){1000000000}$", "^.*.*.*.*x$",
    ".*.*.*x$", "^" + "a?" * 30 + "$", "^" + "(a|ab)" * 30 + "$", "^" + "a" * 256, "^(", "^[", "^a**$", "^a{2,1}$",
    "*" * 257,
])
def test_a_pattern_that_could_hang_is_refused(pattern):
    assert fault(pattern)


@pytest.mark.parametrize("pattern",
                         ["^web-.*-[0-9]+$", "^.*.*.*x$", "^(web|db)-[a-z]{1,8}$", "*-*-*-*-*-*", "db$", "^a?b?c?"])
def test_a_usual_pattern_is_taken(pattern):
    assert fault(pattern) is None
