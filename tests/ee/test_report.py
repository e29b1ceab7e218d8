# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report on servers: one that is reached, one that is not, and what check mode leaves alone."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def report(environment, lab, tmp_path):
    """``report(servers, *words, **variables)``: the playbook, run."""
    def run(servers, *words, **variables):
        return environment.run("ansible-playbook", "lxcri.containers.report", "-e", json.dumps(
            dict(variables, report_servers=servers)), *words, cwd=tmp_path)
    return run


def test_one_server_of_two(report, lab, prefix, tmp_path):
    lab.ask("init", "bb", prefix + "-s")
    said = {"report_file": str(tmp_path / "servers.html"), "report_title": "Shop & lab"}
    checked = report([lab.socket, "/no/such.socket"], "--check", **said)
    assert "SERVER" in checked.stdout and not (tmp_path / "servers.html").exists()
    done = report([lab.socket, "/no/such.socket"], **said)
    # What could not be read is in the report, and the play fails after it is written.
    assert done.returncode != 0 and "No server at /no/such.socket" in done.stdout
    text = (tmp_path / "servers.html").read_text()
    assert "<title>Shop &amp; lab</title>" in text and '<p class="error">It could not be read: No server at /no/such' in text
    assert "<tr><td>{0}-s</td><td>Stopped</td><td>container</td>".format(prefix) in text
    names = json.loads(lab.ask("query", "/1.0/storage-pools"))
    assert all("<tr><td>{0}</td>".format(name.rsplit("/", 1)[1]) in text for name in names)
    # The server's warnings, by the official command.
    for warning in json.loads(lab.ask("query", "/1.0/warnings?recursion=1")):
        assert warning["last_message"] in text


def test_two_runs_write_the_same(report, lab, tmp_path):
    path = tmp_path / "servers.md"
    assert report([lab.socket], report_file=str(path)).returncode == 0
    before = path.read_text()
    again = report([lab.socket], report_file=str(path))
    assert again.returncode == 0 and path.read_text().split("### Instances")[0] == before.split("### Instances")[0]
    assert "## " in before and "### Warnings" in before
