# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An execution environment without an image: a virtual environment made of what the image's build would install.

The environment variables are those of ``lab/lab lxd env`` for a daemon with ``--https``, and ``LXCRI_EE_COLLECTIONS``, where
the collection is installed; ``tools/ci.d/65-awx`` sets them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "live"))

from environment import Environment, context, introspected  # noqa: E402
from sshd import Sshd  # noqa: E402


@dataclass(frozen=True)
class Lab:
    """A real LXD with an address: its socket, its URL, and the files with which a client is trusted."""

    socket: str
    url: str
    cert: str
    key: str
    server_cert: str

    def ask(self, *words: str, check: bool = True) -> str:
        """What the official command says."""
        done = subprocess.run(["lxc", *words], capture_output=True, text=True, timeout=120, check=False,
                              stdin=subprocess.DEVNULL, env=dict(os.environ, LXD_DIR=os.path.dirname(self.socket)))
        assert not check or done.returncode == 0, done.stderr
        return done.stdout

    def names(self, prefix: str) -> list:
        """The instances whose names begin so."""
        return [name for name in self.ask("list", "-f", "csv", "-c", "n").split() if name.startswith(prefix)]

    def credential(self) -> dict:
        """What a person fills into the credential for https."""
        return {"server": self.url, "client_cert": Path(self.cert).read_text(), "client_key": Path(self.key).read_text(),
                "server_cert": Path(self.server_cert).read_text()}


@pytest.fixture(scope="session")
def lab() -> Lab:
    """The lab's LXD."""
    names = ["LXCRI_LAB_" + name for name in ("SOCKET", "URL", "CERT", "KEY", "SERVER_CERT")]
    if not all(os.environ.get(name) for name in names):
        pytest.skip("there is no LXD with https; tools/test awx makes one")
    return Lab(*(os.environ[name] for name in names))


@pytest.fixture(scope="session")
def collections() -> Path:
    """The directory below which the collection is installed."""
    if not os.environ.get("LXCRI_EE_COLLECTIONS"):
        pytest.skip("LXCRI_EE_COLLECTIONS is not set; tools/test awx sets it")
    return Path(os.environ["LXCRI_EE_COLLECTIONS"])


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """The context of an image's build, as ``ansible-builder create`` makes it."""
    return context(tmp_path_factory.mktemp("context"))


@pytest.fixture(scope="session")
def needs(collections, made, tmp_path_factory):
    """``(python, system)``: what the image's build finds that is needed."""
    return introspected(collections, made, tmp_path_factory.mktemp("needs"))


@pytest.fixture(scope="session")
def environment(needs, collections, tmp_path_factory) -> Environment:
    """The execution environment."""
    return Environment(tmp_path_factory.mktemp("ee"), needs[0], collections)


@pytest.fixture
def prefix(lab):
    """A prefix nobody else uses; what begins with it is deleted afterwards."""
    made = "ee{0}".format(uuid.uuid4().hex[:6])
    yield made
    left = lab.names(made)
    if left:
        lab.ask("delete", "--force", *left, check=False)


@pytest.fixture(scope="session")
def sshd(lab, tmp_path_factory):
    """A real sshd whose users find the lab's LXD."""
    server = Sshd(tmp_path_factory.mktemp("sshd"), LXD_DIR=os.path.dirname(lab.socket))
    yield server
    server.stop()


@pytest.fixture(params=["https", "ssh"])
def way(request, lab):
    """``(credential, ssh key)``: the two ways to a server elsewhere, as they are filled in."""
    if request.param == "https":
        return lab.credential(), ""
    sshd = request.getfixturevalue("sshd")
    # Known hosts are named by address and port, since there is no ssh_config in an execution environment.
    return ({"server": "ssh://root@127.0.0.1:{0}".format(sshd.port),
             "ssh_known_hosts": (sshd.directory / "known").read_text()}, (sshd.directory / "user").read_text())
