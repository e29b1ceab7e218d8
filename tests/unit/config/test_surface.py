# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules and the lookup do with files: writing whole or not at all, check mode, diff, modes, errors."""

from __future__ import annotations

import json
import os
import stat
from types import SimpleNamespace

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.surface import (
    ARGUMENTS,
    INFO_ARGUMENTS,
    manage,
    show,
    values_at,
)
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import MASK

SECRET = {"proxmox": {"token": "hush-hush"}, "network": {"gw": "10.0.0.1"}}


def call(arguments, check=False, **params):
    filled = {name: params.get(name, said.get("default")) for name, said in arguments.items()}
    return SimpleNamespace(params=filled, check_mode=check, diff=True,
                           carry_out=lambda planned, apply: planned if check else apply())


def run(check=False, **params):
    return manage(call(ARGUMENTS, check, **params))


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.fixture
def legacy(tmp_path):
    path = tmp_path / "legacy.json"
    path.write_text(json.dumps(SECRET))
    return str(path)


def test_loaded(legacy):
    result = run(path=legacy)
    assert (result["changed"], result["source"], result["layout"]) == (False, legacy, "legacy")
    assert result["config"]["network"]["gateway"] == "10.0.0.1"
    assert result["config"]["legacy"]["proxmox"]["token"] == MASK
    assert "proxmox" in result["warnings"][0]
    assert run(config={"log_level": "warn"})["source"] == "the option config"
    with pytest.raises(Invalid, match="only one of them"):
        run(path=legacy, config={})


def test_validated_tells_and_does_not_fail(legacy, tmp_path):
    assert run(path=legacy, state="validated")["valid"] is True
    bad = tmp_path / "bad.json"
    bad.write_text('{"network":\n {"brige": 1}}')
    result = run(path=str(bad), state="validated")
    assert (result["valid"], result["errors"][0]["line"], result["source"]) == (False, 2, str(bad))
    bad.write_bytes(b"\xff\xfe")
    assert "byte order mark" in run(path=str(bad), state="validated")["errors"][0]["message"]
    with pytest.raises(Invalid, match="does not exist"):
        run(path=str(tmp_path / "none.json"), state="validated")


def test_written_once_and_then_left_alone(tmp_path):
    path = str(tmp_path / "c.json")
    wanted = {"path": path, "state": "written", "config": {"network": {"bridge": "br0"}}}
    planned = run(check=True, **wanted)
    assert planned["changed"] and not os.path.exists(path)
    result = run(**wanted)
    assert result["diff"] == planned["diff"] and result["diff"]["before"] == ""
    assert result["diff"]["after"] == open(path).read()
    assert result["changed"] and mode(path) == 0o644
    assert ConfigLoader().load_from_file(path).config.network.bridge == "br0"
    inode = os.stat(path).st_ino
    assert not run(**wanted)["changed"] and os.stat(path).st_ino == inode
    assert os.listdir(tmp_path) == ["c.json"]


def test_a_file_that_says_the_same_keeps_its_format(tmp_path):
    path = tmp_path / "c.yml"
    path.write_text("# mine\nnetwork: {bridge: br0}\n")
    assert not run(path=str(path), state="written", config={"network": {"bridge": "br0"}})["changed"]
    assert run(path=str(path), state="written", config={"network": {"bridge": "br1"}})["changed"]
    assert ConfigLoader().load_from_file(str(path)).config.network.bridge == "br1"


def test_a_secret_is_written_for_its_owner_and_never_shown(tmp_path):
    path = tmp_path / "c.json"
    path.write_text("{}")
    path.chmod(0o644)
    result = run(path=str(path), state="written", config=SECRET)
    assert mode(path) == 0o600 and "hush-hush" in path.read_text()
    assert "hush-hush" not in json.dumps(result)
    again = run(path=str(path), state="written", config=dict(SECRET, proxmox={"token": "other-one"}))
    assert again["changed"] and "hush" not in json.dumps(again) and "other-one" not in json.dumps(again)
    with pytest.raises(Invalid, match="stands for a secret"):
        run(path=str(path), state="written", config=result["config"])


@pytest.mark.parametrize("asked, got", [("0640", 0o640), ("600", 0o600), (0o640, 0o640), (None, 0o644)])
def test_the_mode(tmp_path, asked, got):
    path = str(tmp_path / "c.json")
    wanted = {"path": path, "state": "written", "config": {}, "mode": asked}
    assert run(**wanted)["changed"] and mode(path) == got
    assert not run(**wanted)["changed"]
    os.chmod(path, 0o604)
    assert run(check=True, **wanted)["changed"] is (asked is not None)
    result = run(**wanted)
    assert mode(path) == (0o604 if asked is None else got)
    assert "mode 0604" in result["diff"]["before_header"] or asked is None


@pytest.mark.parametrize("asked", ["u=rw", "999", 1.5, True, -1])
def test_what_is_no_mode_is_refused(tmp_path, asked):
    with pytest.raises(Invalid, match="octal digits"):
        run(path=str(tmp_path / "c.json"), state="written", config={}, mode=asked)


def test_migrated_in_place_with_a_copy(legacy, tmp_path):
    before = open(legacy).read()
    assert run(check=True, path=legacy, state="migrated", backup=True)["changed"]
    assert open(legacy).read() == before
    result = run(path=legacy, state="migrated", backup=True)
    assert open(result["backup_file"]).read() == before
    loaded = ConfigLoader().load_from_file(legacy)
    assert loaded.layout == "modular" and loaded.config == ConfigLoader().parse_config(SECRET).config
    assert mode(legacy) == 0o600
    again = run(path=legacy, state="migrated", backup=True)
    assert not again["changed"] and "backup_file" not in again
    assert len(os.listdir(tmp_path)) == 2


def test_migrated_to_another_file(legacy, tmp_path):
    dest = str(tmp_path / "new.json")
    assert run(path=legacy, dest=dest, state="migrated")["path"] == dest
    assert json.loads(open(legacy).read()) == SECRET
    assert not run(path=legacy, dest=dest, state="migrated")["changed"]


def test_there_must_be_something_to_migrate(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LXCRI_CONFIG", raising=False)
    if not any(os.path.exists(path) for path in ConfigLoader().candidates()):
        with pytest.raises(Invalid, match="no configuration file to migrate"):
            run(state="migrated")


@pytest.mark.parametrize("check", [True, False])
def test_where_nothing_can_be_written(tmp_path, check):
    with pytest.raises(Invalid, match="directory .* does not exist"):
        run(check, path=str(tmp_path / "no" / "c.json"), state="written", config={})
    with pytest.raises(Invalid, match="is a directory"):
        run(check, path=str(tmp_path), state="written", config={})


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "c.json"
    path.write_text("{}")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Invalid, match="No space left"):
        run(path=str(path), state="written", config={"log_level": "warn"})
    assert path.read_text() == "{}" and os.listdir(tmp_path) == ["c.json"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.json").write_text("{}")
    os.symlink("real.json", tmp_path / "link.json")
    run(path=str(tmp_path / "link.json"), state="written", config={"log_level": "warn"})
    assert os.path.islink(tmp_path / "link.json")
    assert json.loads((tmp_path / "real.json").read_text())["log_level"] == "warn"


def test_a_broken_file_can_be_overwritten(tmp_path):
    path = tmp_path / "c.json"
    path.write_text("hush-hush {")
    result = run(path=str(path), state="written", config={})
    assert result["changed"] and "hush" not in json.dumps(result)


def test_info_routes_names():
    config = {"runtimes": [{"type": "vm", "container_mask": "^db", "namespaces": [{"name": "zone", "value": "1"}]}]}
    result = show(call(INFO_ARGUMENTS, config=config, names=["db-1", "web"], namespaces={"zone": 1}))
    assert (result["routing"], result["layout"], result["changed"]) == ({"db-1": "vm", "web": "lxc"}, "legacy", False)


def test_the_lookup_takes_dotted_keys(legacy):
    assert values_at(["network.gateway", "resources.memory", "legacy.proxmox.token"], legacy, True) == [
        "10.0.0.1", None, MASK]
    assert values_at([], legacy, True)[0]["network"]["bridge"] == "lxcbr0"
    with pytest.raises(Invalid, match="no key network.brige"):
        values_at(["network.brige"], legacy, True)
