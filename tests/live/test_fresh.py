# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances as a distribution offers them, without Python: its own package manager installs it, in all of them at once.

They reach no mirror: the packages are a repository of this machine's own, served on the bridge.
"""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from functools import partial
from pathlib import Path

import pytest
from playing import Ansible

LAB = str(Path(__file__).resolve().parents[2] / "lab" / "lab")
IMAGE = "lxcri-live-fresh"
PACKAGES = ("sudo", "opendoas")
NUMBER = 3
# The words with which the process was started that runs the module; a kept interpreter was given its own source.
PARENT = "cat /proc/$PPID/cmdline"
# `doas -n -u USER /bin/sh -c …`: the words that both become plugins make, if they have these flags.
DOAS = {"ansible_become_exe": "doas", "ansible_become_flags": "-n"}


@pytest.fixture
def fresh(server):
    """An image with systemd and apt, and without Python; the lab builds it when it is asked for the first time."""
    if not [one for one in server.query("images/aliases?recursion=1") if one["name"] == IMAGE]:
        built = subprocess.run([LAB, "image", "fresh"], capture_output=True, text=True, check=True)
        server.ask("image", "import", *built.stdout.split(), "--alias", IMAGE)
    return IMAGE


class Repository:
    """Packages over http.  Nobody gets its index before so many have asked for it: whoever works in turn waits in vain.

    ``together`` are the addresses that were served at once.
    """

    def __init__(self, address: str, number: int) -> None:
        built = subprocess.run([LAB, "repository", ",".join(("python3",) + PACKAGES)],
                               capture_output=True, text=True, check=True)
        self.together: set = set()
        self.requests = 0
        self._barrier = threading.Barrier(number)
        self._httpd = http.server.ThreadingHTTPServer((address, 0), partial(_Handler, self, directory=built.stdout.strip()))
        self.line = "deb [trusted=yes] http://{0}:{1} ./\n".format(address, self._httpd.server_address[1])
        threading.Thread(target=self._httpd.serve_forever, daemon=True).start()

    def begin(self, address: str, path: str) -> None:
        """Hold a request for the index back until the others have come, or are not going to."""
        self.requests += 1
        if path == "/./InRelease" and address not in self.together:
            try:
                self._barrier.wait(25)
                self.together.add(address)
            except threading.BrokenBarrierError:
                # The test sees it, in that the address is missing.
                pass

    def close(self) -> None:
        """Serve no longer."""
        self._barrier.abort()
        self._httpd.shutdown()
        self._httpd.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, repository, *words, **more):
        self._repository = repository
        super().__init__(*words, **more)

    def do_GET(self):
        self._repository.begin(self.client_address[0], self.path)
        super().do_GET()

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def repository(server):
    """A package source at the bridge of the default profile."""
    networks = [device["network"] for device in server.query("profiles/default")["devices"].values() if "network" in device]
    served = Repository(server.query("networks/" + networks[0])["config"]["ipv4.address"].split("/")[0], NUMBER)
    yield served
    served.close()


@pytest.fixture
def launch(server, prefix, fresh):
    """``launch(line, ...)``: names of running instances, each with that line as its only package source."""
    def run(*lines):
        names = ["{0}-{1}".format(prefix, number) for number in range(len(lines))]
        for name, line in zip(names, lines):
            server.ask("init", fresh, name)
            for path in json.loads(server.ask("query", "/1.0/instances/{0}/files?path=/etc/apt/sources.list.d".format(name))):
                server.ask("file", "delete", "{0}/etc/apt/sources.list.d/{1}".format(name, path))
            server.ask("file", "push", "-", name + "/etc/apt/sources.list", stdin=line.encode())
            server.ask("start", name)
        return names

    return run


def packages(server, name):
    """What dpkg says is installed, of what interests here."""
    said = server.ask("exec", name, "--", "dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n")
    return {line.split()[0] for line in said.splitlines() if line.endswith(" installed")} & {"python3", *PACKAGES}


def test_apt_installs_python_in_several_at_once_whatever_becomes_of_one(
        server, repository, launch, call, module, tmp_path):
    every = launch(*[repository.line] * NUMBER, "deb [trusted=yes] file:/nowhere ./\n")
    names, poor = every[:NUMBER], every[NUMBER]
    assert [packages(server, name) for name in every] == [set()] * len(every)
    said = {"packages": list(PACKAGES)}
    planned = call(module("bootstrap"), check_mode=True, instances=every, **said)
    assert planned["changed"] and planned["diff"]["after"] == dict.fromkeys(every, "Python from apt-get")
    assert repository.requests == 0
    done = call(module("bootstrap"), instances=every, **said)
    assert len(repository.together) == NUMBER
    assert done["interpreters"] == dict.fromkeys(names, "/usr/bin/python3"), done
    assert [packages(server, name) for name in every] == [{"python3", *PACKAGES}] * NUMBER + [set()]
    assert done["failed"] and done["changed"] and "1 of 4 instances have no Python" in done["msg"]
    assert "could not be installed in instance {0!r} with apt-get (".format(poor) in done["msg"]
    assert "see its network and package sources" in done["msg"]
    again = call(module("bootstrap"), instances=names, **said)
    assert not again["changed"] and again["interpreters"] == done["interpreters"]
    ansible = Ansible(tmp_path)
    ansible.hosts(server, names)
    assert ansible.run("ansible", "all", "-m", "ansible.builtin.ping").stdout.count("SUCCESS") == NUMBER
    ansible.hosts(server, names[:1])
    become_in(ansible)


def test_systemd_is_waited_for(server, prefix, call, module, fresh):
    made = call(module("instance"), name=prefix + "-sd", image=fresh, wait_for=[{"systemd": "running"}], wait_timeout=120)
    assert made["changed"] and not made.get("failed"), made.get("msg")
    assert server.ask("exec", prefix + "-sd", "--", "systemctl", "is-system-running").strip() == "running"


def become_in(ansible):
    """Sudo and doas work, by a user who has no rights otherwise; with sudo, an interpreter is kept for what is without it."""
    ansible.play(
        {"ansible.builtin.command": "useradd -m web"},
        {"ansible.builtin.copy": {"dest": "/etc/doas.conf", "content": "permit nopass web\n", "mode": "0400"}},
        {"ansible.builtin.copy": {"dest": "/etc/sudoers.d/web", "content": "web ALL=(ALL) NOPASSWD: ALL\n", "mode": "0440"}})
    for variables in ({"lxcri_keep_interpreter": True}, DOAS):
        is_kept = "'SET_PDEATHSIG' {0} me.stdout".format("in" if "lxcri_keep_interpreter" in variables else "not in")
        ansible.play(
            {"ansible.builtin.shell": PARENT, "register": "me", "failed_when": "not ({0})".format(is_kept)},
            {"ansible.builtin.shell": PARENT, "register": "me", "failed_when": "'SET_PDEATHSIG' in me.stdout", "become": True},
            {"ansible.builtin.command": "id -un", "register": "me", "failed_when": "me.stdout != 'web'"},
            {"ansible.builtin.command": "id -un", "become": True, "register": "me", "failed_when": "me.stdout != 'root'"},
            {"ansible.builtin.copy": {"dest": "/root/of-root", "content": "{{ lxcri_server }}", "mode": "0600"}, "become": True},
            {"ansible.builtin.command": "id -un", "become": True, "become_user": "nobody", "register": "me",
             "failed_when": "me.stdout != 'nobody'"},
            {"ansible.builtin.stat": {"path": "/root/of-root"}, "become": True, "register": "found",
             "failed_when": "found.stat.pw_name != 'root'"},
            {"ansible.builtin.command": "rm /root/of-root", "become": True},
            vars=dict(variables, ansible_user="web"))
