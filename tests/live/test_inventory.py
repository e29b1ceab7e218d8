# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``ansible-inventory`` against a real daemon, judged by the official command."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import pytest
from playing import Listing
from sshd import PROGRAM, Sshd


@pytest.fixture
def inventory(tmp_path):
    """``inventory(environ=…, **options)``: what ``ansible-inventory --list`` says."""
    return Listing(tmp_path)


def listed(server):
    """Names and states by the official command."""
    return {one["name"]: one["status"].lower() for one in json.loads(server.ask("list", "--format", "json"))}


def awaited(witness, inventory, name, **options):
    """The inventory once the instance has an address, which it gets within a second of its start."""
    end = time.monotonic() + 30
    while True:
        found = inventory(**options)
        if found["hosts"][name]["lxcri_ipv4"]:
            return found
        if time.monotonic() > end:
            pytest.fail("the instance got no address; its state is {0}, its devices are {1}".format(
                json.dumps(witness.query("instances/{0}/state".format(name))["network"]),
                json.dumps(witness.query("instances/" + name)["expanded_devices"])))


def test_the_servers_instances(server, running, stopped, inventory):
    found = inventory(server=server.socket)
    assert {name: one["lxcri_state"] for name, one in found["hosts"].items()} == listed(server)
    assert stopped in found["state_stopped"]["hosts"] and running in found["state_running"]["hosts"]
    for name, one in found["hosts"].items():
        assert one["ansible_connection"] == "lxcri.containers.api" and one["ansible_host"] == name
        assert one["lxcri_server"] == server.socket


def test_filters(server, running, stopped, inventory):
    server.ask("config", "set", stopped, "user.lxcri-live", "a b")
    server.ask("config", "set", running, "user.lxcri-live", "yes")
    for filters, names in (({"user.lxcri-live": "yes"}, {running}), ({"user.lxcri-live": "a*"}, {stopped}),
                           ({"user.lxcri-live": "?*", "state": "stopped"}, {stopped}),
                           ({"name": [running, stopped]}, {running, stopped}), ({"name": running.upper()}, set())):
        assert set(inventory(server=server.socket, filters=filters)["hosts"]) == names, filters


def test_projects(server, prefix, stopped, inventory):
    server.ask("project", "create", prefix, "-c", "features.images=false", "-c", "features.profiles=false")
    try:
        server.ask("init", "bb", stopped, "--project", prefix)
        found = inventory(server=server.socket, projects=["all"], filters={"name": stopped})
        assert set(found["hosts"]) == {stopped, stopped + "." + prefix}
        assert found["hosts"][stopped + "." + prefix]["lxcri_project"] == prefix
        assert set(inventory(server=server.socket, project=prefix)["hosts"]) == {stopped}
    finally:
        server.ask("delete", "--force", stopped, "--project", prefix, check=False)
        server.ask("project", "delete", prefix)


def test_ssh_by_rule(server, running, stopped, inventory):
    found = awaited(server, inventory, running, server=server.socket, connection_rules=[{"connection": "ssh"}],
                    filters={"name": [running, stopped]})
    assert found["hosts"][running]["ansible_connection"] == "ansible.builtin.ssh"
    assert found["hosts"][running]["ansible_host"] == found["hosts"][running]["lxcri_ipv4"][0]
    assert found["hosts"][stopped]["ansible_connection"] == "lxcri.containers.api"


@pytest.mark.skipif(not PROGRAM, reason="there is no sshd")
def test_over_ssh_and_nothing_is_left_behind(server, stopped, inventory):
    with tempfile.TemporaryDirectory(prefix="lxcri-") as directory:
        sshd = Sshd(Path(directory))
        try:
            found = inventory(environ=sshd.environ, server="ssh://lab" + server.socket)
            assert set(found["hosts"]) == set(listed(server)) and sshd.logins() == 1
            left = os.listdir(os.path.join(directory, "lxcri"))
            assert [name for name in left if name.endswith((".ctl", ".sock"))] == []
        finally:
            sshd.stop()


def test_the_same_names_on_every_run(server, running, stopped, inventory):
    asked = {"servers": [{"name": "a", "server": server.socket}, {"name": "b", "server": server.socket}],
             "filters": {"name": [running, stopped]}}
    assert [sorted(inventory(**asked)["hosts"]) for _run in range(2)] == [
        sorted(name + "." + label for name in (running, stopped) for label in "ab")] * 2
