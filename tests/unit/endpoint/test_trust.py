# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates that are believed, tokens that are given away, addresses that are tried."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import json
import os
import socket
import ssl
import stat
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import make_pair, new_pair
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unauthorized

INCUS = ("restrict_dev_incus",)


def token_of(server, **more):
    content = dict({"client_name": "c", "fingerprint": server.fingerprint, "addresses": [server.url[len("https://"):]],
                    "secret": "s"}, **more)
    server.token = base64.b64encode(json.dumps(content).encode()).decode()
    return server.token


def test_an_unknown_certificate_is_refused_with_its_fingerprint(serve, home, reach):
    server = serve(trusted=True)
    with pytest.raises(Unauthorized) as caught:
        reach(resolve(server.url, home))
    assert server.fingerprint in caught.value.message and "server_cert" in caught.value.message
    assert caught.value.details["fingerprint"] == server.fingerprint
    assert server.seen == []


@pytest.mark.parametrize("form", ["path", "text", "fingerprint", "colons"])
def test_a_pinned_certificate_is_believed(serve, home, reach, form):
    server = serve(trusted=True)
    pin = {"path": str(server.cert), "text": server.cert.read_text(), "fingerprint": server.fingerprint.upper(),
           "colons": ":".join(server.fingerprint[i:i + 2] for i in range(0, 64, 2))}[form]
    reach(resolve(server.url, home, pin=pin))
    assert server.seen


def test_another_certificate_than_the_pinned_one_is_refused_before_anything_is_sent(serve, home, reach):
    server = serve(trusted=True)
    with pytest.raises(Unauthorized) as caught:
        reach(resolve(server.url, home, pin="ab" * 32, bearer_token="secret"))
    assert server.fingerprint in caught.value.message and "is pinned" in caught.value.message
    assert server.seen == []


def authority_of(address):
    """A certificate for an IP address that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256()))
    return certificate.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def test_what_the_machines_authorities_vouch_for_is_believed_under_its_name(serve, home, reach, monkeypatch):
    server = serve(trusted=True, pair=authority_of("127.0.0.1"))
    monkeypatch.setenv("SSL_CERT_FILE", str(server.cert))
    reach(resolve(server.url, home))
    assert server.seen
    seen = len(server.seen)
    with pytest.raises(Unauthorized) as caught:
        reach(resolve("https://localhost:{0}".format(server.port), home))
    assert server.fingerprint in caught.value.message and len(server.seen) == seen


def test_environment_variables_of_requests_change_nothing(serve, home, reach, monkeypatch):
    server = serve(trusted=True)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    reach(resolve(server.url, home, pin=str(server.cert)))
    assert server.seen


def test_a_certificate_that_the_server_turns_away(serve, home, reach, tmp_path):
    server, listener = serve(), socket.create_server(("127.0.0.1", 0))
    server.context.verify_mode = ssl.CERT_REQUIRED

    def turn_away():
        while True:
            try:
                plain = listener.accept()[0]
            except OSError:
                return
            with server.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False) as connection:
                try:
                    connection.do_handshake()
                except ssl.SSLError:
                    # What is not read when it closes would take the alert along.
                    socket.socket.recv(connection, 65536)

    threading.Thread(target=turn_away, daemon=True).start()
    for name, content in zip(("cert", "key"), new_pair("client")):
        (tmp_path / name).write_bytes(content)
    url = "https://127.0.0.1:{0}".format(listener.getsockname()[1])
    with listener, pytest.raises(Unauthorized) as caught:
        reach(resolve(url, home, str(tmp_path / "cert"), str(tmp_path / "key"), server.fingerprint))
    assert "see `client_cert` and `client_key`" in caught.value.message


def test_a_client_nobody_trusts(serve, home, connect):
    server = serve()
    with pytest.raises(Unauthorized) as caught:
        connect(resolve(server.url, home, pin=str(server.cert)))
    assert "does not trust this client" in caught.value.message


def test_a_bearer_token_goes_with_every_request(serve, home, connect):
    server = serve(bearer="secret")
    with connect(resolve(server.url, home, pin=str(server.cert), bearer_token="secret\n")) as client:
        client.get("instances")
    assert {headers.get("Authorization") for _method, _path, headers, _body in server.seen} == {"Bearer secret"}


def test_a_wrong_bearer_token_says_so(serve, home, connect):
    server = serve(bearer="secret")
    with pytest.raises(Unauthorized) as caught:
        connect(resolve(server.url, home, pin=str(server.cert), bearer_token="hunter2"))
    assert "bearer token" in caught.value.message and "hunter2" not in caught.value.message


@pytest.mark.parametrize("extensions, more, path, name", [
    ((), {}, "/1.0/certificates", "password"),
    (("explicit_trust_token",), {}, "/1.0/certificates", "trust_token"),
    (INCUS, {}, "/1.0/certificates", "trust_token"),
    (("explicit_trust_token",), {"type": "Client certificate"}, "/1.0/auth/identities/tls", "trust_token"),
])
def test_a_token_is_given_as_the_server_takes_it(serve, home, connect, extensions, more, path, name):
    server = serve(extensions=extensions)
    text = token_of(server, **more)
    with connect(resolve(None, home, trust_token=text)) as client:
        assert client.server.trusted
    (posted, body), = server.bodies()
    assert posted.split("?")[0] == path and body[name] == text


def test_a_token_is_given_once_and_the_server_remembered(serve, home, connect):
    server = serve()
    text = token_of(server)
    for endpoint in (resolve(None, home, trust_token=text), resolve(None, home, trust_token=text)):
        connect(endpoint).close()
    assert len(server.bodies()) == 1
    again = resolve(server.url, home)
    assert again.pin == server.fingerprint
    connect(again).close()


def test_the_pair_made_for_a_token_is_private(serve, home, connect):
    server = serve()
    endpoint = resolve(None, home, trust_token=token_of(server))
    connect(endpoint).close()
    cert, key = endpoint.cert
    assert stat.S_IMODE(os.stat(key).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(key)).st_mode) == 0o700
    assert "BEGIN CERTIFICATE" in open(cert, encoding="ascii").read()


def test_a_pair_is_made_where_the_task_names_it(serve, home, connect, tmp_path):
    server = serve()
    cert, key = str(tmp_path / "new" / "a.crt"), str(tmp_path / "new" / "a.key")
    connect(resolve(None, home, cert=cert, key=key, trust_token=token_of(server))).close()
    assert os.path.exists(cert) and stat.S_IMODE(os.stat(key).st_mode) == 0o600


def test_a_token_goes_to_nobody_else(serve, home, connect):
    right, wrong = serve(), serve()
    text = token_of(right)
    with pytest.raises(Unauthorized) as caught:
        connect(resolve(wrong.url, home, trust_token=text))
    assert "is pinned" in caught.value.message and text not in caught.value.message
    assert wrong.seen == []


def test_a_used_token_is_refused_in_a_sentence(serve, home, connect):
    server = serve()
    text = token_of(server)
    server.token = ""
    with pytest.raises(Unauthorized) as caught:
        connect(resolve(None, home, trust_token=text))
    assert "did not take the trust token" in caught.value.message and text not in caught.value.message


def test_many_at_once_use_a_token_once(serve, home):
    server = serve()
    endpoint = resolve(None, home, trust_token=token_of(server))
    failures = []

    def work():
        try:
            Reader(endpoint).close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == [] and len(server.bodies()) == 1


def test_half_a_pair_is_not_completed(tmp_path):
    (tmp_path / "a.crt").touch()
    with pytest.raises(Invalid):
        make_pair(str(tmp_path / "a.crt"), str(tmp_path / "a.key"))


def test_an_existing_pair_is_kept(tmp_path):
    for name in ("a.crt", "a.key"):
        (tmp_path / name).write_text("mine")
    make_pair(str(tmp_path / "a.crt"), str(tmp_path / "a.key"))
    assert (tmp_path / "a.key").read_text() == "mine"


def test_a_certificate_among_other_words():
    certificate = new_pair("x")[0].decode()
    assert fingerprint_of("Subject: x\n" + certificate + new_pair("y")[0].decode()) == fingerprint_of(certificate)


@pytest.mark.parametrize("pin", [
    "abc", "/nonexistent", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", "é"])
def test_what_is_no_pin(pin):
    with pytest.raises(Invalid) as caught:
        fingerprint_of(pin)
    assert "server_cert" in caught.value.message


def test_a_pin_in_a_file_without_a_certificate(tmp_path):
    (tmp_path / "x").write_text("hello")
    with pytest.raises(Invalid):
        fingerprint_of(str(tmp_path / "x"))
