# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ConfigLoader: the only thing that finds, reads and parses configuration files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config import text
from ansible_collections.lxcri.containers.plugins.module_utils._config.layouts.legacy import understood
from ansible_collections.lxcri.containers.plugins.module_utils._config.layouts.modular import (
    layout_of,
    unpacked,
    values_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config
from ansible_collections.lxcri.containers.plugins.module_utils._config.plain import Broken, object_of, plain
from ansible_collections.lxcri.containers.plugins.module_utils._config.routing import too_costly
from ansible_collections.lxcri.containers.plugins.module_utils._config.schema import (
    MAX_FAULTS,
    Fault,
    Unknown,
    dotted,
    validate,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

Path = Tuple[Any, ...]

VARIABLE = "LXCRI_CONFIG"
LOCAL_NAME = "config.json"
SYSTEM_PATHS = ("/etc/proxmox-lxcri/config.json", "/etc/proxmox-lxcri/proxmox-lxcri.json")

# Where a Config that no file gave comes from.
DEFAULTS = "defaults"

_YAML_SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True)
class Loaded:
    """A Config and where it is from.

    ``source`` is a path, or what the caller called it; ``layout`` is ``legacy``, ``modular``, ``mixed`` or
    ``default``; ``warnings`` are sentences.
    """

    config: Config
    source: str
    layout: str
    warnings: Tuple[str, ...] = ()


class ConfigLoader:
    """Loads configurations.

    ``strict``: an unknown key is an error, otherwise a warning (in an entry of a list it is always an error, so
    that no entry is half understood).  ``environ`` and ``cwd`` are the process's own by default.
    """

    def __init__(self, strict: bool = True, environ: Optional[Mapping[str, str]] = None, cwd: Optional[str] = None,
                 system_paths: Sequence[str] = SYSTEM_PATHS) -> None:
        self._strict = strict
        self._environ = os.environ if environ is None else environ
        self._cwd = cwd
        self._system_paths = tuple(system_paths)

    def candidates(self) -> Tuple[str, ...]:
        """The paths ``load_default`` looks at, in order."""
        named = self._environ.get(VARIABLE, "")
        paths = [os.path.expanduser(named)] if named else []
        return tuple(self._absolute(path) for path in [*paths, LOCAL_NAME, *self._system_paths])

    def load_default(self) -> Loaded:
        """The first file there is, or the defaults.

        A missing file is the next path; one that is there and cannot be read or is invalid is an error.
        """
        warnings: List[str] = []
        for number, path in enumerate(self.candidates()):
            try:
                loaded = self.load_from_file(path)
            except text.Missing:
                if number == 0 and self._environ.get(VARIABLE):
                    warnings.append("%s names %s, which does not exist; the usual places were looked at instead."
                                    % (VARIABLE, path))
                continue
            return Loaded(loaded.config, loaded.source, loaded.layout, tuple(warnings) + loaded.warnings)
        return Loaded(Config(), DEFAULTS, "default", tuple(warnings))

    def load_from_file(self, path: str) -> Loaded:
        """The Config in a file: YAML if its name ends so, JSON if it ends so, else whatever it looks like.

        Raises ``Invalid``, also for a missing file.
        """
        path = self._absolute(path)
        source = text.decode(text.read_bytes(path), path)
        suffix = os.path.splitext(path)[1].lower()
        yaml = True if suffix in _YAML_SUFFIXES else False if suffix == ".json" else None
        return self._loaded(text.parse(source, path, yaml), path)

    def load_from_string(self, content: str, source: str = "the given text", yaml: Optional[bool] = None) -> Loaded:
        """The Config in a text (or in bytes); ``source`` is what messages call it."""
        if isinstance(content, bytes):
            content = text.decode(content, source)
        return self._loaded(text.parse(content, source, yaml), source)

    def parse_config(self, mapping: Mapping[str, Any], source: str = "the given configuration") -> Loaded:
        """The Config that a mapping says; it shares nothing with the mapping."""
        try:
            data = plain(mapping)
        except Broken as broken:
            raise Invalid("%s cannot be used: it %s." % (source, broken.message), source=source) from None
        return self._loaded(text.Document(data), source)

    def _absolute(self, path: str) -> str:
        return os.path.join(self._cwd or os.getcwd(), path)

    def _loaded(self, document: text.Document, source: str) -> Loaded:
        raw = object_of(document.data, source)
        data, tolerated, warnings = self._valid(raw, document, source)
        layout = layout_of(data)
        data, repeated = unpacked(data)
        values, kept, said = understood(values_of(data))
        # What a tolerant load did not know travels with what has no meaning.
        kept.update(_unknown(raw, tolerated))
        config = Config.from_values(values, kept)
        fault = too_costly(config)
        if fault:
            raise Invalid("%s is not valid: %s." % (source, fault), source=source)
        return Loaded(config, source, layout, tuple(warnings + repeated + said))

    def _valid(self, raw: Dict[str, Any], document: text.Document,
               source: str) -> Tuple[Dict[str, Any], List[Path], List[str]]:
        """Canonical data, the unknown keys that are tolerated, and warnings of them; raises ``Invalid``."""
        data, faults = validate(raw)
        wrong = [fault for fault in faults if self._strict or not _tolerable(fault)]
        if wrong:
            raise _invalid(wrong, document, source)
        if faults:
            data, _none = validate(_without(raw, {fault.path for fault in faults}, ()))
        return data, [fault.path for fault in faults], _tolerated(faults, document)


def _tolerable(fault: Fault) -> bool:
    return isinstance(fault, Unknown) and all(isinstance(part, str) for part in fault.path)


def _tolerated(faults: List[Fault], document: text.Document) -> List[str]:
    sentences = [_placed(fault, document) + "; it is kept as it is." for fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        sentences.append("%d more keys are not known and kept as they are." % (len(faults) - MAX_FAULTS))
    return sentences


def _invalid(faults: List[Fault], document: text.Document, source: str) -> Invalid:
    errors = []
    for fault in faults[:MAX_FAULTS]:
        line, column = document.where(fault.path) or (None, None)
        errors.append({"line": line, "column": column, "path": dotted(fault.path), "message": fault.sentence()})
    more = "; and %d more" % (len(faults) - MAX_FAULTS) if len(faults) > MAX_FAULTS else ""
    sentences = "; ".join(_placed(fault, document) for fault in faults[:MAX_FAULTS])
    return Invalid("%s is not valid: %s%s." % (source, sentences, more), source=source, errors=errors)


def _placed(fault: Fault, document: text.Document) -> str:
    place = document.where(fault.path)
    return ("line %d, column %d: " % place if place else "") + fault.sentence()


def _without(data: Any, paths: Any, here: Path) -> Any:
    """A copy of nested dicts without what stands at ``paths``."""
    if not isinstance(data, dict):
        return data
    return {key: _without(value, paths, here + (key,)) for key, value in data.items() if here + (key,) not in paths}


def _unknown(data: Any, paths: List[Path]) -> Dict[Path, Any]:
    """Path -> value of what was tolerated, without the ``legacy`` it may have travelled under."""
    found = {}
    for path in paths:
        value = data
        for part in path:
            value = value[part]
        if value is not None:
            found[path[1:] if path[0] == "legacy" and len(path) > 1 else path] = value
    return found
