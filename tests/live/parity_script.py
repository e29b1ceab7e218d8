# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of requests: one list of steps for each area, run in turn on a server without leftovers.

Names hold ``pty``.  ``P`` is the project that holds what can be in a project.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
from pathlib import Path
from typing import Any, Iterator, List, Tuple

from parity import MARK, Step, Wire

P = "project=ptyproj"
NET = {"ipv4.address": "10.83.177.1/24", "ipv4.nat": "false", "ipv6.address": "none"}


def get(target: str, **options: Any) -> Step:
    return Step("GET", target, **options)


def post(target: str, body: Any = None, **options: Any) -> Step:
    return Step("POST", target, body, **options)


def put(target: str, body: Any = None, **options: Any) -> Step:
    return Step("PUT", target, body, **options)


def patch(target: str, body: Any = None, **options: Any) -> Step:
    return Step("PATCH", target, body, **options)


def delete(target: str, **options: Any) -> Step:
    return Step("DELETE", target, **options)


def lab_busybox() -> Tuple[bytes, List[str]]:
    """The static busybox of the lab's image, and the names it is known by there."""
    lab = Path(__file__).resolve().parents[2] / "lab" / "lab"
    path = subprocess.run([str(lab), "image", "busybox"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    with tarfile.open(path) as archive:
        names = [one.name.rpartition("/")[2] for one in archive if one.issym() and one.linkname == "busybox"]
        return archive.extractfile("rootfs/bin/busybox").read(), names


def busybox_image() -> bytes:
    """A unified image of about 1 MB that starts: a static busybox and an inittab, and nothing of the lab's own."""
    busybox, names = lab_busybox()
    metadata = (
        "architecture: x86_64\ncreation_date: 1700000000\n"
        "properties: {description: parity, os: busybox, release: '1', name: parity-image}\n"
    )
    inittab = "::sysinit:/bin/busybox ip link set lo up\n::respawn:/bin/busybox sleep 86400\n"
    inittab += "::ctrlaltdel:/bin/busybox poweroff -f\n"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:

        def add(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> None:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.mode, entry.size = kind, link, 0o755, len(data)
            archive.addfile(entry, io.BytesIO(data))

        add("metadata.yaml", metadata.encode())
        for name in ("", "/bin", "/sbin", "/etc", "/proc", "/sys", "/dev", "/run", "/tmp", "/root"):
            add("rootfs" + name, kind=tarfile.DIRTYPE)
        add("rootfs/bin/busybox", busybox)
        for name in names:
            add("rootfs/bin/" + name, kind=tarfile.SYMTYPE, link="busybox")
        add("rootfs/sbin/init", kind=tarfile.SYMTYPE, link="../bin/busybox")
        add("rootfs/etc/inittab", inittab.encode())
        add("rootfs/etc/passwd", b"root:x:0:0:root:/root:/bin/sh\n")
    return buffer.getvalue()


def small_tar(text: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        entry = tarfile.TarInfo("metadata.yaml")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


# Built only where there is a server to compare with.
IMAGE = busybox_image() if any(name.startswith("LXCRI_LIVE_") for name in os.environ) else b""
FP = hashlib.sha256(IMAGE).hexdigest()
RAW = {"Content-Type": "application/octet-stream"}

SETUP = [
    post("/1.0/storage-pools", {"name": "ptypool", "driver": "dir"}),
    post("/1.0/networks", {"name": "ptybr0", "type": "bridge", "config": NET}),
    post("/1.0/projects", {"name": "ptyproj"}),
    put(
        "/1.0/profiles/default?" + P,
        {
            "devices": {
                "root": {"path": "/", "pool": "ptypool", "type": "disk"},
                "eth0": {"name": "eth0", "network": "ptybr0", "type": "nic"},
            }
        },
    ),
]


def leftovers(wire: Wire) -> Iterator[Step]:
    """What a former run left on the server, in the order in which it can go."""

    def listed(target: str) -> List[str]:
        answer = wire.send("GET", target)
        found = answer.body["metadata"] if answer.status == 200 else []
        return [url.partition("?")[0] for url in found or () if MARK in url or P in target]

    for where in (P, "project=default"):
        for url in listed("/1.0/instances?" + where):
            yield put("%s/state?%s" % (url, where), {"action": "stop", "force": True})
            yield patch("%s?%s" % (url, where), {"config": {"security.protection.delete": ""}})
            yield delete("%s?%s" % (url, where))
        for target in (
            "/1.0/images",
            "/1.0/storage-pools/ptypool/volumes/custom",
            "/1.0/storage-pools/ptypool/buckets",
        ):
            for url in listed("%s?%s" % (target, where)):
                yield delete("%s?%s" % (url, where))
        for url in listed("/1.0/profiles?" + where):
            yield put("%s?%s" % (url, where), {})
            if not url.endswith("/default"):  # goes with its project
                yield delete("%s?%s" % (url, where))
    for url in listed("/1.0/networks"):
        for below in ("forwards", "load-balancers", "peers"):
            for one in wire.send("GET", url + "/" + below).body.get("metadata") or ():
                yield delete(one)
    for target in ("networks", "network-acls", "network-zones", "projects", "storage-pools"):
        for url in listed("/1.0/" + target):
            yield delete(url)


def with_image(*steps: Step) -> List[Step]:
    """The steps after the image was uploaded into the project and got the alias pty-image."""
    return [
        post("/1.0/images?" + P, IMAGE, headers=RAW),
        post("/1.0/images/aliases?" + P, {"name": "pty-image", "target": FP}),
        *steps,
    ]
