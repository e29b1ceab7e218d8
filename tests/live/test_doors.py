# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller's three doors, inventory, connection and lookup, each to a server that is named in each of the ways.

One inventory file says how; its variables lead the connection and the lookup to the same server.
"""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from playing import Ansible, Listing
from ways import options_of, signed

CLIENTS = {"lxd": ("lxc", "LXD_CONF"), "incus": ("incus", "INCUS_CONF")}
DEAD = "https://127.0.0.1:1"
# By the variables of the inventory: a command through the connection, and a path through the lookup.
TASKS = (
    {"ansible.builtin.raw": "cat /proc/sys/kernel/hostname", "register": "said",
     "failed_when": "said.stdout_lines != [inventory_hostname]"},
    {"ansible.builtin.assert": {"that": [
        "lookup('lxcri.containers.query', 'instances/' ~ inventory_hostname).status == 'Running'",
        "lookup('lxcri.containers.query', '/1.0').environment.server == product"]}},
)


@pytest.fixture
def doors(server, running, tmp_path):
    """``doors(options, **environ)``: through all three; the variables that the inventory gave the host."""
    listing = Listing(tmp_path)

    def run(options, **environ):
        ansible = Ansible(tmp_path, **environ)
        found = listing(ansible.environ, filters={"name": running}, **options)
        assert list(found["hosts"]) == [running]
        ansible.play(*TASKS, source="x.lxcri.yml", vars={"product": server.product})
        return found["hosts"][running]

    return run


@pytest.fixture
def url(server):
    addresses = json.loads(server.ask("query", "/1.0"))["environment"]["addresses"]
    if not addresses:
        pytest.skip("the server has no https address")
    return "https://" + addresses[0]


@pytest.fixture
def remote(server, url, token, tmp_path):
    """The variable with the official client's directory, in which it made a remote ``shop``."""
    command, variable = CLIENTS[server.product]
    environ = {variable: str(tmp_path / "client")}
    words = [token] if server.product == "lxd" else [url, "--token", token]
    subprocess.run([command, "remote", "add", "shop", *words, "--accept-certificate"], stdin=subprocess.DEVNULL,
                   env=dict(os.environ, HOME=str(tmp_path), **environ), check=True, capture_output=True)
    return environ


def test_by_a_list_of_addresses_of_which_the_first_is_dead(server, url, doors):
    with options_of(server, "https") as said:
        found = doors(dict(said, server=[DEAD, url]))
        assert found["lxcri_server"] == DEAD + "," + url
        assert doors(dict(said, server=DEAD + "," + url)) == found


def test_by_the_name_of_a_remote_of_the_official_client(remote, doors):
    assert doors({"server": "shop"}, **remote)["lxcri_server"] == "shop"


def test_by_a_trust_token(url, token, doors, tmp_path):
    # The token's own addresses may be of other interfaces; the one that is known to answer goes first.
    found = doors({"server": url, "trust_token": token})
    assert token not in json.dumps(found)
    # It has been used up: what it made known opens the door from now on, also without it.
    assert doors({"server": url}) == found
    assert (tmp_path / ".config" / "lxcri" / "client.key").stat().st_mode & 0o077 == 0


def test_by_a_trust_token_alone(token, doors):
    assert doors({"trust_token": token})["lxcri_server"].startswith("https://")


def test_in_a_project_that_the_inventory_names(server, running, doors, prefix):
    # One network takes no two instances of one name; in the usual project there is none to be mistaken for it now.
    server.ask("delete", "--force", running)
    server.ask("project", "create", prefix, "-c", "features.images=false", "-c", "features.profiles=false")
    try:
        server.ask("launch", "bb", running, "--project", prefix)
        assert doors({"server": server.socket, "project": prefix})["lxcri_project"] == prefix
    finally:
        server.ask("delete", "--force", running, "--project", prefix, check=False)
        server.ask("project", "delete", prefix)


def test_by_a_bearer_token(server, url, doors):
    if server.product == "lxd":
        pytest.skip("LXD 5.0 takes no bearer tokens but those of a Candid server")
    with options_of(server, "https") as said:
        token = signed(said["client_cert"], said["client_key"], 600)
        found = doors({"server": url, "server_cert": said["server_cert"]}, LXCRI_BEARER_TOKEN=token)
        assert token not in json.dumps(found) and "lxcri_client_cert" not in found


def test_a_bearer_token_that_has_expired(server, url, tmp_path):
    if server.product == "lxd":
        pytest.skip("LXD 5.0 takes no bearer tokens but those of a Candid server")
    with options_of(server, "https") as said:
        token = signed(said["client_cert"], said["client_key"], -5)
        done = Listing(tmp_path).run(server=url, server_cert=said["server_cert"], bearer_token=token)
    assert done.returncode and "bearer token" in done.stderr and token not in done.stderr + done.stdout


def test_a_bearer_token_that_the_server_does_not_take_is_named_and_not_shown(server, url, tmp_path):
    with options_of(server, "https") as said:
        done = Listing(tmp_path).run(server=url, server_cert=said["server_cert"], bearer_token="hunter2")
    assert done.returncode and "bearer token" in done.stderr and "hunter2" not in done.stderr + done.stdout


@pytest.fixture
def ask(server, tmp_path):
    """``ask(words, check=True, **variables)``: assertions about the lookup, and what is said of them."""
    ansible = Ansible(tmp_path, LXCRI_SERVER=server.socket)

    def run(*that, check=True, **variables):
        return ansible.play({"ansible.builtin.assert": {"that": list(that)}}, check=check, hosts="localhost",
                            source="/dev/null", vars=variables)

    return run


def test_what_the_lookup_reads(server, running, stopped, ask):
    server.ask("config", "set", stopped, "user.lxcri-live", "ü")
    running_ones = "'instances', recursion=1, filter='status eq Running'"
    said = [
        "'instances/' ~ one) == expected",
        "'/1.0/instances/' ~ one).config['user.lxcri-live'] == 'ü'",
        "'instances') is contains('/1.0/instances/' ~ one)",
        running_ones + ") | map(attribute='name') is contains(two)",
        running_ones + ") | map(attribute='name') is not contains(one)",
        "'instances', recursion=2) | selectattr('name', 'eq', two) | map(attribute='state.status') == ['Running']",
        "'instances/none', default=false) is false",
        "'instances/none', default=none) is none",
        "'instances?project=default') == lookup('lxcri.containers.query', 'instances', project='default')",
    ]
    ask("query('lxcri.containers.query', 'instances/' ~ one, 'instances/' ~ two) | map(attribute='status') == states",
        *["lookup('lxcri.containers.query', " + one for one in said], one=stopped, two=running,
        expected=server.query("instances/" + stopped), states=["Stopped", "Running"])


@pytest.mark.parametrize("said, sentence", [
    ("'instances/none'", "Cannot read instances/none: "),
    ("'instances', server='/nonexistent/unix.socket'", "No server at /nonexistent/unix.socket"),
], ids=["path", "server"])
def test_what_the_lookup_cannot_read_is_said(ask, said, sentence):
    shown = ask("lookup('lxcri.containers.query', {0})".format(said), check=False)
    assert sentence in " ".join(shown.split())
