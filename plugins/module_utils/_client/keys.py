# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""This collection's own client certificate, and where it and the certificates of known servers are kept.

``$LXCRI_CONF``, else ``$XDG_CONFIG_HOME/lxcri``, else ``~/.config/lxcri``: ``client.crt``, ``client.key`` (0600)
and ``servercerts/<host>_<port>.crt``, in a directory only the user can enter.
"""

from __future__ import annotations

import datetime
import getpass
import os
import socket
import tempfile
from contextlib import contextmanager
from typing import Iterator, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unsupported

try:
    import fcntl
except ImportError:
    fcntl = None

YEARS = 10


def home_of(environ: Mapping[str, str]) -> str:
    """The directory of this collection's own certificates."""
    if environ.get("LXCRI_CONF"):
        return os.path.expanduser(environ["LXCRI_CONF"])
    base = environ.get("XDG_CONFIG_HOME") or os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".config")
    return os.path.join(base, "lxcri")


def identity_of(environ: Mapping[str, str]) -> Tuple[str, str]:
    """Paths of the own client certificate and key, there or not."""
    home = home_of(environ)
    return os.path.join(home, "client.crt"), os.path.join(home, "client.key")


def known_server(environ: Mapping[str, str], host: str, port: int) -> str:
    """Where the certificate of a server that a trust token led to is kept."""
    return os.path.join(home_of(environ), "servercerts", "{0}_{1}.crt".format(host.replace(":", "-"), port))


def make_pair(cert: str, key: str) -> None:
    """Generate a client certificate and its key unless both are there; the key is readable by its owner alone.

    :raises Invalid: when only one of the two is there; ``Unsupported`` without the library ``cryptography``.
    """
    with exclusive(key + ".lock"):
        there = [path for path in (cert, key) if os.path.exists(path)]
        if len(there) == 2:
            return
        if there:
            raise Invalid("{0} is there, but {1} is not; restore it, or remove both to have a new pair made.".format(
                there[0], key if there[0] == cert else cert))
        certificate, private = new_pair(_owner())
        write_file(key, private, 0o600)
        write_file(cert, certificate, 0o644)


def new_pair(owner: str) -> Tuple[bytes, bytes]:
    """``(certificate, key)`` as PEM: self-signed, elliptic curve P-384, good for ten years, for TLS clients."""
    try:
        # Here, because most connections never need it and it takes longer to import than a request.
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
    except ImportError:
        raise Unsupported("A client certificate must be generated, and that needs the Python library cryptography; "
                          "install it, or name client_cert and client_key.")
    private = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "lxcri.containers"),
        x509.NameAttribute(NameOID.COMMON_NAME, owner[:64]),
    ])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        # A clock that is a little behind must not refuse a certificate made a moment ago.
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=365 * YEARS))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA384()))
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption()),
    )


def write_file(path: str, content: bytes, mode: int) -> None:
    """Write a whole file at once, never readable by more than ``mode`` says; its directory is made if need be."""
    try:
        os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=os.path.dirname(path) or ".")
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, mode)
            file.write(content)
        os.replace(aside, path)
    except OSError as error:
        raise Invalid("{0} cannot be written ({1}); correct its directory's permissions.".format(path, error.strerror))


@contextmanager
def exclusive(path: str) -> Iterator[None]:
    """Hold a lock file that one process at a time can hold; it is released when the process ends, however it does."""
    try:
        os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Invalid("{0} cannot be written ({1}); correct its directory's permissions.".format(path, error.strerror))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _owner() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "uid{0}".format(os.getuid())
    return "{0}@{1}".format(user, socket.gethostname())
