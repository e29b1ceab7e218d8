# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which values must never reach output, diff or log."""

from __future__ import annotations

import re
from typing import Any

MASK = "********"

# Whole keys of `config` whose values are secrets, or may well hold some.
_SECRET_KEY = re.compile(
    r"^(environment\.|cloud-init\.|user\.(user|vendor|meta)-data$|user\.network-config$)"
    r"|(^|[._-])(password|passphrase|secret|token|private[_-]?key|secret[_-]?key)s?($|[._-])"
    r"|^(core\.trust_password|oidc\.client\.secret|loki\.(auth\.)?password|ceph\.user\.key|bgp\.peers\..*\.password)$"
    # The TSIG keys of a DNS zone's peers.
    r"|^peers\..*\.key$",
    re.IGNORECASE,
)


def is_secret(key: str) -> bool:
    """True when a ``config`` key holds a secret (``environment.*``, ``cloud-init.*``, passwords, tokens …)."""
    return bool(_SECRET_KEY.search(key))


def masked(value: Any) -> Any:
    """A deep copy of a JSON-like value in which what a secret key holds reads ``********``."""
    if isinstance(value, dict):
        return {
            key: MASK if isinstance(key, str) and is_secret(key) and isinstance(item, (str, int, float)) and item != ""
            else masked(item)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [masked(item) for item in value]
    return value
