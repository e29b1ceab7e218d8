# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SFTP, and what copy, fetch and file make of it, against OpenSSH's own server in a directory of this machine.

The server sees the whole machine, so every path begins with the test's directory, as it would inside an instance.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import Sftp
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp_many import (
    NewFile,
    digests,
    read_small,
    walk,
    write_small,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Conflict,
    LxcriError,
    NotFound,
    OperationFailed,
    Unavailable,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.tree import Attributes, Entry, steps
from ansible_collections.lxcri.containers.plugins.module_utils._verbs import file_steps, local_steps, trees
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copy import COPY
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copy import _intend as copy_intend
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copy_source import source_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import followed

SERVER = next((path for path in ("/usr/lib/openssh/sftp-server", "/usr/lib/ssh/sftp-server", "/usr/libexec/sftp-server",
                                 "/usr/libexec/openssh/sftp-server") if os.path.exists(path)), None)
pytestmark = pytest.mark.skipif(not SERVER, reason="no sftp-server of OpenSSH")


@pytest.fixture
def connected():
    """``(sftp, process)``."""
    ours, theirs = socket.socketpair()
    ours.settimeout(20)
    process = subprocess.Popen([SERVER, "-u", "0022"], stdin=theirs, stdout=theirs)
    theirs.close()
    with Sftp(ours, "the test") as sftp:
        yield sftp, process
    process.kill()
    process.wait()


@pytest.fixture
def sftp(connected):
    return connected[0]


@pytest.fixture
def site(tmp_path):
    """A directory with everything a directory can have."""
    top = tmp_path / "site"
    (top / "deep" / "er").mkdir(parents=True)
    (top / "empty").mkdir()
    (top / "index").write_text("<h1>Grüße</h1>\n")
    (top / "nothing").write_text("")
    (top / "run").write_text("#!/bin/sh\n")
    (top / "run").chmod(0o750)
    (top / "deep" / "big").write_bytes(os.urandom(200001))
    (top / "deep" / "er" / "space & 'quote'").write_text("x")
    os.symlink("deep", top / "to-directory")
    os.symlink("/nowhere/at/all", top / "dangling")
    (top / b"caf\xe9".decode("utf-8", "surrogateescape")).write_text("latin1")
    return top


def options(**said):
    return dict({name: argument.default for name, argument in COPY.options.items()}, instance="x", **said)


def copy(sftp, source, dest, **said):
    """One run of copy's decision and of its work."""
    intent = copy_intend(sftp, options(src=str(source), dest=str(dest), **said), source_of(options(src=str(source), **said)))
    file_steps.make_parents(sftp, intent.carry.parents)
    file_steps.carry_out(sftp, intent.carry.top, intent.carry.steps, intent.carry.source.content, lambda line: None)
    return intent


def same(one, two):
    return subprocess.run(["diff", "-r", "--no-dereference", str(one), str(two)], check=False, capture_output=True).stdout == b""


@pytest.mark.parametrize("size", [0, 1, 32767, 32768, 32769, 5_000_001])
def test_any_size_there_and_back(sftp, tmp_path, size):
    content = os.urandom(size)
    path = str(tmp_path / "f")
    assert sftp.write(path, [content[:7], content[7:]], exclusive=True) == size
    assert Path(path).read_bytes() == content and b"".join(sftp.read(path)) == content
    assert b"".join(sftp.read(path, size // 2)) == content[size // 2:]
    assert os.stat(path).st_mode & 0o777 == 0o600
    with pytest.raises(OperationFailed):
        sftp.write(path, [b"x"], exclusive=True)


def test_a_file_whose_size_nobody_knows(sftp):
    assert b"".join(sftp.read("/proc/version")) == Path("/proc/version").read_bytes()


def test_links_modes_and_names(sftp, site):
    there = dict(sftp.listdir(str(site)))
    assert {name: found.kind for name, found in there.items() if found.kind != "file"} == {
        "deep": "directory", "empty": "directory", "to-directory": "link", "dangling": "link"}
    assert there["run"].mode == 0o750
    assert sftp.readlink(str(site / "dangling")) == "/nowhere/at/all"
    sftp.symlink("deep/er", str(site / "new"))
    assert os.readlink(site / "new") == "deep/er"
    sftp.set_mode(str(site / "run"), 0o4711)
    assert os.stat(site / "run").st_mode & 0o7777 == 0o4711
    assert sftp.lstat(str(site / "none")) is None and sftp.lstat(str(site / "dangling"), follow=True) is None
    assert len(list(walk(sftp, str(site)))) == sum(len(a) + len(b) for _top, a, b in os.walk(site)) + 0


@pytest.mark.parametrize("work", [
    lambda sftp, top: list(sftp.read(top + "/none")), lambda sftp, top: sftp.remove(top + "/none"),
    lambda sftp, top: sftp.write(top + "/none/x", [b""]), lambda sftp, top: sftp.readlink(top + "/none"),
    lambda sftp, top: sftp.listdir(top + "/none"),
])
def test_what_is_not_there(sftp, tmp_path, work):
    with pytest.raises(NotFound, match="none"):
        work(sftp, str(tmp_path))


def test_many_small_files_at_one_stroke(sftp, tmp_path):
    def new(number):
        return NewFile(str(tmp_path / str(number)), str(tmp_path / ".{0}.aside".format(number)),
                       lambda: b"%d" % number * number, 0o640, os.getuid(), os.getgid())

    write_small(sftp, map(new, range(300)))
    assert sorted(os.listdir(tmp_path), key=int) == [str(number) for number in range(300)]
    paths = [str(tmp_path / str(number)) for number in range(300)]
    assert dict(read_small(sftp, paths)) == {path: Path(path).read_bytes() for path in paths}
    assert digests(sftp, {path: os.path.getsize(path) for path in paths})[paths[3]] == trees.local_digest(paths[3])


def test_one_that_fails_leaves_nothing_aside(sftp, tmp_path):
    (tmp_path / "taken").mkdir()
    files = [NewFile(str(tmp_path / name), str(tmp_path / ("." + name)), lambda: b"x", 0o644, os.getuid(), os.getgid())
             for name in ("a", "taken", "b")]
    with pytest.raises(LxcriError):
        write_small(sftp, files)
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


def test_a_server_that_goes_away_is_said(connected):
    sftp, process = connected
    process.kill()
    process.wait()
    with pytest.raises(Unavailable, match="was lost"):
        sftp.lstat("/")


@pytest.mark.skipif(os.getuid() != 0, reason="owners are set")
def test_copy_a_directory_and_only_what_differs(sftp, site, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    assert copy(sftp, site, there).changes and same(site, there / "site")
    assert not copy(sftp, site, there).changes
    assert not copy(sftp, str(site) + "/", there / "site").changes
    (site / "index").write_text("<h1>GRÜSSE</h1>\n")
    (there / "site" / "theirs").write_text("x")
    assert copy(sftp, str(site) + "/", there / "site").result["paths"] == {"write": [str(there / "site" / "index")]}
    done = copy(sftp, str(site) + "/", there / "site", mirror=True, exclude=[])
    assert done.result["paths"] == {"remove": [str(there / "site" / "theirs")]} and same(site, there / "site")


@pytest.mark.skipif(os.getuid() != 0, reason="owners are set")
def test_copy_a_file_with_its_attributes(sftp, site, tmp_path):
    intent = copy(sftp, site / "index", tmp_path / "new" / "f", parents=True, mode="u=rw,g=r,o=", owner="12", group="34")
    assert (intent.before, intent.after) == ("", "<h1>Grüße</h1>\n")
    found = os.stat(tmp_path / "new" / "f")
    assert (found.st_mode & 0o7777, found.st_uid, found.st_gid) == (0o640, 12, 34)
    assert not copy(sftp, site / "index", tmp_path / "new" / "f").changes
    (site / "index").write_text("two")
    copy(sftp, site / "index", tmp_path / "new" / "f")
    found = os.stat(tmp_path / "new" / "f")
    assert (found.st_mode & 0o7777, found.st_uid, found.st_gid) == (0o640, 12, 34)
    with pytest.raises(Conflict, match="is a file, and a directory is to be there"):
        copy(sftp, str(site) + "/", tmp_path / "new" / "f")


def test_a_file_that_changes_while_it_is_copied_is_not_written(sftp, site, tmp_path):
    entry = Entry("file", 5, 0o644)
    with pytest.raises(Conflict, match="changed while it was copied"):
        file_steps.write_file(sftp, str(tmp_path / "f"), [b"more than five"], entry)
    assert [name for name in os.listdir(tmp_path) if name != "site"] == []


@pytest.mark.skipif(os.getuid() != 0, reason="owners are set")
def test_what_a_lost_writer_left_aside_goes_with_the_next_one(sftp, tmp_path):
    old, fresh, other = ".f.lxcri-00000001", ".f.lxcri-00000002", ".g.lxcri-00000001"
    for name, age in ((old, 3600), (fresh, 10), (other, 3600)):
        (tmp_path / name).write_text("half")
        when = os.stat(tmp_path).st_mtime - age
        os.utime(tmp_path / name, (when, when))
    file_steps.write_file(sftp, str(tmp_path / "f"), [b"whole"], Entry("file", 5, 0o644))
    assert sorted(os.listdir(tmp_path)) == [fresh, other, "f"] and (tmp_path / "f").read_text() == "whole"


def test_links_are_followed_and_never_in_a_circle(sftp, tmp_path):
    os.symlink("b", tmp_path / "a")
    os.symlink(tmp_path / "c", tmp_path / "b")
    assert followed(sftp, str(tmp_path / "a")) == str(tmp_path / "c")
    os.symlink("round", tmp_path / "round")
    with pytest.raises(LxcriError, match="circle"):
        followed(sftp, str(tmp_path / "round"))


def test_fetch_brings_everything_and_turns_links_into_directories(sftp, site, tmp_path):
    here = tmp_path / "here"
    here.mkdir()
    os.symlink("/etc", here / "deep")
    wanted = {path: Entry(one.kind, one.size, one.mode, digest=one.digest, target=one.target)
              for path, one in trees.remote_tree(sftp, str(site)).items()}
    current = trees.local_tree(str(here), follow_top=False)
    due = steps(wanted, current, Attributes(mode="preserve", directory_mode="preserve"), True, str(here))
    local_steps.carry_out(sftp, str(site), str(here), due, lambda line: None)
    assert same(site, here) and not os.path.islink(here / "deep")
    assert not [name for name in os.listdir(here) if name.endswith(".part")]
    shutil.rmtree(here)
