# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three daemons become a cluster, with pools and networks that are older than its members; one leaves, one is lost.

Started here by the lab, in no cluster, beside the cluster that ``LXCRI_LIVE_LXD_CLUSTER`` or ``LXCRI_LIVE_INCUS_CLUSTER`` names.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from ansible_collections.lxcri.containers.tests.unit.cases.oracle import Oracle

LAB = Path(__file__).resolve().parents[2] / "lab" / "lab"
KINDS = {"lxd": "cluster", "incus": "incus-cluster"}


class Daemons:
    """Three of one product, ``m1`` to ``m3``, each asked through its own socket."""

    def __init__(self, product, root, call, module):
        self.product, self.root, self.call, self.module = product, root, call, module
        self.lab("up", "--unformed")
        said = self.lab("status").split()
        self.addresses = dict(zip(KEYS, (one.rstrip(",") for one in said if one.endswith(":8443,"))))
        self.sockets = dict(zip(KEYS, (one for one in said if one.endswith("unix.socket"))))
        self.oracle = Oracle(product, self.sockets["m1"])

    def lab(self, verb, *words):
        return subprocess.run([str(LAB), KINDS[self.product], verb, *words, "--name", "forming"], check=True, timeout=180,
                              env=dict(os.environ, LXCRI_LAB=str(self.root)), stdout=subprocess.PIPE, text=True).stdout

    def run(self, module, /, check=False, at="m1", **options):
        return self.call(self.module(module), check, server=[self.sockets[at]], **options)

    def done(self, module, changed=True, /, **options):
        result = self.run(module, **options)
        assert not result.get("failed"), result["msg"]
        assert result["changed"] is changed, result
        return result

    def twice(self, module, /, **options):
        """Under check, in earnest, and once more; the result in earnest."""
        self.done(module, check=True, **options)
        result = self.done(module, **options)
        self.done(module, False, **options)
        return result

    def refused(self, says, module, /, **options):
        """One sentence, with this in it, and nothing is done."""
        result = self.run(module, **options)
        assert result.get("failed") and says in result["msg"], result.get("msg", result)
        assert result["msg"].endswith(".") and "\n" not in result["msg"], result["msg"]

    def token(self, name, changed=True):
        """The one that waits to be used, or else (and then it is changed) a new one."""
        result = self.run("cluster_join_token", name=name, reveal=True)
        assert changed in (None, result["changed"]), result
        return result["token"]

    def joining(self, name, token, **options):
        return dict(at=name, name=name, address=self.addresses[name], token=token, **options)

    def members(self):
        return {one["server_name"]: one["status"] for one in self.oracle.query("cluster/members?recursion=1")}

    def has_all(self, path, key=None):
        """The thing as each member shows it is complete; the key's value on each."""
        seen = {name: self.oracle.query("{0}?target={1}".format(path, name)) for name in sorted(self.members())}
        assert {one["status"] for one in seen.values()} == {"Created"}, seen
        assert all(sorted(one["locations"]) == sorted(seen) for one in seen.values()), seen
        return [one["config"].get(key) for one in seen.values()]


KEYS = ("m1", "m2", "m3")


@pytest.fixture
def server(clustered):
    """The cluster beside which these are started."""
    return clustered


@pytest.fixture
def daemons(server, call, module):
    root = [one for one in Path(server.socket).parents if "-cluster-" in one.name][0].parent
    found = Daemons(server.product, root, call, module)
    try:
        yield found
    finally:
        found.lab("down")


@pytest.fixture
def places(tmp_path):
    """A directory for each member's part of a pool."""
    found = {name: str(tmp_path / name) for name in KEYS}
    for place in found.values():
        os.mkdir(place)
    return found


def altered(token, **parts):
    """The token with other parts."""
    return base64.b64encode(json.dumps(dict(json.loads(base64.b64decode(token)), **parts)).encode()).decode()


def older_than_the_members(daemons, places):
    """Whole ones, those of which each member has a part of its own, and those that were cut short."""
    daemons.twice("storage_pool", name="common", driver="dir")
    daemons.twice("storage_pool", name="own", driver="dir", config={"source": places["m1"]})
    daemons.twice("network", name="up", type="macvlan", config={"parent": "eth0"})
    daemons.twice("network", name="lab0", config={"ipv4.address": "10.98.7.1/24", "ipv6.address": "none"})
    daemons.oracle.query("storage-pools?target=m1", "POST", {"name": "cut", "driver": "dir"})
    daemons.oracle.query("networks?target=m1", "POST", {"name": "cutnet", "type": "bridge"})


def own(places, *names):
    """The pool with a source for each of them."""
    return {"name": "own", "driver": "dir", "members": {name: {"source": places[name]} for name in names}}


def parts(source):
    """What a member has on its own."""
    return [{"entity": "storage-pool", "name": "own", "key": "source", "value": source},
            {"entity": "network", "name": "up", "key": "parent", "value": "eth0"}]


def refusals(daemons, name, token, places):
    """Each is one sentence, and the server is as new afterwards."""
    certificate = daemons.oracle.query("")["environment"]["certificate"]
    nobody = altered(token, addresses=["127.0.0.1:1"])
    for says, options in (
        ("token: this is no join token", {"token": "bm8="}),
        ("made for the member 'm9', not for", {"token": altered(token, server_name="m9")}),
        ("make a new one with `cluster_join_token`", {"token": altered(token, secret="00" * 32)}),
        ("it shows the certificate of somebody else", {"token": altered(token, fingerprint="00" * 32)}),
        ("no member of the cluster answers this machine (127.0.0.1:1: ", {"token": nobody}),
        ("see that this member runs, and that the server reaches it", {"token": nobody, "certificate": certificate}),
        ("which must be the server's own", {"token": daemons.token(name, None), "address": "192.0.2.1:8443"}),
    ):
        daemons.refused(says, "cluster", **dict(daemons.joining(name, token), **options))
    daemons.done("storage_pool", at=name, name="mine", driver="dir")
    daemons.refused("has the storage pool mine of its own", "cluster", **daemons.joining(name, token))
    daemons.done("storage_pool", at=name, name="mine", state="absent")
    daemons.refused("name in `member_config` what it needs", "cluster", **daemons.joining(
        name, daemons.token(name, None), member_config=parts(places["m1"] + "/none")))
    assert not daemons.done("storage_pool_info", False, at=name)["storage_pools"]


def test_a_cluster_from_three_servers(daemons, places):
    first = {"name": "m1", "address": daemons.addresses["m1"]}
    assert daemons.twice("cluster", **first)["action"] == "bootstrap"
    daemons.refused("is the member 'm1' of a cluster, not 'm9'", "cluster", name="m9", address=first["address"])
    older_than_the_members(daemons, places)

    refusals(daemons, "m2", daemons.token("m2"), places)
    daemons.twice("cluster", **daemons.joining("m2", daemons.token("m2", None), member_config=parts(places["m2"])))
    daemons.done("storage_pool", False, **own(places, "m1", "m2"))
    daemons.refused("the server has no cluster member 'm3'; there are m1, m2", "storage_pool", **own(places, *KEYS))

    token = daemons.token("m3")
    daemons.twice("cluster", **daemons.joining("m3", token, member_config=parts("")))
    daemons.refused("m3.config.source", "storage_pool", **own(places, *KEYS))
    daemons.twice("storage_pool", name="cut", driver="dir")
    daemons.twice("network", name="cutnet", config={"ipv4.address": "10.98.8.1/24", "ipv6.address": "none"})

    daemons.twice("cluster_member", name="m3", state="absent")
    daemons.lab("up")  # who has left begins anew
    assert until(lambda: daemons.members() == {"m1": "Online", "m2": "Online"})
    daemons.refused("make a new one with `cluster_join_token`", "cluster", **daemons.joining("m3", token))
    daemons.twice("cluster", **daemons.joining("m3", daemons.token("m3"), member_config=parts(places["m3"])))
    whole(daemons, places)

    daemons.lab("lose", "3")
    daemons.lab("up")
    daemons.twice("cluster_member", name="m3", state="absent", force=True)
    os.rename(places["m3"], places["m3"] + "-lost")
    os.mkdir(places["m3"])
    daemons.twice("cluster", **daemons.joining("m3", daemons.token("m3"), member_config=parts(places["m3"])))
    whole(daemons, places)


def whole(daemons, places):
    """Everything is complete on every member, and nothing is to be done about it."""
    assert until(lambda: daemons.members() == dict.fromkeys(KEYS, "Online"))
    for path in ("storage-pools/common", "storage-pools/cut", "networks/lab0", "networks/cutnet"):
        daemons.has_all(path)
    assert daemons.has_all("storage-pools/own", "source") == [places[name] for name in KEYS]
    assert daemons.has_all("networks/up", "parent") == ["eth0"] * 3
    daemons.done("storage_pool", False, **own(places, *KEYS))
    daemons.done("network", False, name="up", type="macvlan", config={"parent": "eth0"})
    daemons.done("cluster_join_token", False, name="m3")


def until(holds, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.2)
    return holds()
