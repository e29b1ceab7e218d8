# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet says what there is too little room for before it writes, and what it lets pass works."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import tarfile

import pytest


@pytest.fixture
def small(server, prefix, tmp_path):
    """``small(size)``: a pool of that size."""
    place, pool = tmp_path / "pool", prefix + "p"
    place.mkdir()
    made = []

    def make(size):
        options = "remount," if made else ""
        subprocess.run(["mount", "-t", "tmpfs", "-o", options + "size={0},mode=711".format(size), "tmpfs", str(place)], check=True)
        if not made:
            server.ask("storage", "create", pool, "dir", "source=" + str(place))
        made.append(size)
        return pool

    yield make
    for name in server.names():
        if name.startswith(prefix):
            server.ask("delete", "--force", name, check=False)
    server.ask("storage", "delete", pool)
    subprocess.run(["umount", str(place)], check=True)


def document(prefix, pool, number, image="bb", **root):
    disk = {"root": dict({"type": "disk", "path": "/", "pool": pool}, **root)}
    return {"name": prefix, "instances": [{"name": "{0}-{1}".format(prefix, at), "image": image, "devices": disk}
                                          for at in range(number)]}


def mine(server, prefix):
    return sorted(name for name in server.names() if name.startswith(prefix))


def test_what_cannot_fit_is_refused_and_what_fits_is_made(server, prefix, call, module, small):
    pool = small("3m")
    for options in ({}, {"check_mode": True}, {"state": "compared"}):
        result = call(module("fleet"), fleet=document(prefix, pool, 8), **options)
        assert "storage pool '{0}' has 3.0MiB free, and the 8 instances that are to be made there take at least 3.9MiB".format(
            pool) in result["msg"]
    assert mine(server, prefix) == []
    small("64m")
    result = call(module("fleet"), fleet=document(prefix, pool, 8))
    assert not result.get("failed") and result["warnings"] == [], result
    assert len(mine(server, prefix)) == 8


def test_a_quota_is_a_promise(server, prefix, call, module, small):
    pool = small("16m")
    result = call(module("fleet"), fleet=document(prefix, pool, 2, size="1GiB"))
    assert not result.get("failed"), result["msg"]
    assert result["warnings"] == [
        "Storage pool '{0}' has 16.0MiB free, and the root disks of the 2 instances that are to be made there may grow to "
        "2.0GiB.".format(pool)]
    assert len(mine(server, prefix)) == 2


def image_file(path, size):
    """A compressed image whose bytes do not shrink."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in (("metadata.yaml", b'{"architecture": "x86_64", "creation_date": 1}'), ("rootfs/x", os.urandom(size))):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    path.write_bytes(gzip.compress(packed.getvalue(), 1))
    return str(path)


def test_an_image_that_the_fleet_brings_counts(server, prefix, call, module, small, tmp_path):
    pool = small("8m")
    fleet = dict(document(prefix, pool, 5, prefix + "-i"), images=[
        {"name": prefix + "-i", "source": {"path": image_file(tmp_path / "image.tar.gz", 4 << 20)}}])
    assert "the 5 instances that are to be made there take at least 10.0MiB" in call(module("fleet"), fleet=fleet)["msg"]
    assert not [one for one in server.query("images?recursion=1") for alias in one["aliases"] if alias["name"] == prefix + "-i"]


def test_a_pool_that_clones_holds_the_image_once(server, prefix, call, module):
    pool = prefix + "b"
    server.ask("storage", "create", pool, "btrfs", "size=300MiB")
    try:
        first = call(module("fleet"), fleet=document(prefix, pool, 1))
        assert not first.get("failed") and first["warnings"] == [], first
        again = call(module("fleet"), fleet=document(prefix, pool, 12), check_mode=True)
        assert not again.get("failed") and again["warnings"] == [], again
        used = [one["used_by"] for one in server.query("storage-pools?recursion=1") if one["name"] == pool][0]
        assert any(path.startswith("/1.0/images/") for path in used)
    finally:
        call(module("fleet"), fleet=document(prefix, pool, 1), state="absent")
        for path in server.query("storage-pools/{0}/volumes".format(pool)):
            if "/image/" in path:
                server.ask("query", "-X", "DELETE", path, check=False)
        server.ask("storage", "delete", pool)
