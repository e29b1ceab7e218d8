# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Permissions as people write them, judged by chmod itself."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mode import octal, permission

SYMBOLS = ["u=rw,g=r,o=", "a+x", "+x", "u+s", "g+s", "+t", "a+rX", "go-w", "u=rwx,go=", "o=u", "g=u-w", "ug+rw,o-r", "a=",
           "u-s", "=r", "u=rwxs", "-t", "ugo=rx"]


@pytest.mark.parametrize("said, mode", [("0644", 0o644), ("644", 0o644), ("0o755", 0o755), ("4755", 0o4755), ("0", 0),
                                        (0o644, 0o644), (420, 0o644)])
def test_octal(said, mode):
    assert permission(said, 0, False) == mode


@pytest.mark.skipif(not shutil.which("chmod"), reason="no chmod")
@pytest.mark.parametrize("said", SYMBOLS)
@pytest.mark.parametrize("before", [0o000, 0o644, 0o755, 0o4711, 0o2770])
def test_symbols_mean_what_they_mean_to_chmod(said, before, tmp_path):
    path = tmp_path / "file"
    path.write_text("")
    os.chmod(path, before)
    old = os.umask(0)
    try:
        subprocess.run(["chmod", "--", said, str(path)], check=True)
    finally:
        os.umask(old)
    assert octal(permission(said, before, False)) == octal(stat.S_IMODE(os.stat(path).st_mode))


def test_a_big_x_is_for_directories_and_for_what_somebody_may_run():
    assert permission("a+X", 0o644, True) == 0o755
    assert permission("a+X", 0o644, False) == 0o644
    assert permission("a+X", 0o744, False) == 0o755


@pytest.mark.parametrize("said", ["", "999", "rw", "u~r", "u+q", "77777", "u=rw;g=r", "0x1ff"])
def test_what_is_no_mode_is_said(said):
    with pytest.raises(Invalid, match="mode"):
        permission(said, 0, False)
