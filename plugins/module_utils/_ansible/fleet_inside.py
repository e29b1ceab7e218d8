# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet's instances may declare to be done in them, checked by the rules of the modules ``copy``, ``file``, ``exec``."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._fleet.inside import COPY, FILE, verb_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import argument_spec
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Verb

SECTIONS = ("files", "commands")
ARGUMENTS = {name: {"type": "list", "elements": "dict"} for name in SECTIONS}
RUNNING = ("started", "restarted", "absent")


def verb_named(name: str) -> Verb:
    """The verb of a module, imported for the fleets that use it alone."""
    if name == COPY:
        from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copy import COPY as verb
    elif name == FILE:
        from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file import FILE_VERB as verb
    else:
        from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec import EXEC as verb
    return verb


class InsideValidator:
    """Checks ``files`` and ``commands`` of entries, each verb's rules made once."""

    def __init__(self) -> None:
        self._rules: dict = {}

    def __call__(self, options: Dict[str, Any]) -> Dict[str, Any]:
        """The options of an instance with both lists converted and completed.

        :raises Invalid: for what no verb takes, and for an instance that is not to run.
        """
        said = {name: options[name] for name in SECTIONS if options.get(name)}
        if said and options["state"] not in RUNNING:
            raise Invalid("`{0}`: only in a running instance something can be done; set `state: started`, or leave them out"
                          .format("` and `".join(said)))
        return dict(options, **{name: self._checked(name, entries) for name, entries in said.items()})

    def _checked(self, section: str, entries: List[Mapping[str, Any]]) -> List[dict]:
        found = []
        for place, entry in enumerate(entries):
            verb = verb_named(verb_of(section, entry))
            if verb.name not in self._rules:
                spec = argument_spec({name: one for name, one in verb.options.items() if name != "instance"})
                self._rules[verb.name] = (spec, ArgumentSpecValidator(spec, **verb.rules))
            spec, validator = self._rules[verb.name]
            where = "{0}[{1}]".format(section, place)
            unknown = [key for key in entry if key not in spec]
            if unknown:
                raise Invalid("{0}: unknown key `{1}`{2}".format(where, unknown[0], nearest(str(unknown[0]), spec)))
            result = validator.validate(dict(entry))
            if result.error_messages:
                raise Invalid("{0}: {1}".format(where, "; ".join(result.error_messages)))
            found.append(result.validated_parameters)
        return found
