# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which step may start now, in which batches, and how wide."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.graph import Edges
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.rollout import Rollout, batches
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.schedule import Schedule
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.width import CREATE, Width, Widths


def one(name):
    return ("instance", "default", name)


def ids(names):
    return [one(name) for name in names]


def edges(needs=(), follows=()):
    return Edges(frozenset(ids(needs)), frozenset(ids(follows)))


def names(found):
    return "".join(id_[2] for id_ in found)


def test_steps_come_in_order_and_wait_for_what_they_need():
    schedule = Schedule(ids("abc"), {one("a"): edges(needs="c"), one("b"): edges(follows="a")})
    assert names(schedule.take()) == "c"
    assert schedule.ended(one("c"), True) == []
    assert names(schedule.take()) == "a"
    assert names(schedule.take()) == ""
    schedule.ended(one("a"), True)
    assert names(schedule.take()) == "b"


def test_a_failure_blocks_what_needs_it_and_releases_what_only_follows():
    schedule = Schedule(ids("abcd"), {one("b"): edges(needs="a"), one("c"): edges(needs="b"),
                                      one("d"): edges(follows="ac")})
    schedule.take()
    blocked = schedule.ended(one("a"), False)
    assert names(name for name, _reason in blocked) == "bc"
    assert blocked[1][1] == "blocked by instance 'b'"
    assert names(schedule.take()) == "d"


def test_batches_wait_for_each_other_and_stop():
    rollout = Rollout(("1", "2"), max_fail=1)
    schedule = Schedule(ids("abcdex"), {}, batches(ids("abcde"), rollout.serial), rollout.stops)
    assert names(schedule.take()) == "ax"
    schedule.ended(one("a"), False)
    assert names(schedule.take()) == "bc"
    schedule.ended(one("b"), True)
    assert names(schedule.take()) == ""
    late = schedule.ended(one("c"), False)
    assert names(name for name, _reason in late) == "de"
    assert late[0][1] == "not begun: the rollout stopped after 2 failed"
    assert names(schedule.take()) == ""


@pytest.mark.parametrize("serial, sizes", [
    ((), [7]), (("3",), [3, 3, 1]), (("1", "50%"), [1, 3, 3]), (("10%",), [1] * 7), (("100%",), [7]), (("9",), [7]),
])
def test_sizes_of_batches(serial, sizes):
    assert [len(batch) for batch in batches(list(range(7)), serial)] == sizes


@pytest.mark.parametrize("serial", ["0", "x", "-1", "", "0%"])
def test_sizes_that_are_none(serial):
    with pytest.raises(Invalid, match="is no size of a batch"):
        batches([1, 2], (serial,))


@pytest.mark.parametrize("on_failure, max_fail, failures, stops", [
    ("stop", 0, 1, True), ("stop", 1, 1, False), ("continue", 0, 9, False), ("rollback", 0, 1, True),
])
def test_when_a_rollout_stops(on_failure, max_fail, failures, stops):
    assert Rollout((), max_fail, on_failure).stops(failures) is stops


def simulate(width, throughput, steps):
    """Run ``steps`` windows on a server whose throughput is a function of the width."""
    now, found = 1.0, []
    width.started(now)
    for _step in range(steps):
        share = 1.0 / throughput(width.width)
        for _piece in range(width.width):
            now += share
            width.ended(now, True)
        found.append(width.width)
    return found


def test_the_width_grows_while_throughput_grows_and_stays_where_it_ends():
    found = simulate(Width(2, 1, 32), lambda width: min(width, 6), 12)
    assert 6 <= found[-1] <= 9 and found[-1] == found[-2]


def test_the_width_shrinks_when_throughput_falls():
    width = Width(8, 2, 32)
    simulate(width, lambda wide: 8.0, 2)
    found = simulate(width, lambda wide: 2.0, 6)
    assert found[-1] < found[0]


def test_the_width_halves_on_errors_and_has_a_floor():
    width = Width(8, 3, 32)
    width.started(1.0)
    for piece in range(40):
        width.ended(2.0 + piece, False)
    assert width.width == 3


def test_a_fixed_width_stays():
    widths = Widths(3)
    for piece in range(3):
        assert widths.admits(CREATE)
        widths.started(CREATE, 1.0 + piece)
    assert not widths.admits(CREATE)
    for piece in range(3):
        widths.ended(CREATE, 5.0 + piece, piece > 0)
    assert widths.of(CREATE) == 3
