# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One job, started, run and read back as AWX does: transmitted, run by a worker in the execution environment, processed.

What a credential becomes is made of the credential type that ``extensions/awx`` defines: its templates are filled in, in the
sandbox and with the names that AWX gives them, and files are written below the worker's private data directory.
"""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Dict, List

import yaml
from ansible_runner.interface import run as run_interface
from environment import ROOT, Environment, private, tool
from jinja2.sandbox import ImmutableSandboxedEnvironment

AWX = ROOT / "extensions" / "awx"


class _Loader(yaml.SafeLoader):
    """YAML in which ``!unsafe`` is the text that it is."""


_Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def load(path: Path):
    """A YAML file with Ansible's tag."""
    return yaml.load(path.read_text(), _Loader)  # noqa: S506


def credential_type() -> dict:
    """The credential type that configure.yml makes."""
    return load(AWX / "vars" / "credential_type.yml")["lxcri_credential_type"]


class _Names:
    """The namespace ``tower`` of the templates."""


def injected(inputs: Dict[str, str], aside: Path, seen_as: Path) -> Dict[str, str]:
    """The environment of a job with this credential; files are written below ``aside`` and seen by the job at ``seen_as``."""
    injectors, sandbox = credential_type()["injectors"], ImmutableSandboxedEnvironment()
    tower = _Names()
    tower.filename = _Names()
    # A field that is left empty has no name in the templates.
    names = dict({field: value for field, value in inputs.items() if value}, tower=tower)
    for label, template in injectors["file"].items():
        name = label.split(".")[1]
        private(aside / ("lxcri_" + name), sandbox.from_string(template).render(**names), 0o660)
        setattr(tower.filename, name, str(seen_as / ("lxcri_" + name)))
    return {name: sandbox.from_string(template).render(**names) for name, template in injectors["env"].items()}


class Job:
    """A job that has been started.  ``files`` are the project's own, beside a copy of the project that is shipped."""

    def __init__(self, environment: Environment, directory: Path, playbook: str, credential: Dict[str, str],
                 files: Dict[str, str], ssh_key: str = "", check: bool = False, **extra_vars) -> None:
        self.directory = directory
        self._runner = directory / "runner"
        sent = directory / "sent"
        for name in ("env", "inventory"):
            (sent / name).mkdir(parents=True)
        shutil.copytree(AWX / "project", sent / "project")
        for name, text in files.items():
            (sent / "project" / name).parent.mkdir(exist_ok=True)
            (sent / "project" / name).write_text(text)
        (sent / "inventory" / "hosts").write_text("")
        (sent / "env" / "extravars").write_text(json.dumps(extra_vars))
        (sent / "env" / "envvars").write_text(json.dumps(injected(credential, sent / "env", self._runner / "env")))
        # How often a runner looks whether it is to cancel; five seconds is long for small instances.
        (sent / "env" / "settings").write_text(json.dumps({"pexpect_timeout": 1}))
        if ssh_key:
            private(sent / "env" / "ssh_key", ssh_key)
        if check:
            (sent / "env" / "cmdline").write_text("--check")
        stream = subprocess.run([tool("ansible-runner"), "transmit", str(sent), "-p", playbook, "--ident", "1"],
                                check=True, capture_output=True, timeout=60).stdout
        (directory / "stream").write_bytes(stream)
        self._answer = open(directory / "answer", "wb")
        self.worker = subprocess.Popen(
            [environment.tool("ansible-runner"), "worker", "--private-data-dir", str(self._runner)], env=environment.environ,
            stdin=open(directory / "stream", "rb"), stdout=self._answer, stderr=subprocess.PIPE, start_new_session=True)

    def cancel(self) -> None:
        """What happens to a worker when somebody presses the button."""
        self.worker.send_signal(signal.SIGTERM)

    def result(self, seconds: float = 120) -> "Result":
        """Wait for it, and read what it left."""
        complained = self.worker.communicate(timeout=seconds)[1].decode()
        self._answer.close()
        return Result(self.directory, (self.directory / "answer").read_bytes(), complained)


class Result:
    """What a job page knows: ``status``, ``stdout``, ``events`` and ``artifacts`` (what ``set_stats`` left)."""

    def __init__(self, directory: Path, answer: bytes, complained: str) -> None:
        self.events: List[dict] = []
        self.complained = complained
        done = run_interface(streamer="process", _input=io.BytesIO(answer), private_data_dir=str(directory / "kept"),
                             ident="1", event_handler=self.events.append, quiet=True)
        self.status, self.rc = done.status, done.rc
        self.stdout = "\n".join(event["stdout"] for event in self.events if event.get("stdout"))
        last = [event for event in self.events if event["event"] == "playbook_on_stats"]
        self.artifacts = last[-1]["event_data"]["artifact_data"] if last else {}
        self.changed = sum(last[-1]["event_data"]["changed"].values()) if last else None

    def worked(self) -> "Result":
        """Itself, once it is known that the job was successful."""
        assert self.status == "successful", "\n".join([str(self.status), self.stdout, self.complained])
        return self
