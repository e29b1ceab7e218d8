# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server behind ``ssh://``: what to call, as values.  ``tunnel.py`` calls it."""

from __future__ import annotations

import hashlib
import os
import shlex
from dataclasses import dataclass
from typing import List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import SOCKETS
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

# Seconds without a connection after which the master ends by itself.
PERSIST = 60
CONNECT_TIMEOUT = 10
# Longest path of a unix socket; ssh adds 17 characters to ControlPath while it makes it.
SOCKET_LIMIT = 107 - 17

# No question may ever be asked: nobody would answer.  Whatever ~/.ssh/config forwards or runs for people stays away.
QUIET = ("BatchMode=yes", "RemoteCommand=none", "PermitLocalCommand=no", "ForwardAgent=no", "ForwardX11=no",
         "RequestTTY=no")


@dataclass(frozen=True)
class Ssh:
    """Where to go.  ``socket`` is the unix socket there, empty when it is to be found; ``args`` are more words for ssh.

    ``directory`` holds the sockets of all masters of this user.
    """

    host: str
    directory: str
    user: str = ""
    port: int = 0
    socket: str = ""
    args: Tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for everybody who means the same server in the same way."""
        words = (self.user, self.host, str(self.port), self.socket) + self.args
        return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]

    @property
    def control(self) -> str:
        """The master's control socket."""
        return os.path.join(self.directory, self.key + ".ctl")

    @property
    def forwarded(self) -> str:
        """The socket on this side that leads to the server's."""
        return os.path.join(self.directory, self.key + ".sock")

    @property
    def says(self) -> str:
        """``ssh://user@host:port``, for people."""
        host = "[{0}]".format(self.host) if ":" in self.host else self.host
        return "ssh://{0}{1}{2}{3}".format(
            self.user + "@" if self.user else "", host, ":{0}".format(self.port) if self.port else "", self.socket)

    @property
    def command(self) -> str:
        """What a person types to try the connection."""
        return " ".join(["ssh"] + list(self.args) + (["-p", str(self.port)] if self.port else [])
                        + [self.user + "@" + self.host if self.user else self.host])


def read_ssh(parts, says: str, environ: Mapping[str, str], uid: int) -> Ssh:
    """``ssh://user@host[:port][/path/to/unix.socket]``, split by ``urlsplit``, as a value.

    :raises Invalid: when there is no host or no valid port, or when it would be taken for an option of ssh.
    """
    try:
        port = parts.port or 0
    except ValueError:
        raise Invalid("server: {0!r} has no valid port; write ssh://user@host:22.".format(says))
    host, user = parts.hostname or "", parts.username or ""
    if not host or host.startswith("-") or user.startswith("-") or parts.password:
        raise Invalid("server: {0} names no host to reach by ssh; write ssh://user@host, ssh://user@host:port or "
                      "ssh://user@host/path/to/unix.socket, without a password.".format(
                          "the address" if parts.password else repr(says)))
    # A name in ~/.ssh/config may have capitals, which urlsplit takes away.
    spelled = parts.netloc.rsplit("@", 1)[-1]
    if spelled.lower().startswith(host):
        host = spelled[:len(host)]
    return Ssh(host=host, directory=run_dir(environ, uid), user=user, port=port,
               socket=parts.path if parts.path != "/" else "",
               args=tuple(shlex.split(environ.get("LXCRI_SSH_ARGS") or "")))


def run_dir(environ: Mapping[str, str], uid: int) -> str:
    """The directory for the sockets: the user's run-time directory, else one in ``/tmp``."""
    base = environ.get("XDG_RUNTIME_DIR") or ""
    chosen = os.path.join(base, "lxcri")
    if base and len(os.path.join(chosen, "0" * 16 + ".sock")) <= SOCKET_LIMIT:
        return chosen
    return "/tmp/lxcri-{0}".format(uid)


def master(ssh: Ssh, socket: str) -> List[str]:
    """The command that becomes the master in the background, forwarding ``socket`` if it is known already."""
    options = QUIET + (
        "ControlMaster=yes", "ControlPersist={0}".format(PERSIST), "ConnectTimeout={0}".format(CONNECT_TIMEOUT),
        "ServerAliveInterval=15", "ServerAliveCountMax=4")
    return _words(ssh, options, ["-T", "-N", "-f"] + (_forward(ssh, socket) if socket else []))


def forward(ssh: Ssh, socket: str) -> List[str]:
    """The command that has the running master forward ``socket``."""
    return _words(ssh, QUIET, ["-O", "forward"] + _forward(ssh, socket))


def leave(ssh: Ssh) -> List[str]:
    """The command that ends the master."""
    return _words(ssh, QUIET, ["-O", "exit"])


def look(ssh: Ssh) -> List[str]:
    """The command that lists the sockets of the servers on the other side: ``w PATH`` or ``r PATH``, one a line."""
    tried = ['"${LXD_DIR:+$LXD_DIR/unix.socket}"', '"$INCUS_SOCKET"', '"${INCUS_DIR:+$INCUS_DIR/unix.socket}"']
    script = (
        'for s in {0}; do if [ -n "$s" ] && [ -S "$s" ]; then if [ -w "$s" ]; then echo "w $s"; else echo "r $s"; fi; '
        "fi; done").format(" ".join(tried + list(SOCKETS)))
    # The login shell of the user may be anything; sh reads the script.
    return _words(ssh, QUIET + ("ControlMaster=no",), ["-T"]) + ["sh -c " + shlex.quote(script)]


def _forward(ssh: Ssh, socket: str) -> List[str]:
    return ["-o", "StreamLocalBindUnlink=yes", "-o", "StreamLocalBindMask=0177",
            "-L", "{0}:{1}".format(ssh.forwarded, socket)]


def _words(ssh: Ssh, options: Tuple[str, ...], more: List[str]) -> List[str]:
    words = ["ssh"]
    for option in ("ControlPath=" + ssh.control,) + options:
        words += ["-o", option]
    words += list(ssh.args) + more
    words += (["-p", str(ssh.port)] if ssh.port else []) + (["-l", ssh.user] if ssh.user else [])
    return words + ["--", ssh.host]
