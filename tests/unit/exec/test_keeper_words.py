# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keeper of an interpreter is found."""

from __future__ import annotations

import os
import socket

import pytest

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
