# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What servers say, and what is to be done about it."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._spec.mends import is_busy, mend_of


@pytest.mark.parametrize("words, mend", [
    ("Failed creating instance from image: Unable to unpack image, run out of disk space", "make room"),
    ("write /x/rootfs/bin/busybox: no space left on device", "make room"),
    ("Failed to create instance update operation: Instance is busy running a \"stop\" operation", "run it again"),
    ("Server isn't ready yet", "run it again"),
    ("Failed to run: /usr/bin/lxd forkstart c1 /x/containers /x/lxc.conf: exit status 1", "instance_log_info"),
    ("Failed expanding symlinks of \"\": lstat /x/containers/c1: no such file or directory", "make it again"),
    ("Invalid devices: Failed detecting root disk device", ""),
])
def test_what_is_to_be_done(words, mend):
    assert mend in mend_of(words) and bool(mend) is bool(mend_of(words))
    assert is_busy(words) is ("busy running" in words)
