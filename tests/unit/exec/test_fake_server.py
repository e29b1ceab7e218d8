# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way of a command against the server in memory: streams, errors, and what breaks off."""

from __future__ import annotations

import io

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import unix
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, Input, execute, start
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, NotFound, Unavailable


@pytest.fixture
def web(fake):
    """A fake server with a running container."""
    fake.call("POST", "/1.0/instances", {"name": "web", "source": {"type": "none"}})
    fake.call("PUT", "/1.0/instances/web/state", {"action": "start"})
    return fake


@pytest.fixture(params=[Client, Reader])
def client(web, request):
    """Both kinds of client."""
    with request.param(unix(web.socket)) as made:
        yield made


def test_streams_and_return_code_are_apart(web, client):
    web.exec = lambda command, environment: (7, b"out " + command[1].encode(), environment["A"].encode())
    found = execute(client, "web", Command(("x", "y"), {"A": "err"}), b"some input")
    assert (found.rc, found.stdout, found.stderr) == (7, b"out y", b"err")
    assert web.last_stdin == b"some input"


def test_input_from_a_file_arrives_whole(web, client):
    content = bytes(range(256)) * 1200
    assert execute(client, "web", Command(("true",)), io.BytesIO(content)).rc == 0
    assert web.last_stdin == content


def test_a_command_that_is_not_there(client):
    found = execute(client, "web", Command(("nope",)))
    assert (found.rc, found.stdout, found.stderr) == (127, b"", b"nope: Command not found\n")


def test_no_instance(client):
    with pytest.raises(NotFound, match="instance 'nope' does not exist"):
        execute(client, "nope", Command(("true",)))


@pytest.mark.parametrize(("action", "sentence"), [
    ("stop", "is stopped; start it"), ("freeze", "is frozen; unfreeze it")])
def test_not_running(web, client, action, sentence):
    web.call("PUT", "/1.0/instances/web/state", {"action": action, "force": True})
    with pytest.raises(Conflict, match=sentence):
        execute(client, "web", Command(("true",)))


def test_a_virtual_machine_without_its_agent(web, client):
    web.call("POST", "/1.0/instances", {"name": "vm", "type": "virtual-machine", "source": {"type": "none"}})
    web.call("PUT", "/1.0/instances/vm/state", {"action": "start"})
    web.fail_next("POST", "instances/vm/exec", 400, "VM agent isn't currently running")
    with pytest.raises(Conflict, match="agent in the virtual machine 'vm' does not answer"):
        execute(client, "vm", Command(("true",)))
    web.exec = lambda command, environment: (0, b"here", b"")
    assert execute(client, "vm", Command(("true",))).stdout == b"here"


@pytest.mark.parametrize("path", ["secret=", "/wait"])
def test_a_connection_that_breaks_is_never_success(web, client, path):
    web.drop_next("GET", path, times=5)
    with pytest.raises(Unavailable):
        execute(client, "web", Command(("true",)))


def test_detached(web, client):
    ran = []
    web.exec = lambda command, environment: (ran.append(command), (0, b"", b""))[1]
    operation = start(client, "web", Command(("x",)))
    assert operation.startswith("/1.0/operations/")
    client.call("GET", operation + "/wait", query={"timeout": 5})
    assert ran == [["x"]]


def test_input_may_wait_for_output(web, client):
    class Later(Input):
        """Has nothing to say until asked a second time."""

        asked = 0
        deadline = 0.0

        def take(self):
            self.asked += 1
            return b"" if self.asked == 1 else super().take()

    waited = Later(b"late")
    assert execute(client, "web", Command(("true",)), waited).rc == 0
    assert web.last_stdin == b"late"
