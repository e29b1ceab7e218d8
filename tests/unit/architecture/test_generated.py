# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is generated is as its source says, and its source says everything."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._spec import codec
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource
from ansible_collections.lxcri.containers.tests.unit.architecture.reading import ROOT

TOOL = ROOT / "tools" / "generate.py"
needs_checkout = pytest.mark.skipif(not TOOL.exists(), reason="tools/ is not in the tarball")


@needs_checkout
def test_generated_files_are_up_to_date():
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, timeout=120,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("thing", [Resource, Field])
def test_every_word_of_the_language_is_explained(thing):
    assert [one.name for one in fields(thing) if "``{0}``".format(one.name) not in thing.__doc__] == []


def test_every_codec_is_explained():
    names = {value.name for value in vars(codec).values() if isinstance(value, codec.Codec)}
    assert [name for name in names if "\n{0} ".format(name) not in codec.__doc__] == []
