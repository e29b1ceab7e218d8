# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens with which a client makes itself trusted: ``POST /1.0/certificates`` with ``token``."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.tokens import (
    OPTIONS,
    encoded,
    pending,
    revoke,
    told,
    write,
    written,
)


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """A token is due unless an equal one waits to be used, or the client is trusted already."""
    name = options["name"]
    found = pending(client, lambda metadata: (metadata.get("request") or {}).get("name") == name)
    if options["state"] == "absent":
        return Intent(bool(found), "pending" if found else "absent", "absent", carry=(found, None))
    equal = [one for one in found if as_asked(one["metadata"]["request"], options)]
    if not equal:
        trusted = any(one["name"] == name for one in client.get("certificates", recursion=1).metadata or ())
        due = not trusted or bool(found)
        return Intent(due, "pending, otherwise" if found else "trusted" if trusted else "absent",
                      "pending" if due else "trusted", {"trusted": trusted}, (found, None))
    token = encoded("client_name", name, equal[0]["metadata"])
    due = bool(options.get("path")) and not written(options["path"], token)
    return Intent(due, "pending", "pending", dict(told(options, token), trusted=False), ((), token))


def as_asked(request: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Was the token asked for with the same restrictions?"""
    return (bool(request.get("restricted")) == bool(options.get("restricted"))
            and sorted(request.get("projects") or ()) == sorted(options.get("projects") or ()))


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Revoke what is not wanted, ask for a token, and put it where it is to be."""
    unwanted, token = intent.carry
    with doing("{0} the trust token {1!r}".format("revoke" if options["state"] == "absent" else "make",
                                                  options["name"]),
               {400: "the server must listen on the network: set `core.https_address` with the module server"}):
        revoke(client, unwanted)
        if options["state"] == "absent":
            return {}
        if token is None:
            body = {"name": options["name"], "type": "client", "token": True,
                    "restricted": bool(options.get("restricted")), "projects": list(options.get("projects") or ())}
            token = encoded("client_name", options["name"],
                            client.call("POST", "certificates", body).metadata["metadata"])
    if options.get("path"):
        write(options["path"], token)
    return dict(told(options, token), trusted=False)


TRUST_TOKEN = Verb(
    name="trust_token",
    options=dict(OPTIONS, restricted=Argument("bool", default=False), projects=STRINGS),
    intend=intend,
    perform=perform,
    extensions=("certificate_token",),
    scope="server",
)
