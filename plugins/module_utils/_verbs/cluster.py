# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a server the first member of a cluster, or have it join one: ``PUT /1.0/cluster``."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.join import (
    JoinToken,
    checked,
    meet,
    read_join_token,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.cluster_newcomer import (
    as_new_again,
    own_things,
    refuse_to_lose,
)
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing

ANY = ("", "[::]", "0.0.0.0", "::")


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Nothing is due for a server that is this member already; a member of anything else is refused."""
    name, token = options["name"], read_join_token(options["token"]) if options.get("token") else None
    if token and token.member != name:
        raise Invalid("token: it was made for the member {0!r}, not for {1!r}; correct `name`, or make another "
                      "one.".format(token.member, name))
    certificate = checked(options["certificate"], token) if token and options.get("certificate") else None
    here = client.get("/1.0").metadata
    config = here.get("config") or {}
    if client.server.clustered:
        _same(here, client.server.member, name, token)
        return Intent(False, "member " + name, "member " + name, {"action": "none", "address": address_of({}, config)})
    address = address_of(options, config)
    if host_of(address) in ANY:
        raise Invalid("address: the other members cannot reach {0!r} at {1}; name an address and port of this server "
                      "that they reach.".format(name, address or "a server that listens on nothing"))
    if token:
        refuse_to_lose(own_things(client), name)
    action = "join" if token else "bootstrap"
    after = "member {0} at {1}".format(name, address) if token else "first member {0} at {1}".format(name, address)
    return Intent(True, "in no cluster", after, {"action": action, "address": address}, (token, certificate, config))


def address_of(options: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    """Where the others reach it: as the task says, or else where it listens already."""
    return options.get("address") or config.get("cluster.https_address") or config.get("core.https_address") or ""


def host_of(address: str) -> str:
    """``10.0.0.1:8443`` without the port, ``[::]:8443`` too; a bare address as it is."""
    host, colon, port = address.rpartition(":")
    return host if colon and port.isdigit() and (not host.count(":") or host.startswith("[")) else address


def _same(here: Mapping[str, Any], member: str, name: str, token: Optional[JoinToken]) -> None:
    """:raises Conflict: when the server is a member of another name, or of another cluster than the token's."""
    if member != name:
        raise Conflict("this server is the member {0!r} of a cluster, not {1!r}; correct `name` or `server`, or have "
                       "it leave with `cluster_member`.".format(member, name))
    if token and here["environment"].get("certificate_fingerprint") != token.fingerprint:
        raise Conflict("the server of {0!r} is a member of another cluster than the one the token is for; have it "
                       "leave that first, with `cluster_member`.".format(name))


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Open the address, and enable clustering."""
    token, certificate, config = intent.carry
    name, address = options["name"], intent.result["address"]
    if token is None:
        with doing("make {0!r} the first member of a cluster".format(name)):
            listen(client, address, config)
            client.send(Request("PUT", "cluster", {"server_name": name, "enabled": True}))
        return {}
    with doing("have {0!r} join the cluster".format(name)):
        meeting = (token.addresses[0], certificate) if certificate else meet(token)
        with as_new_again(client):
            client.send(Request("PUT", "cluster", joining(client.server, name, address, token, meeting,
                                                          options.get("member_config") or ())))
    return {}


def listen(client: Any, address: str, config: Mapping[str, Any]) -> None:
    """A server that listens elsewhere, too, as on all its addresses, goes on doing so."""
    if address in (config.get("core.https_address"), config.get("cluster.https_address")):
        return
    key = "cluster.https_address" if config.get("core.https_address") else "core.https_address"
    client.send(Request("PATCH", "/1.0", {"config": {key: address}}))


def joining(server: Any, name: str, address: str, token: JoinToken, meeting: Any, member_config: Any) -> dict:
    """The body with which a server joins; pure.

    LXD took the token as ``cluster_password`` until the extension ``explicit_trust_token``; Incus never did.
    """
    as_token = server.product == "incus" or server.has("explicit_trust_token")
    return {
        "server_name": name, "enabled": True, "server_address": address,
        "cluster_address": meeting[0], "cluster_certificate": meeting[1],
        "cluster_token" if as_token else "cluster_password": token.text,
        "member_config": [{**one, "value": str(one["value"])} for one in member_config],
    }


CLUSTER = Verb(
    name="cluster",
    options={
        "name": Argument(required=True),
        "address": TEXT,
        "token": Argument(no_log=True),
        "certificate": TEXT,
        "member_config": Argument("list", elements="dict", options={
            "entity": Argument(choices=("storage-pool", "network"), required=True),
            "name": Argument(required=True),
            "key": Argument(required=True, no_log=False),
            "value": Argument("raw", required=True),
        }),
    },
    intend=intend,
    perform=perform,
    extensions=("clustering_join_token",),
    scope="server",
)
