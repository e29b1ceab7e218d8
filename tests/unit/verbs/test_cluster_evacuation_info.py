# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What speaks against taking a member out of service; tables."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._verbs.cluster_evacuation_info import (
    MIB,
    Load,
    Room,
    against_memory,
    against_quorum,
    against_states,
)


def members(*each):
    """``"Online db"``: the state of m1, m2 …, and whether it votes."""
    return {"m{0}".format(number): {"status": one.split()[0], "roles": ["database"] if one.endswith("db") else []}
            for number, one in enumerate(each, 1)}


@pytest.mark.parametrize("states, reasons", [
    (("Online", "Online", "Online"), []),
    (("Evacuated", "Online", "Online"), []),
    (("Online", "Offline", "Online"), ["member m2 does not answer"]),
    (("Offline", "Evacuated", "Blocked"), ["member m2 is out of service itself", "member m3 waits for other members to be upgraded",
                                           "member m1 does not answer"]),
    (("Online", "Joining", "Online"), ["member m2 is Joining"]),
])
def test_states(states, reasons):
    assert against_states("m1", members(*states)) == reasons


@pytest.mark.parametrize("states, reason", [
    (("Online db", "Online db", "Online db"), ""),
    (("Online db", "Offline db", "Online db"), "without m1 1 of 3 database members would be left"),
    (("Online db", "Online", "Online"), "without m1 none of 1 database members would be left"),
    (("Online db", "Online db"), "without m1 1 of 2 database members would be left"),
    (("Online", "Offline db", "Offline db"), ""),
    (("Online db", "Evacuated db", "Online db"), "without m1 1 of 3"),
    (("Online db", "Online db", "Online db", "Offline db", "Online db"), ""),
])
def test_a_majority(states, reason):
    found = against_quorum("m1", members(*states))
    assert len(found) == bool(reason) and reason in "".join(found)


def load(name, mib, architecture="x86_64"):
    return Load("default", name, architecture, mib * MIB)


def room(name, mib, architecture="x86_64"):
    return Room(name, architecture, mib * MIB)


@pytest.mark.parametrize("loads, rooms, reason", [
    ((), (), ""),
    ((load("a", 60), load("b", 60)), (room("m2", 100), room("m3", 100)), ""),
    ((load("a", 60), load("b", 60), load("c", 50)), (room("m2", 100), room("m3", 100)),
     "no room for 1 of 3 running instances of m1, of which c needs 50 MiB (m2 has 100 MiB, m3 has 100 MiB)"),
    ((load("a", 1),), (), "no room for 1 of 1 running instances of m1, of which a needs 1 MiB (no member takes any)"),
    ((load("a", 1, "aarch64"),), (room("m2", 100),), "of which a needs 1 MiB"),
    ((load("a", 1, "aarch64"),), (room("m2", 100, ""),), ""),
])
def test_memory(loads, rooms, reason):
    found = against_memory("m1", loads, rooms)
    assert len(found) == bool(reason) and reason in "".join(found)
