# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disk size, storage pool, read-only root, volumes and tmpfs of a Config -> disk devices."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Dict, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._config.limits import bytes_text
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Tmpfs, Volume
from ansible_collections.lxcri.containers.plugins.module_utils._config.scene import Device, Scene

TMPFS_EXTENSION = "container_disk_tmpfs"

_PROPAGATIONS = ("private", "shared", "slave", "unbindable", "rprivate", "rshared", "rslave", "runbindable")

# Mount options that are device keys of their own, or say what a bind mount is anyway.
_OPTIONS = {"ro": {"readonly": "true"}, "rbind": {"recursive": "true"}, "rw": {}, "bind": {}, "defaults": {}}


def add_disks(scene: Scene) -> None:
    """The root disk and everything that is mounted beside it."""
    pool = _add_root(scene)
    storage = scene.config.container_config.storage
    for volume in storage.volumes or ():
        _add(scene, "vol", volume.destination, _volume(volume, pool))
    for tmpfs in storage.tmpfs or ():
        _add_tmpfs(scene, tmpfs)


def _add_root(scene: Scene) -> Optional[str]:
    """Size, pool and read-only root; returns the pool the root disk is in, if that is known."""
    name, said = scene.said_device("root", _is_root)
    under_name, under = scene.server_device(_is_root)
    if said is None or (said and said.get("type", "disk") != "disk"):
        return None
    pool = said.get("pool") or _pool(scene) or under.get("pool") or _only_pool(scene)
    extra: Dict[str, Any] = {}
    if pool and pool != (said.get("pool") or under.get("pool")):
        extra["pool"] = pool
    if "size" not in said:
        extra.update(_size(scene, pool))
    if scene.config.security.read_only is not None and "readonly" not in said:
        extra.update(_read_only(scene, under))
    if set(extra) <= ({"pool"} if not _pool(scene) else set()):
        return pool
    if not pool:
        scene.warn("The root disk's pool is not known, so resources.disk and security.read_only are not applied; name "
                   "it in a profile or in the instance's devices.")
        return None
    base = dict({"type": "disk", "path": "/", "pool": pool}, **under)
    scene.add_device(name or under_name or "root", dict(dict(base, **extra), **said))
    return pool


def _is_root(_name: str, device: Device) -> bool:
    return device.get("type") == "disk" and device.get("path") == "/"


def _only_pool(scene: Scene) -> Optional[str]:
    return next(iter(scene.facts.pools)) if len(scene.facts.pools) == 1 else None


def _pool(scene: Scene) -> Optional[str]:
    """The pool that the Config names: by its ZFS dataset, or by its name as ``rootfs``."""
    dataset, rootfs = scene.config.zfs_dataset, scene.config.container_config.storage.rootfs
    found = scene.facts.pool_of_source(dataset) if dataset else None
    if dataset and not found:
        scene.warn("storage.zfs_dataset %s is not the source of a storage pool of the server, so the pool is the "
                   "profile's; create a pool with that source." % dataset)
    if rootfs and rootfs not in scene.facts.pools:
        scene.warn("container_config.storage.rootfs %s is no storage pool of the server and has no meaning there."
                   % rootfs)
    return (rootfs if rootfs in scene.facts.pools else None) or found


def _size(scene: Scene, pool: Optional[str]) -> Dict[str, str]:
    size = scene.config.resources.disk
    if size is None:
        return {}
    if pool and not scene.vm and not scene.facts.bounds_root(pool):
        scene.warn("resources.disk is not applied in the pool %s: its driver %s cannot bound a root disk."
                   % (pool, scene.facts.pools[pool]["driver"]))
        return {}
    return {"size": bytes_text(size)}


def _read_only(scene: Scene, under: Device) -> Dict[str, str]:
    if not scene.config.security.read_only:
        return {"readonly": "false"} if str(under.get("readonly")).lower() == "true" else {}
    if scene.vm:
        scene.warn("security.read_only has no meaning for virtual machines.")
        return {}
    return {"readonly": "true"}


def _volume(volume: Volume, root_pool: Optional[str]) -> Dict[str, Any]:
    device: Dict[str, Any] = {"type": "disk", "path": volume.destination}
    if volume.source.startswith("/"):
        device["source"] = volume.source
    else:
        pool, slash, name = volume.source.partition("/")
        device.update({"pool": pool, "source": name} if slash else {"pool": root_pool or "default", "source": pool})
    rest = []
    for option in volume.options or ():
        if option in _OPTIONS:
            device.update(_OPTIONS[option])
        elif option in _PROPAGATIONS:
            device["propagation"] = option
        else:
            rest.append(option)
    if rest:
        device["raw.mount.options"] = ",".join(rest)
    if volume.read_only is not None:
        device["readonly"] = "true" if volume.read_only else "false"
    return device


def _add_tmpfs(scene: Scene, tmpfs: Tmpfs) -> None:
    if scene.vm:
        scene.warn("container_config.storage.tmpfs has no meaning for virtual machines.")
    elif scene.facts.has(TMPFS_EXTENSION):
        device = {"type": "disk", "source": "tmpfs:", "path": tmpfs.destination}
        device.update({"size": bytes_text(tmpfs.size)} if tmpfs.size is not None else {})
        device.update({"initial.mode": tmpfs.mode.rjust(4, "0")} if tmpfs.mode is not None else {})
        _add(scene, "tmpfs", tmpfs.destination, device)
    elif not _mounted_by_item(scene, tmpfs.destination):
        options = ["nosuid", "nodev", "create=dir"]
        options += ["size=%d" % tmpfs.size] if tmpfs.size is not None else []
        options += ["mode=" + tmpfs.mode] if tmpfs.mode is not None else []
        target = tmpfs.destination.strip("/").replace("\\", "\\134").replace(" ", "\\040")
        scene.lines.append("lxc.mount.entry=tmpfs %s tmpfs %s 0 0" % (target, ",".join(options)))


def _add(scene: Scene, kind: str, path: str, device: Dict[str, Any]) -> None:
    """Add a mount, under what the item says of the same device; the item's own mount at that path wins whole."""
    name = device_name(kind, path)
    said = (scene.wanted.get("devices") or {}).get(name, {})
    if said is not None and (said or not _mounted_by_item(scene, path)):
        scene.add_device(name, dict(device, **said))


def _mounted_by_item(scene: Scene, path: str) -> bool:
    return scene.said_device("", lambda _name, device: device.get("path") == path)[0] is not None


def device_name(kind: str, path: str) -> str:
    """A device name that tells the path: ``vol-srv-data``; what it cannot tell is told by a checksum."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "root"
    name = "%s-%s" % (kind, slug)
    if "/" + slug.replace("-", "/") == path and len(name) <= 48:
        return name
    return "%s-%s" % (name[:40], hashlib.sha256(path.encode()).hexdigest()[:8])
