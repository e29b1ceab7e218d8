# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modular layout: flat keys, four sections, and ``legacy`` for what they have no word for.

Also what both layouts share: nested data <-> dotted keys, and telling which layout a file has.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.fields import FIELDS, LEGACY, MODULAR

# The one key of the modular layout that is no field: legacy sections that travel in a modular file.
CARRIED = "legacy"


def values_of(data: Mapping[str, Any]) -> Dict[str, Any]:
    """Nested data -> dotted field -> value, without what is null or not there."""
    values = {}
    for field in FIELDS:
        value: Any = data
        for part in field.key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            values[field.key] = value
    return values


def layout_of(data: Mapping[str, Any]) -> str:
    """``legacy``, ``modular`` or ``mixed``, by the keys that only one of the layouts has."""
    values = values_of(data)
    layouts = {field.layout for field in FIELDS if field.key in values} & {LEGACY, MODULAR}
    if data.get(CARRIED) is not None:
        layouts.add(MODULAR)
    if layouts == {LEGACY, MODULAR}:
        return "mixed"
    return layouts.pop() if layouts else MODULAR


def unpacked(data: Mapping[str, Any]) -> Tuple[Dict[str, Any], List[str]]:
    """``data`` with its ``legacy`` section merged into it, and a warning for each key that both have."""
    warnings: List[str] = []
    result = {key: value for key, value in data.items() if key != CARRIED}
    return _merged(result, data.get(CARRIED) or {}, (), warnings), warnings


def _merged(first: Any, second: Mapping[str, Any], path: Tuple[str, ...], warnings: List[str]) -> Any:
    result = dict(first)
    for key, value in second.items():
        here = path + (key,)
        if key not in result:
            result[key] = value
        elif isinstance(value, Mapping) and isinstance(result[key], Mapping):
            result[key] = _merged(result[key], value, here, warnings)
        else:
            name = ".".join(here)
            warnings.append("%s and %s.%s say the same thing; the first is used." % (name, CARRIED, name))
    return result
