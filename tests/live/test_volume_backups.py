# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom volumes to files and back, seen by the official command."""

from __future__ import annotations

import hashlib
import tarfile

import pytest


@pytest.fixture
def volume(server, prefix):
    """A custom volume with a file in it."""
    name = prefix + "-v"
    server.ask("storage", "volume", "create", "default", name)
    server.ask("launch", "bb", prefix + "-w")
    server.ask("storage", "volume", "attach", "default", name, prefix + "-w", "/mnt")
    server.ask("exec", prefix + "-w", "--", "sh", "-c", "echo kept >/mnt/file")
    server.ask("delete", "--force", prefix + "-w")
    yield name
    for one in (name, name + "-back"):
        server.ask("storage", "volume", "delete", "default", one, check=False)


def content(server, prefix, volume):
    """What is in the file of a volume."""
    server.ask("launch", "bb", prefix + "-r")
    server.ask("storage", "volume", "attach", "default", volume, prefix + "-r", "/mnt")
    found = server.ask("exec", prefix + "-r", "--", "cat", "/mnt/file")
    server.ask("delete", "--force", prefix + "-r")
    return found


def done(result, changed=True):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is changed
    return result


def test_out_and_in_again(server, prefix, call, module, volume, tmp_path):
    path, export, load = tmp_path / "v.tar.gz", module("storage_volume_export"), module("storage_volume_import")
    options = {"pool": "default", "volume": volume, "dest": str(path), "checksum_file": True}
    done(call(export, True, **options))
    assert not path.exists()
    made = done(call(export, **options))
    assert made["checksum"] == hashlib.sha256(path.read_bytes()).hexdigest() and made["size"] == path.stat().st_size
    assert (tmp_path / "v.tar.gz.sha256").read_text() == "{0}  v.tar.gz\n".format(made["checksum"])
    with tarfile.open(path) as tar:
        assert "backup/index.yaml" in tar.getnames()
    assert server.query("storage-pools/default/volumes/custom/{0}/backups".format(volume)) == []
    done(call(export, **options), False)

    wanted = {"pool": "default", "volume": volume + "-back", "src": str(path), "checksum": made["checksum"]}
    done(call(load, True, **wanted))
    assert "-back" not in str(server.query("storage-pools/default/volumes/custom"))
    assert done(call(load, **wanted))["storage_volume"]["name"] == volume + "-back"
    assert content(server, prefix, volume + "-back") == "kept\n"
    done(call(load, **wanted), False)


def test_in_vain(server, prefix, call, module, volume, tmp_path):
    export, load = module("storage_volume_export"), module("storage_volume_import")
    missing = call(export, pool="default", volume=prefix + "-none", dest=str(tmp_path / "x"))
    assert missing["failed"] and "create it, or correct `pool`, `volume` or `project`" in missing["msg"]
    (tmp_path / "no-backup").write_bytes(b"nothing")
    broken = {"pool": "default", "volume": prefix + "-b", "src": str(tmp_path / "no-backup")}
    assert call(load, **broken)["failed"]
    assert "is wanted; get the right file" in call(load, **dict(broken, checksum="ab" * 32))["msg"]
    assert prefix + "-b" not in str(server.query("storage-pools/default/volumes/custom"))
    assert not list(tmp_path.glob("x*"))
