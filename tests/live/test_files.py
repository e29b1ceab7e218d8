# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""copy, fetch and file against a real daemon; judged by what a command inside sees."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys

import pytest


@pytest.fixture(params=["running", "stopped", "frozen"])
def any_state(request, server, prefix):
    """The name of a container in each state files can be worked on in."""
    name = "{0}-{1}".format(prefix, request.param)
    server.ask("init" if request.param == "stopped" else "launch", "bb", name)
    if request.param == "frozen":
        server.ask("pause", name)
    return name


@pytest.fixture
def inside(server, running):
    """``inside(words)``: what a shell in the running container says.

    By way of a file: on a busy machine the official commands at times end before all output of a short exec has come.
    """
    def say(words):
        server.ask("exec", running, "--", "sh", "-c", "{ " + words + "\n} >/tmp/said")
        return server.ask("file", "pull", running + "/tmp/said", "-")

    return say


@pytest.fixture
def site(tmp_path):
    """A directory with everything a directory can have."""
    top = tmp_path / "site"
    (top / "deep" / "er").mkdir(parents=True)
    (top / "empty").mkdir()
    (top / "index.html").write_text("<h1>Grüße</h1>\n")
    (top / "empty.txt").write_text("")
    (top / "run.sh").write_text("#!/bin/sh\n")
    (top / "run.sh").chmod(0o750)
    (top / "deep" / "big").write_bytes(os.urandom(300000))
    (top / "deep" / "er" / "with space & 'quotes'").write_text("x")
    os.symlink("deep", top / "to-directory")
    os.symlink("/nowhere/at/all", top / "dangling")
    (top / b"caf\xe9".decode("utf-8", "surrogateescape")).write_text("latin1 name")
    return top


def outcome(result, **expected):
    assert not result.get("failed"), result.get("msg")
    for key, value in expected.items():
        assert result[key] == value, (key, result[key])
    return result


def test_twelve_steps_of_a_text_in_every_state(server, any_state, call, module):
    copy, file = module("copy"), module("file")

    def step(changed, check_mode=False, **options):
        return outcome(call(copy, check_mode, instance=any_state, dest="/root/t", **options), changed=changed)

    def content():
        return server.ask("file", "pull", any_state + "/root/t", "-", check=False)

    shown = step(True, True, content="one\n")
    assert shown["diff"] == {"before": "", "after": "one\n"} and content() == ""
    step(True, content="one\n")
    assert content() == "one\n"
    step(False, True, content="one\n")
    step(False, content="one\n")
    shown = step(True, True, content="two\n", mode="0600")
    assert shown["diff"] == {"before": "one\n", "after": "two\n"} and content() == "one\n"
    step(True, content="two\n", mode="0600")
    assert content() == "two\n"
    step(False, True, content="two\n", mode="0600")
    step(False, content="two\n", mode="0600")
    for check_mode, changed in ((True, True), (False, True), (True, False), (False, False)):
        outcome(call(file, check_mode, instance=any_state, path="/root/t", state="absent"), changed=changed)
    assert content() == ""


def test_owner_group_and_mode_by_name_number_and_symbol(running, call, module, inside):
    inside("echo 'web:x:1234:' >>/etc/group; echo 'www:x:4321:1234::/:/bin/sh' >>/etc/passwd")
    outcome(call(module("copy"), instance=running, content="x", dest="/root/o", owner="www", group="web", mode="u=rw,g=r,o="),
            uid=4321, gid=1234, mode="0640")
    assert inside("stat -c '%u %g %a' /root/o").split() == ["4321", "1234", "640"]
    outcome(call(module("file"), instance=running, path="/root/o", owner="7", mode="4755"), changed=True)
    assert inside("stat -c '%u %g %a' /root/o").split() == ["7", "1234", "4755"]
    outcome(call(module("copy"), instance=running, content="y", dest="/root/o"), changed=True)
    assert inside("stat -c '%u %g %a' /root/o; cat /root/o").split() == ["7", "1234", "4755", "y"]
    assert "no 'ghost'" in call(module("file"), instance=running, path="/root/o", owner="ghost")["msg"]


def test_bytes_that_are_no_text(running, call, module, inside):
    content = bytes(range(256)) * 400
    outcome(call(module("copy"), instance=running, content_base64=base64.b64encode(content).decode(), dest="/root/b"),
            checksum=hashlib.sha256(content).hexdigest())
    assert inside("sha256sum /root/b").split()[0] == hashlib.sha256(content).hexdigest()


def test_a_directory_there_and_back(running, call, module, inside, site, tmp_path):
    copy, fetch = module("copy"), module("fetch")
    shown = outcome(call(copy, True, instance=running, src=str(site), dest="/srv"), changed=True)
    assert "/srv/site/to-directory" in shown["paths"]["link"] and inside("ls /srv 2>/dev/null || echo none") == "none\n"
    outcome(call(copy, instance=running, src=str(site), dest="/srv"), changed=True)
    outcome(call(copy, instance=running, src=str(site), dest="/srv"), changed=False)
    outcome(call(copy, instance=running, src=str(site) + "/", dest="/srv/site"), changed=False)
    assert inside("for l in to-directory dangling; do readlink /srv/site/$l; done").split() == ["deep", "/nowhere/at/all"]
    assert inside("stat -c %a /srv/site/run.sh") == "750\n"
    assert inside("find /srv -name '*.lxcri-*'") == ""
    back = tmp_path / "back"
    outcome(call(fetch, instance=running, src="/srv/site/", dest=str(back)), changed=True)
    outcome(call(fetch, instance=running, src="/srv/site/", dest=str(back)), changed=False)
    done = subprocess.run(["diff", "-r", "--no-dereference", str(site), str(back)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_what_differs_is_written_and_a_mirror_removes(running, call, module, inside, site):
    copy = module("copy")
    outcome(call(copy, instance=running, src=str(site) + "/", dest="/srv/w", parents=True), changed=True)
    inside("echo theirs >/srv/w/theirs; mkdir /srv/w/uploads; echo u >/srv/w/uploads/u; rm /srv/w/dangling; mkdir /srv/w/dangling")
    refused = call(copy, instance=running, src=str(site) + "/", dest="/srv/w")
    assert refused["failed"] and "is a directory, and a link is to be there" in refused["msg"]
    inside("rmdir /srv/w/dangling")
    (site / "index.html").write_text("<h1>GRÜSSE</h1>\n")
    done = outcome(call(copy, instance=running, src=str(site) + "/", dest="/srv/w"), changed=True)
    assert done["paths"] == {"write": ["/srv/w/index.html"], "link": ["/srv/w/dangling"]}
    done = outcome(call(copy, instance=running, src=str(site) + "/", dest="/srv/w", mirror=True, exclude=["uploads"]),
                   changed=True)
    assert done["paths"] == {"remove": ["/srv/w/theirs"]}
    assert inside("cat /srv/w/uploads/u") == "u\n"


def test_whoever_looks_sees_the_old_or_the_whole_new_file(running, call, module, inside):
    outcome(call(module("copy"), instance=running, content="a" * 4000000, dest="/root/whole"), changed=True)
    inside("echo 'while [ ! -e /root/stop ]; do wc -c </root/whole; done | sort | uniq -c >/root/sizes; mv /root/sizes /root/seen' "
           ">/root/watch; setsid sh /root/watch </dev/null >/dev/null 2>&1 &")
    for letter in "bcdef":
        outcome(call(module("copy"), instance=running, content=letter * 4000000, dest="/root/whole"), changed=True)
    inside("touch /root/stop; while [ ! -s /root/seen ]; do sleep 0.1; done")
    assert {line.split()[1] for line in inside("cat /root/seen").splitlines()} == {"4000000"}


def test_backup_force_and_links_at_the_destination(running, call, module, inside):
    copy = module("copy")
    inside("echo old >/root/real; ln -s real /root/link")
    outcome(call(copy, instance=running, content="new\n", dest="/root/real", force=False), changed=False)
    done = outcome(call(copy, instance=running, content="new\n", dest="/root/link", follow=True, backup=True), changed=True)
    assert inside("cat /root/real '{0}'; readlink /root/link".format(done["backup_file"])) == "new\nold\nreal\n"
    outcome(call(copy, instance=running, content="own\n", dest="/root/link"), changed=True)
    assert inside("cat /root/real /root/link; readlink /root/link || echo no link") == "new\nown\nno link\n"


def test_a_mounted_file_is_written_in_place_when_that_is_allowed(running, call, module, inside):
    inside("echo a >/root/m; echo b >/run/m; mount --bind /run/m /root/m")
    refused = call(module("copy"), instance=running, content="c\n", dest="/root/m")
    assert refused["failed"] and inside("cat /root/m") == "b\n"
    outcome(call(module("copy"), instance=running, content="c\n", dest="/root/m", unsafe_writes=True), changed=True)
    assert inside("cat /root/m; ls -A /root") == "c\nm\n"


def test_states_of_a_file(running, call, module, inside):
    file = module("file")
    outcome(call(file, instance=running, path="/srv/a/b", state="directory", mode="2775", owner="5"), changed=True)
    assert inside("stat -c '%u %a' /srv/a/b /srv/a").split() == ["5", "2775", "0", "755"]
    outcome(call(file, instance=running, path="/srv/a/t", state="touch"), changed=True)
    outcome(call(file, instance=running, path="/srv/a/t", state="touch"), changed=False)
    outcome(call(file, instance=running, path="/srv/a/l", state="link", src="b"), changed=True)
    outcome(call(file, instance=running, path="/srv/a/l", state="link", src="b"), changed=False)
    outcome(call(file, instance=running, path="/srv/a/l", state="link", src="t"), changed=True)
    assert inside("readlink /srv/a/l") == "t\n"
    outcome(call(file, instance=running, path="/srv/a", recurse=True, state="directory", group="9", mode="a+rX"), changed=True)
    outcome(call(file, instance=running, path="/srv/a", recurse=True, state="directory", group="9", mode="a+rX"), changed=False)
    assert set(inside("find /srv/a ! -type l -exec stat -c %g {} ';'").split()) == {"9"}
    outcome(call(file, instance=running, path="/srv/a/l", state="absent"), changed=True)
    assert inside("ls /srv/a").split() == ["b", "t"]


@pytest.mark.parametrize("options, says", [
    ({"content": "x", "dest": "/root"}, "is a directory"),
    ({"content": "x", "dest": "/etc/passwd/x"}, "not a directory"),
    ({"content": "x", "dest": "/no/such/x"}, "there is no directory"),
    ({"content": "x", "dest": "relative"}, "absolute path"),
    ({"src": "/no/such/file", "dest": "/root/"}, "cannot be read"),
    ({"content": "x", "dest": "/root/x", "mode": "worldwide"}, "neither octal"),
])
def test_what_cannot_be_copied_is_said(stopped, call, module, options, says):
    result = call(module("copy"), instance=stopped, **options)
    assert result["failed"] and says in result["msg"], result["msg"]


def test_an_instance_that_does_not_exist_is_said(call, module, prefix):
    for name, options in (("copy", {"content": "x", "dest": "/x"}), ("fetch", {"src": "/x", "dest": "/tmp/x"}),
                          ("file", {"path": "/x"})):
        result = call(module(name), instance=prefix + "-none", **options)
        assert result["failed"] and "does not exist" in result["msg"]


def test_a_full_disk_leaves_the_old_file_and_no_rest(running, call, module, inside, tmp_path):
    inside("mkdir -p /srv/small && mount -t tmpfs -o size=2m none /srv/small && echo old >/srv/small/f")
    big = tmp_path / "big"
    big.write_bytes(b"x" * 5000000)
    result = call(module("copy"), instance=running, src=str(big), dest="/srv/small/f")
    assert result["failed"] and "Cannot copy to /srv/small/f" in result["msg"]
    assert inside("cat /srv/small/f; ls -A /srv/small") == "old\nf\n"


def test_a_fetch_keeps_what_was_here_when_it_fails(running, call, module, inside, tmp_path):
    here = tmp_path / "f"
    here.write_text("mine")
    assert call(module("fetch"), instance=running, src="/no/such", dest=str(here))["failed"]
    assert outcome(call(module("fetch"), instance=running, src="/no/such", dest=str(here), fail_on_missing=False),
                   changed=False)["state"] == "absent"
    assert here.read_text() == "mine" and os.listdir(tmp_path) == ["f"]


def test_a_big_file_needs_little_memory(server, running, tmp_path):
    """In a process of its own, whose peak is its own; there and back, 200 MB."""
    big = tmp_path / "big"
    with open(big, "wb") as file:
        for _block in range(200):
            file.write(os.urandom(1 << 20))
    code = (
        "import sys, resource; sys.path[:0] = {path!r}\n"
        "from ansible_collections.lxcri.containers.plugins.modules.{{0}} import TASK\n"
        "from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call\n"
        "from ansible.module_utils.common.arg_spec import ArgumentSpecValidator\n"
        "idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "params = ArgumentSpecValidator(TASK.arguments).validate({{1!r}}).validated_parameters\n"
        "result = TASK.outcome(Call(params))\n"
        "assert result['changed'], result\n"
        "print(result['checksum'], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle)\n"
    ).format(path=[entry for entry in sys.path if entry])
    common = {"server": server.socket, "instance": running}
    back = tmp_path / "back"
    sums = set()
    for name, options in (("copy", {"src": str(big), "dest": "/root/big"}), ("fetch", {"src": "/root/big", "dest": str(back)})):
        done = subprocess.run([sys.executable, "-c", code.format(name, dict(common, **options))], capture_output=True,
                              check=False, timeout=300)
        assert done.returncode == 0, done.stderr.decode()
        checksum, kilobytes = done.stdout.split()
        assert int(kilobytes) < 64 * 1024
        sums.add(checksum)
    assert len(sums) == 1
    assert subprocess.run(["cmp", str(big), str(back)], check=False).returncode == 0
