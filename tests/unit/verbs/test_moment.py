# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments and spans: a table of what people and servers write."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import TIME
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import NEVER, moment, span, written


@pytest.mark.parametrize("text, utc", [
    ("2026-11-23T20:28:03.75496626Z", "2026-11-23T20:28:03Z"),
    ("2026-11-23T20:28:03Z", "2026-11-23T20:28:03Z"),
    ("2026-11-23 20:28:03", "2026-11-23T20:28:03Z"),
    ("2026-11-23T20:28", "2026-11-23T20:28:00Z"),
    ("2026-11-23", "2026-11-23T00:00:00Z"),
    ("2026-11-24T01:00:00+02:00", "2026-11-23T23:00:00Z"),
    ("2026-11-23T20:30:00-0530", "2026-11-24T02:00:00Z"),
    ("never", NEVER),
    ("", NEVER),
    (None, NEVER),
    ("0001-01-01T00:00:00Z", NEVER),
])
def test_a_moment_in_utc(text, utc):
    assert written(moment(text)) == utc


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "2026-02-30T00:00:00Z", "20261123", "12:00"])
def test_what_is_no_time_is_said(text):
    with pytest.raises(Invalid, match="is no time"):
        moment(text)


def test_order_within_a_second_is_kept():
    assert moment("2026-11-23T20:28:03.1Z") < moment("2026-11-23T20:28:03.75496626Z") < moment("2026-11-23T20:28:04Z")


@pytest.mark.parametrize("text, seconds", [
    ("90", 90), (90, 90), ("90s", 90), ("30m", 1800), ("12h", 43200), ("7d", 604800), ("2w", 1209600), ("1d 12h", 129600),
])
def test_a_span(text, seconds):
    assert span(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "soon", "1y", "-3d", "d", "3 days"])
def test_what_is_no_span_is_said(text):
    with pytest.raises(Invalid, match="length of time"):
        span(text)


def test_the_codec_compares_instants_not_spellings():
    wanted = TIME.clean("2030-01-01T02:00:00+02:00")
    assert TIME.same(wanted, "2030-01-01T00:00:00.4Z")
    assert not TIME.same(wanted, "2030-01-01T00:00:01Z")
    assert TIME.same(TIME.clean("never"), None)
