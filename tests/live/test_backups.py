# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups on the server and in files, against a real daemon."""

from __future__ import annotations

import hashlib
import os
import subprocess

import pytest


def done(result, changed=True):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is changed, result
    return result


@pytest.fixture
def on_server(server, stopped):
    """``on_server()``: names of the backups the server keeps."""
    return lambda: [path.rsplit("/", 1)[1].split("?")[0] for path in server.query("instances/{0}/backups".format(stopped))]


@pytest.fixture
def exported(stopped, call, module, tmp_path):
    """The path of a backup file of the stopped container."""
    path = tmp_path / "one.tar"
    done(call(module("instance_export"), instance=stopped, dest=str(path), compression_algorithm="none"))
    return path


def test_twelve_steps_on_the_server(stopped, call, module, on_server):
    backup = module("instance_backup")

    def step(check_mode, changed, **options):
        return done(call(backup, check_mode, instance=stopped, **dict({"name": "one"}, **options)), changed)

    step(True, True, expires_in="1d")
    assert on_server() == []
    step(False, True, expires_in="1d", compression_algorithm="none", instance_only=True)
    step(True, False, instance_only=True)
    step(False, False, instance_only=True)
    assert call(backup, instance=stopped, name="one", instance_only=False)["failed"]
    step(True, True, new_name="two")
    step(False, True, new_name="two")
    assert on_server() == ["two"]
    step(False, False, new_name="two")
    step(True, True, name="two", state="absent")
    step(False, True, name="two", state="absent")
    assert on_server() == []
    step(False, False, name="two", state="absent")


def test_retention_of_backups_on_the_server(server, stopped, call, module, on_server):
    for name in ("a", "b", "c"):
        done(call(module("instance_backup"), instance=stopped, name=name, compression_algorithm="none"))
    done(call(module("instance_retention"), instance=stopped, backups={"keep": 1, "at_least": 1}))
    assert len(on_server()) == 1


def test_export_checksum_and_what_is_left(stopped, call, module, on_server, tmp_path):
    export, path = module("instance_export"), tmp_path / "b.tar.gz"
    assert done(call(export, True, instance=stopped, dest=str(path)))["diff"]["after"] == {str(path): "a new backup"}
    assert os.listdir(tmp_path) == []
    made = done(call(export, instance=stopped, dest=str(path), checksum_file=True))
    assert made["checksum"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert subprocess.run(["sha256sum", "-c", "b.tar.gz.sha256"], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    assert sorted(os.listdir(tmp_path)) == ["b.tar.gz", "b.tar.gz.sha256"] and on_server() == []
    assert path.stat().st_mode & 0o777 == 0o600
    done(call(export, instance=stopped, dest=str(path)), False)
    done(call(export, instance=stopped, dest=str(path), force=True))


def test_retention_of_files_counts_only_backups(stopped, call, module, tmp_path):
    for number in range(4):
        path = tmp_path / "b-{0}.tar".format(number)
        path.write_text("x")
        os.utime(path, (1000 + number, 1000 + number))
    (tmp_path / "letter.txt").write_text("dear")
    result = done(call(module("instance_export"), instance=stopped, dest=str(tmp_path / "b-9.tar"),
                       compression_algorithm="none", retention={"keep": 2, "pattern": "b-*.tar"}))
    assert [os.path.basename(path) for path in result["dropped"]] == ["b-0.tar", "b-1.tar", "b-2.tar"]
    assert sorted(os.listdir(tmp_path)) == ["b-3.tar", "b-9.tar", "letter.txt"]
    refused = call(module("instance_export"), instance=stopped, dest=str(tmp_path / "b-9.tar"), retention={"keep": 1})
    assert refused["failed"] and "`pattern`" in refused["msg"]


@pytest.mark.parametrize("options, says", [
    ({"dest": "{tmp}"}, "is a directory"),
    ({"dest": "{tmp}/no/such/b.tar"}, "cannot be written"),
    ({"dest": "{tmp}/b.tar", "compression_algorithm": "nonesuch"}, "nonesuch"),
    ({"dest": "{tmp}/b.tar", "instance": "lxcri-none"}, "does not exist"),
])
def test_what_cannot_be_exported_is_said_and_leaves_nothing(stopped, call, module, tmp_path, on_server, options, says):
    result = call(module("instance_export"), **dict({"instance": stopped}, **dict(
        options, dest=options["dest"].format(tmp=tmp_path))))
    assert result["failed"] and says in result["msg"], result["msg"]
    assert os.listdir(tmp_path) == [] and on_server() == []


def test_import_under_another_name(server, prefix, call, module, exported):
    load, name = module("instance_import"), prefix + "-i"
    digest = hashlib.sha256(exported.read_bytes()).hexdigest()
    done(call(load, True, instance=name, src=str(exported)))
    assert name not in server.names()
    done(call(load, instance=name, src=str(exported), checksum=digest, pool="default"))
    assert server.query("instances/" + name)["status"] == "Stopped"
    done(call(load, instance=name, src=str(exported)), False)


@pytest.mark.parametrize("spoil, options, says", [
    (lambda content: content[:300000], {}, "whole backup"),
    (lambda content: b"nonsense" * 1000, {}, "Cannot import"),
    (lambda content: b"", {}, "Cannot import"),
    (lambda content: content, {"pool": "no-such-pool"}, "pool"),
    (lambda content: content, {"checksum": "0" * 64}, "is wanted"),
    (lambda content: content, {"checksum": "abc"}, "is no SHA-256"),
])
def test_what_cannot_be_imported_is_said_and_leaves_nothing(server, prefix, call, module, exported, spoil, options, says):
    exported.write_bytes(spoil(exported.read_bytes()))
    result = call(module("instance_import"), instance=prefix + "-i", src=str(exported), **options)
    assert result["failed"] and says in result["msg"], result["msg"]
    assert prefix + "-i" not in server.names()
