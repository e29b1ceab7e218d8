# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real sshd on loopback, with its own configuration, port and keys, for the time of a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Dict, Sequence

PROGRAM = shutil.which("sshd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
WAIT = 20.0


class Sshd:
    """``environ`` is what a process needs so that ``ssh://lab`` means this sshd; the alias is in an ssh_config file.

    :arg more: more lines for sshd_config.  :arg set_env: environment that sshd gives to whoever logs in.
    """

    def __init__(self, directory: Path, more: Sequence[str] = (), **set_env: str) -> None:
        self.directory = directory
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(directory / name)], check=True)
        self.port = _free_port()
        (directory / "sshd_config").write_text("\n".join([
            "Port {0}".format(self.port), "ListenAddress 127.0.0.1", "HostKey {0}/host".format(directory),
            "PidFile none", "AuthorizedKeysFile {0}/user.pub".format(directory), "StrictModes no", "UsePAM no",
            "PasswordAuthentication no", "KbdInteractiveAuthentication no", "LogLevel VERBOSE",
            "SetEnv " + " ".join("{0}={1}".format(*one) for one in set_env.items()) if set_env else "",
            *more]) + "\n")
        key = (directory / "host.pub").read_text().split()
        (directory / "known").write_text("[127.0.0.1]:{0} {1} {2}\n".format(self.port, key[0], key[1]))
        (directory / "config").write_text("\n".join([
            "Host lab stranger", "  HostName 127.0.0.1", "  Port {0}".format(self.port), "  User root",
            "  IdentityFile {0}/user".format(directory), "  IdentitiesOnly yes",
            "  LocalForward 127.0.0.1:9 127.0.0.1:9",
            "Host lab", "  UserKnownHostsFile {0}/known".format(directory),
            "Host stranger", "  UserKnownHostsFile /dev/null", "  GlobalKnownHostsFile /dev/null",
            "  StrictHostKeyChecking yes"]) + "\n")
        # Where sshd keeps nothing but wants a directory; init scripts make it, and nobody ran one.
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        self.log = open(directory / "log", "wb")
        self._process = subprocess.Popen(
            [PROGRAM, "-D", "-e", "-f", str(directory / "sshd_config")], stdin=subprocess.DEVNULL, stderr=self.log)
        self._wait()

    @property
    def environ(self) -> Dict[str, str]:
        """The environment of a client of this sshd."""
        return dict(os.environ, XDG_RUNTIME_DIR=str(self.directory),
                    LXCRI_SSH_ARGS="-F {0}/config".format(self.directory))

    def logins(self) -> int:
        """How often somebody has logged in."""
        return (self.directory / "log").read_text().count("Accepted publickey")

    def stop(self) -> None:
        """End it, and with it every connection."""
        self._process.terminate()
        self._process.wait(WAIT)
        self.log.close()

    def _wait(self) -> None:
        end = time.monotonic() + WAIT
        while time.monotonic() < end and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("sshd does not listen: " + (self.directory / "log").read_text())


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]
