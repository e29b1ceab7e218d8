# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates in the trust store: ``/1.0/certificates``."""

from __future__ import annotations

import hashlib
import os
import ssl
from typing import Any, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import BOOL, STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import SET
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource


def prepared(options: dict) -> dict:
    """The options with the certificate's ``fingerprint``; a certificate that is no PEM text is read from that file.

    :raises Invalid: when it is neither.
    """
    if not options.get("certificate"):
        return options
    text = options["certificate"].strip()
    try:
        if not text.startswith("-----BEGIN"):
            with open(os.path.expanduser(text), encoding="ascii") as file:
                text = file.read().strip()
        der = ssl.PEM_cert_to_DER_cert(text)
    except (OSError, ValueError) as error:
        raise Invalid("certificate {0!r}: `certificate` is neither a PEM certificate nor a file that holds one ({1})."
                      .format(options.get("name"), error))
    return dict(options, certificate=text, fingerprint=hashlib.sha256(der).hexdigest())


def find(options: Mapping[str, Any], certificates: Tuple[dict, ...]) -> Optional[dict]:
    """The very certificate that is given, else the one with that name or with a fingerprint that begins so."""
    name, fingerprint = options["name"], options.get("fingerprint")
    if fingerprint:
        return next((one for one in certificates if one["fingerprint"] == fingerprint), None)
    by_name = [one for one in certificates if one["name"] == name]
    if len(name) >= 12:
        by_name += [one for one in certificates if one["fingerprint"].startswith(name.lower())]
    return by_name[0] if by_name else None


def creation_body(body: dict, options: Mapping[str, Any]) -> dict:
    """The default body with the certificate as the server wants it: base64 without the PEM frame.

    :raises NotFound: when the task names no certificate to create.
    """
    if not body.get("certificate"):
        raise NotFound("certificate {0!r} does not exist, and the task names no `certificate`; give it as PEM text or "
                       "as a file.".format(options["name"]))
    lines = body["certificate"].splitlines()
    return {key: value for key, value in dict(body, certificate="".join(lines[1:-1])).items() if key != "fingerprint"}


CERTIFICATE = Resource(
    kind="certificate",
    path="certificates",
    key="fingerprint",
    key_option="name",
    scope="server",
    fields=(
        Field("name", Argument(required=True)),
        Field("type", Argument(choices=("client", "metrics")), create_only=True, initial="client"),
        Field("certificate", Argument(), write_only=True),
        Field("restricted", BOOL, extension="certificate_project"),
        Field("projects", STRINGS, SET, extension="certificate_project"),
        Field("description", TEXT, extension="certificate_description"),
    ),
    prepare=prepared,
    find=find,
    body=creation_body,
    mends={
        ("create", 400): "see that `certificate` is an X.509 certificate and that it is not in the trust store under "
                         "another name",
    },
)
