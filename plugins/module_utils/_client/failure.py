# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why there is no connection, as the error to raise.  Shared by everybody who opens one."""

from __future__ import annotations

import os
from typing import Iterator, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import usable
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, Unauthorized, Unavailable


def failure_of(endpoint: Endpoint, error: BaseException, tls: bool = False) -> LxcriError:
    """The error for a connection that did not come about, or broke.

    :arg error: what was raised; its innermost cause is what the sentence says.
    :arg tls: TLS itself failed; then the certificate the server shows is named.
    """
    says, reason = endpoint.says, reason_of(error)
    if isinstance(error, LxcriError):
        return error
    if tls and not endpoint.socket and not _hung_up(error):
        from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import refusal
        return refusal(endpoint, reason)
    if endpoint.ssh:
        return Unavailable("{0}: ssh gets there, but no server answers at {1} ({2}); see whether it runs, whether that "
                           "is its socket, and whether the user may use it.".format(
                               says, endpoint.ssh.socket or "its socket", reason))
    if endpoint.socket and not os.path.exists(endpoint.socket):
        return Unavailable("No server at {0}: there is no such socket; start the server, or correct `server`.".format(
            says))
    if endpoint.socket and not usable(endpoint.socket):
        return Unauthorized("No permission for the socket {0}; become a member of its group, or use `become`.".format(
            says))
    return Unavailable("No answer from {0} ({1}); see whether the server runs and the address is right.".format(
        says, reason))


def _hung_up(error: BaseException) -> bool:
    # A server that goes away says nothing about certificates.
    import ssl
    return any(isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError)) for cause in causes(error))


def causes(error: Optional[BaseException]) -> Iterator[BaseException]:
    """An error and what caused it, the innermost last."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def reason_of(error: BaseException) -> str:
    """The innermost cause, which is the one that says something."""
    innermost = list(causes(error))[-1]
    return getattr(innermost, "strerror", None) or str(innermost) or type(innermost).__name__
