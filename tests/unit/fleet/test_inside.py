# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet does in its instances.  The fake runs commands and has no files; those are shown on real daemons."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, NONE, UPDATE, Plan
from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import carry_out, look, marked, works_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside_plan import with_due
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb

MARK = "user.lxcri.inside"
BASE = 5


def wanted(files=(), commands=(), state="started"):
    return Wanted("web", state, {}, {"files": list(files), "commands": list(commands)})


@pytest.mark.parametrize("files, commands, said", [
    ([{"dest": "/etc/motd", "content": "hunter2"}], [], [("copy", "files[0] /etc/motd", False)]),
    ([{"path": "/srv", "state": "directory"}], [], [("file", "files[0] /srv", False)]),
    ([{"dest": "/a", "src": "a"}, {"path": "/b"}], [{"cmd": "sh -c 'x hunter2'"}], [
        ("copy", "files[0] /a", False), ("file", "files[1] /b", False), ("exec", "commands[0] sh", True)]),
    ([], [{"argv": ["/bin/app", "--token", "hunter2"], "creates": "/x"}], [("exec", "commands[0] /bin/app", False)]),
    ([], [{"cmd": "TOKEN=hunter2 app", "shell": "/bin/sh", "removes": "/x"}], [("exec", "commands[0] /bin/sh", False)]),
])
def test_what_is_declared_in_order_and_without_what_may_be_secret(files, commands, said):
    assert [(work.verb, work.says, work.once) for work in works_of(wanted(files, commands))] == said
    assert not works_of(wanted(files, commands, "absent"))


def test_only_what_is_done_once_needs_a_mark():
    assert marked(wanted([{"dest": "/a"}], [{"cmd": "x", "creates": "/y"}])).values == {}
    assert marked(wanted([], [{"cmd": "x"}])).values == {"config": {MARK: "due"}}


def verbs(there, log):
    """Verbs on a set of paths: a copy is due where its path is not there, and needs the path's parent."""
    def intend(_client, options):
        parent, _slash, _name = options["dest"].rpartition("/")
        if parent and parent not in there:
            raise NotFound("no directory {0}.".format(parent))
        return Intent(options["dest"] not in there)

    def perform(_client, options, _intent, _say):
        log.append((options["instance"], options.get("dest") or options["cmd"]))
        there.add(options.get("dest"))
        return {"failed": True, "msg": "x ended with the return code 3.", "stderr_lines": ["", "no disk", ""]} if options.get(
            "cmd") == "bad" else {}

    return {"copy": Verb("copy", {}, intend, perform), "exec": Verb("exec", {}, lambda _c, _o: Intent(True), perform)}.get


def test_what_is_due_is_found_without_doing_it_and_then_done_in_order():
    there, log = {"/a"}, []
    declared = wanted([{"dest": "/a"}, {"dest": "/b"}, {"dest": "/b/c"}], [{"cmd": "x"}])
    assert look(None, verbs(there, log), declared, False) == ("files[1] /b", "files[2] /b/c")
    assert look(None, verbs(there, log), declared, True) == ("files[1] /b", "files[2] /b/c", "commands[0] x")
    assert log == []
    carry_out(None, verbs(there, log), declared, True)
    assert log == [("web", "/b"), ("web", "/b/c"), ("web", "x")]
    assert look(None, verbs(there, log), declared, False) == ()


def test_what_cannot_be_done_is_said_before_anything_is_and_names_the_entry():
    with pytest.raises(NotFound, match=r"instance 'web': files\[0\] /b/c: no directory /b"):
        look(None, verbs(set(), []), wanted([{"dest": "/b/c"}]), False)
    with pytest.raises(LxcriError, match=r"instance 'web': commands\[0\] bad: x ended with the return code 3: no disk\."):
        carry_out(None, verbs(set(), []), wanted([], [{"cmd": "bad"}, {"cmd": "never"}]), True)


@pytest.mark.parametrize("action, due, unseen, expected", [
    (NONE, (), False, (NONE, "as declared")),
    (NONE, ("files[0] /a",), False, (UPDATE, "inside: files[0] /a")),
    (CREATE, ("files[0] /a", "commands[0] x"), False, (CREATE, "does not exist; inside: files[0] /a, commands[0] x")),
    (UPDATE, ("files[0] /a",), True, (UPDATE, "status is Stopped; inside: files[0] /a (looked at once it runs)")),
])
def test_the_plan_says_what_is_due_inside(action, due, unseen, expected):
    reason = {NONE: "as declared", CREATE: "does not exist", UPDATE: "status is Stopped"}[action]
    planned = with_due(Plan("instance", "web", action, reason=reason), due, unseen)
    assert (planned.action, planned.reason) == expected


@pytest.fixture
def ran(with_image):
    """The commands that instances ran, one ``(words)`` each; a word ``fail`` ends with 3 until it is taken out of ``broken``."""
    found = []

    def run(command, _environment):
        found.append(command)
        return (3, b"", b"no disk\n") if command[0] in found_broken else (0, b"", b"")

    found_broken = {"fail"}
    with_image.exec = run
    return found, found_broken


def test_commands_run_once_after_the_instance_is_made_and_before_what_comes_after_it(run, with_image, shop, ran):
    shop["instances"] = [
        {"name": "first", "image": "debian", "profiles": ["web"], "commands": [{"argv": ["one"]}, {"cmd": "two 2"}]},
        {"name": "second", "image": "debian", "profiles": ["web"], "after": ["first"]}]
    checked = run(shop, check=True)
    assert {one["name"]: one["reason"] for one in checked["plan"]}["first"] == (
        "does not exist; inside: commands[0] one, commands[1] two")
    assert ran[0] == []
    made = run(shop)
    assert not made.get("failed"), made["msg"]
    assert ran[0] == [["one"], ["two", "2"]]
    paths = [(one.method, one.path) for one in with_image.requests]
    assert max(place for place, one in enumerate(paths) if one[1] == "/1.0/instances/first/exec") < [
        place for place, one in enumerate(paths) if one == ("POST", "/1.0/instances")][1]
    assert with_image.get("/1.0/instances/first")["config"][MARK] == "done"
    with_image.reset_counts()
    for options in ({}, {"purge": True}):
        assert run(shop, **options)["changed"] is False
    assert len(ran[0]) == 2
    assert MARK not in with_image.get("/1.0/instances/second")["config"]


def test_without_them_no_request_more_is_sent(run, with_image, shop, ran):
    shop["instances"][0]["commands"] = [{"argv": ["one"]}]
    run(shop)
    with_image.reset_counts()
    assert run(shop)["changed"] is False
    assert len(with_image.requests) == BASE


def test_a_command_that_fails_fails_its_instance_and_is_done_by_the_next_run(run, with_image, shop, ran):
    shop["instances"] = [
        {"name": "first", "image": "debian", "profiles": ["web"], "commands": [{"argv": ["fail", "hunter2"]}]},
        {"name": "second", "image": "debian", "profiles": ["web"], "after": ["first"]}]
    result = run(shop)
    assert result["failed"] and "hunter2" not in repr(result)
    assert "instance 'first': commands[0] fail: fail ended with the return code 3: no disk." in result["msg"]
    assert [one["outcome"] for one in result["plan"] if one["kind"] == "instance"] == ["failed", "blocked"]
    checked = run(shop, check=True)
    assert {one["name"]: (one["action"], one["reason"]) for one in checked["plan"]}["first"] == (
        "update", "inside: commands[0] fail")
    ran[1].clear()
    assert not run(shop).get("failed")
    assert ran[0] == [["fail", "hunter2"]] * 2
    assert run(shop)["changed"] is False


def test_what_is_made_anew_has_everything_done_again(run, with_image, shop, ran):
    shop["instances"] = [{"name": "web0", "source": {"type": "none"}, "profiles": ["web"], "commands": [{"argv": ["one"]}]}]
    run(shop)
    shop["instances"][0].update(type="virtual-machine", replace=True)
    assert not run(shop).get("failed")
    assert ran[0] == [["one"]] * 2 and run(shop)["changed"] is False


def test_a_plan_holds_what_is_done_inside(run, with_image, shop, ran, tmp_path):
    shop["instances"] = [{"name": "web0", "image": "debian", "profiles": ["web"], "commands": [{"argv": ["fail"]}]}]
    plan = str(tmp_path / "plan.json")
    run(shop, state="planned", plan=plan)
    assert run(None, plan=plan)["failed"]
    ran[1].clear()
    run(shop, state="planned", plan=plan)
    with open(plan) as file:
        assert [step["inside"] for step in json.load(file)["steps"]] == [["commands[0] fail"]]
    done = run(None, plan=plan)
    assert not done.get("failed"), done["msg"]
    assert ran[0] == [["fail"]] * 2 and run(shop)["changed"] is False


@pytest.mark.parametrize("entry, sentence", [
    ({"files": [{"dest": "/a", "content": "x"}], "state": "stopped"}, "only in a running instance something can be done"),
    ({"files": [{"dest": "/a"}]}, "files[0]: one of the following is required: src, content, content_base64"),
    ({"files": [{"dest": "/a", "contents": "x"}]}, "files[0]: unknown key `contents`; did you mean 'content'?"),
    ({"files": [{"path": "/a", "state": "link"}]}, "files[0]: state is link but all of the following are missing: src"),
    ({"commands": [{"argv": ["x"], "cmd": "x"}]}, "commands[0]: parameters are mutually exclusive: argv|cmd"),
    ({"commands": ["x"]}, "Elements value for option 'commands' is of type"),
])
def test_what_no_verb_takes_is_refused_before_anything_is_written(run, with_image, shop, entry, sentence):
    shop["instances"][0].update(entry)
    result = run(shop)
    assert sentence in result["msg"], result["msg"]
    assert not with_image.writes


def test_what_is_approved_holds_what_is_done_inside(run, with_image, shop, ran):
    shop["instances"][0]["commands"] = [{"argv": ["one"]}]
    asked = run(shop, state="compared")
    assert asked["plan_id"] == run(shop, state="compared")["plan_id"]
    shop["instances"][0]["commands"] = [{"argv": ["two"]}]
    refused = run(shop, approved=asked["plan_id"])
    assert "is not the plan that was approved" in refused["msg"] and not with_image.writes
    assert not run(shop, approved=run(shop, state="compared")["plan_id"]).get("failed")
    assert ran[0] == [["two"]]
