# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake answers as the real servers do: the same requests to both, every answer compared.

``LXCRI_LIVE_LXD`` and ``LXCRI_LIVE_INCUS`` name the sockets, ``LXCRI_LIVE_CLUSTER`` that of a member of a cluster of
three, of either; a server that is not named is not compared.
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
import parity_cluster  # noqa: E402
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
    """Leave nothing on the real server; a bridge that stays is one of the whole machine's, so say when one does."""
    refused = []
    for _again in range(5):
        wire.close()  # after a request that timed out the connection cannot be used again
        refused = []
        for step in parity_script.leftovers(wire):
            answer = wire.send(step.method, step.target, step.body)
            if answer.status == 202:
                wire.send("GET", answer.body["operation"] + "/wait?timeout=30")
            elif step.method == "DELETE" and answer.status not in (200, 404):
                refused.append("%s: %s" % (step, answer.body["error"]))
        if not refused:
            return
    raise AssertionError("the real server still has: " + "; ".join(refused))


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
        # Whether it listens on the network decides what it answers about tokens.
        server.config.update({key: value for key, value in about["config"].items() if key == "core.https_address"})
        fake = parity.Wire(server.socket)
        try:
            found = parity.compare(real, fake, parity_script.SETUP + AREAS[area])
        finally:
            _clean(real)
            # The server's own configuration is not of the script's making, and other tests need it.
            real.send("PUT", "/1.0", {"config": about["config"]})
        assert not server.errors, server.errors[0]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("area", ["members", "groups", "pools", "networks", "instances"])
def test_fake_answers_as_the_real_cluster(area: str) -> None:
    from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

    path = os.environ.get("LXCRI_LIVE_CLUSTER")
    if not path:
        pytest.skip("LXCRI_LIVE_CLUSTER is not set")
    real = parity.Wire(path, own=True)
    about = real.send("GET", "/1.0").body["metadata"]
    where = about["environment"]
    shown = real.send("GET", "/1.0/cluster/members?recursion=1").body["metadata"]
    names = [one["server_name"] for one in shown]
    names.sort(key=lambda name: name != where["server_name"])
    options = {"extensions": about["api_extensions"], "clustered": names, "ip_delay": None}
    with FakeServer(where["server"], where["server_version"], **options) as server:
        for one in shown:
            server.change("/1.0/cluster/members/" + one["server_name"], lambda kept, one=one: kept.update(one))
        make = getattr(parity_cluster, area)
        more = [next(one for one in shown if one["server_name"] == names[1])] if area == "members" else []
        try:
            found = parity.compare(real, parity.Wire(server.socket), make(names, *more))
        finally:
            _clean(real)
        assert not server.errors, server.errors[0]
    assert not found, "\n".join(found)
