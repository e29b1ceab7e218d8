# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``tools/new_resource.py`` begins a kind with is right as it stands."""

from __future__ import annotations

import ast
import sys

import pytest
import yaml

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import arguments_of
from ansible_collections.lxcri.containers.tests.unit.architecture.reading import ROOT, Source
from ansible_collections.lxcri.containers.tests.unit.architecture.test_layers import wrongs
from ansible_collections.lxcri.containers.tests.unit.architecture.test_modules import agree, branches, fragment_of

TOOLS = ROOT / "tools"
if not TOOLS.exists():
    pytest.skip("tools/ is not in the tarball", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

from generator import scaffold  # noqa: E402

KINDS = (
    scaffold.Kind("rack", "racks", "name", "server", (), (("description", "PLAIN"),), False),
    scaffold.Kind("network_thing", "networks/{network}/things", "address", "project", ("network_things", "more"),
                  scaffold.fields_of(["description", "config:CONFIG", "labels:SET", "until:TIME", "open:BOOL"]), True),
)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def begun(request):
    """A kind and its files."""
    return request.param, scaffold.files(ROOT, request.param)


def declared(kind, files):
    names: dict = {}
    exec(compile(files["plugins/module_utils/_resources/{0}.py".format(kind.name)], kind.name, "exec"), names)
    return names[kind.name.upper()]


def texts(kind, files) -> dict:
    tree = ast.parse(files["plugins/modules/{0}.py".format(kind.name)])
    return {node.targets[0].id: yaml.safe_load(ast.literal_eval(node.value)) for node in tree.body
            if isinstance(node, ast.Assign) and node.targets[0].id != "TASK"}


def test_the_documentation_agrees_with_the_declaration(begun):
    kind, files = begun
    said = texts(kind, files)["DOCUMENTATION"]
    options = dict(said["options"])
    for fragment in said["extends_documentation_fragment"]:
        options.update(fragment_of(fragment).get("options") or {})
    agree(options, arguments_of(declared(kind, files)), kind.name)
    assert len(texts(kind, files)["EXAMPLES"]) == 2
    contains = texts(kind, files)["RETURN"][kind.name]["contains"]
    assert set(contains) == {kind.key, *(name for name, _codec in kind.fields)}


def test_the_files_keep_the_rules(begun):
    kind, files = begun
    for path, text in files.items():
        assert max(map(len, text.splitlines())) <= 130, path
        if path.startswith("plugins/"):
            assert wrongs(Source(path, text)) == []
    assert branches(Source("plugins/modules/x.py", files["plugins/modules/{0}.py".format(kind.name)])) == []


def test_the_case_is_one_of_all(begun):
    kind, files = begun
    assert "{0}.CASES".format(kind.name) in files[scaffold.EVERY]
    names: dict = {}
    exec(compile(files["tests/unit/cases/{0}.py".format(kind.name)], kind.name, "exec"), names)
    case, = names["CASES"]
    assert set(case.create) == {name for name, _codec in kind.fields}
    assert declared(kind, files).parents == tuple(name for name in case.name if name != kind.key)


def test_an_unknown_codec_is_named():
    with pytest.raises(ValueError, match="there is no codec SORT"):
        scaffold.fields_of(["config:SORT"])
