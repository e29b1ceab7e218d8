# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP request as data, so that a plan can be shown, stored and carried out later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Tuple
from urllib.parse import quote


@dataclass(frozen=True)
class Upload:
    """Files to send as a body: one raw, or ``metadata`` and ``rootfs`` as multipart.

    A path may be a URL; what it answers with must have the checksum ``sha256``.
    """

    files: Tuple[Tuple[str, str], ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True)
class Request:
    """``method`` and ``path`` below ``/1.0``; the answer's operation, if any, is waited for.

    ``tolerate`` lists HTTP statuses that mean the same as success here, such as 404 for a deletion.
    ``says`` is the verb of the sentence people read: *create*, *update*, *start* …
    """

    method: str
    path: str
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    if_match: Optional[str] = None
    upload: Optional[Upload] = None
    tolerate: Tuple[int, ...] = ()
    says: str = ""


def join(*parts: str) -> str:
    """Path segments below ``/1.0``, each quoted: ``join("instances", "a b")`` is ``instances/a%20b``."""
    return "/".join(quote(str(part), safe="") for part in parts)
