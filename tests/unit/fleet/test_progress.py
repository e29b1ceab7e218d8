# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way progress is shown."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios

import pytest

from ansible_collections.lxcri.containers.plugins.plugin_utils.progress import CLEAR, PAUSE, Reporter, reporter


class Display:
    """Collects what Ansible would show."""

    def __init__(self, verbosity=0):
        self.verbosity, self.shown = verbosity, []

    def display(self, line):
        self.shown.append(line)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def terminal():
    """The path of a terminal of 20 columns, and what was written to it, of which so much is expected."""
    controller, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 20, 0, 0))

    def written(expected):
        text = b""
        while len(text) < len(expected) and select.select([controller], [], [], 5)[0]:
            text += os.read(controller, 65536)
        return text.decode()

    yield os.ttyname(end), written
    os.close(end)
    os.close(controller)


def test_plain_lines_are_few_and_short_work_has_none():
    display, clock = Display(), Clock()
    say = Reporter(display, None, clock)
    for clock.now, line in ((0.1, "a"), (PAUSE, "b"), (PAUSE + 0.1, "c"), (2 * PAUSE, "d")):
        say(line)
    assert display.shown == ["  b", "  d"]


def test_a_live_line_is_rewritten_cut_to_the_terminal_and_wiped(terminal):
    path, written = terminal
    say = reporter(Display(), path, {})
    say("one")
    say("a line that is longer than the terminal")
    say.close()
    expected = CLEAR + "  one" + CLEAR + "  a line that is lo" + CLEAR
    assert written(expected) == expected


@pytest.mark.parametrize("variables, verbosity, lives", [
    ({}, 0, True), ({"lxcri_progress": "auto"}, 0, True), ({"lxcri_progress": "lines"}, 0, False), ({}, 1, False)])
def test_who_gets_a_live_line(terminal, variables, verbosity, lives):
    say = reporter(Display(verbosity), terminal[0], variables)
    assert bool(say._terminal) is lives
    say.close()


def test_nobody_who_wants_none_hears_anything(terminal):
    display = Display()
    say = reporter(display, terminal[0], {"lxcri_progress": "none"})
    say("one")
    assert display.shown == [] and not hasattr(say, "close")


def test_what_is_soon_out_of_date_passes_on_a_live_line_alone(terminal):
    path, written = terminal
    say = reporter(Display(), path, {})
    say.show("43 %")
    assert written(CLEAR + "  43 %") == CLEAR + "  43 %"
    say.close()
    assert reporter(Display(), None, {}).show is None
    assert getattr(reporter(Display(), path, {"lxcri_progress": "none"}), "show", None) is None
