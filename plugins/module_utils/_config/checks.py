# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of single values of a configuration file.

A check takes a plain value and returns it in its canonical form, or raises ``Bad`` with the end of a sentence
that begins with the key: "network.mtu must be a whole number from 576 to 65535, not 9".
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from fractions import Fraction
from typing import Any, Callable, Iterable, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._config.model import RUNTIMES
from ansible_collections.lxcri.containers.plugins.module_utils._config.patterns import fault
from ansible_collections.lxcri.containers.plugins.module_utils._log import FORMATS, LEVELS

Check = Callable[[Any], Any]

MAX_BYTES = 2**63 - 1

RUNTIME_ALIASES = {"proxmox_lxc": "proxmox-lxc", "proxmox": "vm"}

CAPABILITIES = frozenset(
    "audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search "
    "fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin "
    "net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid sys_admin sys_boot sys_chroot "
    "sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config syslog wake_alarm".split()
)

NIC_TYPES = {
    "bridge": "bridged", "bridged": "bridged", "veth": "bridged", "macvlan": "macvlan", "ipvlan": "ipvlan",
    "phys": "physical", "physical": "physical", "sriov": "sriov", "routed": "routed", "p2p": "p2p", "none": "none",
}


class Bad(ValueError):
    """A value that a check refuses; for a misspelt ``word``, what is ``known`` instead."""

    def __init__(self, message: str, word: Any = None, known: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.word = word
        self.known = tuple(known)


def nearest(word: Any, known: Iterable[str]) -> str:
    """`` (did you mean `x`?)`` or nothing.  Slow: only for what is really shown."""
    if not isinstance(word, str) or len(word) > 64:
        return ""
    close = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return " (did you mean `%s`?)" % close[0] if close else ""


def shown(value: Any) -> str:
    """A value as a message shows it: short, on one line, containers only by their kind."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = ascii(value)
    return text if len(text) <= 60 else text[:56] + "…" + text[0]


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Bad("must be true or false, not %s" % shown(value))
    return value


def text(value: Any) -> str:
    """Any text that is not empty and has no control character."""
    if not isinstance(value, str) or not value.strip():
        raise Bad("must be a text that is not empty, not %s" % shown(value))
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise Bad("must not hold control characters, as %s does" % shown(value))
    return value


def anything(value: Any) -> Any:
    """What is kept without being understood."""
    return value


def whole(low: int, high: int = MAX_BYTES, unit: str = "") -> Check:
    """A whole number from ``low`` to ``high``, both included."""
    if high == MAX_BYTES:
        wanted = "a whole number%s, at least %d" % (" of " + unit if unit else "", low)
    else:
        wanted = "a whole number from %d to %d" % (low, high)

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Bad("must be %s, not %s" % (wanted, shown(value)))
        return value

    return check


def positive(value: Any) -> Any:
    """A number of CPUs, fractions allowed; a whole one comes back as an int."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0.001 <= value <= 65536:
        raise Bad("must be a number from 0.001 to 65536, not %s" % shown(value))
    return int(value) if value == int(value) else value


def megabits(value: Any) -> Any:
    """Mbit/s; must be whole bytes per second, so that nothing is lost in translation."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 10**9:
        raise Bad("must be a number of Mbit/s above 0, not %s" % shown(value))
    if (Fraction(str(value)) * 125000).denominator != 1:
        raise Bad("must come to whole bytes per second, which %s Mbit/s does not" % shown(value))
    return value


def one_of(known: Sequence[str], aliases: Any = ()) -> Check:
    """One word of ``known``; ``aliases`` maps other spellings to them."""
    aliases = dict(aliases)

    def check(value: Any) -> str:
        word = aliases.get(value, value) if isinstance(value, str) else value
        if word not in known:
            names = ", ".join(known)
            raise Bad("must be one of %s, not %s" % (names, shown(value)), value, [*known, *aliases])
        return word

    return check


runtime = one_of(RUNTIMES, RUNTIME_ALIASES)
log_level = one_of(LEVELS)
log_format = one_of(FORMATS)
nic_type = one_of(tuple(NIC_TYPES))
protocol = one_of(("tcp", "udp"))


def path(value: Any) -> str:
    if len(text(value)) > 4096:
        raise Bad("must be a path of at most 4096 characters")
    return value


def absolute(value: Any) -> str:
    if not path(value).startswith("/"):
        raise Bad("must be an absolute path, not %s" % shown(value))
    return value


def interface(value: Any) -> str:
    """A network interface's name, as the kernel takes it."""
    if not re.fullmatch(r"[^\s/:\x00-\x1f\x7f]{1,15}", text(value)) or value in (".", ".."):
        raise Bad("must be an interface name of 1 to 15 characters without blanks, / and :, not %s" % shown(value))
    return value


def address(value: Any) -> str:
    """An IPv4 or IPv6 address without a prefix, in its usual spelling."""
    try:
        if not isinstance(value, str) or "%" in value:
            raise ValueError(value)
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise Bad("must be an IP address without a prefix, not %s" % shown(value)) from None


def ip(value: Any) -> str:
    """An address with its prefix, or ``dhcp``."""
    if value == "dhcp":
        return value
    try:
        if not isinstance(value, str) or "/" not in value or "%" in value:
            raise ValueError(value)
        return str(ipaddress.ip_interface(value))
    except ValueError:
        raise Bad("must be an address with its prefix such as 10.0.3.5/24, or dhcp, not %s" % shown(value)) from None


def capability(value: Any) -> str:
    """A capability's name, with or without ``CAP_``, in small letters without it."""
    name = value.lower() if isinstance(value, str) else ""
    name = name[4:] if name.startswith("cap_") else name
    if name not in CAPABILITIES:
        raise Bad("must be a Linux capability, not %s" % shown(value), name, CAPABILITIES)
    return name


def pattern(value: Any) -> str:
    """A routing pattern: a glob or a bounded regular expression."""
    return _pattern(value, None)


def glob(value: Any) -> str:
    return _pattern(value, False)


def mask(value: Any) -> str:
    """A regular expression, bounded."""
    return _pattern(value, True)


def _pattern(value: Any, regex: Any) -> str:
    wrong = fault(text(value), regex)
    if wrong:
        raise Bad(wrong)
    return value


def mode(value: Any) -> str:
    """Permissions in octal digits, as text or as a number that is written in them (755 is rwxr-xr-x)."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(digits, str) or not re.fullmatch(r"(0o?)?[0-7]{3,4}", digits):
        raise Bad("must be permissions in octal digits such as 1777, not %s" % shown(value))
    return digits.replace("o", "")[-4:].lstrip("0").rjust(3, "0")


def options(value: Any) -> Any:
    """Mount options, as a list or as text with commas between them."""
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) and re.fullmatch(r"[^\s,]+", word)
                                              for word in words):
        raise Bad("must be a list of mount options without blanks, not %s" % shown(value))
    return words
