# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which server a task means.  Reads files (certificates, a client's ``config.yml``), opens no connection.

``resolve`` says where a server is; ``reach.py`` makes it reachable (ssh, a client key) and tries its addresses.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, List, Mapping, Optional, Sequence, Tuple, Union
from urllib.parse import SplitResult, quote, urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import find_socket
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

# The other files of this package are imported where one is needed: an inventory starts with every command, nothing of a
# collection is ever kept compiled, and most servers are a socket or an address.
if TYPE_CHECKING:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.remotes import Remote
    from ansible_collections.lxcri.containers.plugins.module_utils._client.ssh import Ssh
    from ansible_collections.lxcri.containers.plugins.module_utils._client.trust import Token

PORT = 8443

_REMOTE = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.+-]*$")


@dataclass(frozen=True)
class Endpoint:
    """One server and how to reach it.

    ``url`` is the base of every request; ``socket`` is the path of a unix socket, or empty; ``addresses`` are all
    base URLs of one https server or cluster, tried in turn, ``url`` the first of them.
    ``cert`` is ``(certificate, key)``, paths; ``pin`` is the SHA-256 fingerprint of the server's own certificate in
    lower-case hex; ``bearer`` goes into the header ``Authorization``; ``token`` is a trust token to be given once.
    ``project`` is what a client's remote says about it; ``ssh`` is how ``socket`` comes to be.
    """

    says: str
    url: str
    socket: str = ""
    cert: Optional[Tuple[str, str]] = None
    pin: str = ""
    addresses: Tuple[str, ...] = ()
    bearer: str = field(default="", repr=False)
    token: Optional[Token] = None
    known: Tuple[str, ...] = ()
    project: str = ""
    ssh: Optional[Ssh] = None

    def at(self, url: str) -> "Endpoint":
        """The same server at one of its addresses."""
        return replace(self, says=url, url=url)


@dataclass(frozen=True)
class _Means:
    """How a client proves itself and what it believes: the options beside ``server``."""

    cert: Optional[str] = None
    key: Optional[str] = None
    pin: Optional[str] = None
    token: Optional[Token] = None
    bearer: str = ""


def unix(path: str) -> Endpoint:
    """A server behind a unix socket."""
    return Endpoint(says=path, url="http+unix://" + quote(path, safe=""), socket=path)


def resolve(server: Union[str, Sequence[str], None], environ: Mapping[str, str], cert: Optional[str] = None,
            key: Optional[str] = None, pin: Optional[str] = None, trust_token: Optional[str] = None,
            bearer_token: Optional[str] = None) -> Endpoint:
    """The endpoint that the option ``server`` names.

    :arg server: nothing or ``local`` for the socket found by itself, a path, ``unix:///path``,
        ``https://host[:8443]`` (several in a list or with commas between: addresses of one cluster),
        ``ssh://user@host[:port][/path/to/unix.socket]``, or the name of a remote of the ``lxc`` or ``incus`` client.
    :arg trust_token: also says where the server is when ``server`` does not.
    :raises Invalid: when it is none of these; ``Unavailable`` when there is no local server.
    """
    token = _token(trust_token) if trust_token else None
    means = _Means(_file(cert, environ, "LXCRI_CLIENT_CERT"), _file(key, environ, "LXCRI_CLIENT_KEY"), pin, token,
                   (bearer_token or "").strip())
    names = named(server)
    if not names and token and token.addresses:
        names = ["https://" + address for address in token.addresses]
    if not names or names == ["local"]:
        return unix(find_socket(environ))
    if len(names) > 1 or names[0].startswith("https://"):
        return _https(names, means, environ)
    name = names[0]
    if name.startswith("/"):
        return unix(name)
    parts = _split(name)
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return unix(parts.path)
    if parts.scheme == "ssh":
        return _ssh(parts, name, environ)
    if _REMOTE.match(name):
        return _remote(name, means, environ)
    raise Invalid(
        "server: {0!r} names no server; write a socket's path, https://host:8443, ssh://user@host, a remote's name, "
        "or leave it out for the local one.".format(name))


def named(server: Union[str, Sequence[str], None]) -> List[str]:
    """What was written for ``server`` as a list: one word, words with commas between, or a list of them."""
    words = [server] if isinstance(server, str) else list(server or ())
    return [word.strip() for text in words for word in str(text).split(",") if word.strip()]


def _file(path: Optional[str], environ: Mapping[str, str], variable: str) -> Optional[str]:
    """The path, unless it is what Ansible makes of a variable that is set to nothing: the working directory."""
    return None if path and not environ.get(variable, "-") and os.path.abspath(path) == os.getcwd() else path


def _split(name: str) -> SplitResult:
    try:
        return urlsplit(name)
    except ValueError as error:
        raise Invalid("server: {0!r} is no address ({1}); correct it.".format(name, error))


def _token(text: str) -> Token:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.trust import read_token
    return read_token(text)


def _ssh(parts: SplitResult, name: str, environ: Mapping[str, str]) -> Endpoint:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.ssh import read_ssh
    ssh = read_ssh(parts, name, environ, os.getuid())
    return replace(unix(ssh.forwarded), says=ssh.says, ssh=ssh)


def _remote(name: str, means: _Means, environ: Mapping[str, str]) -> Endpoint:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.remotes import find_remote
    remote: Remote = find_remote(name, environ)
    says = "the remote {0!r}".format(remote.name)
    if remote.images_only:
        raise Invalid("server: {0} offers images only; name a server that runs instances.".format(says))
    first = remote.addresses[0]
    if first.startswith("unix:"):
        path = first[len("unix:"):]
        path = path[2:] if path.startswith("//") else path
        return replace(unix(path or find_socket(environ, product=remote.product)), project=remote.project)
    if remote.auth not in ("tls", "bearer") and not means.bearer:
        raise Invalid("server: {0} signs in by {1}, which needs a person; set `bearer_token`, or use a client "
                      "certificate.".format(says, remote.auth))
    if not means.cert and not means.key and remote.cert:
        means = replace(means, cert=remote.cert[0], key=remote.cert[1])
    if not means.pin and not means.token and remote.pin:
        means = replace(means, pin=remote.pin)
    urls = [address if "://" in address else "https://" + address for address in remote.addresses]
    return replace(_https(urls, means, environ), project=remote.project)


def _https(names: List[str], means: _Means, environ: Mapping[str, str]) -> Endpoint:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import known_server
    hosts = [_host(name) for name in names]
    urls = tuple("https://{0}:{1}".format("[{0}]".format(host) if ":" in host else host, port) for host, port in hosts)
    known = tuple(known_server(environ, host, port) for host, port in hosts)
    return Endpoint(says=urls[0], url=urls[0], addresses=urls, cert=_pair(means, environ), pin=_pin(means, known),
                    bearer=means.bearer, token=means.token, known=known)


def _host(name: str) -> Tuple[str, int]:
    parts = _split(name)
    try:
        port = parts.port or PORT
    except ValueError:
        raise Invalid("server: {0!r} has no valid port; write https://host:8443.".format(name))
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/"):
        raise Invalid("server: {0!r} is no https address; write https://host:8443, several of one cluster with commas "
                      "between.".format(name))
    return parts.hostname, port


def _pair(means: _Means, environ: Mapping[str, str]) -> Optional[Tuple[str, str]]:
    if bool(means.cert) != bool(means.key):
        raise Invalid("client_cert and client_key go together; name both or none.")
    if means.cert:
        pair = os.path.expanduser(means.cert), os.path.expanduser(str(means.key))
    else:
        from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import identity_of
        pair = identity_of(environ)
        if not means.token and not all(map(os.path.exists, pair)):
            return None
    # A token is what makes this pair known, so it may not be there yet.
    if not means.token:
        for option, path in zip(("client_cert", "client_key"), pair):
            if not os.path.isfile(path):
                raise Invalid("{0}: no file at {1}; correct the path.".format(option, path))
    return pair


def _pin(means: _Means, known: Tuple[str, ...]) -> str:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of
    if means.pin:
        chosen = fingerprint_of(means.pin)
        if means.token and means.token.fingerprint != chosen:
            raise Invalid("server_cert and trust_token are of two servers ({0} and {1}); correct one of them.".format(
                chosen, means.token.fingerprint))
        return chosen
    if means.token:
        return means.token.fingerprint
    return next((fingerprint_of(path) for path in known if os.path.exists(path)), "")
