# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer in several parts says of itself."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._client.multipart import boundary_of


@pytest.mark.parametrize("said, expected", [
    ("multipart/form-data; boundary=abc", "abc"), ('multipart/form-data; boundary="a b"', "a b"),
    ("application/octet-stream", None), ("", None),
])
def test_boundary(said, expected):
    assert boundary_of(said) == expected
