# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of a cluster: ``/1.0/cluster/members``."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT, STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, ROLES, SET
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Lifecycle, Resource


def absent(_path: str, _body: dict, options: Mapping[str, Any]) -> Tuple[Request, ...]:
    """A member joins by itself: nothing that is asked of the cluster makes one."""
    raise NotFound("cluster member {0!r} does not exist; make a token with cluster_join_token and let the new server "
                   "join with it, or correct the name.".format(options["name"]))


def state_request(path: str, action: str, options: Mapping[str, Any]) -> Request:
    """``POST /1.0/cluster/members/{name}/state``."""
    body = {"action": action}
    if options.get("mode"):
        body["mode"] = options["mode"]
    return Request("POST", path + "/state", body, says=action)


CLUSTER_MEMBER = Resource(
    kind="cluster_member",
    path="cluster/members",
    schema=("cluster",),
    key="server_name",
    key_option="name",
    scope="server",
    extensions=("clustering",),
    clustered=True,
    renames=True,
    forces=True,
    record="config",
    fields=(
        Field("description", TEXT, extension="clustering_description"),
        Field("failure_domain", TEXT, extension="clustering_failure_domains"),
        Field("roles", STRINGS, ROLES, extension="clustering_edit_roles"),
        Field("groups", STRINGS, SET, extension="clustering_groups"),
        Field("config", DICT, CONFIG, extension="clustering_config"),
    ),
    options={"mode": Argument(choices=("auto", "stop", "migrate", "live-migrate", "skip"))},
    lifecycle=Lifecycle(
        states=("evacuated", "restored"),
        actions={("evacuated", "Online"): ("evacuate",), ("restored", "Evacuated"): ("restore",)},
        request=state_request,
        results={"evacuated": "Evacuated", "restored": "Online"},
    ),
    create=absent,
    mends={
        ("evacuate", 400): "see the instances of the member: one that can neither move nor stop holds it up",
        ("delete", 400): "evacuate it and remove its instances, volumes and images first, or set `force: true` for a "
                         "member that is lost",
    },
)
