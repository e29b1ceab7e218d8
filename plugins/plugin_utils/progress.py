# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress of long work on the controller: plain lines, at most one in a while."""

from __future__ import annotations

import time
from typing import Any, Callable

# People look up after a moment; logs should stay short.
PAUSE = 2.0


def reporter(display: Any, clock: Callable[[], float] = time.monotonic) -> Callable[[str], None]:
    """A function that shows a line of progress, unless one was shown a moment ago.

    The first lines of short work are never shown.
    """
    last = clock()

    def say(line: str) -> None:
        nonlocal last
        if clock() - last >= PAUSE:
            last = clock()
            display.display("  " + line)

    return say
