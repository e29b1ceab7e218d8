# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the end of an operation is taken from the stream of events, and when the server must be asked."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client import ends

PATH = "/1.0/operations/a"
OTHER = {"type": "operation", "metadata": {"id": "b", "status_code": 103}}


def said(code, **more):
    return {"type": "operation", "metadata": dict({"id": "a", "status_code": code}, **more)}


@pytest.mark.parametrize("events, code", [
    ([], None),
    ([OTHER], None),
    ([{"type": "lifecycle", "metadata": {"action": "instance-started"}}], None),
    ([{"type": "operation", "metadata": None}], None),
    ([said(103)], None),
    ([said(103), said(200)], 200),
    ([said(400, err="no")], 400),
    # Each event is sent by itself, so an earlier one may come later.
    ([said(200), said(103)], 200),
    # What a hundred others do is no reason to forget it, what thousands do is one to ask.
    ([said(200), *({"type": "operation", "metadata": {"id": str(number), "status_code": 103}} for number in range(900))], 200),
    ([said(200), *({"type": "operation", "metadata": {"id": str(number), "status_code": 103}} for number in range(1024))], None),
])
def test_what_is_known_of_an_operation(events, code):
    told = ends.Ends()
    for event in events:
        told.tell(event)
    assert (told.wait(PATH, 0.02) or {}).get("status_code") == code


@pytest.mark.parametrize("then, code", [(lambda told: told.tell(said(200)), 200), (lambda told: told.over(), None)])
def test_whoever_waits_hears_the_end_and_the_end_of_the_stream(monkeypatch, then, code):
    monkeypatch.setattr(ends, "LONGEST", 60.0)
    told = ends.Ends()
    told.tell(said(103))
    later = threading.Timer(0.1, then, (told,))
    later.start()
    assert (told.wait(PATH, 60.0) or {}).get("status_code") == code
    later.join()


def test_a_stream_that_ended_is_believed_no_longer(monkeypatch):
    monkeypatch.setattr(ends, "FIRST_WORD", 60.0)
    told = ends.Ends()
    told.tell(said(103))
    told.over()
    assert told.wait(PATH, 60.0) is None
