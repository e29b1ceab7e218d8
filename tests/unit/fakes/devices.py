# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices of instances and profiles: what a server refuses."""

from __future__ import annotations

from typing import Dict, Mapping

from ansible_collections.lxcri.containers.tests.unit.fakes import usage
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure

TYPES = {
    "none",
    "nic",
    "disk",
    "unix-char",
    "unix-block",
    "unix-hotplug",
    "usb",
    "gpu",
    "infiniband",
    "proxy",
    "tpm",
    "pci",
}
Devices = Mapping[str, Dict[str, str]]


def _nic(ctx: Context, project: str, name: str, device: Dict[str, str]) -> None:
    network = device.get("network")
    if network:
        owner = usage.feature_owner(ctx, project, "features.networks")
        if ctx.store.find("network", (owner,), network) is None:
            text = 'Failed loading device "%s": Failed to load network "%s" for project "%s": Network not found'
            raise Failure(400, text % (name, network, project))
    elif not device.get("nictype"):
        raise Failure(400, 'Failed loading device "%s": Unsupported device type' % name)


def check(ctx: Context, project: str, devices: Devices) -> None:
    """Raise the 400 that validation of these devices gives."""
    for name, device in devices.items():
        kind = device.get("type", "")
        if kind not in TYPES:
            text = "Unsupported device type"
            raise Failure(400, 'Device validation failed for "%s": Failed loading device "%s": %s' % (name, name, text))
        try:
            if kind == "nic":
                _nic(ctx, project, name, device)
            elif kind == "disk" and not device.get("path") and not device.get("source", "").endswith(".iso"):
                if not device.get("source"):
                    raise Failure(400, 'Disk entry is missing the required "path" or "source" property')
            elif kind == "proxy" and not (device.get("listen") and device.get("connect")):
                raise Failure(400, 'Invalid value for device option "listen": Required value')
        except Failure as failure:
            raise Failure(400, 'Device validation failed for "%s": %s' % (name, failure.error)) from None


def check_whole(ctx: Context, project: str, devices: Devices) -> None:
    """The same for an instance's expanded devices: there must be a root disk on a pool that exists."""
    check(ctx, project, devices)
    roots = [one for one in devices.values() if one.get("type") == "disk" and one.get("path") == "/"]
    if not roots:
        raise Failure(400, "Failed getting root disk: No root device could be found")
    if len(roots) > 1:
        raise Failure(400, "Failed getting root disk: More than one root device found")
    for device in devices.values():
        pool = device.get("pool")
        if device.get("type") == "disk" and pool and ctx.store.find("storage_pool", ("",), pool) is None:
            raise Failure(400, "Storage pool not found")
        if device.get("type") == "disk" and pool and device.get("path") != "/" and device.get("source"):
            owner = usage.feature_owner(ctx, project, "features.storage.volumes")
            volume = device["source"].split("/")[0]
            if ctx.store.find("storage_volume", (owner, pool, "custom"), volume) is None:
                raise Failure(400, 'Failed loading custom volume "%s": Storage volume not found' % volume)
