# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""https against a real daemon: pins, tokens, several addresses.  Skipped where it has no https address."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unauthorized


@pytest.fixture(params=[Client, Reader], ids=["client", "reader"])
def connect(request):
    return request.param


@pytest.fixture
def home(tmp_path):
    return {"HOME": str(tmp_path)}


def environment(server):
    return json.loads(server.ask("query", "/1.0"))["environment"]


@pytest.fixture
def url(server):
    addresses = environment(server)["addresses"]
    if not addresses:
        pytest.skip("the server has no https address")
    return "https://" + addresses[0]


@pytest.fixture
def fingerprint(server):
    return environment(server)["certificate_fingerprint"]


def test_an_unknown_certificate(url, fingerprint, home, connect):
    with pytest.raises(Unauthorized) as caught:
        connect(resolve(url, home))
    assert fingerprint in caught.value.message


def test_a_client_that_is_not_trusted(url, fingerprint, home, connect):
    with pytest.raises(Unauthorized) as caught:
        connect(resolve(url, home, pin=fingerprint))
    assert "does not trust this client" in caught.value.message


def test_a_token_opens_the_door_for_good(server, url, fingerprint, token, home, connect):
    # The token's own addresses may be of other interfaces; the one that is known to answer goes first.
    endpoint = resolve([url], home, trust_token=token)
    assert endpoint.pin == fingerprint
    with connect(endpoint) as client:
        assert client.server.product == server.product
        assert client.get("instances").metadata == server.query("instances")
    for again in (resolve([url], home, trust_token=token), resolve(url, home)):
        with connect(again) as client:
            assert client.server.trusted


def test_a_token_is_good_for_one(url, token, home, tmp_path, connect):
    connect(resolve([url], home, trust_token=token)).close()
    with pytest.raises(Unauthorized) as caught:
        connect(resolve([url], {"HOME": str(tmp_path / "other")}, trust_token=token))
    assert "did not take the trust token" in caught.value.message and token not in caught.value.message


def test_several_addresses(url, token, home, connect):
    with connect(resolve(["https://127.0.0.1:1", url], home, trust_token=token)) as client:
        assert client.endpoint.url == url


def test_a_token_leads_to_its_server(token, home, connect):
    with connect(resolve(None, home, trust_token=token)) as client:
        assert client.server.trusted
