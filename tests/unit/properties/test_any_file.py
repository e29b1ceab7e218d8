# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold for any file: it round-trips, nothing is shared, nothing hangs, both layouts say the same."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import sys
import time

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.patterns import fault, matches
from ansible_collections.lxcri.containers.plugins.module_utils._config.routing import route
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.tests.unit.cases.dotted import nested

sys.path.insert(0, os.path.dirname(__file__))
from config_files import LEGACY, MODULAR, SHARED, files, shared  # noqa: E402

LOADER = ConfigLoader()
SECOND = 1.0


def parts(value):
    """Every object a frozen value is made of."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def scramble(value):
    """Change everything in a nested mutable value, in place."""
    if isinstance(value, dict):
        for item in value.values():
            scramble(item)
        value.clear()
        value["scrambled"] = True
    elif isinstance(value, list):
        for item in value:
            scramble(item)
        value[:] = ["scrambled"]


@given(files())
def test_a_file_written_out_is_the_same_configuration(data):
    loaded = LOADER.load_from_string(json.dumps(data))
    again = LOADER.load_from_string(json.dumps(loaded.config.to_dict()))
    assert again.config == loaded.config
    assert again.layout == "modular"


@given(files())
def test_json_yaml_and_a_mapping_say_the_same(data):
    expected = LOADER.parse_config(data).config
    assert LOADER.load_from_string(json.dumps(data, indent=1)).config == expected
    assert LOADER.load_from_string(yaml.safe_dump(data), yaml=True).config == expected


@given(shared())
def test_both_layouts_of_the_same_settings_are_equal(pair):
    modular, legacy = (LOADER.parse_config(side) for side in pair)
    assert modular.config == legacy.config
    assert "modular" not in legacy.layout and "legacy" not in modular.layout or modular.layout == legacy.layout


@given(files(), files())
def test_nothing_is_shared_with_the_input_the_output_or_another_config(data, other):
    given_data = copy.deepcopy(data)
    config = LOADER.parse_config(data).config
    before = config.to_dict()
    scramble(data)
    scramble(config.to_dict())
    scramble(LOADER.parse_config(other).config.masked())
    assert config.to_dict() == before
    assert LOADER.parse_config(given_data).config == config


@given(files())
def test_a_config_is_frozen_all_the_way_down(data):
    for part in parts(LOADER.parse_config(data).config):
        hash(part)
        assert isinstance(part, (str, int, float, bool, tuple, type(None))) or part.__dataclass_params__.frozen


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
       | files().map(json.dumps).flatmap(lambda text: st.integers(0, len(text)).map(lambda at: text[:at].encode())))
def test_any_bytes_are_a_config_or_invalid(data):
    for strict in (True, False):
        try:
            ConfigLoader(strict=strict).load_from_string(data)
        except Invalid as invalid:
            assert "\n" not in invalid.message and invalid.message.endswith(".")


JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
                    max_leaves=5)


@given(st.sampled_from(sorted({*MODULAR, *LEGACY, *(key for row in SHARED.values() for key in row[:2])})), JUNK)
def test_any_value_of_any_key_is_a_config_or_invalid(key, value):
    try:
        config = LOADER.parse_config(nested({key: value})).config
    except Invalid as invalid:
        assert invalid.details["source"]
    else:
        assert LOADER.parse_config(config.to_dict()).config == config


@given(st.text("ab^$*+?()[]{}|\\.1,3-", min_size=1, max_size=30), st.text("ab-", min_size=1, max_size=63))
def test_a_pattern_is_refused_or_quick(pattern, name):
    for regex in (None, True):
        if fault(pattern, regex) is None:
            started = time.process_time()
            matches(pattern, name, regex)
            assert time.process_time() - started < SECOND


@given(st.lists(st.sampled_from([".*", ".+", "a*", "[ab]*", "(a|b)*", "a?", "(ab)*", "a{0,40}", "(?:a{2})+", "b"]),
                min_size=1, max_size=12))
def test_repeats_in_a_row_are_refused_or_quick(pieces):
    text = {"container_config": {"routing": [{"pattern": "^" + "".join(pieces) + "!$", "runtime": "vm"}]}}
    try:
        config = LOADER.parse_config(text).config
    except Invalid:
        return
    started = time.process_time()
    assert route(config, "a" * 63) == "lxc"
    assert time.process_time() - started < SECOND
