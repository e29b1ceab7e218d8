# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress and checksums of big files, in words.  Pure."""

from __future__ import annotations

import re
from typing import Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

_SHA256 = re.compile(r"^(?:sha256:)?([0-9a-fA-F]{64})$")


def so_far(what: str, done: int, whole: Optional[int]) -> str:
    """``what: 12.0 of 40.0 MB (30 %)``."""
    if not whole:
        return "{0}: {1:.1f} MB".format(what, done / 1e6)
    return "{0}: {1:.1f} of {2:.1f} MB ({3:.0f} %)".format(what, done / 1e6, whole / 1e6, 100.0 * done / whole)


def sha256_of(said: str) -> str:
    """The hexadecimal digits of a checksum as people write it.

    :raises Invalid: when it is none.
    """
    found = _SHA256.match(said.strip())
    if not found:
        raise Invalid("checksum: {0!r} is no SHA-256; write 64 hexadecimal digits.".format(said))
    return found.group(1).lower()
