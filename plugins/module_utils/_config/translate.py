# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config + wanted instance + facts of the server -> wanted instance.  Pure.

A wanted instance is the arguments of the ``instance`` module.  What it says itself wins; ``config`` and
``devices`` merge key by key, ``raw.lxc`` line by line.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.disks import add_disks
from ansible_collections.lxcri.containers.plugins.module_utils._config.facts import Facts
from ansible_collections.lxcri.containers.plugins.module_utils._config.limits import add_limits, add_security
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config
from ansible_collections.lxcri.containers.plugins.module_utils._config.nic import add_nic, add_port_mappings
from ansible_collections.lxcri.containers.plugins.module_utils._config.routing import route
from ansible_collections.lxcri.containers.plugins.module_utils._config.scene import Scene
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unsupported

OCI_RUNTIMES = ("crun", "runc")
OCI_EXTENSION = "instance_oci"

_TAR_SUFFIXES = (".tar.zst", ".tar.gz", ".tar.xz", ".tar")


@dataclass(frozen=True)
class Translation:
    """A wanted instance (a fresh dict), the runtime it was routed to, and sentences of what could not be done.

    ``claims`` is what only one instance can have: ``("address", ip)`` and ``("port", protocol, port, target)``.
    """

    wanted: Dict[str, Any]
    runtime: str
    warnings: Tuple[str, ...] = ()
    claims: Tuple[Tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Translations:
    """Many translations in the order they were given, and all their warnings, each once."""

    items: Tuple[Translation, ...]
    warnings: Tuple[str, ...]

    @property
    def wanted(self) -> List[Dict[str, Any]]:
        """The wanted instances alone."""
        return [item.wanted for item in self.items]


def translate(config: Config, name: str, wanted: Mapping[str, Any], facts: Facts) -> Dict[str, Any]:
    """The wanted instance with what the Config adds.  Raises ``Invalid`` or ``Unsupported``."""
    return translation(config, name, wanted, facts).wanted


def translation(config: Config, name: str, wanted: Mapping[str, Any], facts: Facts,
                namespaces: Optional[Mapping[str, str]] = None) -> Translation:
    """``translate`` with the runtime and the warnings; ``namespaces`` are for older routing rules."""
    runtime = route(config, name, namespaces)
    result = copy.deepcopy(dict(wanted))
    result["name"] = name
    if result.get("state") == "absent":
        return Translation(result, runtime)
    scene = Scene(config, name, wanted, facts, runtime)
    result["type"] = "virtual-machine" if scene.vm else "container"
    _put_source(scene, result)
    for add in (add_limits, add_security, add_nic, add_port_mappings, add_disks):
        add(scene)
    lines = _lines(scene)
    if scene.keys or lines:
        result["config"] = dict(scene.keys, **(result.get("config") or {}))
    if lines:
        result["config"]["raw.lxc"] = lines
    if scene.devices:
        result["devices"] = dict(result.get("devices") or {}, **scene.devices)
    return Translation(result, runtime, tuple(scene.warnings), tuple(sorted(scene.claims)))


def translate_all(config: Config, wanteds: Iterable[Mapping[str, Any]], facts: Facts) -> Translations:
    """Translate a whole fleet; each item has a ``name``.

    Raises ``Invalid`` when the Config's static address or one of its host ports would be given to several.
    """
    items = tuple(translation(config, wanted["name"], wanted, facts) for wanted in wanteds)
    owners: Dict[Tuple[str, ...], List[str]] = {}
    for item in items:
        for claim in item.claims:
            owners.setdefault(claim, []).append(item.wanted["name"])
    for claim, names in sorted(owners.items()):
        if len(names) > 1:
            raise Invalid(_shared(claim, names), claim=list(claim), instances=names)
    return Translations(items, tuple(dict.fromkeys(warning for item in items for warning in item.warnings)))


def _shared(claim: Tuple[str, ...], names: List[str]) -> str:
    who = ", ".join(names[:3]) + (" and %d more" % (len(names) - 3) if len(names) > 3 else "")
    if claim[0] == "address":
        return ("network.ip %s is for one instance, but %s would all get it; remove it from the configuration and "
                "give each instance its own `ipv4.address` or `ipv6.address`." % (claim[1], who))
    return ("The host port %s/%s of network.port_mappings can lead to one instance, but %s would all get it; remove "
            "it from the configuration and give one instance a proxy device." % (claim[2], claim[1], who))


def _put_source(scene: Scene, result: Dict[str, Any]) -> None:
    """The image: the Config's default one where none is said, and from a registry for OCI runtimes."""
    if not result.get("image") and not result.get("source") and scene.config.default_image:
        result["image"] = _template_alias(scene.config.default_image)
    if scene.runtime not in OCI_RUNTIMES or scene.vm:
        return
    if not scene.facts.has(OCI_EXTENSION):
        raise Unsupported(
            "The instance %s is routed to %s and so needs the API extension %s; this server (%s) lacks it; route it to "
            "lxc, or use Incus 6.3 or newer." % (scene.name, scene.runtime, OCI_EXTENSION, scene.facts.title()),
            extension=OCI_EXTENSION, instance=scene.name)
    registry, slash, repository = str(result.get("image") or "").partition("/")
    # Without a registry in front it is an alias of an image that the server has already.
    if slash and ("." in registry or ":" in registry or registry == "localhost"):
        del result["image"]
        result["source"] = {"type": "image", "mode": "pull", "protocol": "oci", "server": "https://" + registry,
                            "alias": repository}


def _template_alias(template: str) -> str:
    """``local:vztmpl/debian-12-standard.tar.zst`` -> ``debian-12-standard``; an alias stays as it is."""
    if ":vztmpl/" not in template:
        return template
    name = template.rsplit("/", 1)[1]
    return next((name[:-len(suffix)] for suffix in _TAR_SUFFIXES if name.endswith(suffix)), name)


def _lines(scene: Scene) -> str:
    """``raw.lxc``: the Config's lines, without those that the item's own text is about, then that text; or nothing."""
    own = scene.text("raw.lxc") if scene.lines else ""
    if own is None:
        scene.warn("An instance removes raw.lxc, so what the configuration wants there is not applied.")
        return ""
    theirs = own.splitlines()
    subjects = {_subject(line) for line in theirs} - {_MOUNT}
    lines = [line for line in scene.lines if line not in theirs and _subject(line) not in subjects]
    return "\n".join(lines + ([own.strip("\n")] if own.strip() else [])) if lines else ""


_MOUNT = "lxc.mount.entry"


def _subject(line: str) -> str:
    key = line.partition("=")[0].strip()
    return "lxc.cap" if key.startswith("lxc.cap.") else key
