# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task or a fleet declares about one thing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unsupported
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource


@dataclass(frozen=True)
class Wanted:
    """One declared thing.

    ``values`` maps a field's name to its cleaned value and holds only what was declared;
    ``options`` is everything that was written (parents, project, target and what steers the work).
    """

    name: str
    state: str = "present"
    values: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    def option(self, name: str, default: Any = None) -> Any:
        """An option, or ``default`` where it was not given."""
        found = self.options.get(name)
        return default if found is None else found

    def with_values(self, **values: Any) -> "Wanted":
        """The same with other values."""
        return replace(self, values=dict(self.values, **values))


def wanted_of(resource: Resource, options: Mapping[str, Any]) -> Wanted:
    """The declaration in a module's options or a fleet's entry.

    :arg options: option name -> value; ``None`` means: not declared.
    :raises Invalid: when a value cannot be what the server keeps.
    """
    options = dict(options)
    if resource.prepare:
        options = resource.prepare(options)
    values = {}
    for item in resource.fields:
        value = options.get(item.says)
        if value is not None:
            values[item.name] = item.codec.clean(value)
    name = _name(resource, options)
    if not name:
        raise Invalid("{0}: `{1}` is missing; it names the one that is meant.".format(
            resource.title, _name_option(resource)))
    return Wanted(name=str(name), state=options.get("state") or "present", values=values, options=options)


def _name(resource: Resource, options: Mapping[str, Any]) -> Any:
    if resource.singleton:
        return options[resource.parents[-1]] if resource.parents else resource.kind
    return options.get(_name_option(resource))


def _name_option(resource: Resource) -> str:
    return resource.key_option or resource.key


def check_server(resource: Resource, wanted: Wanted, server: Any) -> None:
    """Raise ``Unsupported`` for what this server cannot do, before anything is written.

    :arg server: the client layer's ``Server``.
    """
    if server.product not in resource.products:
        raise Unsupported("{0} exists only on {1}; this server is {2}.".format(
            resource.title, " and ".join(resource.products), server.says))
    if resource.clustered and not server.clustered:
        raise Unsupported("{0}: only a cluster has any, and this server ({1}) is not clustered; make it one first."
                          .format(resource.title, server.says))
    for extension in resource.extensions:
        server.require(extension, resource.title)
    for item in resource.fields:
        if item.extension and item.name in wanted.values:
            server.require(item.extension, "{0}: `{1}`".format(resource.title, item.says))
        if item.values and wanted.values.get(item.name) in item.values:
            value = wanted.values[item.name]
            server.require(item.values[value], "{0}: `{1}: {2}`".format(resource.title, item.says, value))


def project_of(resource: Resource, wanted: Wanted) -> Optional[str]:
    """The project a request about it must name, if the kind lives in projects."""
    return wanted.option("project") if resource.scope == "project" else None


def query_of(resource: Resource, wanted: Wanted) -> dict:
    """The query that every request about it carries: its project, and the member it is on."""
    query = {"project": project_of(resource, wanted),
             "target": wanted.option("target") if resource.targeted else None}
    return {name: value for name, value in query.items() if value}
