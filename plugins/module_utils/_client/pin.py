# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fingerprint a server's certificate is pinned by.  Standard library only."""

from __future__ import annotations

import hashlib
import re
import ssl

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

_FINGERPRINT = re.compile(r"^[0-9a-fA-F]{64}$")


def fingerprint_of(pin: str) -> str:
    """SHA-256 in lower-case hex of a certificate given by file, or the fingerprint itself (colons allowed)."""
    bare = pin.replace(":", "")
    if _FINGERPRINT.match(bare):
        return bare.lower()
    try:
        with open(pin, encoding="ascii") as file:
            return hashlib.sha256(ssl.PEM_cert_to_DER_cert(file.read().strip())).hexdigest()
    except (OSError, ValueError) as error:
        raise Invalid(
            "server_cert: {0} is neither a readable PEM certificate nor a SHA-256 fingerprint ({1}).".format(pin, error))
