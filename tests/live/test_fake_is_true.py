# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake answers as the real servers do: the same requests to both, every answer compared.

``LXCRI_LIVE_LXD`` and ``LXCRI_LIVE_INCUS`` name the sockets; a server that is not named is not compared.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import parity  # noqa: E402
import parity_basics  # noqa: E402
import parity_children  # noqa: E402
import parity_images  # noqa: E402
import parity_instances  # noqa: E402
import parity_policies  # noqa: E402
import parity_script  # noqa: E402

AREAS = {
    "projects": parity_basics.PROJECTS,
    "pools": parity_basics.POOLS,
    "networks": parity_basics.NETWORKS,
    "profiles": parity_basics.PROFILES,
    "images": parity_images.IMAGES,
    "server": parity_basics.SERVER,
    "instance-create": parity_instances.CREATE,
    "instance-update": parity_instances.UPDATE,
    "instance-states": parity_instances.STATES,
    "volumes": parity_children.VOLUMES,
    "snapshots": parity_children.SNAPSHOTS,
    "backups": parity_children.BACKUPS,
    "insides": parity_children.INSIDES,
    "acls": parity_policies.ACLS,
    "zones": parity_policies.ZONES,
    "forwards": parity_policies.FORWARDS,
    "certificates": parity_policies.CERTIFICATES,
    "warnings": parity_policies.WARNINGS,
}
SOCKETS = {"lxd": "LXCRI_LIVE_LXD", "incus": "LXCRI_LIVE_INCUS"}


def _clean(wire: parity.Wire) -> None:
    for step in parity_script.leftovers(wire):
        answer = wire.send(step.method, step.target, step.body)
        if answer.status == 202:
            wire.send("GET", answer.body["operation"] + "/wait?timeout=30")


@pytest.mark.parametrize("area", sorted(AREAS))
@pytest.mark.parametrize("product", sorted(SOCKETS))
def test_fake_answers_as_the_real_server(product: str, area: str) -> None:
    from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

    path = os.environ.get(SOCKETS[product])
    if not path:
        pytest.skip("%s is not set" % SOCKETS[product])
    real = parity.Wire(path, own=True)
    about = real.send("GET", "/1.0").body["metadata"]
    version = about["environment"]["server_version"]
    with FakeServer(product, version, extensions=about["api_extensions"], bare=True, ip_delay=None) as server:
        fake = parity.Wire(server.socket)
        try:
            found = parity.compare(real, fake, parity_script.SETUP + AREAS[area])
        finally:
            _clean(real)
        assert not server.errors, server.errors[0]
    assert not found, "\n".join(found)
