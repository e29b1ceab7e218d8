# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may import whom.  The table is the design; what breaks it fails here, with the file's name."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from ansible_collections.lxcri.containers.tests.unit.architecture.reading import (
    COLLECTION,
    ROOT,
    Source,
    room_of,
    sources,
)

BASE = {"_spec", "_errors", "_log"}
BELOW_THE_EDGE = BASE | {"_client", "_resources", "_verbs", "_engine", "_config", "_fleet"}
# A room may import itself, and these.
MAY = {
    "_errors": set(),
    "_spec": BASE,
    "_log": BASE,
    "_client": BASE,
    "_resources": BASE,
    "_verbs": BASE | {"_client"},
    "_engine": BASE,
    "_config": BASE,
    "_fleet": BASE | {"_engine", "_resources"},
    "_ansible": BELOW_THE_EDGE,
    "modules": {"_ansible", "_resources", "_verbs", "_config"},
    "plugin_utils": BELOW_THE_EDGE | {"_ansible"},
    "action": {"plugin_utils", "modules"},
    "connection": {"plugin_utils", "_client", "_spec", "_errors", "_verbs"},
    "inventory": {"plugin_utils"},
    "lookup": {"plugin_utils", "_config"},
    "doc_fragments": set(),
}
# One file of these knows nothing of its neighbours.
ALONE = {"_resources", "modules"}
# Libraries that are not Python's own, and where each may be known.
LIBRARIES = {
    "ansible": {"_ansible", "action", "connection", "inventory", "lookup", "plugin_utils"},
    "pylxd": {"_client"},
    "requests": {"_client"},
    "certifi": {"_client"},
    "urllib3": {"_client"},
    "websocket": {"_client"},
    "cryptography": {"_client"},
    "voluptuous": {"_config"},
    "yaml": {"_client", "_config", "_fleet"},
}

SOURCES = list(sources("plugins"))


def wrongs(source: Source) -> list:
    """What a file imports that it must not, in words."""
    found = []
    for module in source.imports:
        if module.startswith(COLLECTION):
            room = room_of(module)
            if room == source.room:
                if room in ALONE:
                    found.append("{0} imports its neighbour {1}".format(source.path, module))
            elif room not in MAY[source.room]:
                found.append("{0} imports {1}, which is not below it".format(source.path, room))
        elif module.startswith("."):
            found.append("{0} imports relatively".format(source.path))
        else:
            library = module.split(".")[0]
            if library not in sys.stdlib_module_names and source.room not in LIBRARIES.get(library, ()):
                found.append("{0} imports {1}".format(source.path, library))
    return found


def unguarded(source: Source) -> list:
    """Optional libraries that are imported at the top of a file outside ``try … except ImportError``."""
    return [name for node in source.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in Source(source.path, ast.unparse(node)).imports
            if name.split(".")[0] in LIBRARIES and name.split(".")[0] != "ansible"]


def test_imports_only_what_lies_below():
    assert [wrong for source in SOURCES for wrong in wrongs(source)] == []
    assert [(source.path, name) for source in SOURCES for name in unguarded(source)] == []


@pytest.mark.parametrize(("path", "line"), [
    ("plugins/module_utils/_engine/x.py", "from {0}plugins.module_utils._resources.network import NETWORK"),
    ("plugins/module_utils/_resources/x.py", "import {0}plugins.module_utils._resources.network"),
    ("plugins/module_utils/_fleet/x.py", "import pylxd"),
    ("plugins/module_utils/_fleet/x.py", "def f():\n    from ansible.module_utils.basic import AnsibleModule"),
    ("plugins/module_utils/_spec/x.py", "from . import codec"),
    ("plugins/modules/x.py", "from {0}plugins.module_utils._client.client import Client"),
])
def test_the_table_catches(path, line):
    assert wrongs(Source(path, line.format(COLLECTION)))


def test_an_unguarded_library_is_seen():
    path, line = "plugins/module_utils/_client/x.py", "import requests"
    assert unguarded(Source(path, line))
    assert not unguarded(Source(path, "try:\n    {0}\nexcept ImportError:\n    x = 1".format(line)))


def test_every_room_is_in_the_table():
    assert {source.room for source in SOURCES} <= set(MAY)


def calls(name: str) -> list:
    """The files that call a method of that name."""
    return [source.path for source in SOURCES for node in source.nodes
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name]


def test_one_file_ends_modules():
    assert calls("fail_json") == ["plugins/module_utils/_ansible/task.py"]
    assert calls("exit_json") == ["plugins/module_utils/_ansible/task.py"]


def test_one_file_raises_what_ansible_catches():
    raised = [source.path for source in SOURCES for node in source.nodes
              if isinstance(node, ast.Raise) and re.search(r"\bAnsible\w*\(", ast.unparse(node))]
    assert [path for path in raised if path != "plugins/plugin_utils/edge.py"] == []


def test_one_branch_on_check_mode():
    branches = (ast.If, ast.IfExp, ast.While, ast.BoolOp, ast.Compare, ast.Assert, ast.UnaryOp)
    found = [(source.path, ast.unparse(node)) for source in SOURCES if "check_mode" in source.text for node in source.nodes
             if isinstance(node, branches)
             and "check_mode" in ast.unparse(getattr(node, "test", node))]
    assert found == [("plugins/module_utils/_ansible/task.py", "planned if self.check_mode else apply()")]


def test_packages_say_nothing():
    assert [str(path) for path in (ROOT / "plugins").rglob("__init__.py") if path.read_text(encoding="utf-8")] == []


def test_no_file_is_long():
    long = {source.path: source.text.count("\n") for source in sources("plugins", "tests", "tools")}
    assert {path: lines for path, lines in long.items() if lines > 300} == {}
