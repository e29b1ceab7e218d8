# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person may write for one option of a module."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Mapping, Optional, Tuple


@dataclass(frozen=True)
class Argument:
    """One option of a module: the arguments of Ansible's own ``argument_spec``, as a value.

    ``options`` holds the suboptions of a ``dict`` (or of a list of them), each an ``Argument`` too.
    """

    type: str = "str"
    elements: Optional[str] = None
    choices: Optional[Tuple[str, ...]] = None
    default: Any = None
    required: bool = False
    no_log: Optional[bool] = None
    aliases: Tuple[str, ...] = ()
    options: Optional[Mapping[str, "Argument"]] = None
    required_together: Tuple[Tuple[str, ...], ...] = ()
    mutually_exclusive: Tuple[Tuple[str, ...], ...] = ()
    required_if: Tuple[Tuple[Any, ...], ...] = ()

    def spec(self) -> dict:
        """This option as Ansible's ``argument_spec`` wants it: only what differs from the default is named."""
        said = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) not in (None, False, ())}
        if self.no_log is False:
            said["no_log"] = False
        if self.default is not None:
            # False and 0 are equal, and both are defaults.
            said["default"] = self.default
        said["type"] = self.type
        if self.options is not None:
            said["options"] = argument_spec(self.options)
        for name in ("choices", "aliases"):
            if name in said:
                said[name] = list(said[name])
        return said


def argument_spec(arguments: Mapping[str, Argument]) -> dict:
    """``{option: Argument}`` as an Ansible ``argument_spec``."""
    return {name: argument.spec() for name, argument in arguments.items()}


TEXT = Argument()
BOOL = Argument("bool")
DICT = Argument("dict")
STRINGS = Argument("list", elements="str")
