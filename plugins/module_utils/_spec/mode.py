# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Permissions as people write them.  Pure."""

from __future__ import annotations

import re
from typing import Any, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

_CLAUSE = re.compile(r"^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$")
_PART = re.compile(r"([-+=])([rwxXst]*|[ugo])(?=[-+=]|$)")
_SHIFT = {"u": 6, "g": 3, "o": 0}
_BITS = {"r": 4, "w": 2, "x": 1}


def permission(said: Any, current: int, directory: bool) -> int:
    """The permissions that ``said`` makes of ``current``.

    :arg said: octal digits (``"0644"``), symbols as of ``chmod`` (``u=rw,g=r,o=``, ``a+rX``), or a number that has
        been read already (YAML makes 420 of an unquoted ``0644``).
    :raises Invalid: when it is none of these.
    """
    if isinstance(said, int) and not isinstance(said, bool):
        return _octal(said, oct(said))
    text = str(said).strip()
    if re.match(r"^(0o?)?[0-7]{1,5}$", text):
        return _octal(int(text.replace("o", ""), 8), text)
    mode = current
    for clause in text.split(","):
        found = _CLAUSE.match(clause)
        if not found:
            raise Invalid('mode: {0!r} is neither octal such as "0644" nor symbolic such as u=rw,g=r,o=.'.format(said))
        for operator, letters in _PART.findall(found.group(2)):
            mode = _changed(mode, found.group(1) or "a", operator, letters, directory)
    return mode


def _octal(mode: int, text: str) -> int:
    if mode > 0o7777:
        raise Invalid("mode: {0} is more than 7777; write an octal number in quotes, such as \"0644\".".format(text))
    return mode


def _changed(mode: int, who: str, operator: str, letters: str, directory: bool) -> int:
    who = "ugo" if "a" in who else who
    for one in who:
        bits, special = _bits(mode, letters, directory)
        mask = 7 << _SHIFT[one]
        wanted = bits << _SHIFT[one]
        extra = {"u": 0o4000, "g": 0o2000, "o": 0}[one] if "s" in special else 0
        if operator == "=":
            mode = (mode & ~mask & ~{"u": 0o4000, "g": 0o2000, "o": 0}[one]) | wanted | extra
        elif operator == "+":
            mode |= wanted | extra
        else:
            mode &= ~(wanted | extra)
    if "t" in letters:
        mode = mode & ~0o1000 if operator == "-" else mode | 0o1000
    return mode


def _bits(mode: int, letters: str, directory: bool) -> Tuple[int, str]:
    if letters in _SHIFT:
        return (mode >> _SHIFT[letters]) & 7, ""
    bits = sum(_BITS[letter] for letter in set(letters) & set(_BITS))
    if "X" in letters and (directory or mode & 0o111):
        bits |= 1
    return bits, "".join(letter for letter in letters if letter == "s")


def octal(mode: Optional[int]) -> str:
    """``0644``; empty for none."""
    return "" if mode is None else "{0:04o}".format(mode)
