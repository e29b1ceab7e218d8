# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure parts of run, kill, state and bootstrap."""

from __future__ import annotations

import subprocess

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.oci_state import oci_state
from ansible_collections.lxcri.containers.plugins.module_utils._spec.pythons import (
    INSTALLS,
    Probe,
    install_script,
    probe_of,
    probe_script,
    version_of,
)
from ansible_collections.lxcri.containers.plugins.module_utils._spec.signals import name_of, number_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.run import creation_body


@pytest.mark.parametrize(("said", "number", "name"), [
    ("TERM", 15, "SIGTERM"), ("sighup", 1, "SIGHUP"), (9, 9, "SIGKILL"), ("17", 17, "SIGCHLD"),
    ("RTMIN", 34, "SIGRTMIN+0"), ("SIGRTMIN+3", 37, "SIGRTMIN+3"), ("rtmax-1", 63, "SIGRTMIN+29"),
])
def test_signals(said, number, name):
    assert number_of(said) == number
    assert name_of(number) == name


@pytest.mark.parametrize("said", ["", "0", "65", "32", "-1", "NOPE", "RTMIN+99", "SIG", "9.5"])
def test_no_signal(said):
    with pytest.raises(Invalid, match="there is no signal"):
        number_of(said)


INSTANCE = {"name": "web", "type": "container", "project": "default", "architecture": "x86_64", "location": "none",
            "status": "Running", "last_used_at": "2026-01-01T00:00:00Z",
            "config": {"user.role": "web", "user.password": "x", "limits.cpu": "1"}}


def test_state_document():
    assert oci_state(INSTANCE, {"pid": 4711}, "/var/lib/incus") == {
        "ociVersion": "1.0.2", "id": "web", "status": "running", "pid": 4711, "bundle": "/var/lib/incus/containers/web",
        "annotations": {"role": "web", "lxcri.type": "container", "lxcri.status": "Running", "lxcri.project": "default",
                        "lxcri.architecture": "x86_64"}}


@pytest.mark.parametrize(("changed", "pid", "status", "has_pid"), [
    ({"status": "Stopped"}, 0, "stopped", False),
    ({"status": "Stopped", "last_used_at": "1970-01-01T00:00:00Z"}, -1, "created", False),
    ({"status": "Stopped", "last_used_at": None}, 0, "created", False),
    ({"status": "Frozen"}, 5, "paused", True),
    ({"status": "Starting"}, 5, "creating", True),
    ({"status": "Error"}, 0, "stopped", False),
    ({"status": "Something new"}, 0, "stopped", False),
])
def test_status(changed, pid, status, has_pid):
    found = oci_state(dict(INSTANCE, **changed), {"pid": pid}, "/x/")
    assert found["status"] == status
    assert ("pid" in found) is has_pid


def test_bundle_of_a_virtual_machine_in_a_project_on_a_member():
    found = oci_state(dict(INSTANCE, type="virtual-machine", project="shop", location="node1"), {}, "/var/lib/lxd")
    assert found["bundle"] == "/var/lib/lxd/virtual-machines/shop_web"
    assert found["annotations"]["lxcri.location"] == "node1"


@pytest.mark.parametrize(("output", "least", "found"), [
    ("", "3.9", Probe()),
    ("manager apk\n", "3.9", Probe(manager="apk")),
    ("python /usr/bin/python3 3.11.2\nmanager apt-get\nmanager apk\n", "3.9", Probe("/usr/bin/python3", (3, 11, 2), "apt-get")),
    ("python /a 3.6.8\npython /b 3.9.1\npython /c 3.12.0\n", "3.9", Probe("/b", (3, 9, 1))),
    ("python /a 2.7.18\npython /b 3.6.8\n", "3.9", Probe("/b", (3, 6, 8))),
    ("python /with space/python3 3.10.0\n", "3", Probe("/with space/python3", (3, 10, 0))),
    ("noise\npython broken\npython /x 3.x\n", "3.9", Probe()),
])
def test_probe(output, least, found):
    assert probe_of(output, version_of(least)) == found


def test_the_probe_runs_in_a_shell():
    done = subprocess.run(["/bin/sh", "-c", probe_script(["/no/such place/python3"])], capture_output=True, text=True,
                          check=True)
    assert probe_of(done.stdout, version_of("3.6")).version >= (3, 6)


@pytest.mark.parametrize("manager", sorted(INSTALLS))
def test_install_scripts_are_shell_and_name_the_packages(manager):
    script = install_script(manager, ["a", "b c"])
    assert script.endswith("a 'b c'") and "python" in script
    subprocess.run(["/bin/sh", "-n", "-c", script], check=True)


def test_no_script_for_an_unknown_manager():
    assert install_script("", []) is None


@pytest.mark.parametrize("text", ["", "three", "3.9.1.2", "v3"])
def test_no_version(text):
    with pytest.raises(Invalid):
        version_of(text)


@pytest.mark.parametrize(("remove", "ephemeral"), [("always", True), ("success", False), ("never", False)])
def test_what_is_always_removed_goes_by_itself(remove, ephemeral):
    body = creation_body("x", {"remove": remove, "config": {"limits.cpu": 2, "gone": None},
                               "devices": {"src": {"type": "disk", "readonly": True}}}, {"type": "none"})
    assert body == {"name": "x", "source": {"type": "none"}, "type": "container", "config": {"limits.cpu": "2"},
                    "devices": {"src": {"type": "disk", "readonly": "true"}}, "ephemeral": ephemeral}
