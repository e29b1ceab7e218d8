# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible itself, as a user runs it: programs of this Python, a home of its own, the collection of this tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, List, Sequence

import yaml

import ansible_collections.lxcri

Done = subprocess.CompletedProcess
COLLECTIONS = str(Path(list(ansible_collections.lxcri.__path__)[0]).parents[1])


class Ansible:
    """``directory`` holds the inventory (``hosts.yml``), playbooks and Ansible's own home."""

    def __init__(self, directory: Path, **environ: str) -> None:
        self.directory = directory
        self.environ = dict(os.environ, ANSIBLE_COLLECTIONS_PATH=COLLECTIONS, ANSIBLE_HOME=str(directory / "home"),
                            HOME=str(directory), LC_ALL="C.UTF-8", ANSIBLE_NOCOLOR="1", **environ)

    def hosts(self, server: Any, names: List[str], **variables: Any) -> None:
        """An inventory of instances, each reached by the connection plugin."""
        said = dict({"ansible_connection": "lxcri.containers.api", "lxcri_server": server.socket,
                     "ansible_python_interpreter": "/usr/bin/python3"}, **variables)
        (self.directory / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": dict.fromkeys(names, said)}}))

    def run(self, program: str, *words: str, check: bool = True, source: str = "hosts.yml") -> Done:
        """``run("ansible", "all", "-m", "ping")``."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name(program)), "-i", str(self.directory / source), *words],
            env=self.environ, stdin=subprocess.DEVNULL, text=True, capture_output=True, timeout=300, check=False)
        if check and done.returncode:
            raise AssertionError(done.stdout[-6000:] + done.stderr[-2000:])
        return done

    def play(self, *tasks: Any, check: bool = True, source: str = "hosts.yml", **keywords: Any) -> str:
        """Run tasks on all hosts; what the program wrote, for what the tasks themselves do not assert."""
        book = self.directory / "play.json"
        book.write_text(json.dumps([dict({"hosts": "all", "gather_facts": False, "tasks": list(tasks)}, **keywords)]))
        done = self.run("ansible-playbook", str(book), check=check, source=source)
        return done.stdout + done.stderr


class Listing:
    """``ansible-inventory --list`` over one inventory file, in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def run(self, environ: Any = None, words: Sequence[str] = (), **options: Any) -> Done:
        """The program with these options in the file."""
        path = self.directory / "x.lxcri.yml"
        path.write_text(yaml.safe_dump(dict(options, plugin="lxcri.containers.instances")))
        return subprocess.run(
            [sys.executable, "-m", "ansible", "inventory", "-i", str(path), "--list", "--export", *words],
            capture_output=True, text=True, timeout=120, check=False, env=dict(
                environ or os.environ, ANSIBLE_COLLECTIONS_PATH=COLLECTIONS, HOME=str(self.directory), COLUMNS="1000",
                ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1", ANSIBLE_LOCALHOST_WARNING="0"))

    def __call__(self, environ: Any = None, words: Sequence[str] = (), **options: Any) -> Any:
        """What it says, hosts' variables in ``hosts``."""
        done = self.run(environ, words, **options)
        assert done.returncode == 0, done.stderr
        document = plain(json.loads(done.stdout))
        document["hosts"] = document["_meta"]["hostvars"]
        return document


def plain(value: Any) -> Any:
    """Without the marks that ``ansible-inventory`` puts on what no template may be."""
    if isinstance(value, dict):
        return plain(value["__ansible_unsafe"]) if set(value) == {"__ansible_unsafe"} else {
            key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value
