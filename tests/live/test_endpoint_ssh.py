# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``ssh://`` against a real sshd and a real daemon behind it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sshd import PROGRAM, Sshd

from ansible_collections.lxcri.containers.plugins.module_utils._client import ssh as words
from ansible_collections.lxcri.containers.plugins.module_utils._client import tunnel
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable

pytestmark = pytest.mark.skipif(not PROGRAM, reason="there is no sshd")

OTHER_RUN = """
import sys, os
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
with Reader(resolve("ssh://lab", os.environ)) as reader:
    print(reader.server.says, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def sshd(server):
    variable = {"lxd": "LXD_DIR", "incus": "INCUS_DIR"}[server.product]
    with tempfile.TemporaryDirectory(prefix="lxcri-") as directory:
        started = Sshd(Path(directory), **{variable: os.path.dirname(server.socket)})
        yield started
        for key in list(tunnel._held):
            os.close(tunnel._held.pop(key))
        started.stop()


def gone(path):
    end = time.monotonic() + 20
    while tunnel.answers(path):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("connect", [Client, Reader])
@pytest.mark.parametrize("named", [True, False], ids=["socket named", "socket found"])
def test_a_server_that_listens_on_nothing(sshd, server, connect, named):
    address = "ssh://lab" + (server.socket if named else "")
    with connect(resolve(address, sshd.environ)) as client:
        assert client.server.product == server.product
        assert client.get("instances").metadata == server.query("instances")


def test_one_connection_for_everybody(sshd):
    endpoint = resolve("ssh://lab", sshd.environ)
    failures = []

    def work():
        try:
            Reader(endpoint).close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for _again in range(3):
        Client(endpoint).close()
    assert failures == [] and sshd.logins() == 1


def test_it_is_closed_by_the_last_who_holds_it(sshd):
    endpoint = resolve("ssh://lab", sshd.environ)
    Reader(endpoint).close()
    other = subprocess.Popen([sys.executable, "-c", OTHER_RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             env=dict(sshd.environ, PYTHONPATH=os.pathsep.join(sys.path)))
    assert other.stdout.readline()
    tunnel.close(endpoint.ssh)
    assert tunnel.answers(endpoint.socket)
    Reader(endpoint).close()
    other.communicate(timeout=60)
    tunnel.close(endpoint.ssh)
    assert gone(endpoint.socket) and not os.path.exists(endpoint.ssh.control)
    assert sshd.logins() == 1


def test_it_ends_by_itself(sshd, monkeypatch):
    monkeypatch.setattr(words, "PERSIST", 1)
    endpoint = resolve("ssh://lab", sshd.environ)
    Reader(endpoint).close()
    assert gone(endpoint.socket)


def test_it_comes_back_after_it_was_lost(sshd):
    endpoint = resolve("ssh://lab", sshd.environ)
    Reader(endpoint).close()
    subprocess.run(words.leave(endpoint.ssh), check=True, capture_output=True)
    with Reader(endpoint) as reader:
        assert reader.server.trusted
    assert sshd.logins() == 2


def test_sockets_are_private(sshd):
    endpoint = resolve("ssh://lab", sshd.environ)
    Reader(endpoint).close()
    assert os.stat(endpoint.ssh.directory).st_mode & 0o077 == 0
    assert os.stat(endpoint.socket).st_mode & 0o077 == 0


@pytest.mark.parametrize("address, says", [
    ("ssh://stranger", "works without asking for anything"),
    ("ssh://lab:1", "works without asking for anything"),
    ("ssh://lab/nowhere/unix.socket", "no server answers at /nowhere/unix.socket"),
    ("ssh://nobody@lab", "works without asking for anything"),
])
def test_what_does_not_work_is_said_in_a_sentence(sshd, address, says):
    with pytest.raises(Unavailable) as caught:
        Reader(resolve(address, sshd.environ))
    assert says in caught.value.message


def test_a_user_without_a_shell_must_name_the_socket(server):
    with tempfile.TemporaryDirectory(prefix="lxcri-") as directory:
        started = Sshd(Path(directory), ["ForceCommand /bin/false"])
        try:
            with pytest.raises(Unavailable) as caught:
                Reader(resolve("ssh://lab", started.environ))
            assert "name the socket" in caught.value.message
            with Reader(resolve("ssh://lab" + server.socket, started.environ)) as reader:
                assert reader.server.product == server.product
        finally:
            started.stop()


def test_no_server_on_the_other_side():
    with tempfile.TemporaryDirectory(prefix="lxcri-") as directory:
        started = Sshd(Path(directory), LXD_DIR="/nonexistent")
        try:
            if any(os.path.exists(path) for path in words.SOCKETS):
                pytest.skip("this machine has a server where packages put it")
            with pytest.raises(Unavailable) as caught:
                Reader(resolve("ssh://lab", started.environ))
            assert "no LXD or Incus found there" in caught.value.message
        finally:
            started.stop()


def test_a_directory_of_somebody_else_is_not_used(sshd):
    # A short path: in a long one no socket fits, and another is taken.
    with tempfile.TemporaryDirectory() as runtime:
        os.mkdir(runtime + "/lxcri")
        os.chmod(runtime + "/lxcri", 0o755)
        with pytest.raises(Exception) as caught:
            Reader(resolve("ssh://lab", dict(sshd.environ, XDG_RUNTIME_DIR=runtime)))
    assert "only its owner" in str(caught.value)
    assert sshd.logins() == 0
