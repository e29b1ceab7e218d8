# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping what Python compiles of modules: only where nothing speaks against it, and never anything but the same module."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from ansible_collections.lxcri.containers.plugins.plugin_utils.compiled import beginning, kept_compiled

WRAPPER = "#!/usr/bin/python3\nfrom __future__ import annotations\n_ANSIBALLZ_WRAPPER = True  # so that it is known\n{0}"
BODY = "import sys\nsys.path.insert(0, {0!r})\nimport thing\nprint(thing.VALUE, thing.told.__code__.co_filename)\n"


@pytest.mark.parametrize("script", [b"", b"print(1)\n", b"#!/bin/sh\n# _ANSIBALLZ_WRAPPER = True\n",
                                    b"x = 1\n" * 1000 + b"_ANSIBALLZ_WRAPPER = True\n"])
def test_what_is_no_module_stays_as_it_is(script):
    assert kept_compiled(script) == script


def test_a_module_gets_a_beginning_after_what_python_must_see_first():
    script = WRAPPER.format("main()\n").encode()
    assert kept_compiled(script) == script.replace(b"main()", beginning() + b"main()")


class Machine:
    """A machine whose memory is a directory."""

    def __init__(self, root):
        self.root = root

    def run(self, archive, value, root=None):
        """What a module prints that comes in an archive of this name."""
        path = self.root / archive
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("thing.py", "VALUE = {0!r}\n\n\ndef told():\n    return VALUE\n".format(value))
        script = kept_compiled(WRAPPER.format(BODY.format(str(path))).encode())
        script = script.replace(b'"/dev/shm"', repr(str(root or self.root)).encode())
        # A file system of its own, as far as this is about what lies in it.
        script = script.replace(b"os.lstat(os.path.dirname(memory))", b"os.lstat('/proc')")
        done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == "{0} {1}/thing.py\n".format(value, path)

    @property
    def kept(self):
        """The files that are kept."""
        return sorted(path for path in self.root.glob("lxcri-*/*"))


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_the_second_module_finds_what_the_first_compiled(machine):
    machine.run("one.zip", 1)
    first = [(path, path.stat().st_mtime_ns) for path in machine.kept]
    assert len(first) == 1 and machine.kept[0].parent.stat().st_mode & 0o777 == 0o700
    machine.run("two.zip", 1)
    assert [(path, path.stat().st_mtime_ns) for path in machine.kept] == first


def test_another_source_is_another_module(machine):
    machine.run("one.zip", 1)
    machine.run("one.zip", 2)
    assert len(machine.kept) == 2


def test_what_is_kept_is_used(machine):
    """Told by what is put in its place."""
    machine.run("one.zip", 1)
    machine.run("one.zip", 2)
    contents = [path.read_bytes() for path in machine.kept]
    for path, content in zip(machine.kept, reversed(contents)):
        path.write_bytes(content)
    with pytest.raises(AssertionError):
        machine.run("one.zip", 1)


@pytest.mark.parametrize("content", [b"", b"no code", b"\x00" * 400])
def test_what_is_broken_is_compiled_again(machine, content):
    machine.run("one.zip", 1)
    machine.kept[0].write_bytes(content)
    machine.run("one.zip", 1)


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777])
def test_nothing_is_believed_where_others_may_come(machine, mode):
    machine.run("one.zip", 1)
    machine.kept[0].write_bytes(b"")
    machine.kept[0].parent.chmod(mode)
    machine.run("one.zip", 1)
    machine.run("one.zip", 2)
    assert [path.read_bytes() for path in machine.kept] == [b""]


def test_a_link_is_no_place(machine, tmp_path):
    machine.run("one.zip", 1)
    place = machine.kept[0].parent
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    machine.run("one.zip", 2)
    assert len(machine.kept) == 1


def test_nothing_is_kept_where_memory_is_no_file_system_of_its_own(machine):
    script = kept_compiled(WRAPPER.format("import zipimport\nprint(zipimport._compile_source.__name__)\n").encode())
    said = subprocess.run([sys.executable, "-"], input=script.replace(b'"/dev/shm"', repr(str(machine.root)).encode()),
                          capture_output=True, check=True).stdout
    assert said == b"_compile_source\n"
    assert machine.kept == []


def test_without_a_place_it_runs_as_ever(machine):
    machine.run("one.zip", 1, root="/nonexistent")
    assert machine.kept == []


ENDED_IN_ORDER = """
import sys
sys.path.insert(0, {0!r})
import basic
import stuff.modules.thing
"""
THING = """
class Held:
    pass


held = Held()
held.itself, held.file = held, open({0!r}, "w")
held.file.write("all of it")
import late
"""
LATE = """
import gc
import zipimport

find = zipimport.zipimporter({0!r}).get_code
assert find("basic") is find("basic")
assert gc.get_freeze_count()
"""


def test_what_is_imported_is_looked_at_once_and_what_a_module_makes_is_ended(tmp_path):
    path, written = str(tmp_path / "one.zip"), tmp_path / "written"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("basic.py", "")
        for package in ("stuff", "stuff/modules"):
            file.writestr(package + "/__init__.py", "")
        file.writestr("stuff/modules/thing.py", THING.format(str(written)))
        file.writestr("late.py", LATE.format(path))
    script = kept_compiled(WRAPPER.format(ENDED_IN_ORDER.format(path)).encode())
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr, written.read_text()) == (0, b"", "all of it")
