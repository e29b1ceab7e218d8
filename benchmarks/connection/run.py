# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A play of 20 tasks in Debian containers over three connections: this one, ``community.general.lxd``, and ssh.

    python run.py [--hosts 10] [--files 100] [--times 3]

All with pipelining and the same number of forks, ssh with ControlPersist.  ``LXCRI_SERVER`` is an LXD of its own with
a pool ``default``; ``LXCRI_BENCH_DEBIAN`` holds the files of an image with systemd, Python and sshd.  The contenders
take turns, so a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bars import draw
from measure import RESULTS, run, save, seconds, summary

OURS, KEPT = "lxcri.containers.api", "lxcri.containers.api, keep_interpreter"
PEER, SSH = "community.general.lxd", "ssh, ControlPersist"
IMAGE = "bench-debian"
HERE = "/root/bench-{{ turn }}"


def tasks(files: Path) -> Dict[str, List[Dict[str, Any]]]:
    """The whole play, and its copies alone; every turn copies to places of its own."""
    copies = [
        {"ansible.builtin.copy": {"src": str(files / "big"), "dest": HERE + "/big", "mode": "0644"}},
        {"ansible.builtin.copy": {"src": str(files / "many"), "dest": HERE + "/many", "mode": "0644"}},
        {"ansible.builtin.copy": {"content": "{{ inventory_hostname }}", "dest": HERE + "/name", "mode": "0600"}},
    ]
    begin = [{"ansible.builtin.file": {"path": HERE, "state": "directory", "mode": "0755"}}]
    small = [{"ansible.builtin.ping": {}}] * 4 + [{"ansible.builtin.command": {"cmd": "hostname"}, "changed_when": False}] * 6
    texts = [{"ansible.builtin.template": {"src": str(files / "text.j2"), "dest": HERE + "/text%d" % place,
                                           "mode": "0644"}} for place in range(3)]
    more = [{"ansible.builtin.setup": {"gather_subset": ["min"]}},
            {"ansible.builtin.stat": {"path": "/etc/hostname"}},
            {"ansible.builtin.lineinfile": {"path": HERE + "/name", "line": "more"}}]
    return {"whole": begin + small + texts + copies + more, "copies": begin + copies}


def material(directory: Path, files: int) -> Path:
    """What is copied: one file of a megabyte, many small ones, a template."""
    (directory / "many").mkdir(parents=True)
    (directory / "big").write_bytes(os.urandom(1 << 20))
    for place in range(files):
        (directory / "many" / "f{0}".format(place)).write_text("small file {0}\n".format(place) * 20)
    (directory / "text.j2").write_text("{{ inventory_hostname }} {{ turn }}\n" * 40)
    return directory


def short(label: str) -> str:
    """A contender's label as the name of a file."""
    return "".join(letter for letter in label if letter.isalnum())


class Bench:
    """The containers, and the inventories that lead to them."""

    def __init__(self, hosts: int, work: Path) -> None:
        self.names = ["bench-conn-{0}".format(place) for place in range(hosts)]
        self.work = work
        self.socket = os.environ["LXCRI_SERVER"]
        self.environ = {"LXD_DIR": os.path.dirname(self.socket)}

    def make(self) -> None:
        """Containers with an address and a key for ssh."""
        metadata, rootfs = os.environ["LXCRI_BENCH_DEBIAN"].split()
        subprocess.run(["lxc", "image", "import", metadata, rootfs, "--alias", IMAGE], check=False, capture_output=True,
                       env=dict(os.environ, **self.environ))
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.work / "key")])
        wait_for = [{"ipv4": "eth0"}, {"systemd": "degraded"}, {"port": 22}]
        self.play([{"lxcri.containers.fleet": {"fleet": {"name": "bench-connection", "instances": [
            {"name": name, "image": IMAGE, "wait_for": wait_for} for name in self.names]}}}], "localhost,")
        for name in self.names:
            run(["lxc", "file", "push", "-q", "-p", "--mode", "0600", str(self.work / "key.pub"),
                 name + "/root/.ssh/authorized_keys"], **self.environ)

    def drop(self) -> None:
        """The containers are gone."""
        self.play([{"lxcri.containers.fleet": {"fleet": {"name": "bench-connection"}, "state": "absent"}}], "localhost,")

    def play(self, work: List[Dict[str, Any]], inventory: str, **variables: Any) -> None:
        """One playbook."""
        path = self.work / "play.yml"
        local = {"connection": "local"} if inventory == "localhost," else {}
        path.write_text(json.dumps([dict({"hosts": "all", "gather_facts": False, "tasks": work}, **local)]))
        run(["ansible-playbook", "-i", inventory, "-f", str(len(self.names)), "-e", json.dumps(variables), str(path)],
            ANSIBLE_PIPELINING="true", ANSIBLE_HOST_KEY_CHECKING="false",
            ANSIBLE_SSH_ARGS="-o ControlMaster=auto -o ControlPersist=60s", **self.environ)

    def inventories(self) -> Dict[str, str]:
        """For each connection where its hosts come from: ours from our own inventory plugin, the others from a file."""
        listed = json.loads(run(["lxc", "query", "/1.0/instances?recursion=2"], **self.environ))
        address = {one["name"]: next(found["address"] for found in one["state"]["network"]["eth0"]["addresses"]
                                     if found["family"] == "inet") for one in listed if one["name"] in self.names}
        said = {
            PEER: lambda name: {"ansible_connection": "community.general.lxd", "ansible_lxd_host": name},
            SSH: lambda name: {"ansible_host": address[name], "ansible_user": "root",
                               "ansible_ssh_private_key_file": str(self.work / "key")},
        }
        found = {}
        for label, kept in ((OURS, False), (KEPT, True)):
            path = self.work / (short(label) + ".lxcri.yml")
            path.write_text(json.dumps({"plugin": "lxcri.containers.instances", "server": self.socket,
                                        "filters": {"name": self.names}, "compose": {
                                            "ansible_python_interpreter": "'/usr/bin/python3'",
                                            "lxcri_keep_interpreter": str(kept).lower()}}))
            found[label] = str(path)
        for label, variables in said.items():
            path = self.work / (short(label) + ".json")
            path.write_text(json.dumps({"all": {"hosts": {
                name: dict(variables(name), ansible_python_interpreter="/usr/bin/python3") for name in self.names}}}))
            found[label] = str(path)
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lxcri-bench-") as directory:
        bench = Bench(options.hosts, Path(directory))
        plays = tasks(material(Path(directory) / "files", options.files))
        bench.make()
        try:
            found: Dict[str, Dict[str, List[float]]] = {name: {} for name in plays}
            for turn in range(options.times):
                for label, inventory in bench.inventories().items():
                    for name, work in plays.items():
                        took = seconds(lambda work=work, inventory=inventory, name=name, label=label, turn=turn: bench.play(
                            work, inventory, turn="{0}-{1}-{2}".format(name, short(label), turn)))
                        found[name].setdefault(label, []).append(took)
                        print("  {0:8} {1:26} {2:.1f} s".format(name, label, took), file=sys.stderr, flush=True)
        finally:
            bench.drop()
    figures: Dict[str, Any] = {"hosts": options.hosts, "small files": options.files, "tasks": len(plays["whole"])}
    for name, times in found.items():
        medians = {label: summary(runs) for label, runs in times.items()}
        figures[name] = {"seconds": medians, "over": {
            mine: {label: round(medians[mine]["median"] / medians[label]["median"], 2) for label in (PEER, SSH)}
            for mine in (OURS, KEPT)}}
        draw(RESULTS / "connection-{0}.svg".format(name), "{0} in {1} containers, seconds".format(
            "{0} tasks".format(len(plays["whole"])) if name == "whole" else "The copies", options.hosts), [
                (label, said["median"], "{0:.1f} s".format(said["median"])) for label, said in medians.items()])
    save("connection", figures)


if __name__ == "__main__":
    main()
