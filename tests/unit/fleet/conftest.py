# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet against the fake at the wire."""

from __future__ import annotations

import io
import tarfile

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call


def image_bytes():
    """A small unified image."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        text = b'{"architecture": "x86_64", "creation_date": 1}'
        entry = tarfile.TarInfo("metadata.yaml")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    return packed.getvalue()


@pytest.fixture
def with_image(lxd):
    """An LXD that has an image with the alias ``debian``."""
    operation = lxd.call("POST", "/1.0/images", image_bytes())
    fingerprint = lxd.call("GET", operation["operation"] + "/wait")["metadata"]["metadata"]["fingerprint"]
    lxd.call("POST", "/1.0/images/aliases", {"name": "debian", "target": fingerprint})
    lxd.reset_counts()
    return lxd


@pytest.fixture
def run(with_image):
    """``run(document, check=False, **options)``: the outcome of the module ``fleet``."""
    def run(document, check=False, **options):
        params = {name: said.get("default") for name, said in ARGUMENTS.items()}
        params.update(options, server=with_image.socket, fleet=document)
        return fleet_task().outcome(Call(params, check, True))

    return run


def instances(number, **options):
    return [dict({"name": "web%d" % place, "image": "debian"}, **options) for place in range(number)]


@pytest.fixture
def shop():
    """A document with a bit of everything."""
    return {
        "name": "shop",
        "networks": [{"name": "shop0", "config": {"ipv4.address": "10.9.0.1/24", "ipv4.nat": True}}],
        "profiles": [{"name": "web", "config": {"limits.cpu": 2}, "devices": {
            "eth0": {"type": "nic", "network": "shop0"}, "root": {"type": "disk", "path": "/", "pool": "default"}}}],
        "instances": instances(3, profiles=["web"]),
    }
