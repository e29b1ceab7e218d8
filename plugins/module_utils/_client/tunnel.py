# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OpenSSH master that forwards a server's socket: one per server and user, shared by all processes.

Whoever needs it finds its socket on this side and connects; only when nobody answers there is ssh started, by one
process at a time.  It ends after a minute without a connection, or when the last run that holds it says ``close``.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import tempfile
import threading
from typing import Dict, List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client import ssh as words
from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import exclusive
from ansible_collections.lxcri.containers.plugins.module_utils._client.ssh import Ssh
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unauthorized, Unavailable

try:
    import fcntl
except ImportError:
    fcntl = None

# An answer may need a jump host and a slow key exchange, but never a person.
SSH_TIMEOUT = 4 * words.CONNECT_TIMEOUT

# Shared locks this process (and what it forked) holds: key -> file descriptor.
_held: Dict[str, int] = {}
_holding = threading.Lock()


def open_tunnel(ssh: Ssh) -> None:
    """See to it that ``ssh.forwarded`` leads to the server.

    :raises Unavailable: when ssh cannot get there without asking, or finds no server; ``Unauthorized`` when its user
        may not use the server's socket.
    """
    _own_directory(ssh.directory)
    _hold(ssh)
    if answers(ssh.forwarded):
        return
    with exclusive(os.path.join(ssh.directory, ssh.key + ".lock")):
        if not answers(ssh.forwarded):
            _start(ssh)


def close(ssh: Ssh) -> None:
    """End the master unless another run uses it; without one nothing happens."""
    handle = _held.pop(ssh.key, None)
    if handle is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _end(ssh)
    except BlockingIOError:
        pass
    finally:
        os.close(handle)


def answers(path: str) -> bool:
    """Does somebody accept connections at that unix socket?"""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as tried:
        tried.settimeout(words.CONNECT_TIMEOUT)
        try:
            tried.connect(path)
        except OSError:
            return False
    return True


def _own_directory(path: str) -> None:
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        found = os.lstat(path)
    except OSError as error:
        raise Invalid("{0}, for the sockets of ssh, cannot be made ({1}); set XDG_RUNTIME_DIR to a directory of yours."
                      .format(path, error.strerror))
    # In /tmp anybody might have been quicker.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise Invalid("{0}, for the sockets of ssh, must be a directory that only its owner, you, can enter; remove it."
                      .format(path))


def _hold(ssh: Ssh) -> None:
    with _holding:
        if ssh.key not in _held:
            handle = os.open(os.path.join(ssh.directory, ssh.key + ".use"), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(handle, fcntl.LOCK_SH)
            _held[ssh.key] = handle


def _start(ssh: Ssh) -> None:
    _end(ssh)
    try:
        _run(ssh, words.master(ssh, ssh.socket))
        if not ssh.socket:
            _run(ssh, words.forward(ssh, _found(ssh)))
        _check(ssh)
    except Exception:
        _end(ssh)
        raise


def _check(ssh: Ssh) -> None:
    if not answers(ssh.forwarded):
        raise Unavailable("{0}: ssh is there but does not forward {1}; see whether its server allows "
                          "AllowStreamLocalForwarding.".format(ssh.says, ssh.socket or "the server's socket"))


def _end(ssh: Ssh) -> None:
    if os.path.exists(ssh.control):
        _call(words.leave(ssh))
    for path in (ssh.control, ssh.forwarded):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass


def _found(ssh: Ssh) -> str:
    code, out, said = _call(words.look(ssh))
    if code:
        raise Unavailable("{0}: its user cannot look for the server's socket there ({1}); name the socket: "
                          "{0}/path/to/unix.socket.".format(ssh.says, said))
    lines = [line.split(" ", 1) for line in out.splitlines() if line[:2] in ("w ", "r ")]
    for may, path in lines:
        if may == "w":
            return path
    if lines:
        raise Unauthorized("{0}: its user may not use {1}; make it a member of the socket's group, or name another "
                           "user.".format(ssh.says, lines[0][1]))
    raise Unavailable("{0}: no LXD or Incus found there; start one, or name it: {0}/path/to/unix.socket.".format(
        ssh.says))


def _run(ssh: Ssh, command: List[str]) -> None:
    code, _stdout, said = _call(command)
    if code:
        raise Unavailable("No answer from {0} ({1}); see whether `{2}` works without asking for anything.".format(
            ssh.says, said, ssh.command))


def _call(command: List[str]) -> Tuple[int, str, str]:
    # The master keeps what it is given for stderr, so a pipe would never end; a file does.
    with tempfile.TemporaryFile() as errors:
        try:
            # There is no AnsibleModule here whose run_command could be called.
            done = subprocess.run(  # pylint: disable=ansible-bad-function
                command, stdin=subprocess.DEVNULL, stdout=_out(command), stderr=errors, timeout=SSH_TIMEOUT,
                check=False)
        except FileNotFoundError:
            raise Unavailable("ssh:// needs the OpenSSH client, and there is no program `ssh`; install it.")
        except subprocess.TimeoutExpired:
            return 255, "", "no answer within {0} seconds".format(SSH_TIMEOUT)
        errors.seek(0)
        lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return done.returncode, (done.stdout or b"").decode("utf-8", "replace"), (
        lines[-1].strip() if lines else "ssh ended with {0}".format(done.returncode))


def _out(command: List[str]) -> int:
    return subprocess.DEVNULL if "-f" in command else subprocess.PIPE
