# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes one tree of files as another: tables, and a property over any two trees."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    FILE,
    LINK,
    MAKE,
    POINT,
    REMOVE,
    SET,
    WRITE,
    Attributes,
    Entry,
    excluded,
    steps,
    undecided,
)

TOP = Entry(DIRECTORY, mode=0o755)
ONE = Entry(FILE, 1, 0o644, digest="one")
TWO = Entry(FILE, 1, 0o644, digest="two")
POINTER = Entry(LINK, target="x")


def short(found):
    return [(step.action, step.path) for step in found]


@pytest.mark.parametrize("wanted, current, mirror, expected", [
    ({"": ONE}, {}, False, [(WRITE, "")]),
    ({"": ONE}, {"": ONE}, False, []),
    ({"": ONE}, {"": TWO}, False, [(WRITE, "")]),
    ({"": ONE}, {"": POINTER}, False, [(WRITE, "")]),
    ({"": POINTER}, {"": ONE}, False, [(POINT, "")]),
    ({"": POINTER}, {"": POINTER}, False, []),
    ({"": POINTER}, {"": Entry(LINK, target="y")}, False, [(POINT, "")]),
    ({"": TOP, "d": TOP, "d/f": ONE}, {}, False, [(MAKE, ""), (MAKE, "d"), (WRITE, "d/f")]),
    ({"": TOP, "f": ONE}, {"": TOP, "g": ONE}, False, [(WRITE, "f")]),
    ({"": TOP, "f": ONE}, {"": TOP, "g": ONE}, True, [(REMOVE, "g"), (WRITE, "f")]),
    ({"": TOP}, {"": TOP, "d": TOP, "d/e": TOP, "d/e/f": ONE}, True, [(REMOVE, "d/e/f"), (REMOVE, "d/e"), (REMOVE, "d")]),
    ({"": TOP, "d": ONE}, {"": TOP, "d": TOP, "d/f": ONE}, True, [(REMOVE, "d/f"), (REMOVE, "d"), (WRITE, "d")]),
    ({"": TOP, "d": TOP}, {"": TOP, "d": POINTER}, True, [(REMOVE, "d"), (MAKE, "d")]),
])
def test_steps(wanted, current, mirror, expected):
    assert short(steps(wanted, current, mirror=mirror)) == expected


@pytest.mark.parametrize("wanted, current", [
    ({"": ONE}, {"": TOP}), ({"": TOP}, {"": ONE}), ({"": TOP, "d": TOP}, {"": TOP, "d": POINTER}),
])
def test_a_directory_is_never_replaced_unasked(wanted, current):
    with pytest.raises(Conflict, match="remove it first"):
        steps(wanted, current, where="/srv")


@pytest.mark.parametrize("said, there, expected", [
    (Attributes(), None, (0o644, 0, 0)),
    (Attributes(mode="0600", uid=5), None, (0o600, 5, 0)),
    (Attributes(), Entry(FILE, 1, 0o4711, 7, 8, "one"), (0o4711, 7, 8)),
    (Attributes(mode="g+w", gid=9), Entry(FILE, 1, 0o600, 7, 8, "one"), (0o620, 7, 9)),
    (Attributes(mode="preserve"), Entry(FILE, 1, 0o600, 7, 8, "one"), (0o644, 7, 8)),
])
def test_what_is_not_said_stays(said, there, expected):
    made = said.on(ONE, there)
    assert (made.mode, made.uid, made.gid) == expected


def test_only_owner_or_permissions_differ():
    assert short(steps({"": ONE}, {"": ONE}, Attributes(mode="0600"))) == [(SET, "")]


def test_content_is_compared_only_where_sizes_agree():
    big = Entry(FILE, 2)
    assert undecided({"a": ONE, "b": ONE, "c": ONE, "d": TOP}, {"a": TWO, "b": big, "d": ONE}) == ["a"]


@pytest.mark.parametrize("path, patterns, expected", [
    ("a/b.gz", ["*.gz"], True), ("a/b", ["a"], True), ("x/a/b", ["a"], True), ("x/a/b", ["x/a"], True),
    ("x/ab", ["a"], False), ("a", [], False), ("x/a", ["a/*"], False),
])
def test_excluded(path, patterns, expected):
    assert excluded(path, patterns) is expected
