# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens with which a server joins a cluster: ``POST /1.0/cluster/members``."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unsupported
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
    """A token is due unless one waits to be used, or the server is a member already."""
    if not client.server.clustered:
        raise Unsupported("cluster_join_token: this server ({0}) is not clustered; make it a cluster first.".format(
            client.server.says))
    name = options["name"]
    found = pending(client, lambda metadata: metadata.get("serverName") == name)
    if options["state"] == "absent":
        return Intent(bool(found), "pending" if found else "absent", "absent", carry=found)
    if any(one["server_name"] == name for one in client.get("cluster/members", recursion=1).metadata):
        return Intent(False, "joined", "joined", {"joined": True})
    if not found:
        return Intent(True, "absent", "pending", {"joined": False})
    token = encoded("server_name", name, found[0]["metadata"])
    due = bool(options.get("path")) and not written(options["path"], token)
    return Intent(due, "pending", "pending", dict(told(options, token), joined=False), token)


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Revoke the tokens, or ask for one and put it where it is to be."""
    with doing("{0} the join token {1!r}".format("revoke" if options["state"] == "absent" else "make",
                                                 options["name"])):
        if options["state"] == "absent":
            revoke(client, intent.carry)
            return {}
        token = intent.carry or encoded(
            "server_name", options["name"],
            client.call("POST", "cluster/members", {"server_name": options["name"]}).metadata["metadata"])
    if options.get("path"):
        write(options["path"], token)
    return told(options, token)


CLUSTER_JOIN_TOKEN = Verb(
    name="cluster_join_token",
    options=OPTIONS,
    intend=intend,
    perform=perform,
    extensions=("clustering_join_token",),
    scope="server",
)
