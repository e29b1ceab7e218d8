# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet's playbook that is interrupted or killed in the middle, what the next run does, and what people see meanwhile."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from patience import until

from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer
from ansible_collections.lxcri.containers.tests.unit.fleet.conftest import image_bytes

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 6


@pytest.fixture
def playbook(server, prefix, tmp_path):
    """``playbook(*words, **how)``: a running ``ansible-playbook`` that makes a fleet of six."""
    (tmp_path / "collections" / "ansible_collections" / "lxcri").mkdir(parents=True)
    (tmp_path / "collections" / "ansible_collections" / "lxcri" / "containers").symlink_to(ROOT, target_is_directory=True)
    names = ["{0}-{1}".format(prefix, place) for place in range(NUMBER)]
    fleet = {"name": prefix, "instances": [{"name": name, "image": "bb"} for name in names]}
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [
        {"lxcri.containers.fleet": {"fleet": fleet, "width": 2}}]}]))
    environ = dict(os.environ, ANSIBLE_COLLECTIONS_PATH=str(tmp_path / "collections"), LXCRI_SERVER=server.socket,
                   ANSIBLE_HOME=str(tmp_path / "home"), ANSIBLE_NOCOLOR="1")
    command = [str(Path(sys.executable).with_name("ansible-playbook")), str(tmp_path / "play.yml")]

    def start(*words, **how):
        return subprocess.Popen(command + list(words), env=environ, stdin=subprocess.DEVNULL, start_new_session=True,
                                **dict({"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}, **how))

    return start


def mine(server, prefix):
    return [name for name in server.names() if name.startswith(prefix)]


def under_way(server, prefix):
    """The operations about these instances that have not ended, by the official command."""
    return prefix in json.dumps(server.query("operations?recursion=1").get("running") or [])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_next_run_finishes_what_an_interrupt_left(server, prefix, playbook, how):
    first = playbook()
    assert until(lambda: len(mine(server, prefix)) >= 2)
    os.killpg(first.pid, how)
    first.communicate(timeout=60)
    assert first.returncode != 0
    assert until(lambda: not under_way(server, prefix))
    # A worker is in a process group of its own, and whoever killed the other did not mean it to go on.
    there = mine(server, prefix)
    time.sleep(1)
    assert mine(server, prefix) == there and len(there) < NUMBER
    second = playbook()
    said = second.communicate(timeout=120)[0].decode()
    assert second.returncode == 0, said
    states = {one["name"]: one["status"] for one in server.query("instances?recursion=1") if one["name"].startswith(prefix)}
    assert states == dict.fromkeys(("{0}-{1}".format(prefix, place) for place in range(NUMBER)), "Running")
    third = playbook()
    assert "changed=0" in third.communicate(timeout=60)[0].decode()


def seen_on_a_terminal(playbook, *words):
    """What a person would see."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
    process = playbook(*words, stdout=terminal, stderr=terminal)
    os.close(terminal)
    said = b""
    while True:
        try:
            block = os.read(controller, 65536)
        except OSError:
            break
        if not block:
            break
        said += block
    os.close(controller)
    assert process.wait() == 0, said.decode()
    return said.decode()


def test_one_live_line_on_a_terminal(playbook, prefix):
    said = seen_on_a_terminal(playbook)
    # Between the ends it says how far the server is with each.
    lines = [part for part in said.split("\r\x1b[K") if " of {0}, ".format(NUMBER) in part and " done; " in part]
    assert len(lines) >= NUMBER - 1
    assert "in flight: instance '{0}-".format(prefix) in lines[0] and "s to go" in lines[0]
    assert "\n" not in lines[0].split("PLAY")[0]
    # What stays on the screen begins on a wiped line.
    assert said.rsplit("\r\x1b[K", 1)[1].lstrip().startswith("changed: [localhost]")


def test_no_live_line_in_a_log_and_none_at_all_when_nobody_wants_it(playbook):
    piped = playbook()
    assert b"\x1b" not in piped.communicate(timeout=120)[0] and piped.returncode == 0
    assert " of {0}, ".format(NUMBER) not in seen_on_a_terminal(playbook, "-e", "lxcri_progress=none")


def test_an_interrupt_kills_the_command_that_is_under_way(server, running, tmp_path, playbook):
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [
        {"lxcri.containers.exec": {"instance": running, "argv": ["sleep", "4713"]}}]}]))

    def runs():
        said = server.ask("exec", running, "--", "sh", "-c", "cat /proc/[0-9]*/cmdline | tr -d '\\0'", check=False)
        return "sleep4713" in said

    process = playbook()
    assert until(runs)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert until(lambda: not runs(), 10)


@pytest.mark.parametrize("in_process", ["true", "false"])
@pytest.mark.parametrize("task", [
    {"lxcri.containers.instance": {"name": "slow", "image": "debian"}},
    {"lxcri.containers.fleet": {"fleet": {"name": "slow", "instances": [
        {"name": "slow-{0}".format(place), "image": "debian"} for place in range(4)]}}}])
def test_an_interrupt_cancels_what_a_server_was_told_to_do(tmp_path, in_process, task):
    """On the server in memory, whose operations take a minute: no real one would be so slow for a test."""
    with FakeServer(product="lxd") as fake:
        operation = fake.call("POST", "/1.0/images", image_bytes())["operation"]
        fingerprint = fake.call("GET", operation + "/wait")["metadata"]["metadata"]["fingerprint"]
        fake.call("POST", "/1.0/images/aliases", {"name": "debian", "target": fingerprint})
        fake.reset_counts()
        fake.operations.delay = 60
        path = tmp_path / "collections" / "ansible_collections" / "lxcri"
        path.mkdir(parents=True)
        (path / "containers").symlink_to(ROOT, target_is_directory=True)
        (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]))
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("ansible-playbook")), str(tmp_path / "play.yml"), "-e",
             "lxcri_in_process=" + in_process], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True, env=dict(os.environ, ANSIBLE_COLLECTIONS_PATH=str(tmp_path / "collections"),
                                             LXCRI_SERVER=fake.socket, ANSIBLE_HOME=str(tmp_path / "home")))
        assert until(lambda: any(one.path.endswith("/wait") for one in list(fake.requests)))
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=40)
        waited = {one.path[:-len("/wait")] for one in fake.requests if one.path.endswith("/wait")}
        assert waited and until(lambda: waited <= {one.path for one in list(fake.requests) if one.method == "DELETE"}, 10)
