# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ssh is called with."""

from __future__ import annotations

import subprocess
from urllib.parse import urlsplit

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client import ssh as words
from ansible_collections.lxcri.containers.plugins.module_utils._client.ssh import SOCKET_LIMIT, read_ssh, run_dir


def ssh_of(text, **environ):
    return read_ssh(urlsplit(text), text, dict({"XDG_RUNTIME_DIR": "/run/user/0"}, **environ), 0)


@pytest.mark.parametrize("text, host, user, port, socket, says", [
    ("ssh://host", "host", "", 0, "", "ssh://host"),
    ("ssh://host/", "host", "", 0, "", "ssh://host"),
    ("ssh://root@host:22/run/unix.socket", "host", "root", 22, "/run/unix.socket", "ssh://root@host:22/run/unix.socket"),
    ("ssh://MyAlias", "MyAlias", "", 0, "", "ssh://MyAlias"),
    ("ssh://root@[fd00::1]:22", "fd00::1", "root", 22, "", "ssh://root@[fd00::1]:22"),
])
def test_addresses(text, host, user, port, socket, says):
    found = ssh_of(text)
    assert (found.host, found.user, found.port, found.socket, found.says) == (host, user, port, socket, says)


def test_the_same_server_has_the_same_master():
    assert ssh_of("ssh://root@host").key == ssh_of("ssh://root@host").key


@pytest.mark.parametrize("other", ["ssh://host", "ssh://root@host:22", "ssh://root@host/x", "ssh://root@hosts"])
def test_other_servers_have_others(other):
    assert ssh_of("ssh://root@host").key != ssh_of(other).key


def test_more_arguments_are_another_master():
    assert ssh_of("ssh://root@host").key != ssh_of("ssh://root@host", LXCRI_SSH_ARGS="-F /x").key


@pytest.mark.parametrize("command", [words.master, words.forward])
def test_the_host_comes_last_and_cannot_be_an_option(command):
    made = command(ssh_of("ssh://root@host:2222"), "/run/unix.socket")
    assert made[-2:] == ["--", "host"] and made[0] == "ssh"
    assert made[made.index("-l") + 1] == "root" and made[made.index("-p") + 1] == "2222"


def test_nothing_is_ever_asked():
    ssh = ssh_of("ssh://host")
    for made in (words.master(ssh, ""), words.forward(ssh, "/x"), words.leave(ssh), words.look(ssh)):
        assert "BatchMode=yes" in made and "ControlPath=" + ssh.control in made


def test_more_arguments_are_passed_on():
    assert "-F /x y".split()[0] in words.master(ssh_of("ssh://host", LXCRI_SSH_ARGS="-F '/x y'"), "")
    assert "/x y" in words.master(ssh_of("ssh://host", LXCRI_SSH_ARGS="-F '/x y'"), "")


def test_the_forward_is_private():
    made = words.master(ssh_of("ssh://host"), "/run/unix.socket")
    assert "StreamLocalBindMask=0177" in made and made[made.index("-L") + 1].endswith(".sock:/run/unix.socket")


def test_ssh_itself_understands_the_words(tmp_path):
    """`ssh -G` parses everything and connects to nothing."""
    for made in (words.master(ssh_of("ssh://root@host:2222"), "/run/unix.socket"), words.look(ssh_of("ssh://host"))):
        made.insert(1, "-G")
        made[made.index("-o"):made.index("-o")] = ["-F", "/dev/null"]
        done = subprocess.run([word for word in made if word != "-f"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "batchmode yes" in done.stdout


@pytest.mark.parametrize("environ, chosen", [
    ({"XDG_RUNTIME_DIR": "/run/user/7"}, "/run/user/7/lxcri"),
    ({}, "/tmp/lxcri-7"),
    ({"XDG_RUNTIME_DIR": "/x" * 50}, "/tmp/lxcri-7"),
])
def test_sockets_have_room_for_their_names(environ, chosen):
    assert run_dir(environ, 7) == chosen
    assert len(chosen) + 22 <= SOCKET_LIMIT


@pytest.mark.parametrize("lxd_dir", ["", "there"])
def test_the_script_that_looks_for_sockets(tmp_path, lxd_dir):
    import socket

    directory = tmp_path / "d"
    directory.mkdir()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(directory / "unix.socket"))
    script = words.look(ssh_of("ssh://host"))[-1]
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False,
                          env={"PATH": "/usr/bin:/bin", **({"LXD_DIR": str(directory)} if lxd_dir else {})})
    assert done.returncode == 0, done.stderr
    assert ("w {0}/unix.socket".format(directory) in done.stdout.splitlines()) is bool(lxd_dir)
    listener.close()
