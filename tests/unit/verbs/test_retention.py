# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a retention drops: a table."""

from __future__ import annotations

import random

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import moment
from ansible_collections.lxcri.containers.plugins.module_utils._spec.retention import retention_of, surplus

NOW = moment("2026-06-30T12:00:00Z")
DAILY = [("d{0:02}".format(day), "2026-06-{0:02}T11:00:00Z".format(day)) for day in range(1, 31)]


@pytest.mark.parametrize("things, rule, dropped", [
    (DAILY, {"keep": 30}, []),
    (DAILY, {"keep": 28}, ["d01", "d02"]),
    (DAILY, {"max_age": "28d"}, ["d01", "d02"]),
    (DAILY, {"max_age": "28d", "keep": 29}, ["d01", "d02"]),
    (DAILY, {"max_age": "29d", "keep": 27}, ["d01", "d02", "d03"]),
    # Old as they all are, the newest stays.
    (DAILY[:3], {"max_age": "1h"}, ["d01", "d02"]),
    (DAILY[:3], {"max_age": "1h", "at_least": 2}, ["d01"]),
    (DAILY[:3], {"max_age": "1h", "at_least": 0}, ["d01", "d02", "d03"]),
    (DAILY[:3], {"keep": 0}, ["d01", "d02", "d03"]),
    (DAILY[:3], {"keep": 1, "at_least": 2}, ["d01", "d02"]),
    ([], {"keep": 0}, []),
    # Only what matches is counted or dropped.
    (DAILY[:4] + [("mine", "2020-01-01T00:00:00Z")], {"keep": 2, "pattern": "d*"}, ["d01", "d02"]),
    # Without a time: the oldest.
    ([("x", ""), ("y", "2026-06-01T00:00:00Z")], {"keep": 1}, ["x"]),
    # Within one second.
    ([("b", "2026-06-01T00:00:00.1Z"), ("a", "2026-06-01T00:00:00.2Z")], {"keep": 1}, ["b"]),
])
def test_dropped(things, rule, dropped):
    shuffled = list(things)
    random.Random(4).shuffle(shuffled)
    assert surplus(shuffled, retention_of(rule), NOW) == dropped


@pytest.mark.parametrize("rule", [{}, {"pattern": "d*"}, {"keep": -1}, {"keep": 1, "at_least": -1},
                                  {"max_age": "soon"}])
def test_a_rule_without_sense_is_refused(rule):
    with pytest.raises(Invalid):
        retention_of(rule)
