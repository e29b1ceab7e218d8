# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""run, kill, state and bootstrap on real daemons, asserted by the official command."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest


def status(server, name):
    found = [one for one in server.query("instances?recursion=1") if one["name"] == name]
    return found[0]["status"] if found else None


def test_run_in_a_container_that_is_gone_afterwards(server, call, module, prefix):
    found = call(module("run"), instance=prefix + "-1", image="bb", argv=["sh", "-c", "echo $A; cat"], env={"A": "b"},
                 stdin="in")
    assert (found["stdout"], found["created"], found["removed"], found["rc"]) == ("b\nin", True, True, 0)
    assert status(server, prefix + "-1") is None


@pytest.mark.parametrize(("remove", "cmd", "stays"), [
    ("always", "false", False), ("success", "false", True), ("success", "true", False), ("never", "true", True)])
def test_run_removes_as_it_is_told(server, call, module, prefix, remove, cmd, stays):
    found = call(module("run"), instance=prefix + "-1", image="bb", cmd=cmd, remove=remove)
    assert found["rc"] == (0 if cmd == "true" else 1) and found.get("failed", False) is (cmd == "false")
    assert status(server, prefix + "-1") == ("Running" if stays else None)


def test_run_removes_after_a_timeout(server, call, module, prefix):
    assert call(module("run"), instance=prefix + "-1", image="bb", cmd="sleep 100", timeout=0.5)["failed"]
    assert status(server, prefix + "-1") is None


def test_exec_waits_for_what_the_command_needs(server, call, module, running):
    call(module("exec"), instance=running, argv=["sh", "-c", "sleep 1; echo there >/tmp/there"], detach=True)
    wanted = {"instance": running, "cmd": "cat /tmp/there", "wait_for": [{"log": "/tmp/there", "line": "there"}]}
    assert call(module("exec"), **wanted)["stdout"] == "there"
    failed = call(module("exec"), **dict(wanted, cmd="touch /tmp/begun", wait_for=[{"file": "/tmp/none"}], wait_timeout=1))
    assert failed["failed"] and "/tmp/none" in failed["msg"]
    assert "begun" not in server.ask("exec", running, "--", "ls", "/tmp")


def test_run_uses_what_is_there_and_leaves_it(server, call, module, stopped):
    found = call(module("run"), instance=stopped, cmd="hostname", wait_for=[{"file": "/bin/sh"}])
    assert (found["stdout"], found["created"]) == (stopped, False)
    assert "removed" not in found
    assert status(server, stopped) == "Running"


def test_many_runs_at_once(server, call, module):
    before = set(server.names())
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda number: call(module("run"), image="bb", argv=["echo", str(number)]), range(6)))
    assert [one["stdout"] for one in found] == [str(number) for number in range(6)]
    assert not [name for name in set(server.names()) - before if name.startswith("run-")]


def test_run_checks_without_making_anything(server, call, module, prefix):
    found = call(module("run"), instance=prefix + "-1", image="bb", cmd="true", check_mode=True)
    assert found["skipped"] and not found["changed"] and found["created"]
    assert status(server, prefix + "-1") is None
    assert "no-such" in call(module("run"), instance=prefix, image="no-such", cmd="true", check_mode=True)["msg"]
    assert "set `image`" in call(module("run"), instance=prefix, cmd="true", check_mode=True)["msg"]


def test_signal_to_a_process(server, call, module, running):
    script = "trap 'echo yes >/tmp/got; exit' HUP; echo $$ >/tmp/pid; while :; do sleep 0.1; done"
    call(module("exec"), instance=running, argv=["sh", "-c", script], detach=True)
    call(module("wait"), instances=[running], wait_for=[{"command": "grep -q . /tmp/pid"}], timeout=20)
    pid = int(server.ask("exec", running, "--", "cat", "/tmp/pid"))
    found = call(module("kill"), instance=running, pid=pid, signal="HUP")
    assert found["changed"] and found["signal"] == "SIGHUP"
    call(module("wait"), instances=[running], wait_for=[{"file": "/tmp/got"}], timeout=20)
    assert server.ask("exec", running, "--", "cat", "/tmp/got") == "yes\n"


def test_signal_to_nobody(call, module, running):
    found = call(module("kill"), instance=running, pid=99999, signal="HUP")
    assert found["failed"] and "process 99999" in found["msg"]


def test_signals_that_the_server_stands_in_for(server, call, module, running):
    assert not call(module("kill"), instance=running, signal="CONT")["changed"]
    assert call(module("kill"), instance=running, signal="STOP", check_mode=True)["changed"]
    assert status(server, running) == "Running"
    assert call(module("kill"), instance=running, signal="STOP")["changed"]
    assert status(server, running) == "Frozen"
    assert "is frozen" in call(module("kill"), instance=running, signal="HUP")["msg"]
    assert call(module("kill"), instance=running, signal="SIGCONT")["changed"]
    assert status(server, running) == "Running"
    assert call(module("kill"), instance=running, signal=9)["changed"]
    assert status(server, running) == "Stopped"
    assert "is stopped" in call(module("kill"), instance=running, signal="KILL")["msg"]


def test_state_is_what_the_server_says(server, call, module, stopped):
    assert call(module("state"), instance=stopped)["state"]["status"] == "created"
    server.ask("config", "set", stopped, "user.role", "web")
    server.ask("start", stopped)
    found = call(module("state"), instance=stopped)
    assert not found["changed"]
    state = found["state"]
    assert (state["id"], state["status"], state["annotations"]["role"]) == (stopped, "running", "web")
    assert state["pid"] == server.query("instances/{0}/state".format(stopped))["pid"]
    assert os.path.isdir("/proc/{0}".format(state["pid"]))
    assert os.path.isdir(os.path.join(state["bundle"], "rootfs"))
    server.ask("stop", "--force", stopped)
    state = call(module("state"), instance=stopped)["state"]
    assert state["status"] == "stopped" and "pid" not in state


# As good as an interpreter for whom it is asked by; busybox has no Python, and a static one is no small thing.
FALSE_PYTHON = "#!/bin/sh\n# {0}\necho 3.12.1\n"


def test_bootstrap_pushes_an_interpreter(server, call, module, prefix, tmp_path):
    names = [prefix + "-1", prefix + "-2"]
    for name in names:
        server.ask("launch", "bb", name)
    interpreter = tmp_path / "python3"
    interpreter.write_text(FALSE_PYTHON.format("x" * 3000000))
    told = {"instances": names, "interpreter": str(interpreter), "dest": "/opt/py/bin/python3"}
    for check_mode in (True, False):
        found = call(module("bootstrap"), check_mode=check_mode, **told)
        assert found["changed"]
        assert found["diff"]["before"] == dict.fromkeys(names, "no Python")
        asked = server.ask("exec", names[0], "--", "sh", "-c", "stat -c %a /opt/py/bin/python3 || echo none", check=False)
        assert asked.split() == (["none"] if check_mode else ["755"])
    assert found["interpreters"] == dict.fromkeys(names, "/opt/py/bin/python3")
    assert found["instances"][names[1]]["version"] == "3.12.1"
    again = call(module("bootstrap"), **told)
    assert not again["changed"] and again["interpreters"] == found["interpreters"]


def test_bootstrap_without_any_way_says_so_and_does_the_rest(server, call, module, prefix, running, tmp_path):
    other = prefix + "-2"
    server.ask("launch", "bb", other)
    server.ask("exec", other, "--", "sh", "-c", "mkdir -p /usr/bin; printf '{0}' >/usr/bin/python3; chmod 755 /usr/bin/python3".format(
        FALSE_PYTHON.format("").replace("\n", "\\n")))
    found = call(module("bootstrap"), instances=[running, other])
    assert found["failed"] and "1 of 2" in found["msg"] and "no package manager" in found["msg"]
    assert found["interpreters"] == {other: "/usr/bin/python3"}
