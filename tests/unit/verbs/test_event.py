# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server's events mean, as LXD 5.0 and Incus 6.0 tell them."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._spec.event import changed, how_far, progress_of


@pytest.mark.parametrize("action, source, project, who", [
    ("instance-started", "/1.0/instances/web", "default", ("default", "web")),
    ("instance-stopped", "/1.0/instances/web?project=team", "team", ("team", "web")),
    ("instance-file-pushed", "/1.0/instances/web", None, ("default", "web")),
    # What looking inside causes must not be a reason to look.
    ("instance-exec", "/1.0/instances/web", "default", None),
    ("instance-file-retrieved", "/1.0/instances/web", "default", None),
    ("instance-console-retrieved", "/1.0/instances/web", "default", None),
    ("profile-updated", "/1.0/profiles/web", "default", None),
    ("instance-started", None, "default", None),
])
def test_which_instance_has_changed(action, source, project, who):
    assert changed({"type": "lifecycle", "project": project, "metadata": {"action": action, "source": source}}) == who


def test_an_operation_about_an_instance_is_no_change_of_it():
    assert changed({"type": "operation", "metadata": {"id": "1", "resources": {"instances": ["/1.0/instances/web"]}}}) is None
    assert changed({"type": "lifecycle", "metadata": None}) is None


@pytest.mark.parametrize("told, far", [
    ({"download_progress": "72.49MB (72.44MB/s)"}, "download 72.49 MB"),
    ({"download_progress": "rootfs: 43% (12.10MB/s)"}, "download 43 %"),
    ({"progress": {"percent": "7", "speed": "1", "stage": "create_instance_from_image_unpack"},
      "create_instance_from_image_unpack_progress": "Unpack: 7% (18.25GB/s)"}, "unpack 7 %"),
    ({"create_instance_from_image_unpack_progress": "Unpacking image: 100% (34.13GB/s)"}, "unpack 100 %"),
    ({"create_image_from_container_pack_progress": "Image pack: 10% (12.10MB/s)"}, "pack 10 %"),
    ({"create_backup_progress": "7.11MB (6.94MB/s)"}, "backup 7.11 MB"),
    ({"fs_progress": "web2: 1.20GB (80.00MB/s)"}, "transfer 1.20 GB"),
    ({"fs_progress": "web2: 512B (12B/s)"}, "transfer 512 B"),
    ({"container_progress": "Remapping container filesystem"}, "Remapping container filesystem"),
    ({"container_progress": ""}, ""),
    ({"fingerprint": "ab", "size": "219000320"}, ""),
    ({"download_progress": {"odd": 1}}, ""),
    ({}, ""),
])
def test_how_far_work_is(told, far):
    assert how_far(told) == far


@pytest.mark.parametrize("event, progress", [
    ({"type": "operation", "metadata": {"id": "1", "status": "Running", "metadata": {"fs_progress": "3%"}}}, ("1", "transfer 3 %")),
    # An end is told otherwise, and its metadata may still hold the last progress.
    ({"type": "operation", "metadata": {"id": "1", "status": "Success", "metadata": {"fs_progress": "3%"}}}, None),
    ({"type": "operation", "metadata": {"id": "1", "status": "Running", "metadata": None}}, None),
    ({"type": "operation", "metadata": None}, None),
    ({"type": "lifecycle", "metadata": {"action": "instance-started"}}, None),
    ({}, None),
])
def test_which_operation_tells_how_far_it_is(event, progress):
    assert progress_of(event) == progress
