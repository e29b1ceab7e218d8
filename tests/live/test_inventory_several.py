# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One inventory file for several servers, for servers that do not answer, and with a cache; by ``ansible-inventory``."""

from __future__ import annotations

import json
import os
import socket
import tempfile

import pytest
from conftest import TARGETS, LiveServer
from cut import Cable
from playing import Ansible, Listing


@pytest.fixture
def inventory(tmp_path):
    """``inventory(**options)``: what ``ansible-inventory --list`` says; ``inventory.run`` what it ends with."""
    return Listing(tmp_path)


@pytest.fixture
def directory():
    """A short path, in which a socket fits."""
    with tempfile.TemporaryDirectory(prefix="lxcri-") as made:
        yield made


@pytest.fixture
def silent(directory):
    """A server that takes requests and answers none."""
    path = os.path.join(directory, "silent.socket")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(8)
        yield path


def test_a_cached_answer_is_no_request(server, stopped, running, inventory, directory, tmp_path):
    cable = Cable(os.path.join(directory, "unix.socket"), server.socket)
    asked = {"server": os.path.join(directory, "unix.socket"), "cache": True, "cache_connection": str(tmp_path / "cache"),
             "cache_plugin": "ansible.builtin.jsonfile", "filters": {"name": [stopped, running]}}
    first = inventory(**asked)
    assert [line.split("?")[0] for line in cable.requests] == ["GET /1.0 HTTP/1.1", "GET /1.0/instances"]
    assert set(first["hosts"]) == {stopped, running}
    assert inventory(**asked) == first
    # What is chosen from the answer afterwards needs no other answer.
    assert set(inventory(**dict(asked, exclude={"state": "stopped"}))["hosts"]) == {running}
    assert len(cable.requests) == 2
    server.ask("start", stopped)
    assert inventory(**asked)["hosts"][stopped]["lxcri_state"] == "stopped"
    assert inventory(words=["--flush-cache"], **asked)["hosts"][stopped]["lxcri_state"] == "running"
    assert len(cable.requests) == 4
    inventory(**dict(asked, cache=False))
    assert len(cable.requests) == 6
    cable.cut()
    assert set(inventory(**asked)["hosts"]) == {stopped, running}


@pytest.mark.parametrize("kind, says", [
    ("none", "No server at {0}: there is no such socket; start the server, or correct `server`."),
    ("silent", "{0} did not answer GET /1.0 within 2 seconds; see its load and its log.")], ids=["none", "silent"])
def test_a_server_that_does_not_answer_is_an_error_or_a_warning(server, stopped, inventory, silent, directory, kind, says):
    other = {"none": os.path.join(directory, "none.socket"), "silent": silent}[kind]
    asked = {"servers": [{"name": "here", "server": server.socket}, {"name": "there", "server": other}],
             "filters": {"name": stopped}, "timeout": 2}
    done = inventory.run(**asked)
    assert done.returncode != 0 and says.format(other) in done.stderr
    assert stopped not in done.stdout
    done = inventory.run(unreachable="warn", **asked)
    assert done.returncode == 0
    assert "The inventory lacks the instances of there: " + says.format(other) in done.stderr
    assert list(json.loads(done.stdout)["_meta"]["hostvars"]) == [stopped + ".here"]


@pytest.fixture
def both(prefix):
    """An instance of one name on an LXD and on an Incus: ``{product: LiveServer}`` and the name."""
    servers = {product: LiveServer(product, os.environ.get(variable, "")) for product, (variable, *_more) in TARGETS.items()}
    if not all(one.socket for one in servers.values()):
        pytest.skip("an LXD and an Incus are needed")
    name = prefix + "-b"
    try:
        for one in servers.values():
            one.ask("launch", "bb", name)
        yield servers, name
    finally:
        for one in servers.values():
            one.ask("delete", "--force", name, check=False)


def test_an_lxd_and_an_incus_in_one_file(server, prefix, both, inventory):
    servers, name = both
    asked = {"servers": [{"name": product, "server": one.socket} for product, one in servers.items()],
             "filters": {"name": prefix + "*"}, "unreachable": "warn"}
    found = inventory(**asked)
    assert set(found["hosts"]) == {name + ".lxd", name + ".incus"}
    for product, one in servers.items():
        assert found["server_" + product]["hosts"] == [name + "." + product]
        variables = found["hosts"][name + "." + product]
        assert (variables["lxcri_server"], variables["lxcri_instance"]) == (one.socket, name)
    # Each is reached through its own server.
    said = Ansible(inventory.directory)
    done = said.run("ansible", "all", "-m", "ansible.builtin.raw", "-a", "cat /proc/sys/kernel/hostname", source="x.lxcri.yml")
    assert done.stdout.count("rc=0") == 2 and done.stdout.split().count(name) == 2
    # Names and groups are the same when one of the two is away, and when projects come and go.
    servers[server.product].ask("project", "create", prefix, "-c", "features.images=false", "-c", "features.profiles=false")
    try:
        servers[server.product].ask("init", "bb", name, "--project", prefix)
        assert set(inventory(**asked)["hosts"]) == set(found["hosts"])
        asked["servers"][0]["projects"] = asked["servers"][1]["projects"] = ["all"]
        assert set(inventory(**asked)["hosts"]) == set(found["hosts"]) | {".".join((name, prefix, server.product))}
    finally:
        servers[server.product].ask("delete", "--force", name, "--project", prefix, check=False)
        servers[server.product].ask("project", "delete", prefix)
    asked["servers"][0]["server"] = "/nonexistent/unix.socket"
    assert set(inventory(**asked)["hosts"]) == {name + "." + asked["servers"][1]["name"]}
