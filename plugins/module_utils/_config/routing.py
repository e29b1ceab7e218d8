# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which runtime a name gets.  Pure."""

from __future__ import annotations

from typing import Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config, RuntimeRule
from ansible_collections.lxcri.containers.plugins.module_utils._config.patterns import BUDGET, MAX_NAME, cost, matches
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

# Steps all rules of a Config together may need for one name.
TOTAL_BUDGET = 2 * BUDGET


def route(config: Config, name: str, namespaces: Optional[Mapping[str, str]] = None) -> str:
    """The runtime of ``name``.

    In this order: the first routing rule that matches; ``crun`` for a name that one of ``crun_name_patterns``
    matches; of the older ``runtimes`` rules whose mask and namespaces match the one of the highest priority, the
    earlier one where two are equal; the default.  Raises ``Invalid`` for a name that no instance can have.
    """
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise Invalid("The name %.80r is no name of an instance: it must have 1 to %d characters." % (name, MAX_NAME))
    for rule in config.container_config.routing:
        if matches(rule.pattern, name):
            return rule.runtime
    if any(matches(pattern, name, regex=False) for pattern in config.container_config.crun_name_patterns):
        return "crun"
    fitting = [rule for rule in config.runtimes if _fits(rule, name, namespaces or {})]
    if fitting:
        return max(fitting, key=lambda rule: rule.priority).type
    return config.container_config.default_runtime


def _fits(rule: RuntimeRule, name: str, namespaces: Mapping[str, str]) -> bool:
    return (all(namespaces.get(wanted.name) == wanted.value for wanted in rule.namespaces)
            and matches(rule.container_mask, name, regex=True))


def too_costly(config: Config) -> Optional[str]:
    """Why the rules of a Config could together hang, as a sentence without its full stop, or None."""
    steps = sum(cost(rule.pattern) for rule in config.container_config.routing)
    steps += sum(cost(pattern, regex=False) for pattern in config.container_config.crun_name_patterns)
    steps += sum(cost(rule.container_mask, regex=True) for rule in config.runtimes)
    if steps <= TOTAL_BUDGET:
        return None
    return "its routing rules together repeat so much that matching could take for ever; write them more simply"
