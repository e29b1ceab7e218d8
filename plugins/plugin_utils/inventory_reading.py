# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the servers of an inventory, all at once and each with as few requests as it allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint, resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._client.server import Server
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError, Unauthorized
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_filters import Condition, on_server
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_hosts import facts_of
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_sources import ALL, Source


@dataclass(frozen=True)
class Answer:
    """What one server said: facts of its instances, or why it said nothing."""

    source: Source
    found: Sequence[Mapping[str, Any]] = ()
    error: Optional[LxcriError] = None


def read_all(sources: Sequence[Source], wanted: Condition, environ: Mapping[str, str], timeout: float,
             width: int) -> List[Answer]:
    """Ask every server, ``width`` at a time; the answers are in the order of the sources.

    :raises Invalid: when what was written about a server cannot be meant; no server has been asked then.
    """
    endpoints = [endpoint_of(source, environ) for source in sources]

    def ask(source: Source, endpoint: Any) -> Answer:
        if isinstance(endpoint, LxcriError):
            return Answer(source, error=endpoint)
        try:
            return Answer(source, read_one(source, endpoint, wanted, timeout))
        except LxcriError as error:
            return Answer(source, error=error)

    if len(sources) == 1:
        return [ask(sources[0], endpoints[0])]
    # Not for one server: this, too, takes time to import.
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=max(1, min(width, len(sources)))) as pool:
        return list(pool.map(ask, sources, endpoints))


def endpoint_of(source: Source, environ: Mapping[str, str]) -> Any:
    """Where a source's server is, or the error that there is none; ``Invalid`` is raised."""
    try:
        return resolve(
            list(source.server), environ, source.means.get("client_cert"), source.means.get("client_key"),
            source.means.get("server_cert"), source.secrets.get("trust_token"), source.secrets.get("bearer_token"))
    except Invalid:
        raise
    except LxcriError as error:
        return error


def read_one(source: Source, endpoint: Endpoint, wanted: Condition, timeout: float) -> List[Dict[str, Any]]:
    """Facts of the instances of one server's projects."""
    with Reader(endpoint, timeout=timeout) as reader:
        try:
            found = _lists(reader, queries(source, reader.server, wanted))
        except Unauthorized:
            # A certificate that is restricted to projects may list these one by one, but not all at once.
            if not source.several_projects or source.projects == (ALL,):
                raise
            found = _lists(reader, queries(source, reader.server, wanted, together=False))
    mine = [one for one in found if not source.projects or source.projects == (ALL,)
            or (one.get("project") or "default") in source.projects]
    return sorted((facts_of(one, source.label) for one in mine), key=lambda facts: (facts["project"], facts["name"]))


def queries(source: Source, server: Server, wanted: Condition, together: bool = True) -> List[Dict[str, str]]:
    """The list requests a server needs: one, unless it cannot list several projects at once.  Pure."""
    query = {"recursion": "2;fields=state.network" if server.has("instances_state_selective_recursion") else "2"}
    expression = on_server(wanted) if server.has("api_filtering") else ""
    if expression:
        query["filter"] = expression
    if not source.several_projects:
        return [dict(query, project=source.projects[0])] if source.projects else [query]
    if source.projects == (ALL,) or (together and server.has("instance_all_projects")):
        server.require("instance_all_projects", "projects: all")
        return [dict(query, **{"all-projects": "true"})]
    return [dict(query, project=project) for project in source.projects]


def _lists(reader: Reader, asked: Sequence[Mapping[str, str]]) -> List[Mapping[str, Any]]:
    return [one for query in asked for one in reader.get("instances", **query).metadata or ()]


def close_tunnels(sources: Sequence[Source], environ: Mapping[str, str]) -> None:
    """End the ssh connections that were opened for these servers, unless another run uses them."""
    for source in sources:
        endpoint = endpoint_of(source, environ)
        if isinstance(endpoint, Endpoint) and endpoint.ssh:
            from ansible_collections.lxcri.containers.plugins.module_utils._client.tunnel import close
            close(endpoint.ssh)
