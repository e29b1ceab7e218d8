# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remotes of the lxc and incus clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import new_pair
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.remotes import places
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

LXC = """
default-remote: local
remotes:
  local: {addr: "unix://", public: false}
  shop: {addr: "https://10.0.0.1:8443", auth_type: tls, project: web, protocol: lxd, public: false}
  spot: {addr: "unix:///srv/lxd/unix.socket", public: false}
  images: {addr: "https://images.example", protocol: simplestreams, public: true}
  open: {addr: "https://10.0.0.9:8443", public: true}
  person: {addr: "https://10.0.0.2:8443", auth_type: oidc, public: false}
  empty: {public: false}
aliases: {}
"""
INCUS = """
remotes:
  shop: {addr: "https://10.1.0.1:8443", protocol: incus}
  many: {addr: "https://10.1.0.1:8443,10.1.0.2:9443", protocol: incus}
  here: {addr: "unix://", protocol: incus}
"""


@pytest.fixture
def clients(home):
    for name, text in (("lxc", LXC), ("incus", INCUS)):
        directory = Path(home["HOME"], ".config", name)
        directory.mkdir(parents=True)
        (directory / "config.yml").write_text(text)
    return home


def lxc_dir(environ):
    return Path(environ["HOME"], ".config", "lxc")


@pytest.mark.parametrize("name, addresses, project", [
    ("shop", ("https://10.0.0.1:8443",), "web"),
    ("many", ("https://10.1.0.1:8443", "https://10.1.0.2:9443"), ""),
])
def test_a_remote_is_its_address_and_project(clients, name, addresses, project):
    found = resolve(name, clients)
    assert (found.addresses, found.project) == (addresses, project)


def test_a_unix_remote(clients):
    assert resolve("spot", clients).socket == "/srv/lxd/unix.socket"


def test_a_local_remote_of_incus_is_no_lxd(clients, tmp_path):
    for name in ("lxd", "incus"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "unix.socket").touch()
    environ = dict(clients, LXD_DIR=str(tmp_path / "lxd"), INCUS_DIR=str(tmp_path / "incus"))
    assert resolve("here", environ).socket == str(tmp_path / "incus" / "unix.socket")


@pytest.mark.parametrize("name, says", [
    ("images", "images only"), ("open", "images only"), ("person", "signs in by oidc"), ("empty", "has no `addr`"),
    ("nobody", "known are empty, here, images, local, many, open, person, shop, spot")])
def test_remotes_that_cannot_be_used(clients, name, says):
    with pytest.raises(Invalid) as caught:
        resolve(name, clients)
    assert says in caught.value.message


def test_a_bearer_token_helps_where_a_person_would_sign_in(clients):
    assert resolve("person", clients, bearer_token="x").url == "https://10.0.0.2:8443"


def test_certificates_beside_the_configuration(clients):
    directory = lxc_dir(clients)
    (directory / "servercerts").mkdir()
    certificate, _key = new_pair("s")
    (directory / "servercerts" / "shop.crt").write_bytes(certificate)
    for name in ("client.crt", "client.key"):
        (directory / name).touch()
    found = resolve("shop", clients)
    assert found.pin == fingerprint_of(str(directory / "servercerts" / "shop.crt"))
    assert found.cert == (str(directory / "client.crt"), str(directory / "client.key"))
    (directory / "clientcerts").mkdir()
    for name in ("shop.crt", "shop.key"):
        (directory / "clientcerts" / name).touch()
    assert resolve("shop", clients).cert == (
        str(directory / "clientcerts" / "shop.crt"), str(directory / "clientcerts" / "shop.key"))


def test_what_the_task_says_goes_before_what_the_remote_says(clients, tmp_path):
    for name in ("a.crt", "a.key"):
        (tmp_path / name).touch()
    found = resolve("shop", clients, cert=str(tmp_path / "a.crt"), key=str(tmp_path / "a.key"), pin="ab" * 32)
    assert found.cert[0] == str(tmp_path / "a.crt") and found.pin == "ab" * 32


def test_the_environment_names_a_directory(clients, tmp_path):
    (tmp_path / "config.yml").write_text("remotes: {shop: {addr: 'https://10.9.9.9'}}")
    for name in ("LXD_CONF", "INCUS_CONF"):
        assert resolve("shop", dict(clients, **{name: str(tmp_path)})).url == "https://10.9.9.9:8443"


def test_the_machines_own_remotes_come_last(clients, tmp_path):
    (tmp_path / "config.yml").write_text(
        "remotes: {shop: {addr: 'https://10.9.9.9'}, all: {addr: 'https://10.9.9.8', project: p}}")
    (lxc_dir(clients) / "client.crt").touch()
    (lxc_dir(clients) / "client.key").touch()
    environ = dict(clients, LXD_GLOBAL_CONF=str(tmp_path))
    assert resolve("shop", environ).url == "https://10.0.0.1:8443"
    assert resolve("all", environ).cert[0] == str(lxc_dir(clients) / "client.crt")


def test_the_order_of_the_places(home):
    found = [place.directory for place in places({"HOME": "/h"})]
    assert found == ["/h/.config/lxc", "/h/snap/lxd/common/config", "/h/.config/incus", "/etc/lxc", "/etc/incus"]
    assert [place.directory for place in places({"HOME": "/h", "INCUS_CONF": "/i"})][0] == "/i"


@pytest.mark.parametrize("text, says", [
    ("remotes: [", "is no YAML"), ("[]x: {", "is no YAML"), ("- a\n", "no client configuration"),
    ("remotes: [a]", "no client configuration"), ("remotes: 1", "no client configuration")])
def test_broken_configurations(clients, text, says):
    (lxc_dir(clients) / "config.yml").write_text(text)
    with pytest.raises(Invalid) as caught:
        resolve("shop", clients)
    assert says in caught.value.message and str(lxc_dir(clients)) in caught.value.message


def test_an_empty_configuration_has_no_remotes(clients):
    (lxc_dir(clients) / "config.yml").write_text("")
    assert resolve("shop", clients).url == "https://10.1.0.1:8443"
