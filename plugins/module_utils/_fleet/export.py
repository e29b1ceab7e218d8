# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running server as a fleet's document that plans to no change.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._engine.ownership import fleet_of, record_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.catalogue import SECTIONS, Section, option_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._resources.image import alias_names
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import CONFIG, DEVICES
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import is_secret

# What a server writes by itself, and what says whose a thing is.
OWN = ("volatile.", "image.", "user.lxcri.")
STATES = {"Running": "started", "Stopped": "stopped", "Frozen": "frozen"}


@dataclass(frozen=True)
class Export:
    """What to export: the fleet's ``name``, the ``project``, and whether what may be secret is written out."""

    name: str
    project: str
    secrets: bool = False


def exported(export: Export, inventory: Inventory) -> Tuple[Dict[str, Any], List[str]]:
    """The document, and a sentence for everything that was left out of it.

    Of a thing that the fleet of this name owns, exactly the keys are exported that it declared.  What another fleet
    owns is left out.
    """
    document: Dict[str, Any] = {"name": export.name}
    left_out: List[str] = []
    for section in SECTIONS:
        entries = []
        for parent, one in _of_section(section, inventory, export.project):
            owner = fleet_of(section.resource, one)
            if owner not in ("", export.name):
                left_out.append("{0} {1}: belongs to the fleet {2}".format(
                    section.resource.title, _named(section, one), owner))
            elif one.get("managed", True):
                entries.append(dict(_within(section, parent, one),
                                    **_entry(section, one, inventory, export, left_out)))
        if entries:
            document[section.name] = entries
    return document, left_out


def _of_section(section: Section, inventory: Inventory, project: str) -> List[Tuple[str, Dict[str, Any]]]:
    """``(parent, object)`` of what the project has of its own; one without a kind of its own uses the default one's."""
    here = inventory.place(section.resource.kind, project)
    if here.project not in ("", project) or not section.exported:
        return []
    parents = inventory.parents(section, project) if section.parent_option else [""]
    return [(parent, one) for parent in parents for one in inventory.all(section.resource.kind, project, parent)
            if (one.get("project") or project) == project]


def _within(section: Section, parent: str, one: Mapping[str, Any]) -> Dict[str, Any]:
    found = {section.parent_option: parent} if section.parent_option else {}
    if section.resource.targeted and one.get("location") not in (None, "", "none"):
        found["target"] = one["location"]
    return found


def _named(section: Section, one: Mapping[str, Any]) -> str:
    return (alias_names(one) or (one[section.resource.key],))[0]


def _entry(section: Section, one: Mapping[str, Any], inventory: Inventory, export: Export,
           left_out: List[str]) -> Dict[str, Any]:
    resource = section.resource
    entry: Dict[str, Any] = {option_of(resource): _named(section, one)}
    if resource.scope == "project" and export.project != "default":
        entry["project"] = export.project
    record = record_of(resource, one)
    for field in resource.fields:
        value = one.get(field.name)
        if field.write_only or field.secret or value in (None, "", [], {}) or value is False:
            continue
        if field.codec in (CONFIG, DEVICES):
            declared = record.keys.get(field.name, ()) if record else value
            value = {key: item for key, item in value.items() if key in declared and not key.startswith(OWN)}
        if field.codec is CONFIG and not export.secrets:
            secret = [key for key in value if is_secret(key)]
            left_out += ["{0} {1}: {2}".format(resource.title, entry[option_of(resource)], key) for key in secret]
            value = {key: item for key, item in value.items() if key not in secret}
        if value:
            entry[field.says] = value
    if resource.lifecycle:
        entry["state"] = STATES.get(str(one.get("status")), "present")
    image = _image_of(one, inventory, export.project)
    return dict(entry, image=image) if image else entry


def _image_of(one: Mapping[str, Any], inventory: Inventory, project: str) -> Optional[str]:
    """The image an instance was made from: its alias if it still has one, else its fingerprint."""
    fingerprint = (one.get("config") or {}).get("volatile.base_image")
    for image in inventory.all("image", project):
        if image["fingerprint"] == fingerprint:
            return (alias_names(image) or (fingerprint,))[0]
    return fingerprint
