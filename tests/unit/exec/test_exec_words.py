# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts, results, options and refusals: the pure parts of running a command."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_failure import judged as refusal
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Conflict,
    Invalid,
    NotFound,
    OperationFailed,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.account import (
    Account,
    account_of,
    group_of,
    is_root,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.exec_result import judged, result_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec_options import (
    argv_of,
    bytes_of,
    command_of,
    environment_of,
)

PASSWD = (
    "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:34:www:/var/www:/usr/sbin/nologin\n"
    "broken line\nhalf:x:y:z:::\n")


@pytest.mark.parametrize(("user", "found"), [
    ("www-data", Account("www-data", 33, 34, "/var/www", "/usr/sbin/nologin")),
    ("33", Account("www-data", 33, 34, "/var/www", "/usr/sbin/nologin")),
    ("4711", Account("", 4711, 0)),
    ("half", None),
    ("nobody", None),
])
def test_account(user, found):
    assert account_of(user, PASSWD) == found


@pytest.mark.parametrize(("user", "root"), [("", True), ("0", True), ("root", True), ("1", False), ("toor", False)])
def test_root_needs_no_lookup(user, root):
    assert is_root(user) is root


@pytest.mark.parametrize(("group", "number"), [("7", 7), ("adm", 4), ("nobody", None)])
def test_group(group, number):
    assert group_of(group, "adm:x:4:syslog\n") == number


def test_environment_of_an_account_leaves_out_what_is_unknown():
    assert Account("", 4711, 0).environment() == {}
    assert Account("u", 1, 1, "/h", "/s").environment() == {"HOME": "/h", "USER": "u", "LOGNAME": "u", "SHELL": "/s"}


def test_result_keeps_bytes_that_are_no_text():
    found = result_of(0, b"\xff\n", b"fine\n\n")
    assert found == {"rc": 0, "stdout": "�", "stdout_lines": ["�"], "stdout_b64": "/wo=",
                     "stderr": "fine", "stderr_lines": ["fine"]}
    assert result_of(0, b"a\n", b"", strip=False)["stdout"] == "a\n"


@pytest.mark.parametrize(("rc", "failed"), [(0, False), (1, True), (127, True)])
def test_a_return_code_fails(rc, failed):
    assert judged({"rc": rc}, "x").get("failed", False) is failed


@pytest.mark.parametrize(("options", "argv"), [
    ({"argv": ["a", "b c"]}, ("a", "b c")),
    ({"cmd": "a 'b c' d\\ e"}, ("a", "b c", "d e")),
    ({"cmd": "a | b", "shell": "/bin/sh"}, ("/bin/sh", "-c", "a | b")),
])
def test_argv(options, argv):
    assert argv_of(options) == argv


@pytest.mark.parametrize("options", [{}, {"cmd": ""}, {"cmd": "a 'b"}, {"argv": [""]}, {"argv": ["a", "b\0"]}])
def test_no_argv(options):
    with pytest.raises(Invalid):
        argv_of(options)


@pytest.mark.parametrize(("options", "content"), [
    ({}, b""),
    ({"stdin": "a", "stdin_add_newline": True}, b"a\n"),
    ({"stdin": "a\n", "stdin_add_newline": True}, b"a\n"),
    ({"stdin": "ä", "stdin_add_newline": False}, "ä".encode()),
    ({"stdin_base64": "/w\n=="}, b"\xff"),
])
def test_input(options, content):
    assert bytes_of(options) == content


def test_input_that_is_no_base64():
    with pytest.raises(Invalid, match="stdin_base64"):
        bytes_of({"stdin_base64": "!"})


def test_environment_is_text():
    assert environment_of({"env": {"A": 1, "B": True, "C": None, "D": "x"}}) == {"A": "1", "B": "true", "D": "x"}
    for name in ("", "A=B"):
        with pytest.raises(Invalid, match="env"):
            environment_of({"env": {name: "x"}})


def test_command_of_a_user_has_its_group_home_and_names():
    found = command_of({"argv": ["x"], "env": {"HOME": "/elsewhere"}}, Account("u", 5, 6, "/home/u", "/bin/sh"), None)
    assert (found.uid, found.gid, found.cwd) == (5, 6, "/home/u")
    assert found.environment == {"HOME": "/elsewhere", "USER": "u", "LOGNAME": "u", "SHELL": "/bin/sh"}
    assert command_of({"argv": ["x"], "cwd": "/srv"}, Account("u", 5, 6, "/h"), 7).gid == 7


def test_body_leaves_the_rest_to_the_server():
    assert Command(("x",)).body(True) == {
        "command": ["x"], "environment": {}, "interactive": False, "wait-for-websocket": True}
    assert Command(("x",), uid=0, gid=0, cwd="/").body(False) == {
        "command": ["x"], "environment": {}, "interactive": False, "wait-for-websocket": False, "user": 0, "group": 0,
        "cwd": "/"}


SEEN = [
    (None, "", NotFound, "does not exist"),
    ({"status": "Stopped"}, "", Conflict, "is stopped; start it"),
    ({"status": "Stopped", "config": {"volatile.last_state.power": "STOPPED"}}, "", Conflict, "is stopped; start it"),
    ({"status": "Stopped", "config": {"volatile.last_state.power": "RUNNING"}}, "", Conflict, "seems to be restarting"),
    ({"status": "Stopped", "config": {"volatile.eth0.host_name": "veth1"}}, "", Conflict, "seems to be restarting"),
    ({"status": "Frozen"}, "", Conflict, "is frozen; unfreeze it"),
    ({"status": "Stopped"}, "Restarting instance", Conflict, "is stopped just now (Restarting instance)"),
    ({"status": "Starting"}, "", Conflict, "is starting; wait until it runs"),
    ({"status": "Running", "type": "virtual-machine"}, "", Conflict, "the agent in the virtual machine"),
    ({"status": "Running", "type": "container"}, "", OperationFailed, "could not be run in instance 'web' (why)"),
]


@pytest.mark.parametrize(("found", "busy", "kind", "sentence"), SEEN)
def test_refusal_says_what_the_instance_is(found, busy, kind, sentence):
    error = refusal("web", "default", "ls", Invalid("why.", status=400), found, busy)
    assert error.__class__ is kind
    assert sentence in error.message
    assert error.details["name"] == "web"


def test_refusal_names_the_project():
    assert "in project 'p'" in refusal("web", "p", "ls", NotFound("x"), None, "").message
