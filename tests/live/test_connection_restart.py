# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance that restarts, seen through the connection plugin."""

from __future__ import annotations

import threading
import time

import pytest
from playing import Ansible

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, LxcriError, Unavailable
from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session import Session

OPTIONS = {"remote_user": None, "executable": "/bin/sh", "exec_environment": {}, "timeout": 20, "command_timeout": 0,
           "keep_compiled": True, "keep_interpreter": False}
# When the first process began, in hundredths of a second: an instance may be back within one.
AGE = "cut -d ' ' -f 22 /proc/1/stat"
RESTARTING = {
    "by its server": (["restart"], "is stopped just now (Restarting instance); wait until it runs."),
    "from inside": (["exec", "--", "reboot", "-f"], "is stopped and seems to be restarting (its server last saw it run); "
                                                    "wait until it runs, or start it."),
}


@pytest.mark.parametrize("how", RESTARTING)
def test_what_is_said_while_it_restarts(server, running, tmp_path, how):
    words, sentence = RESTARTING[how]
    session = Session(dict(OPTIONS, server=[server.socket], remote_addr=running), str(tmp_path))
    began = session.run(AGE, b"", None)[1]
    said = []
    # The few moments in which nothing else than that it is stopped can be seen may be all that a busy machine leaves.
    for _attempt in range(10):
        restart = threading.Thread(target=lambda: server.ask(*words[:1], running, *words[1:], check=False))
        restart.start()
        said += errors_until_it_runs(session, began)
        restart.join()
        began = session.run(AGE, b"", None)[1]
        if "instance {0!r} {1}".format(running, sentence) in said:
            break
    else:
        pytest.fail("never said: {0}".format(said))
    session.forget()


def errors_until_it_runs(session, began):
    """What is said by each attempt to run a command, until another first process runs than the one that began then."""
    said = []
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if session.run(AGE, b"", None)[1] not in (began, b""):
                return said
        except (Conflict, Unavailable) as error:
            said.append(error.message)
        except LxcriError as error:
            # Between the server's no and the look at the instance it has begun to run.
            assert error.details["instance_status"] == "Running", error.message
    pytest.fail("it did not come back: {0}".format(said[-3:]))


@pytest.fixture
def ansible(server, python_there, tmp_path):
    made = Ansible(tmp_path)
    made.hosts(server, [python_there])
    return made


def test_wait_for_connection(server, python_there, ansible):
    server.ask("stop", "--force", python_there)
    wait = {"ansible.builtin.wait_for_connection": {"timeout": 2, "sleep": 1}}
    assert "is stopped; start it" in " ".join(ansible.play(wait, check=False).split())
    starter = threading.Timer(3, lambda: server.ask("start", python_there))
    starter.start()
    ansible.play({"ansible.builtin.wait_for_connection": {"timeout": 60, "sleep": 1}}, {"ansible.builtin.ping": {}})
    starter.join()


@pytest.mark.parametrize("keep", [False, True], ids=["plain", "kept"])
def test_a_reboot_is_waited_for(server, python_there, ansible, keep):
    ansible.hosts(server, [python_there], lxcri_keep_interpreter=keep)
    ansible.play(
        {"ansible.builtin.command": AGE, "register": "before"},
        {"ansible.builtin.reboot": {"reboot_command": "reboot", "boot_time_command": AGE, "reboot_timeout": 60}},
        {"ansible.builtin.command": AGE, "register": "after", "failed_when": "after.stdout == before.stdout"})
