# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One server reached in three ways: its socket, https with a pinned certificate, and ssh."""

from __future__ import annotations

import base64
import json
import os
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from sshd import PROGRAM, Sshd

from ansible_collections.lxcri.containers.plugins.module_utils._client import tunnel
from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import make_pair

WAYS = ("socket", "https", "ssh")
NAME = "lxcri-live-exec"


def options_of(server, way):
    """In a ``with``: the options that name the server in one way, for modules and plugins; skips a closed way."""
    if way == "socket":
        return nullcontext({"server": [server.socket]})
    return {"https": _https, "ssh": _ssh}[way](server)


@contextmanager
def _https(server):
    environment = json.loads(server.ask("query", "/1.0"))["environment"]
    if not environment["addresses"]:
        pytest.skip("the server has no https address")
    with tempfile.TemporaryDirectory() as directory:
        cert, key = os.path.join(directory, "c.crt"), os.path.join(directory, "c.key")
        make_pair(cert, key)
        server.ask("config", "trust", *(["add"] if server.product == "lxd" else ["add-certificate"]), cert, "--name", NAME)
        try:
            yield {"server": ["https://" + environment["addresses"][0]], "client_cert": cert, "client_key": key,
                   "server_cert": environment["certificate_fingerprint"]}
        finally:
            for one in server.query("certificates?recursion=1"):
                if one["name"] == NAME:
                    server.ask("config", "trust", "remove", one["fingerprint"])


def signed(cert: str, key: str, seconds: int) -> str:
    """A JSON web token for so long, as Incus takes it: signed with the key of a certificate that it trusts."""
    def part(content: bytes) -> bytes:
        return base64.urlsafe_b64encode(content).rstrip(b"=")

    shown = x509.load_pem_x509_certificate(Path(cert).read_bytes()).fingerprint(hashes.SHA256()).hex()
    now = int(time.time())
    # Incus writes both anew before it looks at the signature, so they must look as Go writes them, in this order.
    text = b".".join(part(json.dumps(one, separators=(",", ":")).encode()) for one in (
        {"alg": "ES384", "typ": "JWT"}, {"sub": shown, "exp": now + seconds, "nbf": now - 60, "iat": now}))
    private = serialization.load_pem_private_key(Path(key).read_bytes(), None)
    numbers = decode_dss_signature(private.sign(text, ec.ECDSA(hashes.SHA384())))
    return (text + b"." + part(b"".join(number.to_bytes(48, "big") for number in numbers))).decode()


@contextmanager
def _ssh(server):
    if not PROGRAM:
        pytest.skip("there is no sshd")
    with tempfile.TemporaryDirectory(prefix="lxcri-") as directory:
        started = Sshd(Path(directory), **{"LXD_DIR" if server.product == "lxd" else "INCUS_DIR":
                                           os.path.dirname(server.socket)})
        try:
            with pytest.MonkeyPatch.context() as patch:
                for name in ("XDG_RUNTIME_DIR", "LXCRI_SSH_ARGS"):
                    patch.setenv(name, started.environ[name])
                yield {"server": ["ssh://lab" + server.socket]}
        finally:
            for key in list(tunnel._held):
                os.close(tunnel._held.pop(key))
            started.stop()
