# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``remote`` makes remotes that the official client uses, and reads those that it made."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.modules.remote import TASK

CLIENTS = {"lxd": ("lxc", "LXD_CONF"), "incus": ("incus", "INCUS_CONF")}


@pytest.fixture
def environ(server, tmp_path):
    return dict(os.environ, HOME=str(tmp_path), **{CLIENTS[server.product][1]: str(tmp_path / "client")})


@pytest.fixture
def official(server, environ):
    """``official("remote", "list")``: what the client says in that directory."""
    def run(*words):
        return subprocess.run([CLIENTS[server.product][0], *words], env=environ, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60, check=True).stdout
    return run


@pytest.fixture
def run(server, tmp_path):
    def run(**options):
        checked = ArgumentSpecValidator(TASK.arguments).validate(
            dict({"client": CLIENTS[server.product][0], "config_dir": str(tmp_path / "client")}, **options))
        assert not checked.error_messages
        result = TASK.outcome(Call(checked.validated_parameters, False, True))
        assert not result.get("failed"), result
        return result
    return run


def address(server):
    found = json.loads(server.ask("query", "/1.0"))["environment"]["addresses"]
    if not found:
        pytest.skip("the server has no https address")
    return "https://" + found[0]


def test_the_client_uses_what_the_module_made(server, environ, official, token, run):
    asked = {"name": "shop", "address": [address(server)], "trust_token": token, "default": True}
    assert run(**asked)["changed"] and not run(**asked)["changed"]
    assert json.loads(official("query", "shop:/1.0"))["auth"] == "trusted"
    assert json.loads(official("remote", "list", "--format", "json"))["shop"]["Addr"] == address(server)
    assert official("remote", "get-default").strip() == "shop"
    with Client(resolve("shop", environ)) as client:
        assert client.get("instances").metadata == server.query("instances")
    assert run(name="shop", state="absent")["changed"]
    assert "shop" not in json.loads(official("remote", "list", "--format", "json"))


def test_the_collection_uses_what_the_client_made(server, environ, official, token, run):
    url = address(server)
    official("remote", "add", "shop", *([token] if server.product == "lxd" else [url, "--token", token]),
             "--accept-certificate")
    with Client(resolve("shop", environ)) as client:
        assert client.server.product == server.product
    assert not run(name="shop", address=[url])["changed"]
    assert run(name="shop", project="default")["remote"]["project"] == "default"
