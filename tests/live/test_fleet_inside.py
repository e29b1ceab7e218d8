# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and commands that a fleet puts into its instances, on real daemons, asserted by the official commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "hunter2"


def good(result):
    assert not result.get("failed"), result["msg"]
    return result


def due(result):
    return {one["name"]: (one["action"], one["reason"].partition("inside: ")[2]) for one in result["plan"] if
            one["action"] != "none"}


@pytest.fixture
def document(prefix, tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "one").write_text("1\n")
    (tmp_path / "app" / "two").write_text("2\n")
    return {
        "name": prefix,
        "instances": [
            {"name": prefix + "-a", "image": "bb", "wait_for": [{"ipv4": "any"}],
             "files": [
                 {"path": "/srv/app", "state": "directory", "mode": "0750"},
                 {"dest": "/srv/app/secret", "content": SECRET + "\n", "mode": "0600", "owner": "0", "group": "7"},
                 {"dest": "/srv", "src": str(tmp_path / "app")}],
             "commands": [
                 {"cmd": "echo $WORD >> /srv/log", "shell": "/bin/sh", "env": {"WORD": "once"}},
                 {"cmd": "cp /srv/app/secret /srv/copied", "creates": "/srv/copied"}]},
            {"name": prefix + "-b", "image": "bb", "after": [prefix + "-a"]},
            {"name": prefix + "-c", "image": "bb"}],
    }


def test_files_and_commands_from_making_to_drift(server, prefix, document, call, module):
    fleet, name = module("fleet"), prefix + "-a"
    everything = "files[0] /srv/app, files[1] /srv/app/secret, files[2] /srv, commands[0] /bin/sh, commands[1] cp"
    checked = good(call(fleet, True, fleet=document))
    assert due(checked)[name] == ("create", everything)
    made = good(call(fleet, fleet=document))
    assert SECRET not in repr(checked) + repr(made)
    assert {one["outcome"] for one in made["plan"]} == {"done"}
    assert server.ask("exec", name, "--", "cat", "/srv/copied", "/srv/app/one", "/srv/app/two", "/srv/log") == (
        SECRET + "\n1\n2\nonce\n")
    assert server.ask("exec", name, "--", "stat", "-c", "%a %u %g", "/srv/app", "/srv/app/secret") == "750 0 0\n600 0 7\n"

    for options in ({}, {"purge": True}):
        again = good(call(fleet, fleet=document, **options))
        assert again["changed"] is False, again["plan_table"]

    server.ask("exec", name, "--", "sh", "-c", "echo theirs > /srv/app/two; chmod 644 /srv/app/secret; rm /srv/copied")
    drift = good(call(fleet, fleet=document, state="compared"))["drift"]
    assert [(one["action"], one["differs"]) for one in drift] == [("update", ["files[1]", "files[2]", "commands[1]"])]
    good(call(fleet, fleet=document))
    assert server.ask("exec", name, "--", "cat", "/srv/app/two", "/srv/log", "/srv/copied") == "2\nonce\n" + SECRET + "\n"
    assert good(call(fleet, fleet=document))["changed"] is False

    server.ask("stop", "--force", name)
    stopped = good(call(fleet, True, fleet=document))
    assert due(stopped)[name] == ("update", "files[0] /srv/app, files[1] /srv/app/secret, files[2] /srv, commands[1] cp "
                                            "(looked at once it runs)")
    good(call(fleet, fleet=document))
    assert server.ask("exec", name, "--", "cat", "/srv/log") == "once\n"
    good(call(fleet, fleet=document, state="absent"))


def test_what_fails_inside_blocks_what_comes_after_and_is_finished_later(server, prefix, document, call, module):
    fleet, first = module("fleet"), document["instances"][0]
    first["commands"] = [{"cmd": "echo one >> /srv/log", "shell": "/bin/sh"},
                         {"cmd": "test -e /srv/go || { echo no go >&2; exit 3; }", "shell": "/bin/sh"}]
    result = call(fleet, fleet=document)
    assert "instance '{0}-a': commands[1] /bin/sh: /bin/sh ended with the return code 3: no go.".format(prefix) in result["msg"]
    assert [one["outcome"] for one in result["plan"]] == ["failed", "blocked", "done"]
    server.ask("exec", prefix + "-a", "--", "touch", "/srv/go")
    assert due(good(call(fleet, True, fleet=document)))[prefix + "-a"] == (
        "update", "commands[0] /bin/sh, commands[1] /bin/sh")
    assert [one["outcome"] for one in good(call(fleet, fleet=document))["plan"]] == ["done", "done", "none"]
    assert good(call(fleet, fleet=document))["changed"] is False
    good(call(fleet, fleet=document, state="absent"))


def test_a_plan_holds_what_is_done_inside_and_is_refused_when_that_moved(server, prefix, document, call, module, tmp_path):
    fleet, plan, name = module("fleet"), str(tmp_path / "plan.json"), prefix + "-a"
    good(call(fleet, fleet=document, state="planned", plan=plan))
    good(call(fleet, plan=plan))
    assert good(call(fleet, fleet=document))["changed"] is False
    document["instances"][0]["files"][1]["content"] = "other\n"
    good(call(fleet, fleet=document, state="planned", plan=plan))
    server.ask("exec", name, "--", "rm", "/srv/copied")
    refused = call(fleet, plan=plan)
    assert refused["failed"] and "what is due in instance '{0}' differs".format(name) in refused["msg"]
    assert server.ask("exec", name, "--", "cat", "/srv/app/secret") == SECRET + "\n"
    good(call(fleet, fleet=document, state="planned", plan=plan))
    good(call(fleet, plan=plan))
    assert server.ask("exec", name, "--", "cat", "/srv/copied") == "other\n"
    asked = good(call(fleet, fleet=document, state="compared"))
    assert asked["drift"] == []
    good(call(fleet, fleet=document, state="absent"))


def test_what_cannot_be_done_in_what_runs_is_said_before_anything_is_written(server, prefix, document, call, module):
    fleet = module("fleet")
    good(call(fleet, fleet=document))
    document["instances"][0]["files"] = [{"dest": "/nowhere/at/all", "content": "x"}]
    document["instances"][2]["config"] = {"user.a": "b"}
    result = call(fleet, fleet=document)
    assert "files[0] /nowhere/at/all: " in result["msg"] and "Nothing was changed" in result["msg"]
    assert "user.a" not in server.query("instances/{0}-c".format(prefix))["config"]
    good(call(fleet, fleet=document, state="absent"))


def until(holds, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
    return holds()


def test_an_interrupt_ends_the_commands_and_the_next_run_does_them(server, prefix, call, module, tmp_path):
    place = tmp_path / "collections" / "ansible_collections" / "lxcri"
    place.mkdir(parents=True)
    (place / "containers").symlink_to(ROOT, target_is_directory=True)
    fleet = {"name": prefix, "instances": [
        {"name": "{0}-{1}".format(prefix, number), "image": "bb", "commands": [{"argv": ["sleep", "4717"]}]}
        for number in range(2)]}
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [
        {"lxcri.containers.fleet": {"fleet": fleet}}]}]))
    environ = dict(os.environ, ANSIBLE_COLLECTIONS_PATH=str(tmp_path / "collections"), LXCRI_SERVER=server.socket,
                   ANSIBLE_HOME=str(tmp_path / "home"))

    def runs():
        words = ("sh", "-c", "cat /proc/[0-9]*/cmdline | tr -d '\\0'")
        return sum("sleep4717" in server.ask("exec", one["name"], "--", *words, check=False) for one in fleet["instances"])

    process = subprocess.Popen([str(Path(sys.executable).with_name("ansible-playbook")), str(tmp_path / "play.yml")],
                               env=environ, stdin=subprocess.DEVNULL, start_new_session=True, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
    assert until(lambda: runs() == 2)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert until(lambda: runs() == 0, 10)
    fleet["instances"][0]["commands"] = fleet["instances"][1]["commands"] = [{"argv": ["touch", "/srv-done"]}]
    assert good(call(module("fleet"), fleet=fleet))["counts"] == {"update": 2}
    assert good(call(module("fleet"), fleet=fleet))["changed"] is False
