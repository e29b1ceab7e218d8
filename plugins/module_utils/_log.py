# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LogContext: an immutable logger bound to a level, a component and the thing being worked on.

A log call never raises.  What could not be written is kept as a warning in ``LogContext.warnings``.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import MASK, is_secret

LEVELS = ("trace", "debug", "info", "warn", "error", "fatal")
FORMATS = ("text", "json")

# Anything shorter would mask half of every line.
_SHORTEST_SECRET = 4


class Trouble:
    """What went wrong while logging: each sentence once.  Shared by all contexts bound from one."""

    def __init__(self) -> None:
        self._sentences: Dict[str, None] = {}

    def add(self, sentence: str) -> None:
        self._sentences[sentence] = None

    def sentences(self) -> Tuple[str, ...]:
        return tuple(self._sentences)


def discard(line: str) -> None:
    """The writer that writes nothing."""


def _now() -> str:
    seconds = time.time()
    return "%s.%03dZ" % (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)), int(seconds * 1000) % 1000)


@dataclass(frozen=True)
class LogContext:
    """An immutable logger.

    ``writer`` takes one finished line without its newline and may raise; ``level`` is the lowest level that is
    written; ``component`` names the part of the collection that speaks; ``format`` is ``text`` or ``json``;
    ``bound`` are the fields every line carries; ``secrets`` are values that are never written.
    """

    writer: Callable[[str], None] = discard
    level: str = "info"
    component: str = "lxcri"
    format: str = "text"
    bound: Tuple[Tuple[str, Any], ...] = ()
    secrets: Tuple[str, ...] = field(default=(), repr=False)
    clock: Callable[[], str] = field(default=_now, repr=False)
    trouble: Trouble = field(default_factory=Trouble, repr=False, compare=False)

    def bind(self, *, component: Optional[str] = None, level: Optional[str] = None, **fields: Any) -> "LogContext":
        """A new context that also carries ``fields``, for example ``bind(kind="instance", name="web")``."""
        return replace(
            self,
            component=self.component if component is None else component,
            level=self.level if level is None else level,
            bound=tuple(dict(self.bound, **fields).items()),
        )

    @property
    def warnings(self) -> Tuple[str, ...]:
        """What could not be logged, and why; empty as long as all went well."""
        return self.trouble.sentences()

    def speaks(self, level: str) -> bool:
        """Whether a line of this level would be written.  A level nobody knows counts as ``info``."""
        return _rank(level) >= _rank(self.level)

    def log(self, level: str, message: str, /, **fields: Any) -> None:
        """Write one line, if the level is high enough.  Never raises."""
        try:
            if self.speaks(level):
                self.writer(self.line(level, message, fields))
        except Exception as error:
            self.trouble.add("A log line could not be written: %s." % _said(error))

    def line(self, level: str, message: str, fields: Dict[str, Any]) -> str:
        """The finished line, secrets masked, without a newline in it."""
        record: Dict[str, Any] = {"time": self.clock(), "level": level, "component": self.component}
        shown = {key: MASK if is_secret(key) else value for key, value in dict(self.bound, **fields).items()}
        if self.format == "json":
            record["message"] = str(message)
            record.update((key if key not in record else key + "_", value) for key, value in shown.items())
            return self._clean(json.dumps(record, default=_said, ensure_ascii=True))
        tail = "".join(" %s=%s" % (key, _word(value)) for key, value in shown.items())
        return self._clean("%s %-5s %s: %s%s" % (record["time"], level, self.component, message, tail))

    def _clean(self, line: str) -> str:
        for secret in self.secrets:
            if len(secret) >= _SHORTEST_SECRET:
                line = line.replace(secret, MASK).replace(json.dumps(secret)[1:-1], MASK)
        printable = line.translate(_CONTROLS)
        return printable.encode("utf-8", "backslashreplace").decode("utf-8")

    def trace(self, message: str, /, **fields: Any) -> None:
        self.log("trace", message, **fields)

    def debug(self, message: str, /, **fields: Any) -> None:
        self.log("debug", message, **fields)

    def info(self, message: str, /, **fields: Any) -> None:
        self.log("info", message, **fields)

    def warn(self, message: str, /, **fields: Any) -> None:
        self.log("warn", message, **fields)

    def error(self, message: str, /, **fields: Any) -> None:
        self.log("error", message, **fields)

    def fatal(self, message: str, /, **fields: Any) -> None:
        """The highest level.  It logs; ending the program is the caller's business."""
        self.log("fatal", message, **fields)


_CONTROLS = {code: "\\x%02x" % code for code in list(range(32)) + [127]}
_CONTROLS.update({ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"})


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else LEVELS.index("info")


def _word(value: Any) -> str:
    text = value if isinstance(value, str) else _said(value)
    return json.dumps(text, ensure_ascii=False) if text == "" or any(c in text for c in ' "=\n') else text


def _said(value: Any) -> str:
    """``str(value)``, also of a value that cannot say itself."""
    try:
        return str(value) or type(value).__name__
    except Exception:
        return "<%s>" % type(value).__name__
