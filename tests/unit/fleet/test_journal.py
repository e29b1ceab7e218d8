# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who changed what drifts, as a journal of the server's events tells."""

from __future__ import annotations

import json

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_entries import EntryValidator
from ansible_collections.lxcri.containers.plugins.module_utils._engine.plan import CREATE, DELETE, UPDATE, Plan
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.document import things_of
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inventory import Inventory
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.journal import Journal, read
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.planning import Step
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.table import plan_table

BOB = {"username": "bob", "protocol": "tls", "address": "192.0.2.7:4711"}
ANN = {"username": "ann", "protocol": "unix", "address": "@"}


def record(action, requestor=None, source="/1.0/instances/web", time="t", **more):
    return {"time": time, "action": action, "source": source, "project": "default", "requestor": requestor, **more}


def step(action=UPDATE, keys=("config.user.x",), section="instances", project="default", **entry):
    thing, = things_of({"name": "x", section: [dict({"name": "web"}, **entry)]}, EntryValidator(60), project)
    return Step(thing, Plan(thing.section.resource.kind, "web", action, keys=keys))


@pytest.mark.parametrize("planned, records, expected", [
    (step(), [], None),
    (step(), [record("instance-updated", BOB)], "bob"),
    # The newest comes first, and one that names somebody goes before one that does not.
    (step(), [record("instance-updated", ANN), record("instance-updated", BOB)], "ann"),
    (step(), [record("instance-updated"), record("instance-updated", BOB)], "bob"),
    (step(), [record("instance-updated")], ""),
    # What happened must be able to lead to what is found.
    (step(), [record("instance-started", ANN), record("instance-updated", BOB)], "bob"),
    (step(keys=("status",)), [record("instance-updated", ANN), record("instance-stopped", BOB)], "bob"),
    (step(keys=("status",)), [record("instance-updated", ANN)], None),
    (step(keys=("status", "config.user.x")), [record("instance-stopped", ANN), record("instance-updated", BOB)], "ann"),
    (step(CREATE), [record("instance-updated", ANN), record("instance-deleted", BOB), record("instance-created", ANN)], "bob"),
    (step(CREATE), [record("instance-renamed", BOB, "/1.0/instances/web2", old_name="web")], "bob"),
    (step(DELETE), [record("instance-updated", ANN), record("instance-created", BOB)], "bob"),
    # Other things, and other projects, are others.
    (step(), [record("instance-updated", BOB, "/1.0/instances/web2")], None),
    (step(), [record("instance-snapshot-updated", BOB, "/1.0/instances/web/snapshots/web")], None),
    (step(), [record("instance-updated", BOB, project="other")], None),
    (step(project="other"), [record("instance-updated", BOB, "/1.0/instances/web?project=other", project="other")], "bob"),
    (step(section="profiles"), [record("profile-updated", BOB, "/1.0/profiles/web")], "bob"),
    (step(section="profiles", name="a b"), [record("profile-updated", BOB, "/1.0/profiles/a%20b")], "bob"),
    (step(section="networks"), [record("network-updated", BOB, "/1.0/networks/web")], "bob"),
    (step(section="storage_pools", driver="dir"), [record("storage-pool-updated", BOB, "/1.0/storage-pools/web")], "bob"),
    (step(section="images", keys=("aliases",)), [record("image-alias-updated", BOB, "/1.0/images/aliases/web")], "bob"),
])
def test_who_it_was(planned, records, expected):
    found = Journal(records).changed_by(planned, Inventory({}))
    assert found.get("username") == expected


def test_what_is_said_of_it():
    assert Journal([record("instance-updated", BOB, time="2026-05-01T09:30:00Z")]).changed_by(step(), Inventory({})) == {
        **BOB, "action": "instance-updated", "time": "2026-05-01T09:30:00Z"}


def test_what_the_default_project_shares_is_found_there():
    shared = Inventory({("profile", "other", ""): ({"name": "web", "project": "default"},)})
    journal = Journal([record("profile-updated", BOB, "/1.0/profiles/web")])
    assert journal.changed_by(step(section="profiles", project="other"), shared)["username"] == "bob"


def test_reading_goes_back_through_the_files(tmp_path):
    def lines(name, *texts):
        (tmp_path / name).write_text("".join(texts), encoding="utf-8")

    lines("j", json.dumps(record("c")) + "\n", json.dumps(record("d")) + "\n", '{"action": "cut o')
    lines("j.1", json.dumps({"time": "t", "action": "listening", "server": "x"}) + "\n", json.dumps(record("b")) + "\n")
    lines("j.2", json.dumps(record("a")) + "\n[]\n")
    lines("j.4", json.dumps(record("lost")) + "\n")
    assert [one["action"] for one in read(str(tmp_path / "j"))] == ["d", "c", "b", "a"]


def test_no_journal_is_an_error(tmp_path):
    with pytest.raises(Invalid, match=r"journal .*none cannot be read \(No such file or directory\); correct the path"):
        read(str(tmp_path / "none"))


def entry(**more):
    return {"action": "update", "kind": "instance", "parent": "", "name": "web", "reason": "it differs", **more}


@pytest.mark.parametrize("changed_by, expected", [
    (dict(BOB, action="instance-updated", time="2026-05-01T09:30:00.123456Z"), "bob (tls) 2026-05-01T09:30:00Z instance-updated"),
    ({"username": "", "protocol": "", "address": "", "action": "instance-updated", "time": "t"}, "unknown t instance-updated"),
    ({}, "-"),
])
def test_the_table_tells(changed_by, expected):
    assert plan_table([entry(changed_by=changed_by)])[:2] == [
        "ACTION  KIND      NAME  REASON      CHANGED BY", "update  instance  web   it differs  " + expected]


def test_without_a_journal_the_table_is_as_ever():
    assert plan_table([entry()])[0] == "ACTION  KIND      NAME  REASON"


def test_a_fleet_says_who(run, with_image, shop, tmp_path):
    run(shop)
    with_image.change("/1.0/instances/web1", lambda one: one["config"].update({"user.note": "x"}))
    shop["instances"][1] = dict(shop["instances"][1], config={"user.note": "wanted"})
    path = tmp_path / "journal"
    path.write_text(json.dumps(record("instance-updated", BOB, "/1.0/instances/web1")) + "\n", encoding="utf-8")
    bare, told = run(shop, state="compared"), run(shop, state="compared", journal=str(path))
    assert [one["changed_by"]["username"] for one in told["drift"]] == ["bob"]
    assert "bob (tls)" in "\n".join(told["plan_table"])
    assert "changed_by" not in json.dumps(bare) and bare["plan_id"] == told["plan_id"]
    assert all("changed_by" not in one for one in told["plan"] if one["action"] == "none")
    assert "no_such" in run(shop, state="compared", journal=str(tmp_path / "no_such"))["msg"]
