# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection plugin on real daemons, over the socket, https and ssh."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.playbook.play_context import PlayContext
from ways import WAYS, options_of

from ansible_collections.lxcri.containers.plugins.connection.api import Connection

OPTIONS = {
    "server": None, "client_cert": None, "client_key": None, "server_cert": None, "trust_token": None,
    "bearer_token": None, "project": None, "remote_user": None, "executable": "/bin/sh", "pipelining": True,
    "exec_environment": {}, "timeout": 20, "command_timeout": 0, "keep_compiled": True, "keep_interpreter": False,
}
BIG = 1 << 30
NAMES = ("plain", "with space", "ünïcödé ☃", "quo'te\"d", "$HOME;*", "back\\slash", "-dash", "new\nline")


@pytest.fixture
def connect(server, prefix):
    """``connect(instance, way, **options)``: a connection as Ansible makes it."""
    made = []

    def make(instance, **options):
        connection = Connection(PlayContext())
        connection._options = dict(OPTIONS, server=[server.socket], remote_addr=instance, **options)
        made.append(connection)
        return connection

    yield make
    for connection in made:
        connection.reset()


@pytest.fixture(params=WAYS)
def connection(server, running, connect, request):
    """A connection to a running container in each of the ways."""
    with options_of(server, request.param) as said:
        made = connect(running)
        made._options.update(said)
        yield made
        made.reset()


def test_shell(connection):
    assert connection.exec_command("echo \"$0 ü\"; cat; echo e >&2; exit 9", in_data=b"\xff in") == (
        9, "/bin/sh ü\n".encode() + b"\xff in", b"e\n")


@pytest.mark.parametrize("name", NAMES)
def test_files_of_any_name(server, running, connect, tmp_path, name):
    connection = connect(running)
    local, back = tmp_path / name, tmp_path / "back"
    content = os.urandom(300000)
    local.write_bytes(content)
    connection.put_file(str(local), "/tmp/" + name)
    assert server.ask("exec", running, "--", "stat", "-c", "%s %a %u:%g", "/tmp/" + name) == "300000 644 0:0\n"
    connection.fetch_file("/tmp/" + name, str(back))
    assert back.read_bytes() == content


def test_a_file_there_and_back(connection, tmp_path):
    content = os.urandom(10 << 20)
    (tmp_path / "in").write_bytes(content)
    connection.put_file(str(tmp_path / "in"), "/tmp/f")
    connection.fetch_file("/tmp/f", str(tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == content


def test_an_empty_file(connect, running, tmp_path):
    (tmp_path / "in").write_bytes(b"")
    connection = connect(running)
    connection.put_file(str(tmp_path / "in"), "/tmp/f")
    connection.fetch_file("/tmp/f", str(tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == b""


def test_what_was_copied_is_given_to_its_owner_without_a_shell(server, running, connect, tmp_path):
    grant = "/bin/sh -c 'chmod u+rwx /tmp/f /tmp'"
    connection = connect(running)
    said = connection.exec_command(grant)
    assert said[0] == 1 and b"/tmp/f" in said[2]
    (tmp_path / "in").write_text("x")
    connection.put_file(str(tmp_path / "in"), "/tmp/f")
    server.ask("exec", running, "--", "chmod", "4011", "/tmp/f")
    server.ask("exec", running, "--", "chmod", "1077", "/tmp")
    assert connection.exec_command("/bin/sh -c 'chmod u+rw /tmp/f /tmp/g'")[0] == 1
    server.ask("file", "delete", running + "/bin/sh")
    other = connect(running, executable="/bin/ash")
    other.put_file(str(tmp_path / "in"), "/tmp/other")
    assert other.exec_command(grant)[0] == 127
    assert connection.exec_command(grant) == (0, b"", b"")
    assert server.ask("exec", running, "--", "stat", "-c", "%a", "/tmp/f", "/tmp") == "4711\n1777\n"


def test_a_user_by_name(server, running, connect, tmp_path):
    server.ask("exec", running, "--", "sh", "-c",
               "echo 'web:x:1234:2345::/home/web:/bin/sh' >>/etc/passwd; mkdir -p /home/web; chown 1234 /home/web")
    connection = connect(running, remote_user="web")
    assert connection.exec_command("id -u; id -g; pwd; echo $HOME $USER")[1] == b"1234\n2345\n/home/web\n/home/web web\n"
    (tmp_path / "in").write_text("x")
    connection.put_file(str(tmp_path / "in"), "relative")
    asked = ("exec", running, "--", "stat", "-c", "%u:%g", "/home/web/relative")
    assert server.ask(*asked) == "1234:2345\n"
    server.ask("exec", running, "--", "chown", "7:8", "/home/web/relative")
    connection.put_file(str(tmp_path / "in"), "relative")
    assert server.ask(*asked) == "7:8\n"


def test_the_account_is_looked_up_once_in_a_run_and_anew_after_a_reset(server, running, connect, tmp_path, monkeypatch):
    monkeypatch.setattr("ansible.constants.DEFAULT_LOCAL_TMP", str(tmp_path))
    server.ask("exec", running, "--", "sh", "-c", "echo 'web:x:5:5::/:/bin/sh' >>/etc/passwd")
    assert connect(running, remote_user="web").exec_command("id -u")[1] == b"5\n"
    server.ask("exec", running, "--", "sed", "-i", "s/web:x:5/web:x:6/", "/etc/passwd")
    connection = connect(running, remote_user="web")
    assert connection.exec_command("id -u")[1] == b"5\n"
    connection.reset()
    assert connection.exec_command("id -u")[1] == b"6\n"


@pytest.mark.parametrize(("words", "sentence"), [
    (["stop", "--force"], "is stopped; start it"), (["pause"], "is frozen; unfreeze it"), (["delete", "--force"], "not exist")])
def test_what_is_not_running_is_unreachable(server, running, connect, words, sentence):
    connection = connect(running)
    assert connection.exec_command("true")[0] == 0
    server.ask(*words, running)
    with pytest.raises(AnsibleConnectionFailure, match=sentence):
        connection.exec_command("true")


def test_it_comes_back_with_the_instance(server, running, connect):
    connection = connect(running)
    server.ask("stop", "--force", running)
    with pytest.raises(AnsibleConnectionFailure):
        connection.exec_command("true")
    server.ask("start", running)
    assert connection.exec_command("echo back")[1] == b"back\n"


def test_wrong_files_are_errors_of_the_task(connect, running, tmp_path):
    connection = connect(running)
    (tmp_path / "in").write_text("x")
    for work in (lambda: connection.put_file(str(tmp_path / "in"), "/no/such/place"),
                 lambda: connection.put_file(str(tmp_path / "in"), "/etc"),
                 lambda: connection.fetch_file("/no/such", str(tmp_path / "out")),
                 lambda: connection.fetch_file("/etc", str(tmp_path / "out"))):
        with pytest.raises(AnsibleError) as error:
            work()
        assert not isinstance(error.value, AnsibleConnectionFailure)
        assert not (tmp_path / "out").exists()
    connection.put_file(str(tmp_path / "in"), "/tmp/works-again")


def test_a_command_timeout_is_unreachable(connect, running):
    with pytest.raises(AnsibleConnectionFailure, match="did not end within 1 seconds"):
        connect(running, command_timeout=1).exec_command("sleep 100")


def test_a_forked_process_talks_over_its_own_connection(connect, running):
    connection = connect(running)
    assert connection.exec_command("echo parent")[1] == b"parent\n"
    child = os.fork()
    if child == 0:
        connection._connected = False
        os._exit(0 if connection.exec_command("echo child")[1] == b"child\n" else 1)
    results = [connection.exec_command("echo parent")[1] for _each in range(10)]
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert results == [b"parent\n"] * 10


def test_threads_do_not_share_a_connection(connect, running):
    results = []

    def work(number):
        made = connect(running)
        results.append(made.exec_command("echo {0}".format(number))[1] == "{0}\n".format(number).encode())
        made.reset()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results == [True] * 8


def test_a_big_file_needs_little_memory(server, running, tmp_path):
    """In a process of its own, whose peak is its own; there and back, 1 GB of which no two blocks are the same."""
    big, back = tmp_path / "big", tmp_path / "back"
    noise = os.urandom(1 << 20)
    with open(big, "wb") as file:
        for number in range(BIG >> 20):
            file.write(number.to_bytes(8, "big") + noise[8:])
    code = (
        "import sys, resource; sys.path[:0] = {path!r}\n"
        "from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session import Session\n"
        "session = Session({options!r}, {kept!r})\n"
        "assert session.run('true', b'', None)[0] == 0\n"
        "idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "files = session.files()\n"
        "session.put(files, {big!r}, '/root/big')\n"
        "session.fetch(files, '/root/big', {back!r})\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle)\n"
    ).format(path=[entry for entry in sys.path if entry], kept=str(tmp_path), big=os.fsencode(big), back=os.fsencode(back),
             options=dict(OPTIONS, server=[server.socket], remote_addr=running))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) < 16 * 1024
    assert subprocess.run(["cmp", str(big), str(back)], check=False).returncode == 0
    assert server.ask("exec", running, "--", "stat", "-c", "%s", "/root/big").strip() == str(BIG)
    for path in (big, back):
        path.unlink()
