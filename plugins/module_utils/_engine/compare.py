# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparing and merging field by field.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._engine.wanted import Wanted
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import MASK, is_secret

# Written by the server or by this collection's own bookkeeping: noise in a diff.
_NOISE = ("volatile.", "image.", "user.lxcri.")


@dataclass(frozen=True)
class Difference:
    """One key that differs; ``str()`` says it for people, secrets masked."""

    key: str
    before: Any
    after: Any

    def __str__(self) -> str:
        if self.key.split(".", 1)[-1].startswith("user.lxcri."):
            return "what its fleet declares is noted"
        if is_secret(self.key.split(".", 1)[-1]):
            return "{0}: {1} -> {1}".format(self.key, MASK)
        return "{0}: {1} -> {2}".format(self.key, _brief(self.before), _brief(self.after))


def _brief(value: Any) -> str:
    text = "unset" if value in (None, "") else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def differences(resource: Resource, wanted: Wanted, current: Mapping[str, Any]) -> List[Difference]:
    """Every declared key that the server has otherwise, in the order of the declaration."""
    found: List[Difference] = []
    for field in resource.fields:
        if field.name in wanted.values and not field.write_only and not field.create_only:
            found += _field_differences(field, wanted.values[field.name], current.get(field.name))
    return found


def fixed_differences(resource: Resource, wanted: Wanted, current: Mapping[str, Any]) -> List[Difference]:
    """The declared create-only keys that the server has otherwise."""
    found: List[Difference] = []
    for field in resource.fields:
        if field.name not in wanted.values or field.write_only:
            continue
        every = _field_differences(field, wanted.values[field.name], current.get(field.name))
        if field.create_only:
            found += every
        elif field.fixed:
            found += [one for one in every if one.key.split(".", 1)[-1] in field.fixed]
    return found


def as_kept(resource: Resource, config: Mapping[str, Any], current: Any) -> dict:
    """``config`` with the server's own value for each key that it has replaced, where it was asked for just this."""
    current = current or {}
    return {key: current.get(key) if value and resource.kept.get(key) and current.get(resource.kept[key]) == value
            else value for key, value in config.items()}


def _field_differences(field: Field, wanted: Any, current: Any) -> List[Difference]:
    if field.codec.same(wanted, current):
        return []
    if field.codec.keyed:
        current = current or {}
        return [
            Difference("{0}.{1}".format(field.name, key), current.get(key), value)
            for key, value in wanted.items() if not field.codec.same({key: value}, current)
        ]
    if field.secret:
        return [Difference(field.name, MASK, MASK)]
    return [Difference(field.name, current, wanted)]


def merged(resource: Resource, wanted: Wanted, current: Mapping[str, Any]) -> dict:
    """The whole object to write back: what the server has, with what was declared laid over it.

    A PUT replaces the object, so everything the task did not name is sent as it was read, also
    properties that are newer than this collection.
    """
    body = dict(current)
    for field in resource.fields:
        if field.name in wanted.values and not field.create_only and not field.write_only:
            body[field.name] = field.codec.merge(wanted.values[field.name], current.get(field.name))
    return body


def shown(resource: Resource, source: Mapping[str, Any], among: Mapping[str, Any]) -> dict:
    """The declared properties of ``source`` that occur in ``among``, for ``before`` and ``after``."""
    result = {}
    for field in resource.fields:
        if field.write_only or field.name not in among:
            continue
        value = source.get(field.name)
        if field.codec.keyed and isinstance(value, dict):
            value = {key: item for key, item in sorted(value.items()) if not key.startswith(_NOISE)}
        result[field.name] = MASK if field.secret and value else value
    return result
