# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that configures AWX, against the modules of awx.awx themselves: what they document, and what they would send."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from awx_collection import collection, complaints, documentation
from environment import ROOT, tool
from jobs import AWX, credential_type, load
from ledger import Ledger

PLAYBOOK = AWX / "configure.yml"


@pytest.fixture(scope="session")
def awx_awx():
    """The directory below which awx.awx lies; it is kept for the next run."""
    return collection(Path(os.environ.get("LXCRI_AWX_CACHE") or Path.home() / ".cache" / "lxcri-containers" / "awx"))


def tasks():
    return [(task, next(name for name in task if name.startswith("awx.awx."))) for task in load(PLAYBOOK)[0]["tasks"]]


def test_every_option_is_one_that_the_module_documents(awx_awx):
    found = tasks()
    assert len(found) == 8
    assert [said for task, module in found
            for said in complaints(documentation(awx_awx, module), task[module], task["name"])] == []


@pytest.mark.parametrize("wrong, sentence", [
    ({"colour": "red"}, "x: there is no option colour"), ({}, "x: name is missing"), ({"name": "n", "job_type": "scan"}, "none of"),
    ({"name": "n", "survey_enabled": "yes"}, "is no bool"), ({"name": "n", "credentials": "one"}, "is no list")])
def test_the_test_above_would_see_it(awx_awx, wrong, sentence):
    assert any(sentence in said for said in complaints(documentation(awx_awx, "awx.awx.job_template"), wrong, "x"))


@pytest.fixture
def ledger():
    made = Ledger()
    made.add("organizations", {"name": "Default"})
    yield made
    made.close()


@pytest.fixture
def configure(awx_awx, ledger, tmp_path):
    """``configure(**variables)``: how many tasks changed something."""
    def run(**variables):
        done = subprocess.run(
            [tool("ansible-playbook"), str(PLAYBOOK), "-e", json.dumps(variables)], capture_output=True, text=True, timeout=120,
            check=False, stdin=subprocess.DEVNULL, cwd=str(tmp_path), env=dict(
                os.environ, ANSIBLE_COLLECTIONS_PATH=str(awx_awx), CONTROLLER_HOST=ledger.url, CONTROLLER_OAUTH_TOKEN="t",
                ANSIBLE_NOCOLOR="1", ANSIBLE_HOME=str(tmp_path / "home"), HOME=str(tmp_path)))
        assert done.returncode == 0, done.stdout + done.stderr
        return int(done.stdout.rsplit("changed=", 1)[1].split()[0])
    return run


def test_all_there_is_and_how_it_hangs_together(ledger, configure):
    ledger.add("credentials", {"name": "shop key", "organization": 1})
    configure(lxcri_project_url="https://git.example.com/containers.git", lxcri_image="registry.example.com/lxcri-ee",
              lxcri_machine_credential="shop key", lxcri_approval_timeout=3600,
              lxcri_credential_inputs={"server": "ssh://root@shop", "ssh_known_hosts": "shop ssh-ed25519 AAAA"})
    kept = ledger.by_name("credential_types", "LXD or Incus server")
    # AWX's templates arrive as they are written.
    assert kept["injectors"] == credential_type()["injectors"] and kept["inputs"] == credential_type()["inputs"]
    ours = ledger.by_name("credentials", "Containers server")
    assert ours["credential_type"] == kept["id"] and ours["inputs"]["server"] == "ssh://root@shop"
    project, image = ledger.by_name("projects", "Containers"), ledger.by_name("execution_environments", "Containers environment")
    source = ledger.by_name("inventory_sources", "Containers instances")
    assert (source["source_project"], source["credential"]) == (project["id"], ours["id"])
    assert (AWX / "project" / source["source_path"]).is_file()
    both = {ours["id"], ledger.by_name("credentials", "shop key")["id"]}
    for name in ("plan", "provision", "backup", "restore", "report"):
        template = ledger.by_name("job_templates", "Containers " + name)
        assert (template["project"], template["playbook"]) == (project["id"], name + ".yml")
        assert template["execution_environment"] == image["id"]
        assert set(ledger.associations[template["id"], "credentials"]) == both
        assert ledger.surveys[template["id"]]["spec"] and (AWX / "project" / template["playbook"]).is_file()
    nodes = {one["identifier"]: one for one in ledger.objects["workflow_job_template_nodes"]}
    assert nodes["plan"]["unified_job_template"] == ledger.by_name("job_templates", "Containers plan")["id"]
    assert nodes["apply"]["unified_job_template"] == ledger.by_name("job_templates", "Containers provision")["id"]
    assert ledger.by_name("workflow_approval_templates", "Containers approval")["timeout"] == 3600
    for before, after in (("plan", "approve"), ("approve", "apply")):
        assert ledger.associations[nodes[before]["id"], "success_nodes"] == [nodes[after]["id"]]
    assert not any("failure" in name or "always" in name for _number, name in ledger.associations)


def test_the_least_and_again(ledger, configure):
    said = {"lxcri_project_url": "https://git.example.com/containers.git", "lxcri_name": "Lab"}
    ledger.add("credentials", {"name": "Lab server", "organization": 1})
    assert configure(**said) == 6
    assert not ledger.objects["execution_environments"] and len(ledger.objects["credentials"]) == 1
    before = len(ledger.writes)
    assert configure(**said) == 0 and len(ledger.writes) == before


def surveys():
    from ansible.parsing.dataloader import DataLoader
    from ansible.template import Templar

    said = yaml.safe_load((AWX / "vars" / "surveys.yml").read_text())
    return Templar(DataLoader(), variables={name: trusted(value) for name, value in said.items()}).template(
        trusted("{{ lxcri_surveys }}"))


def trusted(value):
    """Text that may be a template, in the words of any ansible-core."""
    try:
        from ansible.template import trust_as_template
    except ImportError:
        return value
    if isinstance(value, dict):
        return {name: trusted(one) for name, one in value.items()}
    if isinstance(value, list):
        return [trusted(one) for one in value]
    return trust_as_template(value) if isinstance(value, str) else value


def test_every_question_is_one_that_awx_takes_and_a_playbook_knows():
    known = "".join((ROOT / path).read_text() for path in (
        "roles/provision/meta/argument_specs.yml", "roles/backup/meta/argument_specs.yml", "playbooks/report.yml"))
    for survey in surveys().values():
        variables = [question["variable"] for question in survey["spec"]]
        assert set(survey) == {"name", "description", "spec"} and len(variables) == len(set(variables))
        for question in survey["spec"]:
            assert {"type", "question_name", "variable", "required"} <= set(question)
            assert question["type"] in ("text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect")
            assert isinstance(question["required"], bool) and question["variable"] in known
            if question["type"] == "multiplechoice":
                assert question["default"] in question["choices"]
            if question["type"] == "integer":
                assert question["min"] <= question["default"] <= question["max"]
