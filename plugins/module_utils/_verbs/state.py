# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OCI state document of an instance."""

from __future__ import annotations

import posixpath
from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.oci_state import oci_state
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of

# Where the packages of a server that is not on this machine put everything.
DIRECTORIES = {"lxd": "/var/lib/lxd", "incus": "/var/lib/incus"}


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Read the instance and its state; there is nothing to do."""
    instance = instance_of(client, options["instance"])
    with doing("read the state of instance {0!r}".format(options["instance"])):
        state = client.get(join("instances", options["instance"]) + "/state").metadata or {}
    return Intent(False, result={"state": oci_state(instance, state, directory_of(client))})


def directory_of(client: Any) -> str:
    """Where the server keeps everything: beside its socket, or where its package puts it."""
    if client.endpoint.socket and not client.endpoint.ssh:
        directory = posixpath.dirname(client.endpoint.socket)
        return "/var/lib/incus" if directory == "/run/incus" else directory
    return DIRECTORIES.get(client.server.product, "/var/lib/lxd")


STATE = Verb(
    name="state",
    options={"instance": Argument(required=True)},
    intend=intend,
    extensions=("instances",),
)
