# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge: the one place that knows ``AnsibleModule``, check mode, ``fail_json`` and ``exit_json``."""

from __future__ import annotations

import gc
import importlib.util
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Tuple

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError
from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import masked


@dataclass(frozen=True)
class Call:
    """One call of a task: its validated options and Ansible's two modes.

    ``say`` takes a line of progress for people; it does nothing where nobody looks.  ``show`` takes a line that is soon
    out of date, such as a percentage; it is ``None`` unless a person looks at a line that is rewritten.
    """

    params: Mapping[str, Any]
    check_mode: bool = False
    diff: bool = False
    say: Callable[[str], None] = lambda line: None
    show: Optional[Callable[[str], None]] = None

    def carry_out(self, planned: Any, apply: Callable[[], Any]) -> Any:
        """What ``apply`` returns, or what was ``planned`` when the run only checks.

        The only branch on check mode in the collection.
        """
        return planned if self.check_mode else apply()


@dataclass(frozen=True)
class Task:
    """What a module file declares: its options and the function that does the work.

    ``arguments`` and ``rules`` (``mutually_exclusive``, ``required_if`` …) are Ansible's own; ``libraries`` are
    what must be installed; ``do(call)`` returns the result or raises an ``LxcriError``; ``ahead()`` loads what a change
    takes, before workers are forked that would each load it, and says whether that could be.
    """

    arguments: Mapping[str, Mapping[str, Any]]
    do: Callable[[Call], dict]
    rules: Mapping[str, Any] = field(default_factory=dict)
    libraries: Tuple[str, ...] = ()
    ahead: Callable[[], bool] = lambda: True

    def run(self) -> None:
        """Run as a module of its own: read the options, do the work, print the result, end the process."""
        module = AnsibleModule(argument_spec=dict(self.arguments), supports_check_mode=True, **self.rules)
        result = self.outcome(Call(module.params, module.check_mode, module._diff))
        result["invocation"] = {"module_args": self.public(module.params)}
        for warning in result.pop("warnings", ()):
            module.warn(warning)
        # Nothing that was imported is garbage; looking through it at the end of the process would take 10 ms.
        gc.freeze()
        if result.pop("failed", False):
            module.fail_json(**result)
        module.exit_json(**result)

    def outcome(self, call: Call) -> dict:
        """The result as a dict; an error is a result with ``failed`` and ``msg``.  Never raises ``LxcriError``."""
        missing = self.missing()
        if missing:
            return missing
        try:
            return finished(self.do(call), call)
        except LxcriError as error:
            return dict(error.details, failed=True, msg=error.message)

    def missing(self) -> Optional[dict]:
        """A failure that names the library which is not installed, if there is one."""
        for library in self.libraries:
            try:
                # Found, not imported: a task that changes nothing has no use for some of them.
                there = importlib.util.find_spec(library)
            except (ImportError, ValueError):
                there = None
            # A directory that happens to have its name has no origin.
            if not there or not there.origin:
                return {"failed": True, "msg": missing_required_lib(library)}
        return None

    def public(self, params: Mapping[str, Any]) -> dict:
        """The options as they may be shown: what ``no_log`` or a secret key holds is masked."""
        hidden = {name for name, said in self.arguments.items() if said.get("no_log")}
        return masked({name: "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" if name in hidden and value else value
                       for name, value in params.items()})


def finished(result: dict, call: Call) -> dict:
    """A result as Ansible wants it: ``changed`` always there, ``diff`` only where asked for."""
    result.setdefault("changed", False)
    if not call.diff:
        result.pop("diff", None)
    return result
