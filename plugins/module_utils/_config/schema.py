# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The strict voluptuous schema of both layouts together, built from the table of fields.

``null`` means "not set" for every key: it is accepted everywhere and dropped.  A key that is not in the table is
``Unknown``; every other fault is ``Fault``.  All faults of a file are found in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._config.checks import Bad, nearest, shown
from ansible_collections.lxcri.containers.plugins.module_utils._config.fields import FIELDS, Field
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError

try:
    import voluptuous
except ImportError:
    voluptuous = None
else:
    class Refused(voluptuous.Invalid):
        """A value that a check refuses, or a key that no field has (``unknown``), and what is known instead."""

        def __init__(self, message: str, word: Any, known: Iterable[str], path: Any = None, unknown: bool = False):
            super().__init__(message, path)
            self.word = word
            self.known = known
            self.unknown = unknown

Path = Tuple[Any, ...]

# More entries than these in one list, and more faults than these in one message, help nobody.
MAX_ENTRIES = 500
MAX_FAULTS = 20


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where (keys and list positions) and what, as the end of a sentence."""

    path: Path
    message: str

    def sentence(self) -> str:
        return "%s %s" % (dotted(self.path), self.message)


class Unknown(Fault):
    """A key that no field has."""


def dotted(path: Path) -> str:
    """``("network", "dns", 0)`` -> ``network.dns[0]``."""
    text = ""
    for part in path:
        text += "[%d]" % part if isinstance(part, int) else ("." if text else "") + str(part)[:64]
    return text or "the file"


def validate(data: Any) -> Tuple[Dict[str, Any], List[Fault]]:
    """Canonical data without nulls, and the faults; the data means something only when there are none."""
    if voluptuous is None:
        raise LxcriError("Reading a configuration needs the Python library voluptuous, which is not installed; "
                         "install it with `pip install voluptuous`.")
    try:
        return _schema()(data), []
    except voluptuous.MultipleInvalid as found:
        return {}, [_fault(error, number < MAX_FAULTS) for number, error in enumerate(found.errors)]


def _fault(error: Any, hint: bool) -> Fault:
    path = tuple(error.path)
    if not isinstance(error, Refused):
        return Fault(path, error.msg)
    message = error.msg + nearest(error.word, error.known) if hint else error.msg
    return Unknown(path, message) if error.unknown else Fault(path, message)


_BUILT: List[Any] = []


def _schema() -> Any:
    """The schema, built once: it is a constant that needs voluptuous."""
    if not _BUILT:
        top = _tree(FIELDS)
        _BUILT.append(voluptuous.Schema(_object(dict(top, legacy=_object(top)))))
    return _BUILT[0]


def _tree(fields: Iterable[Field]) -> Dict[str, Any]:
    """Dotted fields -> nested validators."""
    leaves: Dict[str, Any] = {}
    groups: Dict[str, List[Field]] = {}
    for field in fields:
        head, _dot, rest = field.key.partition(".")
        if rest:
            groups.setdefault(head, []).append(Field(**dict(vars(field), key=rest)))
        else:
            leaves[head] = _value(field)
    leaves.update((head, _object(_tree(inner))) for head, inner in groups.items())
    return leaves


def _value(field: Field) -> Any:
    if field.items:
        entry = _object(_tree(field.items), tuple(one.key for one in field.items if one.required))
        return _list(entry)
    if field.check is dict:
        return _nullable(_free_object)
    check = _checked(field.check)
    return _list(check) if field.listed else _nullable(check)


def _checked(check: Any) -> Any:
    def checked(value: Any) -> Any:
        try:
            return check(value)
        except Bad as bad:
            raise Refused(str(bad), bad.word, bad.known) from None

    return checked


def _nullable(check: Any) -> Any:
    def nullable(value: Any) -> Any:
        return None if value is None else check(value)

    return nullable


def _free_object(value: Any) -> Any:
    # The value is not shown: these are the sections that hold tokens.
    if not isinstance(value, dict):
        raise voluptuous.Invalid("must be an object")
    return value


def _list(entry: Any) -> Any:
    """A validator of lists that finds the faults of all entries; voluptuous stops at the first deep one."""

    def checked(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            raise voluptuous.Invalid("must be a list, not %s" % shown(value))
        if len(value) > MAX_ENTRIES:
            raise voluptuous.Invalid("has %d entries; %d are allowed" % (len(value), MAX_ENTRIES))
        errors: List[Any] = []
        result = []
        for position, item in enumerate(value):
            try:
                result.append(entry(item))
            except voluptuous.Invalid as bad:
                bad.prepend([position])
                errors += getattr(bad, "errors", [bad])
        if errors:
            raise voluptuous.MultipleInvalid(errors)
        return result

    return checked


def _object(known: Dict[str, Any], required: Tuple[str, ...] = ()) -> Any:
    """A validator of objects: nulls dropped, unknown keys named, required ones missed."""

    def checked(value: Any) -> Any:
        if value is None and not required:
            return None
        if not isinstance(value, dict):
            raise voluptuous.Invalid("must be an object, not %s" % shown(value))
        errors: List[Any] = [Refused("is not known", key, known, [key], unknown=True)
                             for key in value if key not in known]
        errors += [voluptuous.Invalid("is missing", path=[key]) for key in required if value.get(key) is None]
        try:
            result = shape({key: item for key, item in value.items() if key in known and item is not None})
        except voluptuous.MultipleInvalid as found:
            errors += found.errors
        if errors:
            raise voluptuous.MultipleInvalid(errors)
        return {key: item for key, item in result.items() if item is not None}

    shape = voluptuous.Schema(known)
    return checked
