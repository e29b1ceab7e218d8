# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mirror ends as what was wanted, and every step on the way is possible."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import (
    DIRECTORY,
    FILE,
    LINK,
    MAKE,
    REMOVE,
    Entry,
    steps,
)

TOP = Entry(DIRECTORY, mode=0o755)
ENTRIES = st.sampled_from([TOP, Entry(FILE, 1, 0o644, digest="one"), Entry(FILE, 1, 0o644, digest="two"), Entry(LINK, target="x")])


@st.composite
def trees(draw):
    tree = {"": TOP}
    for name in ("a", "b", "c"):
        entry = draw(st.none() | ENTRIES)
        if entry is not None:
            tree[name] = entry
        if entry == TOP:
            for below in ("x", "y"):
                inner = draw(st.none() | ENTRIES)
                if inner is not None:
                    tree[name + "/" + below] = inner
    return tree


@given(trees(), trees())
def test_a_mirror_ends_as_what_was_wanted_and_every_step_is_possible(wanted, current):
    there = dict(current)
    for step in steps(wanted, current, mirror=True):
        parent = step.path.rpartition("/")[0]
        if step.action == REMOVE:
            assert not [path for path in there if path.startswith(step.path + "/")]
            del there[step.path]
        else:
            assert step.path == "" or there[parent].kind == DIRECTORY
            assert (step.action == MAKE) is (step.path not in there and step.entry.kind == DIRECTORY)
            there[step.path] = step.entry
    assert there == wanted
    assert steps(wanted, there, mirror=True) == []
