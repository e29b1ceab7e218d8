# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules ``config`` and ``config_info`` and the lookup ``config`` do.  Knows no Ansible.

A call is anything with ``params``, ``check_mode`` and ``carry_out(planned, apply)``.
"""

from __future__ import annotations

import json
import os
from typing import Any, Dict, List, Mapping, Optional, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._config import text, write
from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import DEFAULTS, ConfigLoader, Loaded
from ansible_collections.lxcri.containers.plugins.module_utils._config.plain import Broken, plain
from ansible_collections.lxcri.containers.plugins.module_utils._config.routing import route
from ansible_collections.lxcri.containers.plugins.module_utils._config.secrets import hidden
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import MASK

GIVEN = "the option config"

_SOURCE = {
    "path": {"type": "path"},
    "config": {"type": "dict"},
    "strict": {"type": "bool", "default": True},
}

ARGUMENTS = dict(
    _SOURCE,
    state={"type": "str", "choices": ["loaded", "validated", "written", "migrated"], "default": "loaded"},
    dest={"type": "path"},
    backup={"type": "bool", "default": False},
    mode={"type": "raw"},
)
RULES = {"required_if": [("state", "written", ["path", "config"])]}

INFO_ARGUMENTS = dict(
    _SOURCE,
    names={"type": "list", "elements": "str", "default": []},
    namespaces={"type": "dict", "default": {}},
)
INFO_RULES = {"mutually_exclusive": [("path", "config")]}


def manage(call: Any) -> Dict[str, Any]:
    """The module ``config``."""
    return _STATES[call.params["state"]](call)


def show(call: Any) -> Dict[str, Any]:
    """The module ``config_info``."""
    params = call.params
    loaded = _load(params)
    namespaces = {str(name): str(value) for name, value in params["namespaces"].items()}
    runtimes = {name: route(loaded.config, name, namespaces) for name in params["names"]}
    return dict(_said(loaded), changed=False, routing=runtimes)


def values_at(terms: Sequence[Any], path: Optional[str], strict: bool) -> List[Any]:
    """The lookup ``config``: the value of each dotted key, or the whole configuration; secrets hidden."""
    loaded = _load({"path": path, "strict": strict})
    whole = loaded.config.masked()
    return [_at(whole, str(term), loaded.source) for term in terms] if terms else [whole]


def _at(whole: Any, key: str, source: str) -> Any:
    value = whole
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            raise Invalid("The configuration (%s) has no key %s; its keys are those of the modular layout, such as "
                          "network.bridge." % (source, key))
        value = value[part]
    return value


def _load(params: Mapping[str, Any]) -> Loaded:
    loader = ConfigLoader(strict=params["strict"])
    if params.get("config") is not None:
        return loader.parse_config(params["config"], GIVEN)
    if params.get("path"):
        return loader.load_from_file(params["path"])
    return loader.load_default()


def _said(loaded: Loaded) -> Dict[str, Any]:
    return {"config": loaded.config.masked(), "source": loaded.source, "layout": loaded.layout,
            "warnings": list(loaded.warnings)}


def _one_source(params: Mapping[str, Any]) -> None:
    if params.get("path") and params.get("config") is not None:
        raise Invalid("The options path and config are both given, and only one of them can be what is %s; remove one."
                      % params["state"])


def _loaded(call: Any) -> Dict[str, Any]:
    _one_source(call.params)
    return dict(_said(_load(call.params)), changed=False)


def _validated(call: Any) -> Dict[str, Any]:
    _one_source(call.params)
    try:
        return dict(_said(_load(call.params)), changed=False, valid=True, errors=[])
    except text.Missing:
        raise
    except Invalid as invalid:
        source = invalid.details.get("source") or call.params.get("path") or GIVEN
        errors = invalid.details.get("errors") or [
            {"line": None, "column": None, "path": None, "message": invalid.message}]
        return {"changed": False, "valid": False, "errors": errors, "source": source, "warnings": []}


def _written(call: Any) -> Dict[str, Any]:
    loaded = _load(dict(call.params, path=None))
    if MASK in loaded.config.secrets():
        raise Invalid("The option config holds %s, which stands for a secret in output and is none itself; put the "
                      "secret there." % MASK)
    return _put(call, loaded, os.path.abspath(call.params["path"]))


def _migrated(call: Any) -> Dict[str, Any]:
    if call.params.get("config") is not None:
        raise Invalid("The option config has no meaning with state=migrated, which reads a file; remove it.")
    loaded = _load(call.params)
    if loaded.source == DEFAULTS:
        raise Invalid("There is no configuration file to migrate: none was named, and none is in the usual places; "
                      "name one in path.")
    return _put(call, loaded, os.path.abspath(call.params.get("dest") or loaded.source))


def _put(call: Any, loaded: Loaded, path: str) -> Dict[str, Any]:
    """Make ``path`` say what ``loaded`` says, in the modular layout."""
    write.check_directory(path)
    there = write.look(path)
    same = there is not None and _says(there, path, loaded, call.params["strict"])
    mode = write.mode_for(call.params.get("mode"), there, bool(loaded.config.secrets()), same)
    change = not same or (there is not None and there.mode != mode)
    result = dict(_said(loaded), path=path, changed=change, diff=_difference(there, path, loaded, mode, same))
    if change:
        content = None if same else _text(loaded.config.to_dict())
        backup = call.carry_out(None, lambda: write.put(path, content, mode, there, call.params["backup"]))
        if backup:
            result["backup_file"] = backup
    return result


def _says(there: write.There, path: str, loaded: Loaded, strict: bool) -> bool:
    """Whether a file says the same configuration in the modular layout."""
    try:
        found = ConfigLoader(strict=strict).load_from_file(path)
    except Invalid:
        return False
    return found.layout == "modular" and found.config == loaded.config


def _difference(there: Optional[write.There], path: str, loaded: Loaded, mode: int, same: bool) -> Dict[str, Any]:
    before = "" if there is None else _shown(there, path)
    after = before if same else _text(loaded.config.masked())
    old = there.mode if there is not None else None
    if old == mode or old is None:
        return {"before": before, "after": after, "before_header": path, "after_header": path}
    return {"before": before, "after": after,
            "before_header": "%s (mode %04o)" % (path, old), "after_header": "%s (mode %04o)" % (path, mode)}


def _shown(there: write.There, path: str) -> str:
    """What a file says now, secrets hidden; what cannot be read cannot be hidden and so is not shown."""
    try:
        yaml = True if path.lower().endswith((".yml", ".yaml")) else None
        data = plain(text.parse(text.decode(there.content, path), path, yaml).data)
    except (Invalid, Broken):
        data = None
    return _text(hidden(data)) if isinstance(data, dict) else "(this is no configuration)\n"


def _text(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


_STATES = {"loaded": _loaded, "validated": _validated, "written": _written, "migrated": _migrated}
