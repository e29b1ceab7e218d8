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
from typing import Any, List

import yaml

import ansible_collections.lxcri

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

    def run(self, program: str, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """``run("ansible", "all", "-m", "ping")``."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name(program)), "-i", str(self.directory / "hosts.yml"), *words],
            env=self.environ, stdin=subprocess.DEVNULL, text=True, capture_output=True, timeout=300, check=False)
        if check and done.returncode:
            raise AssertionError(done.stdout[-6000:] + done.stderr[-2000:])
        return done

    def play(self, *tasks: Any, check: bool = True, **keywords: Any) -> str:
        """Run tasks on all hosts; what the program wrote, for what the tasks themselves do not assert."""
        book = self.directory / "play.json"
        book.write_text(json.dumps([dict({"hosts": "all", "gather_facts": False, "tasks": list(tasks)}, **keywords)]))
        done = self.run("ansible-playbook", str(book), check=check)
        return done.stdout + done.stderr
