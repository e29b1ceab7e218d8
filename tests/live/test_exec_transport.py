# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands over the websockets of a real daemon: much input, many at once, kills, and what breaks off."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cut import Cable
from patience import until

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import (
    Command,
    execute,
    start,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Timeout, Unavailable

BIG = 50 << 20


@pytest.fixture
def client(server):
    with Client(unix(server.socket)) as made:
        yield made


@pytest.fixture
def sh(client, running):
    """``sh(script, stdin, timeout)`` in a running container."""
    def run(script, stdin=b"", timeout=60.0):
        return execute(client, running, Command(("/bin/sh", "-c", script)), stdin, timeout)

    return run


def under_way(server, instance):
    """The operations of an instance that have not ended, by the official command."""
    found = server.query("operations?recursion=1").get("running") or []
    return [one for one in found if "/1.0/instances/" + instance in (one["resources"].get("instances") or [])]


def test_output_and_return_code_are_what_the_official_client_says(server, running, sh):
    script = "echo out; echo err >&2; exit 3"
    found = sh(script)
    assert (found.rc, found.stdout, found.stderr) == (3, b"out\n", b"err\n")
    assert server.ask("exec", running, "--", "sh", "-c", "echo out; exit 0") == "out\n"


def test_fifty_megabytes_of_any_bytes_in(sh):
    content = os.urandom(BIG)
    found = sh("sha256sum", io.BytesIO(content))
    assert found.stdout.split()[0].decode() == hashlib.sha256(content).hexdigest()


def test_fifty_megabytes_there_and_back(sh):
    content = os.urandom(BIG)
    assert sh("cat", content).stdout == content


def test_much_on_both_outputs_at_once(sh):
    found = sh("head -c 9000000 /dev/zero & head -c 9000000 /dev/zero >&2; wait")
    assert (len(found.stdout), len(found.stderr)) == (9000000, 9000000)


def test_input_that_nobody_reads_harms_nobody(sh):
    assert sh("exit 5", bytes(BIG)).rc == 5


def test_what_ends_by_a_signal(sh):
    assert sh("kill -9 $$").rc == 137


def test_a_command_that_is_not_there(client, running):
    assert execute(client, running, Command(("/no/such/thing",))).rc == 127


def test_user_group_directory_and_environment(client, running):
    found = execute(client, running, Command(
        ("sh", "-c", "id -u; id -g; pwd; echo $A"), {"A": "b c"}, cwd="/tmp", uid=1234, gid=2345))
    assert found.stdout == b"1234\n2345\n/tmp\nb c\n"


def test_a_command_without_open_outputs_is_waited_for(sh):
    assert sh("exec >&- 2>&-; sleep 0.5; exit 4").rc == 4


def test_nothing_is_lost_in_thirty_two_at_once(sh):
    def one(number):
        sent = "{0} ".format(number).encode() * 3000
        found = sh("cat; echo {0} >&2; exit {1}".format(number, number % 100), sent)
        return (found.rc, found.stdout, found.stderr) == (number % 100, sent, "{0}\n".format(number).encode())

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(one, range(200)))


@pytest.mark.parametrize("script", [
    "sleep 1000; echo after", "exec >&- 2>&-; exec sleep 1000", "sleep 1000 & exec yes", "exec cat"])
def test_a_timeout_kills_in_the_instance(server, running, sh, script):
    stdin = Endless() if script == "exec cat" else b""
    with pytest.raises(Timeout) as error:
        sh("echo begun; " + script, stdin, timeout=0.7)
    assert error.value.details["stdout"].startswith(b"begun\n")
    assert until(lambda: not under_way(server, running))
    left = processes(sh).split(b"\n")
    # The image's own process 1 sleeps, too, but for another time.
    assert [one for one in left if one.startswith((b"sleep 1000", b"yes", b"cat"))] == []


class Endless(io.RawIOBase):
    """Input that never ends."""

    def read(self, size=-1):
        return b"x" * size


def processes(sh):
    """What runs in the instance, one command line a line."""
    return sh("for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; echo; done 2>/dev/null").stdout


def test_an_interrupt_leaves_no_operation_and_no_process(server, running, sh):
    script = (
        "import sys; sys.path[:] = {0!r}\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute\n"
        "execute(Client(unix({1!r})), {2!r}, Command(('sleep', '4711')))\n").format(sys.path, server.socket, running)
    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) as runner:
        assert until(lambda: b"sleep 4711" in processes(sh), 30)
        runner.send_signal(signal.SIGINT)
        assert b"KeyboardInterrupt" in runner.communicate(timeout=20)[1]
    assert until(lambda: not under_way(server, running))
    assert b"sleep 4711" not in processes(sh)


def test_a_killed_runner_leaves_no_process(server, running, sh):
    script = (
        "import sys; sys.path[:] = {0!r}\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute\n"
        "execute(Reader(unix({1!r})), {2!r}, Command(('sleep', '4712')))\n").format(sys.path, server.socket, running)
    with subprocess.Popen([sys.executable, "-c", script]) as runner:
        assert until(lambda: b"sleep 4712" in processes(sh), 30)
        runner.kill()
    assert until(lambda: b"sleep 4712" not in processes(sh))


def test_a_connection_that_breaks_is_an_error_and_no_hang(server, running, tmp_path):
    cable = Cable(str(tmp_path / "c.socket"), server.socket)
    with Client(unix(str(tmp_path / "c.socket"))) as client:
        cutter = threading.Timer(0.7, cable.cut)
        cutter.start()
        began = time.monotonic()
        with pytest.raises(Unavailable, match="the connection was lost before it ended") as error:
            execute(client, running, Command(("sh", "-c", "echo begun; exec sleep 60")), timeout=40)
        assert time.monotonic() - began < 20
        assert error.value.details["stdout"] == b"begun\n"
    assert until(lambda: not under_way(server, running))


def test_an_instance_that_stops_meanwhile(server, running, client):
    stopper = threading.Timer(0.5, lambda: server.ask("stop", "--force", running))
    stopper.start()
    try:
        found = execute(client, running, Command(("sleep", "60")), timeout=40)
        assert found.rc != 0
    except Unavailable:
        pass
    stopper.join()


def test_detached(server, running, client, sh):
    operation = start(client, running, Command(("sh", "-c", "sleep 0.3; echo yes >/tmp/detached")))
    assert client.wait(operation, 30)["metadata"]["return"] == 0
    assert server.ask("exec", running, "--", "cat", "/tmp/detached") == "yes\n"
