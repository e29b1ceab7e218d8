# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Python an instance has, and how its own package manager installs one.  Pure."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

Version = Tuple[int, ...]

# Where an interpreter may be, the best first.  The third belongs to Enterprise Linux itself.
PLACES = ("python3", "/usr/bin/python3", "/usr/libexec/platform-python", "/usr/local/bin/python3", "python")

# Package manager -> what installs Python with it; `{0}` are further packages.
INSTALLS = {
    "apt-get": "export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && "
               "apt-get install -y -qq --no-install-recommends python3 {0}",
    "apk": "apk add --no-cache --quiet python3 {0}",
    "dnf": "dnf install -y -q python3 {0}",
    "microdnf": "microdnf install -y python3 {0}",
    "yum": "yum install -y -q python3 {0}",
    "zypper": "zypper --non-interactive --quiet install --no-recommends python3 {0}",
    "pacman": "pacman -Sy --noconfirm --needed --quiet python {0}",
    "xbps-install": "xbps-install -Sy python3 {0}",
    "opkg": "opkg update && opkg install python3 {0}",
}

SAYS_VERSION = "import sys; print('%d.%d.%d' % sys.version_info[:3])"


@dataclass(frozen=True)
class Probe:
    """What an instance has: the interpreter with its version, empty when there is none, and the package manager."""

    python: str = ""
    version: Version = ()
    manager: str = ""

    @property
    def says(self) -> str:
        """``3.11.2``."""
        return ".".join(str(part) for part in self.version)


def version_of(text: str) -> Version:
    """``(3, 9)`` of ``3.9``.

    :raises Invalid: when it is no version.
    """
    if not re.match(r"^\d+(\.\d+){0,2}$", text.strip()):
        raise Invalid("{0!r} is no version; write it as 3.9.".format(text))
    return tuple(int(part) for part in text.strip().split("."))


def probe_script(first: Sequence[str]) -> str:
    """Shell words that print ``python PATH VERSION`` for each interpreter and ``manager NAME`` for each package manager.

    :arg first: places to look at before the usual ones.
    """
    places = " ".join(shlex.quote(place) for place in tuple(first) + PLACES)
    return (
        'for p in {0}; do f=$(command -v "$p" 2>/dev/null) && v=$("$f" -c {1} 2>/dev/null) && echo "python $f $v"; done; '
        'for m in {2}; do command -v "$m" >/dev/null 2>&1 && echo "manager $m"; done; true'
    ).format(places, shlex.quote(SAYS_VERSION), " ".join(INSTALLS))


def probe_of(output: str, least: Version) -> Probe:
    """What the script printed: the first interpreter that is new enough, else the newest, and the first manager."""
    pythons, manager = [], ""
    for line in output.splitlines():
        words = line.split(" ")
        if words[0] == "manager" and len(words) == 2:
            manager = manager or words[1]
        elif words[0] == "python" and len(words) >= 3 and re.match(r"^\d+\.\d+\.\d+$", words[-1]):
            pythons.append((" ".join(words[1:-1]), version_of(words[-1])))
    fitting = [one for one in pythons if one[1] >= least] or sorted(pythons, key=lambda one: one[1], reverse=True)
    return Probe(*(fitting[0] if fitting else ("", ())), manager=manager)


def install_script(manager: str, packages: Sequence[str]) -> Optional[str]:
    """The shell words that install Python and further packages; ``None`` for an unknown manager."""
    if manager not in INSTALLS:
        return None
    return INSTALLS[manager].format(" ".join(shlex.quote(package) for package in packages)).strip()
