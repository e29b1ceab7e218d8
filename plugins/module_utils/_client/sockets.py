# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where servers put their unix sockets."""

from __future__ import annotations

import os
import socket
from typing import Callable, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable

# Where the packages put their sockets, in the order in which they are tried; the last two are for members of the
# group `incus`, who may use their own project only.
SOCKETS = (
    "/var/snap/lxd/common/lxd/unix.socket",
    "/var/lib/lxd/unix.socket",
    "/run/incus/unix.socket",
    "/var/lib/incus/unix.socket",
    "/run/incus/unix.socket.user",
    "/var/lib/incus/unix.socket.user",
)

CONNECT_TIMEOUT = 10.0
# Longer than any answer that is no wait; waits ask for their own time.
READ_TIMEOUT = 120.0


def usable(path: str) -> bool:
    """May this user talk to it?"""
    return os.access(path, os.R_OK | os.W_OK)


def connected(path: str, timeout: float) -> socket.socket:
    """A connection to a unix socket, on which reading and writing may take ``timeout`` seconds each.

    :raises OSError: when nobody listens there, or this user may not.
    """
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.settimeout(CONNECT_TIMEOUT)
    try:
        made.connect(path)
    except OSError:
        made.close()
        raise
    made.settimeout(timeout)
    return made


def find_socket(environ: Mapping[str, str], exists: Callable[[str], bool] = os.path.exists,
                allowed: Callable[[str], bool] = usable, product: str = "") -> str:
    """The local server's socket: ``LXD_DIR``, ``INCUS_SOCKET``, ``INCUS_DIR``, then the packages' own places.

    Of several the first that this user may use; if there is none such, the first, so that the error can say why.

    :arg product: ``lxd`` or ``incus`` when only that is meant.
    :raises Unavailable: when there is none.
    """
    named, places = _named(environ, product), _places(product)
    there = [path for path in named or places if exists(path)]
    if there:
        return next((path for path in there if allowed(path)), there[0])
    if named:
        raise Unavailable("No server at {0}, which the environment names; start it, or set `server`.".format(
            " or ".join(named)))
    raise Unavailable(
        "No LXD or Incus found on this machine (looked at {0}); install and start one, or set `server`.".format(
            ", ".join(places)))


def _named(environ: Mapping[str, str], product: str) -> Tuple[str, ...]:
    named = []
    if product != "incus" and environ.get("LXD_DIR"):
        named.append(os.path.join(environ["LXD_DIR"], "unix.socket"))
    if product != "lxd" and environ.get("INCUS_SOCKET"):
        named.append(environ["INCUS_SOCKET"])
    if product != "lxd" and environ.get("INCUS_DIR"):
        named.append(os.path.join(environ["INCUS_DIR"], "unix.socket"))
    return tuple(named)


def _places(product: str) -> Tuple[str, ...]:
    return tuple(path for path in SOCKETS if product in ("", "incus" if "/incus/" in path else "lxd"))
