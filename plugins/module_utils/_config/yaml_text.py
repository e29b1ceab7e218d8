# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML text of the shape of JSON -> plain data, and where in the text each key stands.

Only what JSON can say: no tags, no dates, ``true``/``false``/``null``, and numbers as JSON writes them (so that
``no``, ``22:22`` and ``0755`` are text).  The events are read one by one and counted, and an alias is a second name
for one value until the end, so that neither nesting nor aliases can grow.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.plain import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    Broken,
    plain,
    text,
)

try:
    import yaml
except ImportError:
    yaml = None
    _LOADER = None
else:
    _LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = Tuple[Any, ...]

# The parser in Python reads about 100 kB in half a second.
MAX_YAML = 128 * 1024

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True,
          "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def read(source: str) -> Tuple[Any, Dict[Path, int]]:
    """Plain data of a YAML text and the offsets of its paths; raises ``Broken``."""
    if yaml is None:
        raise Broken("is no JSON, and reading YAML needs the Python library PyYAML, which is not installed")
    if len(source) > MAX_YAML:
        raise Broken("is %d kB of YAML; %d kB are allowed, write it as JSON" % (len(source) // 1024, MAX_YAML // 1024))
    builder = _Builder()
    try:
        for event in yaml.parse(source, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        raise Broken("is no YAML: %s" % str(problem)[:120], mark.index if mark else None) from None
    # The copy is what bounds what aliases stand for.
    return plain(builder.result), builder.found


class _Builder:
    """Events -> data, iteratively, counting."""

    def __init__(self) -> None:
        self.result: Any = None
        self.found: Dict[Path, int] = {}
        self._documents = 0
        self._values = 0
        self._open: List[Any] = []     # containers being filled
        self._path: List[Any] = []     # for each of them the key or position that is being read
        self._anchors: Dict[str, Any] = {}
        self._begun: List[str] = []    # for each of them its anchor

    def take(self, event: Any) -> None:
        at = event.start_mark.index
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise Broken("holds more than one YAML document", at)
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event.anchor, at), at, complete=True)
        elif isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, at)
            self._count(at)
            if event.anchor:
                self._anchors[event.anchor] = value
            self._add(value, at, complete=True)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin(event, at)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._end()

    def _count(self, at: int) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise Broken("holds more than %d values" % MAX_VALUES, at)

    def _alias(self, anchor: str, at: int) -> Any:
        if anchor not in self._anchors:
            raise Broken("refers to *%s, which is not finished above it" % anchor[:64], at)
        self._count(at)
        return self._anchors[anchor]

    def _begin(self, event: Any, at: int) -> None:
        if event.tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise Broken("has the tag %s, which JSON does not know" % event.tag[:64], at)
        self._count(at)
        if len(self._open) >= MAX_DEPTH:
            raise Broken("is nested deeper than %d levels" % MAX_DEPTH, at)
        container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._add(container, at, complete=False)
        self._open.append(container)
        self._path.append(_NO_KEY if isinstance(container, dict) else 0)
        self._begun.append(event.anchor or "")

    def _end(self) -> None:
        container = self._open.pop()
        self._path.pop()
        anchor = self._begun.pop()
        if anchor:
            self._anchors[anchor] = container
        self._done()

    def _add(self, value: Any, at: int, complete: bool) -> None:
        """Put a value where it belongs; a container is put there empty, before it is filled."""
        if not self._open:
            self.result = value
            return
        container = self._open[-1]
        if isinstance(container, list):
            self.found.setdefault(tuple(self._path), at)
            container.append(value)
        elif self._path[-1] is _NO_KEY:
            self._key(container, value, at)
            return
        else:
            container[self._path[-1]] = value
        if complete:
            self._done()

    def _key(self, container: Dict[str, Any], key: Any, at: int) -> None:
        if not isinstance(key, str):
            raise Broken("has the key %.40r, which is no text; put it in quotes" % (key,), at)
        if key in container:
            raise Broken("has the key %s twice in one object" % key[:64], at)
        self._path[-1] = key
        self.found.setdefault(tuple(self._path), at)

    def _done(self) -> None:
        """A value is complete: the next one is an entry further, or needs a key."""
        if self._open:
            container = self._open[-1]
            self._path[-1] = self._path[-1] + 1 if isinstance(container, list) else _NO_KEY

    def _scalar(self, event: Any, at: int) -> Any:
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise Broken("has the tag %s, which JSON does not know" % event.tag[:64], at)
        word = event.value
        if event.tag is not None or not event.implicit[0]:
            return text(word)
        if word in _WORDS:
            return _WORDS[word]
        if _ENDLESS.fullmatch(word):
            raise Broken("holds %s, which is no number that JSON knows" % word, at)
        if _NUMBER.fullmatch(word):
            if len(word) > MAX_DIGITS:
                raise Broken("holds a number of more than %d digits" % MAX_DIGITS, at)
            return int(word) if _INTEGER.fullmatch(word) else float(word)
        return text(word)


_NO_KEY = object()
