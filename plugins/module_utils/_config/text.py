# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes and text of a configuration -> plain data, and line and column of what stands in it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config import json_text, yaml_text
from ansible_collections.lxcri.containers.plugins.module_utils._config.plain import Broken
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

MAX_BYTES = 1024 * 1024

Path = Tuple[Any, ...]

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class Missing(Invalid):
    """There is no such file."""


@dataclass(frozen=True)
class Document:
    """What a text says: plain ``data``, and ``where(path)`` -> (line, column), both from 1, or None."""

    data: Any
    where: Callable[[Path], Optional[Tuple[int, int]]] = field(default=lambda path: None, repr=False, compare=False)


def read_bytes(path: str) -> bytes:
    """The content of a regular file of at most 1 MiB.

    Raises ``Invalid``, for a missing file ``Missing``, each in one sentence.
    """
    try:
        # Without O_NONBLOCK a pipe that nobody writes would hang.
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        raise Missing("The configuration file %s does not exist; correct the path or create the file." % path,
                      source=path) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    try:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise Invalid("The configuration file %s is a directory; name the file in it." % path, source=path)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise Invalid("The configuration file %s is no regular file; copy its content to one." % path, source=path)
        chunks = b""
        while len(chunks) <= MAX_BYTES:
            chunk = os.read(fd, MAX_BYTES + 1 - len(chunks))
            if not chunk:
                break
            chunks += chunk
        return chunks
    except OSError as error:
        raise _unreadable(path, error) from None
    finally:
        os.close(fd)


def _unreadable(path: str, error: Exception) -> Invalid:
    cause = getattr(error, "strerror", None) or str(error)
    return Invalid("The configuration file %s cannot be read: %s; give the user that runs this task the right to "
                   "read it." % (path, cause), source=path)


def decode(data: bytes, source: str) -> str:
    """UTF-8 without a byte order mark, at most 1 MiB; raises ``Invalid``."""
    if len(data) > MAX_BYTES:
        raise Invalid("%s is larger than 1 MiB, which no configuration needs; is it the right file?" % source,
                      source=source)
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            raise Invalid("%s begins with a byte order mark (%s); save it as UTF-8 without one." % (source, name),
                          source=source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid("%s is not UTF-8: line %d holds the byte 0x%02x; save it as UTF-8."
                      % (source, line, data[error.start]), source=source, line=line) from None


def parse(text: str, source: str, yaml: Optional[bool] = None) -> Document:
    """The document in ``text``.

    ``yaml`` says which of the two it is; by default what begins like JSON is JSON, and anything else YAML.
    """
    if text.startswith("\ufeff"):
        raise Invalid("%s begins with a byte order mark; save it as UTF-8 without one." % source, source=source)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Invalid("%s is larger than 1 MiB, which no configuration needs; is it the right file?" % source,
                      source=source)
    if not text.strip():
        raise Invalid("%s is empty; write {} for a configuration of defaults." % source, source=source)
    if yaml is None:
        yaml = text.lstrip()[0] not in '{["'
    try:
        if yaml:
            data, found = yaml_text.read(text)
            return Document(data, _finder(text, lambda: found))
        return Document(json_text.read(text), _finder(text, lambda: json_text.positions(text)))
    except Broken as broken:
        line, column = _place(text, broken.position) if broken.position is not None else (None, None)
        place = "line %d, column %d: " % (line, column) if line else ""
        raise Invalid("%s cannot be used: %sit %s." % (source, place, broken.message), source=source,
                      errors=[{"line": line, "column": column, "path": None, "message": broken.message}]) from None


def _place(text: str, position: int) -> Tuple[int, int]:
    line = text.count("\n", 0, position) + 1
    return line, position - (text.rfind("\n", 0, position) + 1) + 1


def _finder(text: str, positions: Callable[[], Dict[Path, int]]) -> Callable[[Path], Optional[Tuple[int, int]]]:
    """Looks places up, reading the positions only when the first one is asked for."""
    known: Dict[Path, int] = {}

    def where(path: Path) -> Optional[Tuple[int, int]]:
        if not known:
            known.update(positions())
        # What is missing is reported where the object that lacks it stands.
        for length in range(len(path), 0, -1):
            if path[:length] in known:
                return _place(text, known[path[:length]])
        return None

    return where
