# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the option ``server`` means, as a table."""

from __future__ import annotations

import base64
import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import named, resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import SOCKETS, find_socket
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError, Unavailable

PIN = "ab" * 32


def token(**more):
    content = dict({"client_name": "c", "fingerprint": PIN.upper(), "addresses": ["10.0.0.1:8443", "[fd00::1]:8443"],
                    "secret": "s", "expires_at": "0001-01-01T00:00:00Z"}, **more)
    return base64.b64encode(json.dumps(content).encode()).decode()


@pytest.mark.parametrize("server, url, socket", [
    ("/run/x/unix.socket", "http+unix://%2Frun%2Fx%2Funix.socket", "/run/x/unix.socket"),
    ("unix:///run/x/unix.socket", "http+unix://%2Frun%2Fx%2Funix.socket", "/run/x/unix.socket"),
    ("https://host", "https://host:8443", ""),
    ("https://host:9443/", "https://host:9443", ""),
    ("https://[fd00::1]", "https://[fd00::1]:8443", ""),
    (["https://host:1"], "https://host:1", ""),
])
def test_addresses(home, server, url, socket):
    found = resolve(server, home)
    assert (found.url, found.socket) == (url, socket)


@pytest.mark.parametrize("server", [
    ["https://a", "https://b:1"], "https://a,https://b:1", " https://a , https://b:1 ", ["https://a,https://b:1"]])
def test_several_addresses_of_one_cluster(home, server):
    assert resolve(server, home).addresses == ("https://a:8443", "https://b:1")


@pytest.mark.parametrize("server", [None, "", [], "local", ["local"]])
def test_nothing_is_the_local_server(home, tmp_path, server):
    (tmp_path / "unix.socket").touch()
    assert resolve(server, dict(home, LXD_DIR=str(tmp_path))).socket == str(tmp_path / "unix.socket")


@pytest.mark.parametrize("server, says", [
    ("http://host", "names no server"),
    ("https://", "no https address"),
    ("https://host:port", "no valid port"),
    ("https://host:99999", "no valid port"),
    ("https://host/path", "no https address"),
    ("https://a,/run/unix.socket", "no https address"),
    ("local,local", "no https address"),
    ("unix://host/x", "names no server"),
    ("https://[fd00", "is no address"),
    ("../x", "names no server"),
    ("nowhere", "there is no remote 'nowhere'"),
    ("ssh://", "names no host"),
    ("ssh://-oProxyCommand=x", "names no host"),
    ("ssh://-l@host", "names no host"),
    ("ssh://host:ssh", "no valid port"),
])
def test_what_names_no_server(home, server, says):
    with pytest.raises(Invalid) as caught:
        resolve(server, home)
    assert says in caught.value.message


def test_a_password_in_an_address_is_not_repeated(home):
    with pytest.raises(Invalid) as caught:
        resolve("ssh://root:hunter2@host", home)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("written, words", [
    (None, []), ("", []), ("a", ["a"]), ("a, b", ["a", "b"]), (["a", "b,c", ""], ["a", "b", "c"]), (("a",), ["a"])])
def test_lists_and_commas_are_the_same(written, words):
    assert named(written) == words


@pytest.mark.parametrize("environ, there, chosen", [
    ({}, SOCKETS, SOCKETS[0]),
    ({}, SOCKETS[2:], SOCKETS[2]),
    ({"LXD_DIR": "/l"}, ("/l/unix.socket",) + SOCKETS, "/l/unix.socket"),
    ({"INCUS_DIR": "/i"}, ("/i/unix.socket",) + SOCKETS, "/i/unix.socket"),
    ({"LXD_DIR": "/l", "INCUS_DIR": "/i"}, ("/i/unix.socket",), "/i/unix.socket"),
    ({"INCUS_SOCKET": "/s", "INCUS_DIR": "/i"}, ("/i/unix.socket", "/s"), "/s"),
])
def test_the_local_socket_is_found(environ, there, chosen):
    assert find_socket(environ, there.__contains__, lambda path: True) == chosen


def test_a_socket_one_may_use_goes_before_one_that_is_only_there():
    mine = SOCKETS[-1]
    assert find_socket({}, SOCKETS.__contains__, lambda path: path == mine) == mine
    assert find_socket({}, SOCKETS.__contains__, lambda path: False) == SOCKETS[0]


@pytest.mark.parametrize("product, chosen", [("lxd", SOCKETS[0]), ("incus", SOCKETS[2])])
def test_one_product_alone(product, chosen):
    assert find_socket({}, SOCKETS.__contains__, lambda path: True, product) == chosen


@pytest.mark.parametrize("environ, says", [({}, SOCKETS[0]), ({"LXD_DIR": "/l"}, "/l/unix.socket")])
def test_no_local_server(environ, says):
    with pytest.raises(Unavailable) as caught:
        find_socket(environ, lambda path: False)
    assert says in caught.value.message


def test_the_environments_server_is_the_only_one_looked_for():
    with pytest.raises(Unavailable):
        find_socket({"LXD_DIR": "/l"}, SOCKETS.__contains__)


def test_a_token_names_the_server_its_pin_and_a_pair_to_be_made(home):
    found = resolve(None, home, trust_token=token())
    assert found.addresses == ("https://10.0.0.1:8443", "https://[fd00::1]:8443")
    assert found.pin == PIN
    assert found.cert == (home["HOME"] + "/.config/lxcri/client.crt", home["HOME"] + "/.config/lxcri/client.key")


def test_a_named_server_goes_before_the_tokens_addresses(home):
    assert resolve("https://other", home, trust_token=token()).addresses == ("https://other:8443",)


@pytest.mark.parametrize("text", ["", "x" * 40, base64.b64encode(b"{}").decode(), base64.b64encode(b"[1]").decode(),
                                  base64.b64encode(b'{"secret": "", "fingerprint": ""}').decode()])
def test_what_is_no_token_is_refused_and_not_repeated(home, text):
    if not text:
        assert resolve("https://host", home, trust_token=text).token is None
        return
    with pytest.raises(Invalid) as caught:
        resolve("https://host", home, trust_token=text)
    assert text not in caught.value.message


def test_pin_and_token_of_two_servers(home):
    with pytest.raises(Invalid) as caught:
        resolve("https://host", home, pin="cd" * 32, trust_token=token())
    assert "two servers" in caught.value.message


@pytest.mark.parametrize("cert, key", [("x.crt", None), (None, "x.key")])
def test_half_a_pair(home, cert, key):
    with pytest.raises(Invalid) as caught:
        resolve("https://host", home, cert=cert, key=key)
    assert "go together" in caught.value.message


def test_a_pair_that_is_not_there(home, tmp_path):
    with pytest.raises(Invalid) as caught:
        resolve("https://host", home, cert=str(tmp_path / "no.crt"), key=str(tmp_path / "no.key"))
    assert "client_cert: no file at" in caught.value.message


def test_the_own_pair_is_used_where_it_is(home, tmp_path):
    assert resolve("https://host", home).cert is None
    own = tmp_path / "conf"
    own.mkdir()
    for name in ("client.crt", "client.key"):
        (own / name).touch()
    assert resolve("https://host", dict(home, LXCRI_CONF=str(own))).cert == (
        str(own / "client.crt"), str(own / "client.key"))


def test_secrets_are_not_shown(home):
    text = token()
    shown = repr(resolve(None, home, trust_token=text, bearer_token="hunter2"))
    assert "hunter2" not in shown and text not in shown


def test_ssh_leads_to_a_socket_on_this_side(home):
    found = resolve("ssh://root@Host.example:2222/run/unix.socket", home)
    assert found.socket == found.ssh.forwarded and found.says == "ssh://root@Host.example:2222/run/unix.socket"
    assert (found.ssh.host, found.ssh.user, found.ssh.port, found.ssh.socket) == (
        "Host.example", "root", 2222, "/run/unix.socket")


@pytest.mark.parametrize("server", [
    "x" * 5000, "\0", "https://\0", "ssh://h\n", "unix://\u2603", "https://h#x", "[", "@", "::"])
def test_nonsense_is_an_error_of_ours(home, server):
    try:
        resolve(server, home)
    except LxcriError as error:
        assert error.message


def test_variables_that_are_set_to_nothing_are_not_set(home, monkeypatch, tmp_path):
    """Whatever starts a job sets them all; Ansible's plugins make the working directory of a path that is empty."""
    monkeypatch.chdir(tmp_path)
    empty = dict(home, LXCRI_CLIENT_CERT="", LXCRI_CLIENT_KEY="")
    assert resolve("https://host", empty, cert=str(tmp_path), key=str(tmp_path)).cert is None
    assert resolve("https://host", empty, cert="", key="", pin="", trust_token="", bearer_token="").cert is None
    with pytest.raises(Invalid) as caught:
        resolve("https://host", home, cert=str(tmp_path), key=str(tmp_path))
    assert "client_cert: no file at" in caught.value.message
