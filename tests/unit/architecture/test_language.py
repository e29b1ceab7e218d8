# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of declarations explains each of its words, from which its page is generated."""

from __future__ import annotations

from dataclasses import fields

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._spec import codec
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource


@pytest.mark.parametrize("thing", [Resource, Field])
def test_every_word_of_the_language_is_explained(thing):
    assert [one.name for one in fields(thing) if "``{0}``".format(one.name) not in thing.__doc__] == []


def test_every_codec_is_explained():
    names = {value.name for value in vars(codec).values() if isinstance(value, codec.Codec)}
    assert [name for name in names if "\n{0} ".format(name) not in codec.__doc__] == []
