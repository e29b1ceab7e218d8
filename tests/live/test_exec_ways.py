# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands over the socket, https with a pinned certificate, and ssh: the same, whichever way they go."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from ways import WAYS, options_of

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import (
    Command,
    execute,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Timeout, Unauthorized


@pytest.fixture(params=WAYS)
def client(server, request):
    """A client that reaches the server in one of the ways."""
    with options_of(server, request.param) as said:
        endpoint = resolve(said["server"], os.environ, said.get("client_cert"), said.get("client_key"),
                           said.get("server_cert"))
        with Client(endpoint) as made:
            yield made


def test_much_there_and_back(client, running):
    content = os.urandom(20 << 20)
    assert execute(client, running, Command(("cat",)), content, 120).stdout == content


def test_nothing_is_lost_in_thirty_two_at_once(client, running):
    def one(number):
        said = "{0} ".format(number).encode() * 500
        found = execute(client, running, Command(("sh", "-c", "cat; echo e >&2; exit {0}".format(number))), said, 120)
        return (found.rc, found.stdout, found.stderr) == (number, said, b"e\n")

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(one, range(96)))


def test_a_timeout(client, running):
    with pytest.raises(Timeout):
        execute(client, running, Command(("sleep", "100")), timeout=0.5)


def test_another_certificate_is_refused_before_anything_is_said(server, running):
    with options_of(server, "https") as said:
        endpoint = resolve(said["server"], os.environ, said["client_cert"], said["client_key"], said["server_cert"])
        with Client(endpoint) as client:
            client.endpoint = replace(client.endpoint, pin="0" * 64)
            with pytest.raises(Unauthorized, match="is pinned"):
                execute(client, running, Command(("true",)))
