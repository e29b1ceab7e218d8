# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keeper of an interpreter is found, and what the interpreter takes for Python's own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.plugins.plugin_utils import keeper_inside
from ansible_collections.lxcri.containers.plugins.plugin_utils.keeper import place_of, short


def test_each_server_instance_user_and_interpreter_has_a_keeper_of_its_own():
    options = {"server": ["a"], "remote_addr": "web", "remote_user": None, "exec_environment": {}}
    places = {place_of(dict(options, **more), "/run", python) for python in ("/usr/bin/python3", "/opt/python3")
              for more in ({}, {"server": ["b"]}, {"remote_addr": "db"}, {"remote_user": "app"},
                           {"exec_environment": {"A": "1"}})}
    assert len(places) == 10
    assert all(place.startswith("/run/lxcri-") and place.endswith(".keep") for place in places)


@pytest.mark.parametrize("length", [1, 200])
def test_a_socket_has_room_for_any_path(tmp_path, length):
    place = str(tmp_path / ("d" * length) / "x.keep")
    os.mkdir(os.path.dirname(place))
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as dialler:
        with short(place) as path:
            listener.bind(path)
        listener.listen(1)
        assert os.path.exists(place)
        with short(place) as path:
            dialler.connect(path)


@pytest.mark.parametrize("name", ["copy", "random", "struct"])
def test_a_file_of_the_user_is_no_module_of_python(tmp_path, name):
    (tmp_path / (name + ".py")).write_text("raise SystemExit('taken for {0}')".format(name))
    script = "import {0}; print({0}.__name__)".format(name).encode()
    said = name.encode() + b"\n"
    answer = b"ready\n" + keeper_inside.ANSWER.pack(0, len(said), 0) + said
    with subprocess.Popen([sys.executable, "-c", Path(keeper_inside.__file__).read_text(encoding="utf-8")], cwd=tmp_path,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as kept:
        kept.stdin.write(keeper_inside.SCRIPT.pack(len(script)) + script)
        # The end of its input would be the end of the script too.
        kept.stdin.flush()
        assert kept.stdout.read(len(answer)) == answer
