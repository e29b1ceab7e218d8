# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The integration target ``connection_api``, whole playbooks over the connection plugin, on each daemon."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ways import WAYS, options_of

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "tests" / "integration" / "targets" / "connection_api" / "runme.sh"
IMAGE = "lxcri-live-debian"


@pytest.fixture
def image(server):
    """An image with systemd, Python and sudo; the lab builds it when it is asked for the first time."""
    if not [one for one in server.query("images/aliases?recursion=1") if one["name"] == IMAGE]:
        built = subprocess.run([str(ROOT / "lab" / "lab"), "image", "debian"], capture_output=True, text=True, check=True)
        server.ask("image", "import", *built.stdout.split(), "--alias", IMAGE)
    return IMAGE


@pytest.mark.parametrize("way", WAYS)
def test_whole_playbooks(server, image, tmp_path, way):
    with options_of(server, way) as options:
        done = run(server, image, tmp_path, way, options)
    assert done.returncode == 0, done.stdout[-4000:]


def run(server, image, tmp_path, way, options):
    """The target's script, in one of the ways to the server."""
    collections = tmp_path / "collections" / "ansible_collections" / "lxcri"
    collections.mkdir(parents=True)
    (collections / "containers").symlink_to(ROOT, target_is_directory=True)
    others = dict.fromkeys(("LXCRI_LIVE_LXD", "LXCRI_LIVE_INCUS"), "")
    environ = dict(os.environ, **others)
    environ.update({
        "LXCRI_LIVE_" + server.product.upper(): server.socket, "LXCRI_TEST_IMAGE": image,
        "ANSIBLE_COLLECTIONS_PATH": str(tmp_path / "collections"), "ANSIBLE_HOME": str(tmp_path / "home"),
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])})
    environ.update({"LXCRI_" + name.upper(): value[0] if name == "server" else value for name, value in options.items()})
    if way != "socket":
        # The rest does not depend on the way.
        environ.update({"LXCRI_TEST_PIPELINING": "true", "LXCRI_TEST_PLAYS": "connection"})
    return subprocess.run([str(TARGET)], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=900, check=False)
