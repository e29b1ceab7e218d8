# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificates are believed, for everybody who opens a TLS connection.

With a pin: exactly that certificate, whoever signed it and whatever its name or dates.  Without one: what the
machine's own authorities and those of certifi vouch for, under the name that was asked for.
"""

from __future__ import annotations

import socket
import ssl
from typing import Optional, Tuple
from urllib.parse import urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import failure_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of_der
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Invalid,
    LxcriError,
    Unauthorized,
    Unavailable,
)

try:
    import certifi
except ImportError:
    certifi = None

TIMEOUT = 10.0


def context_of(endpoint: Endpoint) -> ssl.SSLContext:
    """A TLS context for the endpoint; whoever uses it with a pin must call ``check_pin`` before sending anything."""
    context = anybody() if endpoint.pin else vouched()
    if endpoint.cert:
        try:
            context.load_cert_chain(*endpoint.cert)
        except (OSError, ssl.SSLError) as error:
            raise Invalid("client_cert {0} and client_key {1} cannot be used ({2}); correct them.".format(
                endpoint.cert[0], endpoint.cert[1], getattr(error, "reason", None) or error))
    return context


def vouched() -> ssl.SSLContext:
    """A context that believes what authorities vouch for: those of requests, as over its session, beside the machine's."""
    context = ssl.create_default_context()
    if certifi:
        context.load_verify_locations(certifi.where())
    return context


def anybody() -> ssl.SSLContext:
    """A context that believes every certificate, for whoever compares it with a pin afterwards."""
    # Not the default one, which reads all authorities of the machine first: several times as long as a handshake.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def secured(endpoint: Endpoint, timeout: float, context: Optional[ssl.SSLContext] = None) -> ssl.SSLSocket:
    """A connection to the endpoint over TLS, the server's certificate believed.

    :arg timeout: seconds that any later read or write may take.
    :arg context: what ``context_of`` gave for this endpoint before.
    :raises LxcriError: when TLS fails; ``OSError`` when there is no connection at all.
    """
    host, port = host_and_port(endpoint.url)
    plain = socket.create_connection((host, port), TIMEOUT)
    try:
        _tune(plain)
        connection = (context or context_of(endpoint)).wrap_socket(plain, server_hostname=host)
    except ssl.SSLError as error:
        plain.close()
        raise failure_of(endpoint, error, tls=True)
    except BaseException:
        plain.close()
        raise
    try:
        check_pin(endpoint, connection)
    except BaseException:
        connection.close()
        raise
    connection.settimeout(timeout)
    return connection


def _tune(plain: socket.socket) -> None:
    """Send at once, and notice within about a minute when the other side is gone without a word."""
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # Names that not every system has.
    for name, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, name):
            plain.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def check_pin(endpoint: Endpoint, connection: ssl.SSLSocket) -> None:
    """Raise ``Unauthorized`` unless the other side shows the pinned certificate."""
    if endpoint.pin and fingerprint_of_der(connection.getpeercert(True) or b"") != endpoint.pin:
        raise not_believed(endpoint, fingerprint_of_der(connection.getpeercert(True) or b""))


def not_believed(endpoint: Endpoint, shown: str) -> Unauthorized:
    """The refusal of a certificate, with its fingerprint and what to do about it."""
    if endpoint.pin:
        return Unauthorized(
            "{0} shows a certificate with the SHA-256 fingerprint {1}, but {2} is pinned; if the server really has a "
            "new certificate, correct `server_cert`.".format(endpoint.says, shown, endpoint.pin),
            fingerprint=shown)
    return Unauthorized(
        "{0} shows a certificate that nobody vouches for under this name, with the SHA-256 fingerprint {1}; compare "
        "that with what `lxc info` or `incus info` says on the server, and set `server_cert` to it.".format(
            endpoint.says, shown), fingerprint=shown)


def host_and_port(url: str) -> Tuple[str, int]:
    """``("10.0.0.1", 8443)`` of ``https://10.0.0.1:8443``."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 8443


def shown_by(url: str) -> bytes:
    """The certificate (DER) that the server at ``url`` shows; believed by nobody, nothing is sent.

    Empty when it cannot be had.
    """
    host, port = host_and_port(url)
    try:
        with socket.create_connection((host, port), timeout=TIMEOUT) as plain:
            with anybody().wrap_socket(plain, server_hostname=host) as connection:
                return connection.getpeercert(True) or b""
    except (OSError, ValueError):
        return b""


def refusal(endpoint: Endpoint, reason: str) -> LxcriError:
    """Why no TLS connection came about: the server's certificate, or what else TLS itself says (``reason``)."""
    shown = shown_by(endpoint.url)
    if not shown:
        return Unavailable("{0}: the TLS handshake failed ({1}); see whether LXD or Incus listens there.".format(
            endpoint.says, reason))
    if fingerprint_of_der(shown) == endpoint.pin:
        return Unauthorized("{0}: the TLS handshake failed ({1}); see `client_cert` and `client_key`.".format(
            endpoint.says, reason))
    return not_believed(endpoint, fingerprint_of_der(shown))
