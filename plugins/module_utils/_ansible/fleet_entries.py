# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking a fleet's entries with the very rules of their kind's module."""

from __future__ import annotations

from typing import Any, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_inside import ARGUMENTS, InsideValidator
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import CONNECTION
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import arguments_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Resource
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest


class EntryValidator:
    """Checks a fleet's entries with the very rules of the kind's module, each kind's rules made once."""

    def __init__(self, timeout: int) -> None:
        self._timeout = timeout
        self._rules: dict = {}
        self._inside = InsideValidator()

    def __call__(self, resource: Resource, entry: Mapping[str, Any]) -> dict:
        """The entry's options, converted and completed; raises ``Invalid``."""
        if resource.kind not in self._rules:
            spec = {name: {key: value for key, value in said.items() if key != "fallback"}
                    for name, said in arguments_of(resource).items() if name not in CONNECTION}
            if resource.kind == "instance":
                spec.update(ARGUMENTS, after={"type": "list", "elements": "str"})
            self._rules[resource.kind] = (spec, ArgumentSpecValidator(spec))
        spec, validator = self._rules[resource.kind]
        unknown = [key for key in entry if key not in spec]
        if unknown:
            raise Invalid("unknown key `{0}`{1}".format(unknown[0], nearest(str(unknown[0]), spec)))
        result = validator.validate(dict({"timeout": self._timeout}, **entry))
        if result.error_messages:
            raise Invalid("; ".join(result.error_messages))
        options = result.validated_parameters
        return self._inside(options) if resource.kind == "instance" else options
