# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``remote``: entries of a client's configuration and the certificates beside it."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of
from ansible_collections.lxcri.containers.plugins.modules.remote import TASK

SAID = """\
default-remote: shop
remotes:
  local: {addr: "unix://", public: false}
  shop: {addr: "https://10.0.0.1:8443", auth_type: tls, project: web, protocol: lxd, public: false, strange: [1]}
aliases: {ll: list}
newer: {than: this}
"""


@pytest.fixture
def directory(tmp_path):
    (tmp_path / "client").mkdir()
    return tmp_path / "client"


@pytest.fixture
def run(directory):
    """``run(check_mode=False, **options)``: the module's result."""
    def run(check_mode=False, **options):
        checked = ArgumentSpecValidator(TASK.arguments).validate(dict({"config_dir": str(directory)}, **options))
        assert not checked.error_messages, checked.error_messages
        return TASK.outcome(Call(checked.validated_parameters, check_mode, True))

    return run


@pytest.fixture
def said(directory):
    (directory / "config.yml").write_text(SAID)
    return directory / "config.yml"


def content(directory):
    return yaml.safe_load((directory / "config.yml").read_text())


def twice(run, **options):
    """Check mode writes nothing, the next run writes, the one after that does not."""
    assert run(check_mode=True, **options)["changed"]
    first, second = run(**options), run(**options)
    assert first["changed"] and not second["changed"], (first, second)
    assert first["remote"] == second["remote"]
    return first


def test_a_new_remote_in_a_new_configuration(run, directory):
    result = twice(run, name="lab", address=["https://10.0.0.2"], project="p")
    assert content(directory) == {
        "default-remote": "local", "aliases": {},
        "remotes": {"local": {"addr": "unix://", "public": False},
                    "lab": {"addr": "https://10.0.0.2", "project": "p", "protocol": "lxd", "public": False,
                            "auth_type": "tls"}}}
    assert result["remote"]["default"] is False and result["remote"]["fingerprint"] == ""
    assert stat.S_IMODE((directory / "config.yml").stat().st_mode) == 0o600


def test_check_mode_writes_nothing(run, directory):
    result = run(check_mode=True, name="lab", address=["https://10.0.0.2"])
    assert result["changed"] and list(directory.iterdir()) == []


@pytest.mark.parametrize("options, expected", [
    ({"project": "db"}, {"project": "db"}),
    ({"address": ["https://10.0.0.9:1"]}, {"addr": "https://10.0.0.9:1"}),
    ({"address": ["https://a:1", "https://b:1/"], "client": "incus"}, {"addr": "https://a:1,https://b:1"}),
    ({"public": True}, {"public": True}),
    ({"auth_type": "oidc"}, {"auth_type": "oidc"}),
])
def test_what_is_not_named_stays(run, directory, said, options, expected):
    twice(run, name="shop", **options)
    before = yaml.safe_load(SAID)
    before["remotes"]["shop"].update(expected)
    assert content(directory) == before


def test_nothing_to_do_leaves_the_file_as_it_is(run, said):
    assert not run(name="shop", project="web", address=["https://10.0.0.1:8443"])["changed"]
    assert said.read_text() == SAID


@pytest.mark.parametrize("default, name, expected", [(True, "local", "local"), (False, "shop", "local")])
def test_the_default_remote(run, directory, said, default, name, expected):
    twice(run, name=name, default=default)
    assert content(directory)["default-remote"] == expected


def test_a_removed_remote_takes_its_certificates_along(run, directory, said):
    for name in ("servercerts/shop.crt", "clientcerts/shop.crt", "clientcerts/shop.key", "client.crt"):
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text("x")
    (directory / "servercerts" / "shop.crt").write_text(_certificate())
    result = twice(run, name="shop", state="absent")
    assert result["remote"] is None
    assert "shop" not in content(directory)["remotes"] and content(directory)["default-remote"] == "local"
    assert sorted(path.name for path in directory.rglob("*") if path.is_file()) == ["client.crt", "config.yml"]


def test_a_remote_that_is_not_there_is_absent(run, directory):
    assert not run(name="shop", state="absent")["changed"] and list(directory.iterdir()) == []


@pytest.mark.parametrize("options, says", [
    ({"name": "local", "state": "absent"}, "built into the client"),
    ({"name": "new"}, "its address is needed"),
    ({"name": "new", "address": ["ssh://host"]}, "none a client understands"),
    ({"name": "a/b", "address": ["https://x"]}, "cannot be a remote's name"),
    ({"name": "../x", "state": "absent"}, "cannot be a remote's name"),
    ({"name": "new", "address": ["https://x"], "server_cert": "abc"}, "server_cert"),
    ({"name": "new", "trust_token": "abc"}, "no trust token"),
])
def test_what_cannot_be_meant(run, said, options, says):
    result = run(**options)
    assert result["failed"] and says in result["msg"] and said.read_text() == SAID


def test_a_broken_configuration_is_left_alone(run, directory):
    (directory / "config.yml").write_text("remotes: [")
    assert "is no YAML" in run(name="x", address=["https://x"])["msg"]
    assert (directory / "config.yml").read_text() == "remotes: ["


@pytest.mark.parametrize("form", ["text", "path", "fingerprint"])
def test_the_servers_certificate_is_kept(run, directory, serve, form):
    server = serve(trusted=True)
    pin = {"text": server.cert.read_text(), "path": str(server.cert), "fingerprint": server.fingerprint}[form]
    result = twice(run, name="lab", address=[server.url], server_cert=pin)
    assert result["remote"]["fingerprint"] == server.fingerprint
    assert fingerprint_of(str(directory / "servercerts" / "lab.crt")) == server.fingerprint


def test_another_certificate_than_the_fingerprint_says(run, directory, serve):
    server = serve()
    result = run(name="lab", address=[server.url], server_cert="ab" * 32)
    assert result["failed"] and server.fingerprint in result["msg"]
    assert not (directory / "servercerts").exists() and not (directory / "config.yml").exists()


def test_a_server_that_does_not_answer(run, directory):
    result = run(name="lab", address=["https://127.0.0.1:1"], server_cert="ab" * 32)
    assert result["failed"] and "No answer" in result["msg"] and not (directory / "config.yml").exists()


def test_a_token_makes_a_remote_that_works(run, directory, serve, home):
    server = serve(extensions=("explicit_trust_token",))
    text = base64.b64encode(json.dumps({
        "client_name": "c", "fingerprint": server.fingerprint, "secret": "s",
        "addresses": [server.url[len("https://"):]]}).encode()).decode()
    server.token = text
    result = twice(run, name="lab", trust_token=text, default=True)
    assert result["trusted_now"] and result["remote"]["addr"] == server.url
    assert len(server.bodies()) == 1
    assert stat.S_IMODE((directory / "client.key").stat().st_mode) == 0o600
    found = resolve("lab", dict(home, LXD_CONF=str(directory)))
    assert found.pin == server.fingerprint and found.cert == (
        str(directory / "client.crt"), str(directory / "client.key"))
    assert sorted(path.name for path in (directory / "servercerts").iterdir()) == ["lab.crt"]
    assert not Path(home["HOME"], ".config").exists()


def test_a_token_is_never_shown(run, serve):
    server = serve()
    text = base64.b64encode(json.dumps({"fingerprint": server.fingerprint, "secret": "s", "addresses": [
        server.url[len("https://"):]]}).encode()).decode()
    result = run(name="lab", trust_token=text)
    assert result["failed"] and text not in json.dumps(result)
    assert TASK.public({"trust_token": text})["trust_token"] != text


@pytest.mark.parametrize("client, there, expected", [
    ("lxc", [], ".config/lxc"), ("lxc", ["snap/lxd/common/config"], "snap/lxd/common/config"),
    ("lxc", [".config/lxc", "snap/lxd/common/config"], ".config/lxc"), ("incus", [".config/lxc"], ".config/incus"),
])
def test_whose_configuration_is_meant(monkeypatch, home, client, there, expected):
    for name in ("LXD_CONF", "INCUS_CONF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", home["HOME"])
    for name in there:
        Path(home["HOME"], name).mkdir(parents=True)
        Path(home["HOME"], name, "config.yml").touch()
    checked = ArgumentSpecValidator(TASK.arguments).validate({"name": "x", "address": ["https://x"], "client": client})
    result = TASK.outcome(Call(checked.validated_parameters, True, False))
    assert result["config_file"] == str(Path(home["HOME"], expected, "config.yml"))


def _certificate():
    from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import new_pair
    return new_pair("x")[0].decode()
