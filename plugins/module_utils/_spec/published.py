# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration keys that a server publishes at ``GET /1.0/metadata/configuration``.  Pure."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest

EXTENSION = "metadata_configuration"
# Whatever a server publishes, these are free, or its own.
FREE = ("user.", "volatile.", "image.", "limits.kernel.")
_PLACEHOLDER = re.compile(r"<[^>]*>|\{[^}]*\}|\*|(?<![^.])[A-Z][A-Z_]+(?![^.])")


class Keys:
    """The keys of some sections, each with whether a running instance takes up a change of it.

    :arg document: ``{"configs": {section: {group: {"keys": [{key: {"liveupdate": "yes", …}}]}}}}``.
    :arg sections: those that count, as far as they are published.
    """

    def __init__(self, document: Mapping[str, Any], sections: Sequence[str]) -> None:
        self._live: Dict[str, bool] = {}
        for section in sections:
            for group in ((document.get("configs") or {}).get(section) or {}).values():
                for entry in group.get("keys") or ():
                    self._live.update((key, said.get("liveupdate") != "no") for key, said in entry.items())
        self._patterns: Tuple[Tuple[re.Pattern, bool], ...] = tuple(
            (re.compile(_pattern(key)), live) for key, live in self._live.items() if _PLACEHOLDER.search(key))

    def __bool__(self) -> bool:
        """Is anything published at all?"""
        return bool(self._live)

    def live(self, key: str) -> Optional[bool]:
        """Does a running instance take it up?  ``None`` for a key that is not published."""
        if key in self._live:
            return self._live[key]
        return next((live for pattern, live in self._patterns if pattern.fullmatch(key)), None)

    def unknown(self, keys: Iterable[str]) -> List[str]:
        """Half a sentence for each key that does not exist, with the nearest that does."""
        if not self._live:
            return []
        return ["there is no key `{0}`{1}".format(key, nearest(key, self._live)) for key in keys
                if not key.startswith(FREE) and self.live(key) is None]


def _pattern(key: str) -> str:
    """A published key as a regular expression: ``volatile.<name>.hwaddr``, ``environment.*``."""
    places = _PLACEHOLDER.finditer(key)
    parts, end = [], 0
    for place in places:
        parts += [re.escape(key[end:place.start()]), ".+" if place.group() == "*" else "[^.]+"]
        end = place.end()
    return "".join(parts) + re.escape(key[end:])
