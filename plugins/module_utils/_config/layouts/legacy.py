# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The legacy layout: which of its keys say what a modular key says, and which have no meaning here."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Callable, Dict, List, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.fields import BY_KEY
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import DEFAULT_RUNTIME_KEYS


def _same(value: Any) -> Any:
    return value


def _one(value: Any) -> List[Any]:
    return [value]


def _mebibytes(value: int) -> int:
    return value << 20


def _megabits_per_second(value: Any) -> int:
    # Whole: the schema takes no rate that does not come to whole bytes.
    return int(Fraction(str(value)) * 125000)


# Legacy key, what it is called otherwise, and how its value becomes the other's.  Of several keys for one thing
# the modular one wins, then the one that stands first here.
MEANINGS: Tuple[Tuple[str, str, Callable[[Any], Any]], ...] = (
    ("runtime.root_path", "data_dir", _same),
    ("runtime.root", "data_dir", _same),
    ("runtime.log_path", "log_file", _same),
    ("logging.file", "log_file", _same),
    ("runtime.log_level", "log_level", _same),
    ("logging.level", "log_level", _same),
    ("runtime.routing", "container_config.routing", _same),
    ("network.gw", "network.gateway", _same),
    ("network.dns_servers", "network.dns", _same),
    ("networking.default_nameserver", "network.dns", _one),
    ("networking.bridge", "network.bridge", _same),
    ("networking.default_bridge", "network.bridge", _same),
    ("networking.mtu", "network.mtu", _same),
    ("network.rate", "resources.network_bandwidth", _megabits_per_second),
    ("containers.default_memory", "resources.memory", _mebibytes),
    ("containers.default_cores", "resources.cpu", _same),
)


def understood(values: Mapping[str, Any]) -> Tuple[Dict[str, Any], Dict[Tuple[str, ...], Any], List[str]]:
    """Dotted values of both layouts -> values the Config takes, what is kept verbatim, and warnings."""
    result = dict(values)
    origin: Dict[str, str] = {}
    warnings: List[str] = []
    for key, meaning, convert in MEANINGS:
        if key not in values:
            continue
        value = result.pop(key)
        if meaning in result:
            winner = origin.get(meaning, meaning)
            warnings.append("%s and %s say the same thing; the first is used." % (winner, key))
        else:
            result[meaning] = convert(value)
            origin[meaning] = key
    first, second = DEFAULT_RUNTIME_KEYS[:2]
    if None not in (values.get(first), values.get(second)) and values[first] != values[second]:
        warnings.append("%s and %s differ; the first is used for names that no rule matches." % (first, second))
    kept = {tuple(key.split(".")): result.pop(key) for key in list(result) if BY_KEY[key].kept}
    if kept:
        names = ", ".join(sorted(".".join(path) for path in kept))
        warnings.append("Kept as it is, without a meaning on a server: %s." % names)
    return result, kept, warnings
