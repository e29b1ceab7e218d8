# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pure decisions of verbs."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.archive import sha256_of, so_far
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import absolute, aside, number_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_log_info import chosen
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_suspend import action_for


@pytest.mark.parametrize("state, status, stateful, action", [
    ("suspended", "Running", False, "stop"), ("suspended", "Stopped", True, ""),
    ("resumed", "Stopped", True, "start"), ("resumed", "Running", False, ""), ("resumed", "Running", True, ""),
])
def test_suspending(state, status, stateful, action):
    assert action_for(state, status, stateful) == action


@pytest.mark.parametrize("state, status", [("suspended", "Stopped"), ("suspended", "Frozen"), ("resumed", "Stopped")])
def test_without_memory_there_is_nothing_to_keep(state, status):
    with pytest.raises(Conflict):
        action_for(state, status, False)


@pytest.mark.parametrize("path, expected", [
    ("/a/b", "/a/b"), ("//a//b/", "/a/b"), ("/a/../b", "/b"), ("/", "/"), ("/../..", "/"),
])
def test_an_absolute_path(path, expected):
    assert absolute("path", path) == expected


@pytest.mark.parametrize("path", ["", "a", "./a", "/a\0b"])
def test_what_is_no_absolute_path_is_said(path):
    with pytest.raises(Invalid, match="absolute path"):
        absolute("path", path)


def test_a_name_aside_is_in_the_same_directory_and_never_too_long():
    name = aside("/srv/" + "ü" * 120)
    assert name.startswith("/srv/.") and len(name.split("/")[-1].encode()) <= 255 and aside("/x") != aside("/x")


def test_numbers_of_names():
    table = "root:x:0:0::/root:/bin/sh\nbroken\nweb:x:33:\nodd:x:many:\n"
    assert [number_of(name, table) for name in ("root", "web", "odd", "broken", "ghost")] == [0, 33, None, None, None]


@pytest.mark.parametrize("said", ["a" * 64, "sha256:" + "A" * 64, " " + "a" * 64])
def test_a_checksum(said):
    assert sha256_of(said) == "a" * 64


@pytest.mark.parametrize("said", ["", "a" * 63, "md5:" + "a" * 32])
def test_what_is_no_checksum_is_said(said):
    with pytest.raises(Invalid, match="SHA-256"):
        sha256_of(said)


def test_progress_in_words():
    assert so_far("b", 12_000_000, 40_000_000) == "b: 12.0 of 40.0 MB (30 %)"
    assert so_far("b", 500_000, None) == "b: 0.5 MB"


def test_which_logs():
    assert chosen(None, ["b", "a"]) == ["a", "b"] and chosen([], ["a"]) == [] and chosen(["a"], ["a", "b"]) == ["a"]
    with pytest.raises(NotFound, match="there are a"):
        chosen(["x"], ["a"])
