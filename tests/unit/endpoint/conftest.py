# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A home directory of its own and small servers for the tests of endpoints."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._client.rest import Rest

_SPEC = importlib.util.spec_from_file_location("lxcri_tiny", str(Path(__file__).with_name("tiny.py")))
tiny = importlib.util.module_from_spec(_SPEC)
sys.modules["lxcri_tiny"] = tiny
_SPEC.loader.exec_module(tiny)


@pytest.fixture
def home(tmp_path):
    """The environment of a user with an empty home directory."""
    (tmp_path / "home").mkdir()
    return {"HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "LXD_GLOBAL_CONF": "/nonexistent",
            "INCUS_GLOBAL_CONF": "/nonexistent"}


@pytest.fixture
def serve(tmp_path):
    """``serve(...)``: one more ``TinyServer``."""
    started = []

    def make(**options):
        directory = tmp_path / "server{0}".format(len(started))
        directory.mkdir()
        started.append(tiny.TinyServer(directory, **options))
        return started[-1]

    yield make
    for server in started:
        server.stop()


@pytest.fixture(params=[Client, Reader], ids=["client", "reader"])
def connect(request):
    """Both who connect: the whole client and the one for a single thread."""
    return request.param


@pytest.fixture(params=[Client, Reader, Rest], ids=["client", "reader", "session"])
def reach(request):
    """``reach(endpoint)``: asks it once, in each of the ways there are."""
    return lambda endpoint: request.param(endpoint).close()
