# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs as AWX runs them, against a real server elsewhere: over https with a certificate, over ssh with an agent."""

from __future__ import annotations

import itertools
import json
import subprocess
import time
from pathlib import Path

import pytest
from jobs import Job, credential_type

PLACES = itertools.count()


@pytest.fixture
def start(environment, tmp_path):
    """``start(playbook, credential, fleet, **more)``: a job that runs."""
    def run(playbook, credential, fleet=None, files=None, **more):
        directory = tmp_path / str(next(PLACES))
        directory.mkdir()
        said = dict(files or {}, **({"fleets/shop.yml": json.dumps(fleet)} if fleet else {}))
        extra = {"provision_fleet_file": "fleets/shop.yml"} if fleet else {}
        return Job(environment, directory, playbook, credential, said, **dict(extra, **more))
    return run


def fleet_of(prefix, number=2, **options):
    return {"name": prefix, "instances": [
        dict({"name": "{0}-{1}".format(prefix, place), "image": "bb"}, **options) for place in range(number)]}


def summary(result):
    return result.artifacts["provision_summary"]["localhost"]


def test_plan_then_provision_and_nothing_more_the_second_time(lab, way, prefix, start):
    credential, key = way
    fleet = fleet_of(prefix)
    planned = start("plan.yml", credential, fleet, ssh_key=key).result().worked()
    assert (summary(planned)["created"], summary(planned)["carried_out"]) == (2, False) and not lab.names(prefix)
    assert "create  instance  {0}-0".format(prefix) in planned.stdout
    # What a workflow hands on: the artifacts of a job are variables of the next.
    made = start("provision.yml", credential, fleet, ssh_key=key, **planned.artifacts).result().worked()
    assert summary(made) == {"fleet": prefix, "carried_out": True, "created": 2, "updated": 0, "restarted": 0, "replaced": 0,
                             "deleted": 0, "unchanged": 0, "failed": 0, "blocked": 0, "running": 2, "error": ""}
    assert len(lab.names(prefix)) == 2
    again = start("provision.yml", credential, fleet, ssh_key=key).result().worked()
    assert (summary(again)["unchanged"], again.changed) == (2, 0)


def test_updates_restarts_and_deletions_are_counted(lab, prefix, start):
    start("provision.yml", lab.credential(), fleet_of(prefix, 3)).result().worked()
    fleet = fleet_of(prefix)
    fleet["instances"][0]["config"] = {"user.colour": "red"}
    lab.ask("stop", "--force", prefix + "-1")
    changed = start("provision.yml", lab.credential(), fleet, provision_purge="true").result().worked()
    counts = summary(changed)
    assert (counts["created"], counts["deleted"], counts["running"]) == (0, 1, 2)
    assert counts["updated"] + counts["restarted"] == 2
    assert len(lab.names(prefix)) == 2


def test_a_failure_is_counted_and_said(lab, prefix, start):
    fleet = fleet_of(prefix)
    fleet["instances"][1]["devices"] = {"gone": {"type": "disk", "source": "/no/such/directory", "path": "/mnt"}}
    result = start("provision.yml", lab.credential(), fleet).result()
    counts = summary(result)
    assert result.status == "failed" and counts["failed"] == 1 and counts["created"] == 1
    assert prefix + "-1" in counts["error"]


def test_only_what_was_approved(lab, prefix, start):
    fleet = fleet_of(prefix, 1)
    planned = start("plan.yml", lab.credential(), fleet).result().worked()
    lab.ask("init", "bb", prefix + "-0")
    refused = start("provision.yml", lab.credential(), fleet, **planned.artifacts).result()
    assert refused.status == "failed" and "is not the plan that was approved" in summary(refused)["error"]
    assert lab.ask("list", prefix + "-0", "-f", "csv", "-c", "s").strip() == "STOPPED"


def test_check_mode_changes_nothing(lab, prefix, start):
    seen = start("provision.yml", lab.credential(), fleet_of(prefix), check=True).result().worked()
    assert (summary(seen)["created"], summary(seen)["carried_out"]) == (2, False) and not lab.names(prefix)


def until(holds, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def under_way(lab, prefix):
    return prefix in json.dumps(json.loads(lab.ask("query", "/1.0/operations?recursion=1")).get("running") or [])


def test_a_cancelled_job_leaves_no_operation_and_the_next_one_finishes(lab, way, prefix, start):
    """The runner kills the process group of ``ansible-playbook``, in which Ansible's workers are not."""
    credential, key = way
    fleet = fleet_of(prefix, 8)
    job = start("provision.yml", credential, fleet, ssh_key=key, provision_width=1)
    assert until(lambda: lab.names(prefix))
    job.cancel()
    assert job.result(30).status == "canceled"
    # Looked at twice: between two instances there is no operation, either. A start that was under way cannot be cancelled, and takes
    # what it takes.
    assert until(lambda: not under_way(lab, prefix), 90)
    there = lab.names(prefix)
    time.sleep(1)
    assert not under_way(lab, prefix) and lab.names(prefix) == there and len(there) < 8
    finished = start("provision.yml", credential, fleet, ssh_key=key).result().worked()
    assert (summary(finished)["running"], summary(finished)["created"]) == (8, 8 - len(there))
    assert start("provision.yml", credential, fleet, ssh_key=key).result().worked().changed == 0


def test_later_plays_work_inside_the_instances(lab, way, prefix, start):
    """Nothing but the credential says where they are."""
    credential, key = way
    play = [{"name": "Provision", "ansible.builtin.import_playbook": "provision.yml"},
            {"hosts": "provisioned", "gather_facts": False, "tasks": [
                {"ansible.builtin.raw": "cat /proc/1/cgroup; hostname", "register": "said"},
                {"ansible.builtin.debug": {"msg": "I am {{ said.stdout_lines[-1] }}"}}]}]
    job = start("inside.yml", credential, None, ssh_key=key, provision_fleet=fleet_of(prefix, 1), files={
        "inside.yml": json.dumps(play)})
    assert "I am {0}-0".format(prefix) in job.result().worked().stdout


def test_a_report(lab, way, prefix, start, tmp_path):
    credential, key = way
    lab.ask("launch", "bb", prefix + "-r")
    done = start("report.yml", credential, ssh_key=key, report_file=str(tmp_path / "servers.md")).result().worked()
    assert done.artifacts["report_summary"]["localhost"]["unread"] == 0 and "SERVER" in done.stdout
    text = (tmp_path / "servers.md").read_text()
    assert "| {0}-r | Running | container |".format(prefix) in text and "### Storage pools" in text and "| bb |" in text


def test_a_backup_and_back_again(lab, way, prefix, start, tmp_path):
    credential, key = way
    lab.ask("launch", "bb", prefix + "-b")
    said = {"ssh_key": key, "backup_directory": str(tmp_path / "backups"), "backup_name": prefix, "backup_volumes": [],
            "backup_instances": [prefix + "-b"], "backup_compression": "none"}
    done = start("backup.yml", credential, **said).result().worked()
    found = done.artifacts["backup_summary"]["localhost"]
    assert (found["made"], found["instances"], found["sets"]) == (True, 1, 1)
    assert (tmp_path / "backups" / prefix / found["set"] / "SHA256SUMS").exists()
    lab.ask("delete", "--force", prefix + "-b")
    start("restore.yml", credential, **said, backup_restore_start=True).result().worked()
    assert lab.ask("list", prefix + "-b", "-f", "csv", "-c", "s").strip() == "RUNNING"


def test_a_trust_token_makes_the_credentials_certificate_known(lab, prefix, start, tmp_path):
    """The token is used by the first job; the jobs after it come with the same token, which is spent."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1", "-nodes", "-days", "2",
                    "-subj", "/CN=job", "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")],
                   check=True, capture_output=True)
    token = lab.ask("config", "trust", "add", "--name", prefix, "--quiet").split()[-1]
    credential = {"server": lab.url, "trust_token": token, "client_cert": (tmp_path / "cert").read_text(),
                  "client_key": (tmp_path / "key").read_text()}
    try:
        for _job in range(2):
            start("plan.yml", credential, fleet_of(prefix)).result().worked()
    finally:
        for one in json.loads(lab.ask("query", "/1.0/certificates?recursion=1")):
            if one["name"] == prefix:
                lab.ask("config", "trust", "remove", one["fingerprint"])


def test_no_secret_is_left_where_a_job_page_shows_it(lab, prefix, start):
    credential = lab.credential()
    result = start("plan.yml", credential, fleet_of(prefix)).result().worked()
    shown = json.dumps([result.events, result.artifacts]) + result.stdout
    assert credential["client_key"].splitlines()[1] not in shown


def test_the_credential_type_is_one_that_awx_takes():
    """Every name in a template is a field or a file; every variable is one that all doors of the collection know."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    said = credential_type()
    fields = [field["id"] for field in said["inputs"]["fields"]]
    assert len(fields) == len(set(fields)) and set(said["inputs"]["required"]) <= set(fields) and said["kind"] in ("cloud", "net")
    for field in said["inputs"]["fields"]:
        assert {"id", "label", "type"} <= set(field) <= {"id", "label", "type", "secret", "multiline", "help_text"}
    names = dict.fromkeys(fields, "EXAMPLE")
    files = {label.split(".")[1]: "EXAMPLE" for label in said["injectors"]["file"] if label.startswith("template.")}
    assert set(said["injectors"]) == {"file", "env"} and len(files) == len(said["injectors"]["file"])
    for template in [*said["injectors"]["file"].values(), *said["injectors"]["env"].values()]:
        ImmutableSandboxedEnvironment(undefined=StrictUndefined).from_string(template).render(
            tower={"filename": files}, **names)
    root = Path(__file__).resolve().parents[2] / "plugins"
    modules = (root / "module_utils" / "_ansible" / "options.py").read_text()
    plugins = (root / "doc_fragments" / "server.py").read_text()
    for variable in said["injectors"]["env"]:
        if variable != "LXCRI_SSH_ARGS":
            assert '"{0}"'.format(variable) in modules and "name: {0}\n".format(variable) in plugins
    assert 'environ.get("LXCRI_SSH_ARGS")' in (root / "module_utils" / "_client" / "ssh.py").read_text()
