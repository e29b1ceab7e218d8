# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a copy, for ``instance_copy`` and ``instance_move``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.migration import Transfer, transfer
from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound, OperationFailed, Unsupported
from ansible_collections.lxcri.containers.plugins.module_utils._spec.copying import refreshed, shortcomings
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked


@dataclass(frozen=True)
class Place:
    """An instance's name in a project of a server; ``member`` is the cluster member it is to be on, if one is named."""

    client: Any
    project: Optional[str]
    name: str
    member: str = ""

    @property
    def query(self) -> Dict[str, str]:
        """Of a request about it."""
        return {"project": self.project or "default"}

    @property
    def path(self) -> str:
        """Of the instance."""
        return join("instances", self.name)

    @property
    def where(self) -> str:
        """In words."""
        return " in project {0!r}".format(self.project) if self.project not in (None, "", "default") else ""


def found_at(place: Place, snapshot: str = "") -> Optional[Mapping[str, Any]]:
    """The instance, or one of its snapshots; ``None`` when there is none."""
    path = "{0}/{1}".format(place.path, join("snapshots", snapshot)) if snapshot else place.path
    try:
        return place.client.get(path, **place.query).metadata
    except NotFound:
        return None


def snapshots_at(place: Place) -> List[str]:
    """Names of its snapshots."""
    listed = place.client.get(place.path + "/snapshots", recursion=1, **place.query).metadata or ()
    return [one["name"].rsplit("/", 1)[-1] for one in listed]


def shown(instance: Mapping[str, Any]) -> Dict[str, Any]:
    """What of an instance is worth showing in a diff."""
    config = {key: value for key, value in sorted((instance.get("config") or {}).items())
              if not key.startswith(("volatile.", "image."))}
    return masked({"profiles": instance.get("profiles"), "config": config, "devices": instance.get("devices")})


def check_extensions(client: Any, options: Mapping[str, Any]) -> None:
    """Raise ``Unsupported`` for what the server cannot do."""
    for option, extension in (("instance_only", "container_only_migration"), ("refresh", "container_incremental_copy"),
                              ("allow_inconsistent", "instance_allow_inconsistent_copy")):
        if options.get(option):
            client.server.require(extension, "`{0}`".format(option))
    if options.get("target") and not client.server.clustered:
        raise Unsupported("target: {0} is no cluster, so it has no members to choose; leave it out.".format(
            client.endpoint.says))


def copy_over(source: Place, target: Place, body: Mapping[str, Any], options: Mapping[str, Any],
              say: Callable[[str], None]) -> None:
    """Make or refresh the copy and verify it.

    :raises OperationFailed: when it did not come about, or is not what was asked for.
    """
    asks = _asks(options, found_at(target) is not None)
    query = dict(target.query, **({"target": target.member} if target.member else {}))
    say("copying {0} to {1}".format(source.name, target.name))
    if source.client is target.client:
        source_name = "/".join(part for part in (source.name, options.get("snapshot")) if part)
        said = dict(asks, type="copy", source=source_name, project=source.project or "default")
        target.client.send(Request("POST", "instances", dict(body, source=said), query, says="copy"))
    else:
        path = source.path + ("/" + join("snapshots", options["snapshot"]) if options.get("snapshot") else "")
        transfer(Transfer(source.client, path, source.query, target.client, body, query, asks, say), options["mode"])
    _settle(target, body)
    verify(source, target, body, options)


def _asks(options: Mapping[str, Any], there: bool) -> Dict[str, Any]:
    asks: Dict[str, Any] = {"live": bool(options.get("stateful"))}
    if options.get("instance_only") or options.get("snapshot"):
        asks.update(instance_only=True, container_only=True)
    if options.get("allow_inconsistent"):
        asks["allow_inconsistent"] = True
    if options.get("refresh") and there:
        asks["refresh"] = True
    return asks


def _settle(target: Place, body: Mapping[str, Any]) -> None:
    """A refresh brings the content alone, and a copy also what was to be left out: configuration and devices follow."""
    try:
        reply = target.client.get(target.path, **target.query)
    except NotFound:
        raise OperationFailed("the server says that it is done, but there is no instance {0!r}".format(target.name))
    wanted = refreshed(body, reply.metadata)
    if any(wanted.get(key) != reply.metadata.get(key) for key in ("config", "devices", "profiles", "description")):
        target.client.send(Request("PUT", target.path, wanted, target.query, reply.etag, says="update"))


def verify(source: Place, target: Place, body: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    """Raise ``OperationFailed`` unless the copy is there, as it was asked for and with every snapshot."""
    copy = found_at(target) or {}
    alone = options.get("instance_only") or options.get("snapshot")
    wanted = [] if alone else snapshots_at(source)
    wrong = shortcomings(refreshed(body, copy), copy, wanted, snapshots_at(target))
    if wrong:
        raise OperationFailed("the copy differs from what was asked for in {0}; nothing was deleted".format(
            ", ".join(wrong)))
