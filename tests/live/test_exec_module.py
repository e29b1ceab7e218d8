# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module exec on real daemons, asserted by the official command."""

from __future__ import annotations

import base64

import pytest


@pytest.fixture
def run(call, module, running):
    """``run(**options)`` in a running container."""
    return lambda **options: call(module("exec"), instance=running, **options)


def test_what_it_returns(run, running):
    found = run(cmd="echo 'a b'; echo c >&2", shell="/bin/sh")
    assert found["changed"] and not found.get("failed")
    assert (found["rc"], found["stdout"], found["stderr_lines"]) == (0, "a b", ["c"])
    assert found["instance"] == running and found["delta"].startswith("0:00:0")


def test_a_return_code_fails(run):
    found = run(argv=["sh", "-c", "echo why >&2; exit 3"])
    assert found["failed"] and found["rc"] == 3 and found["stderr"] == "why"


def test_a_command_that_is_not_there(run):
    found = run(cmd="no-such-command")
    assert found["failed"] and found["rc"] == 127


def test_bytes_that_are_no_text(run):
    sent = base64.b64encode(bytes(range(256))).decode()
    found = run(cmd="cat", stdin_base64=sent, strip_empty_ends=False)
    assert found["stdout_b64"] == sent


def test_input(run, tmp_path):
    (tmp_path / "in").write_bytes(b"x" * 3000000)
    assert run(cmd="wc -c", stdin_file=str(tmp_path / "in"))["stdout"].strip() == "3000000"
    assert run(cmd="cat", stdin="a", strip_empty_ends=False)["stdout"] == "a\n"
    assert run(cmd="cat", stdin="a", stdin_add_newline=False, strip_empty_ends=False)["stdout"] == "a"


def test_user_by_name_has_its_numbers_and_home(run, running, server):
    server.ask("exec", running, "--", "sh", "-c",
               "echo 'web:x:1234:2345::/srv:/bin/sh' >>/etc/passwd; echo 'adm:x:44:' >>/etc/group; mkdir -p /srv")
    found = run(cmd="id -u; id -g; pwd; echo $HOME $USER $A", shell="/bin/sh", user="web", env={"A": 1})
    assert found["stdout_lines"] == ["1234", "2345", "/srv", "/srv web 1"]
    assert run(cmd="id -g", user="web", group="adm")["stdout"] == "44"
    assert "no user 'nobody-knows'" in run(cmd="id", user="nobody-knows")["msg"]


def test_directory(run):
    assert run(cmd="pwd", cwd="/etc")["stdout"] == "/etc"
    found = run(cmd="pwd", cwd="/no/such")
    assert found["failed"] and "cwd: /no/such is no directory" in found["msg"]


@pytest.mark.parametrize(("option", "path", "runs"), [
    ("creates", "/bin/busy*", False), ("creates", "/no*", True), ("removes", "/bin/sh", True), ("removes", "/no", False)])
def test_only_if(run, server, running, option, path, runs):
    for check_mode in (True, False):
        found = run(cmd="touch /ran", check_mode=check_mode, **{option: path})
        assert found["changed"] is runs and not found.get("skipped")
        there = server.ask("exec", running, "--", "sh", "-c", "[ -e /ran ] && echo yes || echo no").strip()
        assert there == ("yes" if runs and not check_mode else "no")


def test_check_mode_runs_nothing(run, server, running):
    found = run(cmd="touch /ran", check_mode=True)
    assert found["skipped"] and not found["changed"]
    assert server.ask("exec", running, "--", "ls", "/ran", check=False) == ""


def test_a_timeout_returns_what_was_written(run):
    found = run(cmd="echo begun; sleep 100", shell="/bin/sh", timeout=0.7)
    assert found["failed"] and found["stdout"] == "begun" and "did not end within 0.7 seconds" in found["msg"]


def test_detached(run, server, running):
    found = run(cmd="sleep 30", detach=True)
    shown = server.query("operations/" + found["operation"])
    assert shown["status"] == "Running"
    assert "/1.0/instances/" + running in shown["resources"]["instances"]
    assert run(cmd="cat", detach=True, stdin="x")["failed"]


@pytest.mark.parametrize(("state", "sentence"), [("stop", "is stopped; start it"), ("pause", "is frozen; unfreeze it")])
def test_it_must_run(run, server, running, state, sentence):
    server.ask(*(["stop", "--force"] if state == "stop" else ["pause"]), running)
    found = run(cmd="true")
    assert found["failed"] and sentence in found["msg"]


def test_no_instance(call, module):
    assert "does not exist" in call(module("exec"), instance="no-such", cmd="true")["msg"]


def test_a_project_of_its_own(call, module, server, prefix):
    server.ask("project", "create", prefix, "-c", "features.images=false", "-c", "features.profiles=false")
    try:
        server.ask("launch", "bb", "c", "--project", prefix)
        found = call(module("exec"), instance="c", project=prefix, cmd="id -u", user="1", creates="/no")
        assert found["stdout"] == "1"
        assert "in project '{0}'".format(prefix) in call(module("exec"), instance="d", project=prefix, cmd="id")["msg"]
    finally:
        server.ask("delete", "--force", "c", "--project", prefix, check=False)
        server.ask("project", "delete", prefix)
