# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers of an inventory: what was written about them, their names, and the names of their instances.  Pure."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple
from urllib.parse import urlsplit

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import named
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

ALL = "all"
MEANS = ("client_cert", "client_key", "server_cert")
SECRETS = ("trust_token", "bearer_token")
KEYS = ("name", "server", "project", "projects") + MEANS + SECRETS


@dataclass(frozen=True)
class Source:
    """One server of an inventory and the projects wanted of it; no project at all means the server's usual one."""

    label: str
    server: Tuple[str, ...] = ()
    projects: Tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def several_projects(self) -> bool:
        """May instances of more than one project come from it?"""
        return len(self.projects) > 1 or self.projects == (ALL,)

    def variables(self) -> Dict[str, str]:
        """The variables by which the connection and the modules reach it; tokens are not among them."""
        found = {"lxcri_server": ",".join(self.server) or "local"}
        found.update({"lxcri_" + name: value for name, value in self.means.items()})
        return found


def sources_of(options: Mapping[str, Any]) -> List[Source]:
    """The servers that the options name: those in ``servers``, or the one that ``server`` means.

    What an entry of ``servers`` does not say about certificates, tokens and projects, the options beside it do.
    """
    entries = [_entry(said) for said in options.get("servers") or ()] or [{}]
    several = bool(options.get("servers"))
    sources = []
    for entry in entries:
        said = {name: options.get(name) for name in KEYS[2:]}
        if "project" in entry or "projects" in entry:
            said.update(project=None, projects=None)
        said.update(entry)
        server = tuple(named(entry.get("server") if several else options.get("server")))
        if not server and said.get("trust_token"):
            # The token stays here, so the variables must say where it leads.
            server = tuple("https://" + address for address in _read_token(said["trust_token"]).addresses)
        if several and not server:
            raise Invalid("servers: an entry has no `server`; name one, or write `local` for the controller's own.")
        sources.append(Source(
            label=str(said.get("name") or label_of(server)),
            server=server,
            projects=_projects(said.get("project"), said.get("projects")),
            means={name: str(said[name]) for name in MEANS if said.get(name)},
            secrets={name: str(said[name]) for name in SECRETS if said.get(name)},
        ))
    for label, count in Counter(source.label for source in sources).items():
        if count > 1:
            raise Invalid("servers: {0} of them would be called {1!r}; give them different names with `name`.".format(
                count, label))
    return sources


def _read_token(text: str) -> Any:
    from ansible_collections.lxcri.containers.plugins.module_utils._client.trust import read_token
    return read_token(text)


def _entry(said: Any) -> Mapping[str, Any]:
    if isinstance(said, (str, list)):
        return {"server": said}
    if not isinstance(said, Mapping):
        raise Invalid("servers: an address or a mapping with `server` is needed, not {0!r}.".format(said))
    unknown = [key for key in said if key not in KEYS]
    if unknown:
        raise Invalid("servers: there is no {0!r}; known are {1}.".format(unknown[0], ", ".join(KEYS)))
    return said


def _projects(project: Optional[str], projects: Any) -> Tuple[str, ...]:
    if projects and not isinstance(projects, (list, tuple)):
        projects = str(projects).split(",")
    found = tuple(dict.fromkeys(str(one).strip() for one in projects or ([project] if project else ())))
    return (ALL,) if ALL in found else found


def label_of(server: Sequence[str]) -> str:
    """A server's name when it was given none: its host, its remote's name, or the directory of its socket."""
    first = server[0] if server else "local"
    parts = urlsplit(first)
    if parts.hostname:
        return parts.hostname
    if parts.path.endswith(".socket"):
        return os.path.basename(os.path.dirname(parts.path)) or "local"
    return os.path.basename(first) or first


def host_names(found: Sequence[Mapping[str, Any]], sources: Sequence[Source], style: str) -> List[str]:
    """A name in the inventory for each instance, in the same order.

    :arg found: facts of instances.
    :arg style: ``auto``: the instance's name, followed by its project where a server is asked for several (but not by
        ``default``), and by its server's where there are several; so it depends on what is written, never on what
        exists or answers.  ``full``: always both.  ``name``: the name alone, both only where it occurs more than once.
    :raises Invalid: when two would have the same name.
    """
    by_label = {source.label: source for source in sources}
    often = Counter(facts["name"] for facts in found)
    names = []
    for facts in found:
        project, server = facts["project"], facts["server"]
        if style == "auto":
            project = project if by_label[server].several_projects and project != "default" else ""
            server = server if len(sources) > 1 else ""
        elif style == "name" and often[facts["name"]] == 1:
            project = server = ""
        names.append(".".join(part for part in (facts["name"], project, server) if part))
    for name, count in Counter(names).items():
        if count > 1:
            raise Invalid("{0} instances would be called {1!r}; set `hostnames: full`, or give the servers other names."
                          .format(count, name))
    return names
