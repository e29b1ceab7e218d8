# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a value travels, compares and merges.  Pure.

A codec answers three questions about one field:

* ``clean(wanted)``: what was written in a playbook, in the form the server keeps;
* ``same(wanted, current)``: does the server have it already;
* ``merge(wanted, current)``: the value to send, so that nothing is lost that nobody named.

=========  ==============================================================================================
PLAIN      any value, replaced as a whole; empty, null and absent are one
TEXT       a text; white space around it does not count
TIME       a moment, in any zone and notation
SET        a list whose order does not count
RECORDS    a list of small dictionaries, order and empty properties of which do not count (rules, ports)
ROLES      a set some members of which are the servers' own business
PREFIX     a text of which the beginning is enough (a fingerprint)
PEM        a certificate; line breaks do not count
CONFIG     free keys with text values; null removes one, what is not named stays, ``auto`` equals any value
SETTINGS   the same, where a key is removed by sending it empty
DEVICES    named dictionaries of text values, each replaced as a whole; null removes one
ENTRIES    named dictionaries of anything, each replaced as a whole; null removes one
=========  ==============================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.moment import moment, written

# Roles in a cluster that the servers share out among themselves.
AUTOMATIC_ROLES = frozenset(("database", "database-leader", "database-standby"))


@dataclass(frozen=True)
class Codec:
    """A named way to carry a value; ``name`` is the word in the generated page of the language.

    ``keyed``: the value is a dictionary whose keys are declared, compared and remembered one by one.
    """

    name: str
    clean: Callable[[Any], Any]
    same: Callable[[Any, Any], bool]
    merge: Callable[[Any, Any], Any]
    keyed: bool = False


def _itself(wanted: Any) -> Any:
    return wanted


def _equal(wanted: Any, current: Any) -> bool:
    # A server leaves out what is empty: absent, null and empty are one thing to it.
    return wanted == current or (not wanted and not current and wanted is not False and current is not False)


def _wanted(wanted: Any, current: Any) -> Any:
    return wanted


def _same_text(wanted: str, current: Any) -> bool:
    return (wanted or "").strip() == (current or "").strip()


def _clean_time(wanted: str) -> str:
    return written(moment(wanted))


def _same_time(wanted: str, current: Any) -> bool:
    return written(moment(wanted)) == written(moment(current))


def _same_set(wanted: list, current: Any) -> bool:
    return sorted(map(_sortable, wanted)) == sorted(map(_sortable, current or []))


def _sortable(value: Any) -> Any:
    return repr(sorted(value.items())) if isinstance(value, dict) else str(value)


def _clean_records(wanted: list) -> list:
    return [_filled(record) for record in wanted]


def _filled(record: dict) -> dict:
    return {key: value for key, value in record.items() if value not in (None, "", 0, [], {})}


def _same_records(wanted: list, current: Any) -> bool:
    return _same_set(list(map(_normal, wanted)), list(map(_normal, current or [])))


def _normal(record: dict) -> dict:
    # A server writes `80,81` for `80, 81`.
    return {key: sorted(value) if isinstance(value, list) else str(value) if key == "description"
            else str(value).replace(", ", ",") for key, value in _filled(record).items()}


def _same_roles(wanted: list, current: Any) -> bool:
    return set(wanted) - AUTOMATIC_ROLES == set(current or ()) - AUTOMATIC_ROLES


def _merge_roles(wanted: list, current: Any) -> list:
    return sorted((set(wanted) - AUTOMATIC_ROLES) | (set(current or ()) & AUTOMATIC_ROLES))


def _same_beginning(wanted: str, current: Any) -> bool:
    return bool(current) and str(current).startswith(wanted)


def _merge_beginning(wanted: str, current: Any) -> str:
    return current if _same_beginning(wanted, current) else wanted


def _same_pem(wanted: str, current: Any) -> bool:
    return "".join(wanted.split()) == "".join((current or "").split())


def _same_entries(wanted: dict, current: Any) -> bool:
    current = current or {}
    return all(_filled(current.get(name) or {}) == _filled(entry or {}) for name, entry in wanted.items())


def text_of(key: str, value: Any) -> Any:
    """A scalar as the server keeps it: a string.  ``None`` stays, it means: remove this key."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise Invalid("{0}: a string, a number or a boolean is needed, not a {1}; quote or serialise it.".format(
        key, {dict: "dictionary", list: "list"}.get(type(value), type(value).__name__)))


def _clean_config(wanted: dict) -> dict:
    return {str(key): text_of(str(key), value) for key, value in wanted.items()}


def _same_key(wanted: Any, current: Any) -> bool:
    if wanted is None or wanted == "":
        return not current
    # A server says `true` for a password that it has and shows to nobody.
    if current is True:
        return True
    # `auto` asks the server to choose; whatever it chose is right.
    return wanted == current or (wanted == "auto" and bool(current) and current != "none")


def _same_config(wanted: dict, current: Any) -> bool:
    return all(_same_key(value, (current or {}).get(key)) for key, value in wanted.items())


def _merge_config(wanted: dict, current: Any) -> dict:
    current = current or {}
    merged = {key: value for key, value in current.items() if wanted.get(key, "") is not None}
    merged.update({
        key: value for key, value in wanted.items()
        if value is not None and not (key in current and _same_key(value, current[key]))
    })
    return merged


def _merge_settings(wanted: dict, current: Any) -> dict:
    # The server's own configuration keeps what a PUT leaves out; only an empty value removes a key.
    return dict(_merge_config(wanted, current), **{key: "" for key, value in wanted.items() if value is None})


def _clean_devices(wanted: dict) -> dict:
    cleaned = {}
    for name, device in wanted.items():
        if device is None:
            cleaned[str(name)] = None
            continue
        if not isinstance(device, dict):
            raise Invalid("devices.{0}: a dictionary such as {{type: nic, network: lxdbr0}} is needed.".format(name))
        keys = {str(key): text_of("devices.{0}.{1}".format(name, key), value) for key, value in device.items()}
        cleaned[str(name)] = {key: value for key, value in keys.items() if value is not None}
    return cleaned


def _same_devices(wanted: dict, current: Any) -> bool:
    current = current or {}
    return all(current.get(name) == device for name, device in wanted.items())


def _merge_devices(wanted: dict, current: Any) -> dict:
    merged = dict(current or {}, **wanted)
    return {name: device for name, device in merged.items() if device is not None}


PLAIN = Codec("PLAIN", _itself, _equal, _wanted)
TEXT = Codec("TEXT", _itself, _same_text, _wanted)
TIME = Codec("TIME", _clean_time, _same_time, _wanted)
RECORDS = Codec("RECORDS", _clean_records, _same_records, _wanted)
ROLES = Codec("ROLES", _itself, _same_roles, _merge_roles)
PREFIX = Codec("PREFIX", _itself, _same_beginning, _merge_beginning)
PEM = Codec("PEM", _itself, _same_pem, _wanted)
SET = Codec("SET", _itself, _same_set, _wanted)
CONFIG = Codec("CONFIG", _clean_config, _same_config, _merge_config, keyed=True)
SETTINGS = Codec("SETTINGS", _clean_config, _same_config, _merge_settings, keyed=True)
DEVICES = Codec("DEVICES", _clean_devices, _same_devices, _merge_devices, keyed=True)
ENTRIES = Codec("ENTRIES", _itself, _same_entries, _merge_devices, keyed=True)
