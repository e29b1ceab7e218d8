# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference in the documentation names exactly the fields that the schema knows, with their defaults."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.fields import BOTH, FIELDS
from ansible_collections.lxcri.containers.plugins.module_utils._config.layouts.modular import layout_of
from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import MODULAR_KEYS, PLACES, Config
from ansible_collections.lxcri.containers.plugins.module_utils._config.schema import validate

PAGE = Path(__file__).resolve().parents[3] / "docs/docsite/rst/config_reference.rst"
ROW = re.compile(r"^   \* - ``(?P<key>[^`]+)``\n((?:     -.*\n){5})", re.MULTILINE)


def rows():
    found = ROW.finditer(PAGE.read_text())
    return {row["key"]: [cell[7:].strip() for cell in row.group(2).splitlines()] for row in found}


def known(fields, prefix="", layout=None):
    """(dotted key, field, layout) of every field, also of those in the entries of lists."""
    for field in fields:
        mine = layout or field.layout
        yield prefix + field.key, field, mine
        yield from known(field.items, prefix + field.key + "[].", mine)


def test_the_table_names_exactly_the_fields():
    assert list(rows()) == list(dict.fromkeys(rows()))
    assert set(rows()) == {key for key, _field, _layout in known(FIELDS)}
    assert PAGE.read_text().count("\n   * - ") == len(rows()) + 1


def test_the_schema_knows_exactly_the_fields():
    for key in rows():
        path = key.split("[]")[0]
        data = value = {}
        *groups, last = path.split(".")
        for group in groups:
            value = value.setdefault(group, {})
        value[last] = object()
        assert [fault.sentence() for fault in validate(data)[1] if "is not known" in fault.sentence()] == []
        value["zzz"] = 1
        assert [fault.path[-1] for fault in validate(data)[1] if "is not known" in fault.sentence()] == ["zzz"]


def test_the_table_says_the_layout():
    for key, _field, layout in known(FIELDS):
        assert rows()[key][0] == layout
    assert {key for key, field,
            _layout in known(FIELDS) if field.layout != "legacy" and "[]" not in key} == set(MODULAR_KEYS)


def test_required_entries_and_kept_fields_are_marked():
    for key, field, _layout in known(FIELDS):
        assert (rows()[key][2] == "required") == field.required, key
        assert rows()[key][4].startswith("Kept, no meaning.") == field.kept, key


@pytest.mark.parametrize("key", sorted(PLACES))
def test_the_table_says_the_default(key):
    value = Config()
    for name in PLACES[key].split("."):
        value = getattr(value, name)
    said = {None: "null", (): "``[]``"}.get(value, "``%s``" % (value,))
    # Nothing is as good as a bridge, and is what it means.
    assert rows()[key][2] == ("``bridge``" if key == "network.type" else said)


def test_every_cell_that_matters_is_filled():
    for key, (layout, kind, _default, unit, becomes) in rows().items():
        assert layout and kind and becomes.endswith("."), key
        assert unit or not re.search(r"(memory|disk|size|rate|bandwidth|mtu|cores|cpu)$", key), key


def test_what_both_layouts_have_tells_no_layout():
    shared = [field.key for field in FIELDS if field.layout == BOTH]
    assert "network.bridge" in shared
    assert layout_of({"network": {"bridge": "br0"}, "default_runtime": "vm"}) == "modular"
    assert ConfigLoader().parse_config({"default_runtime": "vm"}).layout == "modular"
