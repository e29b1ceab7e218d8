# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an execution environment's image holds, as a virtual environment and a bare process environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import List, Tuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = ROOT / "extensions" / "awx" / "execution-environment.yml"


def lines_of(path: Path) -> List[str]:
    """What a requirements file names, without comments."""
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]


def context(directory: Path) -> Path:
    """The build context that ansible-builder makes of the shipped definition."""
    subprocess.run([tool("ansible-builder"), "create", "-f", str(DEFINITION), "-c", str(directory)], check=True,
                   capture_output=True, timeout=60)
    return directory


def introspected(collections: Path, made: Path, directory: Path) -> Tuple[List[str], List[str]]:
    """The very step with which an image's build finds out what to install: the context's and the collections' needs."""
    python, system = directory / "requirements.txt", directory / "bindep.txt"
    subprocess.run([tool("ansible-builder"), "introspect", "--user-pip", str(made / "_build" / "requirements.txt"),
                    "--write-pip", str(python), "--write-bindep", str(system), str(collections)], check=True,
                   capture_output=True, timeout=60)
    return lines_of(python), lines_of(system)


def tool(name: str) -> str:
    """A command of the environment that the tests run in."""
    return str(Path(sys.executable).with_name(name))


def base() -> List[str]:
    """What the definition installs beside the collection."""
    said = yaml.safe_load(DEFINITION.read_text())["dependencies"]
    return [said["ansible_core"]["package_pip"], said["ansible_runner"]["package_pip"]]


class Environment:
    """A virtual environment with ansible-core, ansible-runner and what the collection says it needs; nothing else."""

    def __init__(self, directory: Path, python: List[str], collections: Path) -> None:
        self.directory, self.collections = directory, collections
        subprocess.run([sys.executable, "-m", "venv", str(directory / "venv")], check=True)
        (directory / "requirements.txt").write_text("\n".join(base() + python) + "\n")
        subprocess.run([self.tool("pip"), "install", "--quiet", "--disable-pip-version-check", "-r",
                        str(directory / "requirements.txt")], check=True, timeout=300)
        (directory / "home").mkdir()

    def tool(self, name: str) -> str:
        """A command of this environment."""
        return str(self.directory / "venv" / "bin" / name)

    @property
    def environ(self) -> dict:
        """What a process in the image sees: nothing of this machine's own settings, clients or keys."""
        return {"PATH": "{0}/venv/bin:/usr/bin:/bin".format(self.directory), "HOME": str(self.directory / "home"),
                "LANG": "C.UTF-8", "ANSIBLE_COLLECTIONS_PATH": str(self.collections), "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_HOME": str(self.directory / "home" / ".ansible")}

    def run(self, *words: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess:
        """A command in it, with what it said."""
        return subprocess.run([self.tool(words[0]), *words[1:]], cwd=str(cwd), env=dict(self.environ, **environ), timeout=120,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def worked(done: subprocess.CompletedProcess) -> str:
    """What it said, once it is known that it worked."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def private(path: Path, text: str, mode: int = 0o600) -> str:
    """Write a file that others may not read; returns its path."""
    path.write_text(text)
    os.chmod(path, mode)
    return str(path)
