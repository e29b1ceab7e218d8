# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Join tokens: what is in one, and the certificate of the cluster it is for."""

from __future__ import annotations

import base64
import binascii
import json
import ssl
from dataclasses import dataclass, field
from typing import List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of_der
from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import TIMEOUT, secured
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError, Unauthorized, Unavailable


@dataclass(frozen=True)
class JoinToken:
    """What ``lxc cluster add`` or ``incus cluster add`` printed."""

    text: str = field(repr=False)
    member: str
    fingerprint: str
    addresses: Tuple[str, ...]


def read_join_token(text: str) -> JoinToken:
    """A token's content; its own text is never part of an error.

    :raises Invalid: when it is no join token.
    """
    bare = "".join(text.split())
    try:
        found = json.loads(base64.b64decode(bare, validate=True).decode("utf-8"))
        if not found["secret"] or not found["addresses"]:
            raise ValueError("no secret or no address in it")
        return JoinToken(bare, str(found["server_name"]), str(found["fingerprint"]).lower(),
                         tuple(str(one) for one in found["addresses"]))
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise Invalid("token: this is no join token; make one with cluster_join_token, or take the last line that "
                      "`lxc cluster add` or `incus cluster add` prints.")


def meet(token: JoinToken) -> Tuple[str, str]:
    """The first address of the token that answers, and the cluster's certificate as PEM, which must be the token's.

    :raises Unavailable: when none answers as the cluster of the token.
    """
    failed: List[str] = []
    for address in token.addresses:
        url = "https://" + address
        try:
            with secured(Endpoint(says=url, url=url, pin=token.fingerprint), TIMEOUT) as connection:
                return address, ssl.DER_cert_to_PEM_cert(connection.getpeercert(True) or b"")
        except Unauthorized:
            failed.append("{0}: it shows the certificate of somebody else".format(address))
        except (OSError, LxcriError) as error:
            failed.append("{0}: {1}".format(address, getattr(error, "message", error)))
    raise Unavailable("no member of the cluster answers this machine ({0}); see the network, or give the cluster's "
                      "`certificate`".format("; ".join(failed)))


def checked(certificate: str, token: JoinToken) -> str:
    """The certificate, if it is the one the token names.

    :raises Invalid: when it is another one, or none at all.
    """
    try:
        shown = fingerprint_of_der(ssl.PEM_cert_to_DER_cert(certificate.strip()))
    except ValueError as error:
        raise Invalid("certificate: this is no certificate as PEM text ({0}); take it from the cluster's "
                      "`GET /1.0`.".format(error))
    if shown != token.fingerprint:
        raise Invalid("certificate: it is not that of the cluster the token is for; take both from the same cluster.")
    return certificate
