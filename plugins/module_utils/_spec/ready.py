# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When an instance counts as ready: predicates over ``GET /1.0/instances/{name}/state``.  Pure."""

from __future__ import annotations

from typing import Any, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Condition

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


def awaited_state(wait: Mapping[str, Any]) -> Condition:
    """The condition that ``wait: {ipv4, ipv6, nic, timeout}`` asks for; running is always part of it."""
    families = [family for family in ("ipv4", "ipv6") if wait.get(family)]
    nic = wait.get("nic") or ""

    def holds(state: Mapping[str, Any]) -> bool:
        return (state or {}).get("status") == "Running" and all(addresses(state, one, nic) for one in families)

    where = " on {0}".format(nic) if nic else ""
    says = " and ".join({"ipv4": "an IPv4 address", "ipv6": "an IPv6 address"}[one] + where for one in families)
    return Condition(
        suffix="/state", holds=holds, says=says or "it to run", timeout=float(wait.get("timeout") or 60),
        hint="see its console log, its NIC and the DHCP server of its network" if families else "see its log")
