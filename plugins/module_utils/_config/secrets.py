# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets of a configuration file: hidden in output, listed for the log.

Below a secret key everything is secret, so that a token written as an object does not escape.
"""

from __future__ import annotations

from typing import Any, Iterator, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import MASK, is_secret


def hidden(value: Any) -> Any:
    """A fresh copy of a JSON-like value in which what stands under a secret key reads ``********``."""
    if isinstance(value, dict):
        return {key: MASK if is_secret(key) and item not in (None, "") else hidden(item)
                for key, item in value.items()}
    if isinstance(value, list):
        return [hidden(item) for item in value]
    return value


def secret_values(value: Any) -> Tuple[str, ...]:
    """Every secret in a JSON-like value as text, longest first, each once."""
    return tuple(sorted(set(_found(value, False)), key=lambda text: (-len(text), text)))


def _found(value: Any, secret: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _found(item, secret or is_secret(key))
    elif isinstance(value, list):
        for item in value:
            yield from _found(item, secret)
    elif secret and not isinstance(value, bool) and value not in (None, ""):
        yield str(value)
