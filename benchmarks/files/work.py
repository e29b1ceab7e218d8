# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One contender's work in a process of its own.

    python work.py ours|pylxd push|pull SOCKET INSTANCE SOURCE DESTINATION
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def ours(way: str, socket: str, instance: str, source: str, destination: str) -> None:
    """The modules ``copy`` and ``fetch``, as they run."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("unit_conftest", ROOT / "tests" / "unit" / "conftest.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
    from ansible_collections.lxcri.containers.plugins.modules import copy, fetch

    task = {"push": copy, "pull": fetch}[way].TASK
    options = {"server": socket, "instance": instance, "src": source, "dest": destination}
    result = task.outcome(Call(ArgumentSpecValidator(task.arguments).validate(options).validated_parameters))
    if result.get("failed"):
        sys.exit(result["msg"])


def pylxd(way: str, socket: str, instance: str, source: str, destination: str) -> None:
    """pylxd's own way, which is file by file and whole files at a time."""
    from urllib.parse import quote

    import pylxd as library

    files = library.Client(endpoint="http+unix://" + quote(socket, safe="")).instances.get(instance).files
    if way == "push" and Path(source).is_dir():
        files.recursive_put(source, destination)
    elif way == "push":
        files.put(destination, Path(source).read_bytes())
    elif source.endswith("/"):
        files.recursive_get(source, destination)
    else:
        Path(destination).write_bytes(files.get(source))


if __name__ == "__main__":
    {"ours": ours, "pylxd": pylxd}[sys.argv[1]](*sys.argv[2:])
