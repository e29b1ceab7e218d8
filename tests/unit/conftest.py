# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make ``ansible_collections.lxcri.containers`` importable from a plain checkout.

Under ``ansible-test`` the package is importable already and nothing happens here.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import importlib.util
import inspect
import os
import shutil
import sys
import tempfile
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _remove(tree: Path, process: int) -> None:
    """What a process made it removes, and no child of it does."""
    if os.getpid() == process:
        shutil.rmtree(tree, ignore_errors=True)


def _make_importable() -> None:
    try:
        if importlib.util.find_spec("ansible_collections.lxcri.containers.plugins") is not None:
            return
    except ModuleNotFoundError:
        pass
    tree = Path(tempfile.mkdtemp(prefix="lxcri-collections-"))
    atexit.register(_remove, tree, os.getpid())
    namespace = tree / "ansible_collections" / "lxcri"
    namespace.mkdir(parents=True)
    (namespace / "containers").symlink_to(ROOT, target_is_directory=True)
    sys.path.insert(0, str(tree))


def _look_once() -> None:
    """pylxd looks at the methods of all its models anew for every client, and the suite makes thousands."""
    managers = importlib.import_module("pylxd.managers")
    managers.inspect = types.SimpleNamespace(
        getmembers=functools.lru_cache(maxsize=None)(inspect.getmembers), ismethod=inspect.ismethod)


_make_importable()
_look_once()
# What tests make is small and soon dropped; looking for cycles all the time costs a tenth of the suite.
gc.set_threshold(200000, 50, 100)


def pytest_collection_finish() -> None:
    """What is there now stays to the end, so that nobody looks through it for cycles, as pytest does five times over."""
    gc.freeze()


from ansible_collections.lxcri.containers.tests.unit.fakes.plugin import (  # noqa: E402
    fake,
    fake_server,
    incus,
    lxd,
)

__all__ = ["fake", "fake_server", "incus", "lxd"]
