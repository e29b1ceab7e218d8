# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection awx.awx: where it comes from, and what its modules document and accept.

Newer packages called ``ansible`` do not bring it any more, so the last line of them that does is asked for.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator

import yaml

PACKAGE = "ansible~=12.3"


def collection(cache: Path) -> Path:
    """The directory below which awx.awx lies, taken out of the package ``ansible`` on the first call."""
    found = cache / "ansible_collections"
    if not found.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        # Another process may do the same: each works aside, and the first one there is as good as any.
        with tempfile.TemporaryDirectory(dir=cache) as aside:
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                            "--only-binary", ":all:", "--dest", aside, PACKAGE], check=True, timeout=300)
            with zipfile.ZipFile(next(Path(aside).glob("ansible-*.whl"))) as packed:
                packed.extractall(aside, [name for name in packed.namelist() if name.startswith("ansible_collections/awx/")])
            try:
                os.rename(Path(aside) / "ansible_collections", found)
            except OSError:
                if not found.is_dir():
                    raise
    return cache


def documentation(collections: Path, module: str) -> Dict[str, Any]:
    """The options that a module of awx.awx documents, with those of its fragments."""
    plugins = collections / "ansible_collections" / "awx" / "awx" / "plugins"
    said = _constant(plugins / "modules" / (module.rsplit(".", 1)[1] + ".py"), "DOCUMENTATION")
    options = dict(said["options"])
    fragments = said.get("extends_documentation_fragment") or []
    for fragment in [fragments] if isinstance(fragments, str) else fragments:
        options.update(_constant(plugins / "doc_fragments" / (fragment.split(".")[2] + ".py"), "DOCUMENTATION")["options"])
    return options


def _constant(path: Path, name: str) -> Any:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return yaml.safe_load(ast.literal_eval(node.value))
    raise AssertionError("{0} has no {1}".format(path, name))


def complaints(options: Dict[str, Any], given: Any, where: str) -> Iterator[str]:
    """What is wrong with the values that are given for documented options; a template may become anything."""
    for name, value in given.items():
        said = options.get(name) or next((one for one in options.values() if name in (one.get("aliases") or [])), None)
        if said is None:
            yield "{0}: there is no option {1}".format(where, name)
        else:
            yield from _value(said, value, "{0}: {1}".format(where, name))
    for name, said in options.items():
        if said.get("required") and name not in given:
            yield "{0}: {1} is missing".format(where, name)


TYPES = {"str": str, "bool": bool, "int": int, "dict": dict, "list": list, "float": (int, float)}


def _value(said: Dict[str, Any], value: Any, where: str) -> Iterator[str]:
    if isinstance(value, str) and "{{" in value:
        return
    if not isinstance(value, TYPES[said.get("type", "str")]) or isinstance(value, bool) != (said.get("type") == "bool"):
        yield "{0} is no {1}".format(where, said.get("type"))
    elif said.get("choices") and value not in said["choices"]:
        yield "{0} is none of {1}".format(where, said["choices"])
    elif said.get("suboptions"):
        for one in value if isinstance(value, list) else [value]:
            yield from complaints(said["suboptions"], one, where)
