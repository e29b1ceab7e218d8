# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may ask the server: ``/1.0/auth/identities/{method}``."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import PEM, SET
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource


def creation(path: str, body: dict, options: Mapping[str, Any]) -> Tuple[Request, ...]:
    """A ``POST`` for a TLS identity with its certificate; OIDC identities come by logging in.

    :raises NotFound: when it cannot be created from here.
    """
    if options["method"] != "tls" or not body.get("tls_certificate"):
        raise NotFound("identity {0!r} does not exist; an OIDC identity comes by logging in once, a TLS identity needs "
                       "`certificate`.".format(options["name"]))
    lines = body["tls_certificate"].strip().splitlines()
    made = {"name": options["name"], "certificate": "".join(line for line in lines if "-----" not in line),
            "groups": body.get("groups") or []}
    return (Request("POST", path, made, options["query"], says="create"),)


IDENTITY = Resource(
    kind="identity",
    path="auth/identities/{method}",
    key="id",
    key_option="name",
    scope="server",
    products=("lxd",),
    extensions=("access_management",),
    fields=(
        Field("groups", STRINGS, SET),
        Field("tls_certificate", TEXT, PEM, option="certificate", extension="access_management_tls"),
    ),
    create=creation,
    mends={
        ("create", 404): "see `groups`: auth_group_info lists them",
        ("update", 404): "see `groups`: auth_group_info lists them",
    },
)
