# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From where a server is to a connection with it: what an endpoint needs first, and its addresses in turn.

What only some endpoints need is imported for those (see ``endpoint.py``).
"""

from __future__ import annotations

from typing import Any, Callable, Mapping, Tuple, TypeVar

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server, read_server
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Timeout, Unauthorized, Unavailable

Connection = TypeVar("Connection")


def reach(endpoint: Endpoint, connect: Callable[[Endpoint], Connection]) -> Tuple[Endpoint, Connection]:
    """Prepare an endpoint and connect to the first of its addresses that answers.

    :arg connect: makes the connection; ``Unavailable`` and ``Timeout`` mean that the next address is to be tried, anything
        else it raises is an answer and ends the search.
    :returns: the endpoint at the address that answered, and what ``connect`` returned.
    """
    if endpoint.ssh:
        from ansible_collections.lxcri.containers.plugins.module_utils._client.tunnel import open_tunnel
        open_tunnel(endpoint.ssh)
    if endpoint.token and endpoint.cert:
        from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import make_pair
        make_pair(*endpoint.cert)
    failures = []
    for url in endpoint.addresses or (endpoint.url,):
        tried = endpoint.at(url) if endpoint.addresses else endpoint
        try:
            return tried, connect(tried)
        except (Unavailable, Timeout) as error:
            failures.append(error)
    if len(failures) == 1:
        raise failures[0]
    raise Unavailable("None of the addresses answers: {0}".format(" ".join(error.message for error in failures)))


def trusted(endpoint: Endpoint, info: Mapping[str, Any], look: Callable[[], Mapping[str, Any]],
            send: Callable[[Any], Any]) -> Server:
    """The server, once it trusts this client; a trust token is given to it if need be.

    :arg info: what ``GET /1.0`` said; ``look`` reads it again; ``send`` sends one ``Request``.
    :raises Unauthorized: when it does not trust this client.
    """
    server = read_server(info)
    if not server.trusted and endpoint.token and endpoint.cert:
        from ansible_collections.lxcri.containers.plugins.module_utils._client.trust import introduce
        server = introduce(endpoint.says, endpoint.cert[1], endpoint.token, look, send)
        _remember(endpoint)
    if not server.trusted:
        raise Unauthorized(
            "{0} does not trust this client; {1}.".format(
                endpoint.says, "see whether its bearer token is right and has not expired" if endpoint.bearer else
                "add its certificate to the server's trust store, or name client_cert and client_key, a trust_token "
                "or a bearer_token"))
    return server


def _remember(endpoint: Endpoint) -> None:
    """Keep the server's certificate, so that it is known without its token from now on."""
    import ssl

    from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import write_file
    from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of_der
    from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import shown_by
    shown = shown_by(endpoint.url)
    if fingerprint_of_der(shown) == endpoint.pin:
        for path in endpoint.known:
            write_file(path, ssl.DER_cert_to_PEM_cert(shown).encode(), 0o644)
