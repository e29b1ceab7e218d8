# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``GET /1.0/instances/{name}/state`` says of an instance's addresses.  Pure."""

from __future__ import annotations

from typing import Any, List, Mapping

FAMILIES = {"ipv4": "inet", "ipv6": "inet6"}


def addresses(state: Mapping[str, Any], family: str, nic: str = "") -> List[str]:
    """Global addresses of one family (``ipv4``, ``ipv6``) on one NIC, or on any but the loopback."""
    found = []
    for name, device in sorted(((state or {}).get("network") or {}).items()):
        if name == "lo" or (nic and name != nic):
            continue
        found += [one["address"] for one in device.get("addresses") or ()
                  if one.get("family") == FAMILIES[family] and one.get("scope") == "global"]
    return found
