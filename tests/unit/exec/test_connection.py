# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection plugin against the server in memory: errors, accounts, become, and what it imports."""

from __future__ import annotations

import subprocess
import sys

import pytest
from ansible.errors import AnsibleConnectionFailure, AnsibleError, AnsibleFileNotFound
from ansible.playbook.play_context import PlayContext
from ansible.plugins.become.sudo import BecomeModule

from ansible_collections.lxcri.containers.plugins.connection.api import Connection
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Timeout
from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_dialog import Dialog

OPTIONS = {
    "server": None, "client_cert": None, "client_key": None, "server_cert": None, "trust_token": None,
    "bearer_token": None, "project": None, "remote_addr": "web", "remote_user": None, "executable": "/bin/sh",
    "pipelining": True, "exec_environment": {}, "timeout": 5, "command_timeout": 0, "keep_compiled": True, "keep_interpreter": False,
}


@pytest.fixture
def connection(fake):
    """A connection to a running container of the fake; options may be changed before the first call."""
    fake.call("POST", "/1.0/instances", {"name": "web", "source": {"type": "none"}})
    fake.call("PUT", "/1.0/instances/web/state", {"action": "start"})
    made = Connection(PlayContext())
    made._options = dict(OPTIONS, server=[fake.socket])
    yield made
    made.reset()


def test_a_shell_runs_the_command_with_its_input(fake, connection):
    seen = []
    fake.exec = lambda command, environment: (seen.append((command, environment)), (3, b"o", b"e"))[1]
    connection._options["exec_environment"] = {"A": 1}
    connection._options["executable"] = "/bin/bash -l"
    assert connection.exec_command("echo ü", in_data=b"in") == (3, b"o", b"e")
    assert seen[0][0] == ["/bin/bash", "-l", "-c", "echo ü"]
    assert seen[0][1]["A"] == "1"
    assert fake.last_stdin == b"in"


@pytest.mark.parametrize(("action", "sentence"), [("stop", "is stopped"), ("freeze", "is frozen")])
def test_unreachable_when_it_does_not_run(fake, connection, action, sentence):
    fake.call("PUT", "/1.0/instances/web/state", {"action": action, "force": True})
    with pytest.raises(AnsibleConnectionFailure, match=sentence):
        connection.exec_command("true")


def test_unreachable_when_there_is_none(connection):
    connection._options["remote_addr"] = "nope"
    with pytest.raises(AnsibleConnectionFailure, match="'nope' does not exist"):
        connection.exec_command("true")


def test_unreachable_without_a_server(connection, tmp_path):
    connection._options["server"] = [str(tmp_path / "none.socket")]
    with pytest.raises(AnsibleConnectionFailure, match="no such socket"):
        connection.exec_command("true")


def test_unreachable_when_the_agent_is_away(fake, connection):
    fake.call("POST", "/1.0/instances", {"name": "vm", "type": "virtual-machine", "source": {"type": "none"}})
    fake.call("PUT", "/1.0/instances/vm/state", {"action": "start"})
    fake.fail_next("POST", "instances/vm/exec", 400, "VM agent isn't currently running")
    connection._options["remote_addr"] = "vm"
    with pytest.raises(AnsibleConnectionFailure, match="agent"):
        connection.exec_command("true")
    assert connection.exec_command("true")[0] == 127  # the fake's virtual machine has no shell


def test_nonsense_for_a_server_is_an_error_of_the_task(connection):
    connection._options["server"] = ["ftp://x"]
    with pytest.raises(AnsibleError) as error:
        connection.exec_command("true")
    assert not isinstance(error.value, AnsibleConnectionFailure)


def test_one_connection_to_the_server_for_many_commands(fake, connection):
    connection.exec_command("true")
    before = fake.connections
    connection.close()
    connection.exec_command("true")
    assert fake.connections - before == 4  # the four streams


def test_put_of_nothing(connection, tmp_path):
    with pytest.raises(AnsibleFileNotFound):
        connection.put_file(str(tmp_path / "none"), "/x")


def test_pipelining_is_on(connection):
    assert connection.has_pipelining
    assert connection.get_option("pipelining") is True


@pytest.fixture
def sudo():
    """sudo as Ansible asks for it."""
    made = BecomeModule()
    made.prompt = "[sudo via ansible, key=abc] password:"
    made.success = "BECOME-SUCCESS-abc"
    made._id = "abc"
    return made


def test_the_password_is_sent_when_asked_for_and_the_input_after_success(sudo):
    dialog = Dialog(sudo, b"pw", b"input", 60)
    assert dialog.take() == b""
    dialog.heard(b"[sudo via ansible, ")
    assert dialog.take() == b""
    dialog.heard(b"key=abc] password:")
    assert dialog.take() == b"pw\n"
    assert dialog.take() == b""
    dialog.heard(b"BECOME-SUCCESS-abc\n")
    assert dialog.deadline is None
    assert [dialog.take(), dialog.take()] == [b"input", None]


def test_no_password_where_none_is_asked_for(sudo):
    dialog = Dialog(sudo, b"pw", b"input", 60)
    dialog.heard(b"BECOME-SUCCESS-abc\n")
    assert dialog.take() == b"input"


def test_a_wrong_password_is_said_at_once(sudo):
    dialog = Dialog(sudo, b"pw", b"input", 60)
    dialog.heard(b"[sudo via ansible, key=abc] password:")
    dialog.take()
    with pytest.raises(Invalid, match="password is wrong"):
        dialog.heard(b"Sorry, try again.\n[sudo via ansible, key=abc] password:")


def test_a_silent_become_ends_in_time(sudo):
    dialog = Dialog(sudo, b"pw", b"input", 0)
    with pytest.raises(Timeout, match="no success and no prompt"):
        dialog.take()


def test_a_local_socket_needs_no_library_and_no_tls(lxd, tmp_path):
    """In a process of its own, since this one has imported everything."""
    lxd.call("POST", "/1.0/instances", {"name": "web", "source": {"type": "none"}})
    lxd.call("PUT", "/1.0/instances/web/state", {"action": "start"})
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "sys.path[:] = {0!r}\n"
        "from ansible_collections.lxcri.containers.plugins.connection import api\n"
        "heavy = ('pylxd', 'requests', 'urllib3', 'cryptography.x509')\n"
        "assert not [name for name in heavy if name in sys.modules], 'plugin'\n"
        "from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session import Session\n"
        "session = Session({1!r}, '/nowhere')\n"
        "assert session.run('x', b'', None)[0] == 127\n"
        "found = [name for name in heavy + ('ssl', 'http.client') if name in sys.modules]\n"
        "assert not found, found\n".format(sys.path, dict(OPTIONS, server=[lxd.socket])))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
