# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fingerprint a server's certificate is pinned by.  Standard library only."""

from __future__ import annotations

import hashlib
import os
import re
import ssl

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

_FINGERPRINT = re.compile(r"^[0-9a-fA-F]{64}$")
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def fingerprint_of(pin: str) -> str:
    """SHA-256 in lower-case hex of a certificate.

    :arg pin: the fingerprint itself (colons allowed), the certificate as PEM text, or the path of a PEM file.
    :raises Invalid: when it is none of these.
    """
    bare = pin.strip().replace(":", "")
    if _FINGERPRINT.match(bare):
        return bare.lower()
    if _BEGIN in pin:
        return _of_pem(pin, "the text given")
    try:
        with open(os.path.expanduser(pin), encoding="ascii") as file:
            text = file.read()
    except (OSError, ValueError) as error:
        raise Invalid(
            "server_cert: {0} is neither a readable PEM certificate nor a SHA-256 fingerprint ({1}); correct it."
            .format(pin, error))
    return _of_pem(text, pin)


def fingerprint_of_der(certificate: bytes) -> str:
    """SHA-256 in lower-case hex of a certificate as it comes off the wire."""
    return hashlib.sha256(certificate).hexdigest()


def _of_pem(text: str, where: str) -> str:
    # A file may hold a chain, or words before the certificate; the server's own certificate is the first one.
    start, end = text.find(_BEGIN), text.find(_END)
    try:
        if start < 0 or end < start:
            raise ValueError("no certificate in it")
        return fingerprint_of_der(ssl.PEM_cert_to_DER_cert(text[start:end + len(_END)]))
    except ValueError as error:
        raise Invalid("server_cert: {0} is no PEM certificate ({1}); correct it.".format(where, error))
