# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which server a task means.  Pure but for looking whether a socket exists."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Tuple
from urllib.parse import quote, urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unavailable

# Where the packages put their sockets, in the order in which they are tried.
SOCKETS = (
    "/var/snap/lxd/common/lxd/unix.socket",
    "/var/lib/lxd/unix.socket",
    "/run/incus/unix.socket",
    "/var/lib/incus/unix.socket",
)


@dataclass(frozen=True)
class Endpoint:
    """One way to reach a server.

    ``socket`` is the path of a unix socket, or empty; ``url`` is the base of every request.
    ``cert`` is ``(certificate, key)``; ``pin`` is the path of the server's own certificate or its SHA-256 fingerprint.
    """

    says: str
    url: str
    socket: str = ""
    cert: Optional[Tuple[str, str]] = None
    pin: str = ""


def unix(path: str) -> Endpoint:
    """A server behind a unix socket."""
    return Endpoint(says=path, url="http+unix://" + quote(path, safe=""), socket=path)


def find_socket(environ: Mapping[str, str], exists: Callable[[str], bool] = os.path.exists) -> str:
    """The local server's socket: ``LXD_DIR``, ``INCUS_DIR``, then the packages' own places.

    Raises ``Unavailable`` when there is none.
    """
    named = [os.path.join(environ[name], "unix.socket") for name in ("LXD_DIR", "INCUS_DIR") if environ.get(name)]
    if environ.get("INCUS_SOCKET"):
        named.insert(0, environ["INCUS_SOCKET"])
    for path in named + [path for path in SOCKETS if not named]:
        if exists(path):
            return path
    if named:
        raise Unavailable("No server at {0}, which the environment names; start it, or set `server`.".format(
            " or ".join(named)))
    raise Unavailable(
        "No LXD or Incus found on this machine (looked at {0}); install and start one, or set `server`.".format(
            ", ".join(SOCKETS)))


def resolve(server: Optional[str], environ: Mapping[str, str], cert: Optional[str] = None,
            key: Optional[str] = None, pin: Optional[str] = None) -> Endpoint:
    """The endpoint that the option ``server`` names.

    :arg server: nothing or ``local`` for the socket found by itself, a path, ``unix:///path``, or ``https://host[:8443]``.
    :raises Invalid: when it is none of these.
    """
    if server in (None, "", "local"):
        return unix(find_socket(environ))
    if server.startswith("/"):
        return unix(server)
    parts = urlsplit(server)
    if parts.scheme == "unix" and parts.path:
        return unix(parts.path)
    if parts.scheme == "https" and parts.hostname:
        return _https(server, parts, cert, key, pin)
    raise Invalid(
        "server: {0!r} names no server; write a socket's path, https://host:8443, or leave it out for the local one."
        .format(server))


def _https(server, parts, cert, key, pin):
    try:
        port = parts.port or 8443
    except ValueError:
        raise Invalid("server: {0!r} has no valid port; write https://host:8443.".format(server))
    host = "[{0}]".format(parts.hostname) if ":" in parts.hostname else parts.hostname
    if bool(cert) != bool(key):
        raise Invalid("client_cert and client_key go together; name both or none.")
    for option, path in (("client_cert", cert), ("client_key", key)):
        if path and not os.path.isfile(os.path.expanduser(path)):
            raise Invalid("{0}: no file at {1}; correct the path.".format(option, path))
    pair = (os.path.expanduser(cert), os.path.expanduser(key)) if cert else None
    url = "https://{0}:{1}".format(host, port)
    return Endpoint(says=url, url=url, cert=pair, pin=os.path.expanduser(pin) if pin else "")
