# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and groups of an instance, from the text of its ``/etc/passwd`` and ``/etc/group``.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional


@dataclass(frozen=True)
class Account:
    """A user: numbers, home directory and shell, the latter two empty where nothing is known."""

    name: str
    uid: int
    gid: int
    home: str = ""
    shell: str = ""

    def environment(self) -> Dict[str, str]:
        """What a login would set."""
        said = {"HOME": self.home, "USER": self.name, "LOGNAME": self.name, "SHELL": self.shell}
        return {name: value for name, value in said.items() if value}


ROOT = Account("root", 0, 0, "/root")


def is_root(user: str) -> bool:
    """Is it root, by name or by number?  Nothing need be looked up then."""
    return user in ("", "0", "root")


def account_of(user: str, passwd: str) -> Optional[Account]:
    """The user of that name or number; a number nobody has is an account without home in group 0, as in Docker."""
    for line in passwd.splitlines():
        parts = line.split(":")
        if len(parts) >= 7 and parts[2].isdigit() and parts[3].isdigit() and user in (parts[0], parts[2]):
            return Account(parts[0], int(parts[2]), int(parts[3]), parts[5], parts[6])
    return Account("", int(user), 0) if user.isdigit() else None


def group_of(group: str, table: str) -> Optional[int]:
    """The number of the group of that name or number."""
    if group.isdigit():
        return int(group)
    for line in table.splitlines():
        parts = line.split(":")
        if len(parts) >= 3 and parts[0] == group and parts[2].isdigit():
            return int(parts[2])
    return None
