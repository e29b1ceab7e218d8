# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules of Ansible in a real container whose Python keeps what it compiles: for each user apart, and only if it may."""

from __future__ import annotations

import pytest
from playing import Ansible

TASKS = (
    {"ansible.builtin.ping": {}},
    {"ansible.builtin.setup": {"gather_subset": ["min"]}},
    {"ansible.builtin.copy": {"content": "here", "dest": "/tmp/of-{{ ansible_user_id }}", "mode": "0600"}},
    {"ansible.builtin.command": "cat /tmp/of-{{ ansible_user_id }}", "register": "said", "failed_when": "said.stdout != 'here'"},
)


def kept(server, name):
    """``{"uid mode of a directory": its files}``, by the official command."""
    said = server.ask("exec", name, "--", "sh", "-c",
                      "for d in /dev/shm/lxcri-*; do [ -d $d ] && stat -c '%u %a' $d && ls $d | tr '\\n' ' ' && echo; done; true")
    lines = said.splitlines()
    return {head: set(files.split()) for head, files in zip(lines[::2], lines[1::2])}


@pytest.fixture
def ansible(server, python_there, tmp_path):
    server.ask("exec", python_there, "--", "sh", "-c", "mkdir -p /dev/shm; mount -t tmpfs -o mode=1777 tmpfs /dev/shm; "
               "grep -q ^web: /etc/passwd || echo "
               "'web:x:1234:1234::/home/web:/bin/sh' >>/etc/passwd; mkdir -p /home/web; chown 1234 /home/web")
    return Ansible(tmp_path)


def test_each_user_has_a_place_that_nobody_else_may_enter(server, python_there, ansible):
    ansible.hosts(server, [python_there])
    # What finds its file there already is another module than what makes it.
    ansible.play(*TASKS, *TASKS)
    first = kept(server, python_there)
    assert list(first) == ["0 700"] and len(first["0 700"]) > 20
    ansible.play(*TASKS)
    assert kept(server, python_there) == first
    ansible.hosts(server, [python_there], ansible_user="web")
    ansible.play(*TASKS)
    after = kept(server, python_there)
    assert set(after) == {"0 700", "1234 700"} and len(after["1234 700"]) > 20 and after["0 700"] == first["0 700"]


def test_what_somebody_else_made_first_is_left_alone(server, python_there, ansible):
    ansible.hosts(server, [python_there])
    ansible.play(TASKS[0])
    server.ask("exec", python_there, "--", "sh", "-c",
               "for f in /dev/shm/lxcri-*/*; do echo evil >$f; done; chown 1234 /dev/shm/lxcri-*")
    ansible.play(*TASKS)
    assert list(kept(server, python_there)) == ["1234 700"]
    assert set(server.ask("exec", python_there, "--", "sh", "-c", "cat /dev/shm/lxcri-*/*").split()) == {"evil"}


def test_it_can_be_turned_off(server, python_there, ansible):
    ansible.hosts(server, [python_there], lxcri_keep_compiled=False)
    ansible.play(*TASKS)
    assert kept(server, python_there) == {}
