# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress of long work on the controller: one live line on a terminal, else plain lines, at most one in a while.

The variable ``lxcri_progress`` chooses: ``auto``, ``lines`` (never a live one) or ``none``.
"""

from __future__ import annotations

import os
import time
from typing import IO, Any, Callable, Mapping, Optional

VARIABLE = "lxcri_progress"
AUTO, LINES, NONE = "auto", "lines", "none"
# People look up after a moment; logs should stay short.
PAUSE = 2.0
CLEAR = "\r\x1b[K"


def terminal() -> Optional[str]:
    """The terminal that this process writes to, to be asked before a worker is forked, which has none."""
    try:
        return os.ttyname(1)
    except OSError:
        return None


class Reporter:
    """Call it with a line of progress; ``close`` wipes a live one.

    Of plain lines the first of short work are never shown.

    :arg display: Ansible's.  :arg live: the terminal for a live line, if there is one.
    """

    def __init__(self, display: Any, live: Optional[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._display, self._clock = display, clock
        self._last = clock()
        self._terminal = _opened(live)

    def __call__(self, line: str) -> None:
        if self._terminal:
            self._write(CLEAR + "  " + line[:_width(self._terminal) - 3])
        elif self._clock() - self._last >= PAUSE:
            self._last = self._clock()
            self._display.display("  " + line)

    @property
    def show(self) -> Optional[Callable[[str], None]]:
        """Takes what is soon out of date; ``None`` where a line stays, since a log would only be longer for it."""
        return self if self._terminal else None

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._terminal:
            self._write(CLEAR)
            self._terminal.close()
            self._terminal = None

    def _write(self, text: str) -> None:
        try:
            self._terminal.write(text)
            self._terminal.flush()
        except (OSError, ValueError):
            # A terminal that went away, or that another thread has closed, is no reason to fail.
            pass


def reporter(display: Any, live: Optional[str], variables: Mapping[str, Any]) -> Callable[[str], None]:
    """What shows progress, as the task's variables and the verbosity want it."""
    wanted = str(variables.get(VARIABLE) or AUTO)
    if wanted == NONE:
        return _silent
    # A line that is rewritten would mix with what a person asked to see in detail.
    return Reporter(display, live if wanted == AUTO and not display.verbosity else None)


def _silent(_line: str) -> None:
    """Says nothing."""


def _opened(path: Optional[str]) -> Optional[IO[str]]:
    try:
        return open(path, "w", encoding="utf-8", errors="replace") if path else None
    except OSError:
        return None


def _width(stream: IO[str]) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80
