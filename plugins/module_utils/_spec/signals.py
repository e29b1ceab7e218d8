# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals by name and number, and what one to an instance's init means to its server.  Pure."""

from __future__ import annotations

from typing import Any, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

# Linux on every architecture that LXD and Incus run on.
NUMBERS = {
    "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8, "KILL": 9, "USR1": 10, "SEGV": 11,
    "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20,
    "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28, "IO": 29, "PWR": 30,
    "SYS": 31,
}
REALTIME = (34, 64)

# The kernel keeps these from an init that is signalled from inside, so the server does what they stand for.
BY_SERVER = {9: "kill", 18: "unfreeze", 19: "freeze"}


def number_of(signal: Any) -> int:
    """The number of ``TERM``, ``SIGTERM``, ``15``, ``RTMIN+1`` …

    :raises Invalid: when there is no such signal.
    """
    said = str(signal).strip().upper()
    name = said[3:] if said.startswith("SIG") else said
    if name in NUMBERS:
        return NUMBERS[name]
    number = _realtime(name)
    if number is None and name.isdigit():
        number = int(name)
    if number is None or not (1 <= number <= 31 or REALTIME[0] <= number <= REALTIME[1]):
        raise Invalid("signal: there is no signal {0!r}; name one such as TERM, HUP or KILL, or a number.".format(
            str(signal)))
    return number


def name_of(number: int) -> str:
    """``SIGTERM``."""
    for name, one in NUMBERS.items():
        if one == number:
            return "SIG" + name
    return "SIGRTMIN+{0}".format(number - REALTIME[0])


def _realtime(name: str) -> Optional[int]:
    for start, base, sign in (("RTMIN+", REALTIME[0], 1), ("RTMAX-", REALTIME[1], -1)):
        if name.startswith(start) and name[len(start):].isdigit():
            return base + sign * int(name[len(start):])
    return {"RTMIN": REALTIME[0], "RTMAX": REALTIME[1]}.get(name)
