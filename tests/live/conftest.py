# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real daemons, named by the environment, and an oracle that shares no code with the collection.

``LXCRI_LIVE_LXD`` and ``LXCRI_LIVE_INCUS`` hold socket paths; a test runs once for each that is set and is skipped
for the other.  The server needs an image with the alias ``bb``, and a default profile with a root disk and a NIC on a
network of its own, which gives addresses.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import signal
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# The unit tests' conftest makes `ansible_collections` importable; two files of one name need a name of their own.
_SPEC = importlib.util.spec_from_file_location(
    "unit_conftest", Path(__file__).resolve().parents[1] / "unit" / "conftest.py")
_SPEC.loader.exec_module(importlib.util.module_from_spec(_SPEC))

from ansible_collections.lxcri.containers.tests.unit.cases.oracle import SERVERS, Oracle  # noqa: E402

# A run in the background of a shell ignores interrupts, and so would everything that it starts to interrupt it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

TARGETS = {"lxd": ("LXCRI_LIVE_LXD", "lxc", "LXD_DIR"), "incus": ("LXCRI_LIVE_INCUS", "incus", "INCUS_DIR")}
IMAGE = "bb"


@dataclass(frozen=True)
class LiveServer:
    """One daemon: ``product`` is ``lxd`` or ``incus``, ``socket`` its path."""

    product: str
    socket: str

    def ask(self, *words: str, check: bool = True, stdin: bytes = b"") -> str:
        """What the official command says (the oracle)."""
        _variable, command, directory = TARGETS[self.product]
        done = subprocess.run(
            [command, *words], input=stdin, capture_output=True, timeout=120, check=False,
            env=dict(os.environ, **{directory: os.path.dirname(self.socket)}))
        if check and done.returncode:
            raise AssertionError("{0} {1}: {2}".format(command, " ".join(words), done.stderr.decode()))
        return done.stdout.decode()

    def query(self, path: str) -> Any:
        """``GET`` of a path below ``/1.0``, by the official command."""
        return json.loads(self.ask("query", "/1.0/" + path if path else "/1.0"))

    def names(self, *words: str) -> list:
        """The instances the server has."""
        return [path.rsplit("/", 1)[1].split("?")[0] for path in self.query("instances" + "".join(words))]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The two products are tried side by side, each by one worker (``pytest -n 2 --dist loadgroup``).

    Not by marks: pytest 9.2 ignores what xdist 3.8 makes of them, and says nothing.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByProduct(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "incus" if "incus" in nodeid else "lxd"

    return ByProduct(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(params=sorted(TARGETS))
def server(request) -> LiveServer:
    """Each daemon in turn."""
    socket = os.environ.get(TARGETS[request.param][0])
    if not socket:
        pytest.skip("{0} is not set".format(TARGETS[request.param][0]))
    return LiveServer(request.param, socket)


@pytest.fixture(params=sorted(TARGETS))
def clustered(request) -> Oracle:
    """Each cluster in turn; tests about clusters have it for their ``server``."""
    variable = SERVERS[request.param, "cluster"]
    if not os.environ.get(variable):
        pytest.skip("{0} is not set".format(variable))
    return Oracle(request.param, os.environ[variable])


@pytest.fixture
def prefix(server):
    """A prefix nobody else uses; every instance that begins with it is deleted afterwards."""
    made = "lt{0}".format(uuid.uuid4().hex[:6])
    yield made
    for name in server.names():
        if name.startswith(made):
            server.ask("delete", "--force", name, check=False)


@pytest.fixture
def stopped(server, prefix):
    """The name of a stopped container."""
    name = prefix + "-s"
    server.ask("init", IMAGE, name)
    return name


@pytest.fixture
def running(server, prefix):
    """The name of a running container."""
    name = prefix + "-r"
    server.ask("launch", IMAGE, name)
    return name


@pytest.fixture
def python_there(server, prefix):
    """A container that has the host's Python."""
    name = prefix + "-p"
    server.ask("init", "bb", name)
    server.ask("config", "device", "add", name, "usr", "disk", "source=/usr", "path=/usr", "readonly=true")
    server.ask("start", name)
    return name


@pytest.fixture
def call(server):
    """``call(TASK, check_mode=False, **options)``: the task in this process, its options validated as Ansible does."""
    from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call

    def run(task, check_mode: bool = False, **options):
        checked = ArgumentSpecValidator(task.arguments, **task.rules).validate(dict({"server": server.socket}, **options))
        if checked.error_messages:
            return {"failed": True, "msg": "; ".join(checked.error_messages)}
        return task.outcome(Call(checked.validated_parameters, check_mode, True))

    return run


@pytest.fixture
def module():
    """``module("copy")``: the ``TASK`` of a module file."""
    def load(name: str):
        return importlib.import_module("ansible_collections.lxcri.containers.plugins.modules." + name).TASK

    return load


@pytest.fixture
def token(server):
    """A fresh trust token; what it makes trusted is removed afterwards."""
    name = "lxcri-live-token"
    words = ["config", "trust", "add"] + (["--name", name] if server.product == "lxd" else [name])
    yield server.ask(*words, "--quiet").split()[-1]
    for certificate in server.query("certificates?recursion=1"):
        if certificate["name"] == name:
            server.ask("config", "trust", "remove", certificate["fingerprint"])


def pytest_terminal_summary(terminalreporter) -> None:
    """Why tests were run again, which their names alone do not say."""
    for report in terminalreporter.stats.get("rerun", ()):
        crash = getattr(report.longrepr, "reprcrash", None)
        terminalreporter.line("run again: {0}: {1}".format(report.nodeid, str(crash.message if crash else report.longrepr)[:600]))
