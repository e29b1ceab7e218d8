# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a module's task in the controller's own process, with the results the module would have.

Shipping a module costs a process, an archive and an interpreter's start for every task; the same work needs a few
milliseconds here.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import Any, Callable, Iterator, List, Mapping, Optional

from ansible import constants
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call, Task

SWITCH = "lxcri_in_process"
# Seconds after which it is noticed that nobody waits for the result any more.
LOOK = 0.25


def reason_to_ship(transport: str, become: bool, asynchronous: bool, environment: Any,
                   variables: Mapping[str, Any]) -> str:
    """Why a task must be shipped as a module; empty when it may run here.  Pure.

    :arg transport: the connection's name.  :arg variables: the task's variables.
    """
    interpreter = str(variables.get("ansible_python_interpreter") or "auto")
    if str(variables.get(SWITCH, True)).lower() in ("false", "no", "off", "0"):
        return "{0} is off".format(SWITCH)
    if transport not in ("local", "ansible.builtin.local"):
        return "the connection is {0}".format(transport)
    if become:
        return "become is asked for"
    if asynchronous:
        return "async is asked for"
    if any(environment or ()):
        return "an environment is asked for"
    if not interpreter.startswith("auto") and interpreter != sys.executable:
        return "another interpreter is asked for"
    return ""


@contextmanager
def interruptible() -> Iterator[None]:
    """What ends a run raises ``KeyboardInterrupt`` first, so that what is under way on the server is cancelled.

    Ansible's workers would die of it at once; they do after that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    caught: List[int] = []

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def interrupt(number: int, _frame: Any) -> None:
        # The controller sends one after the other; what is being cancelled must not be cut short by the second.
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        caught.append(number)
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, interrupt)
    over = threading.Event()
    # The one that forked this process, even if it is gone by now.
    parent = multiprocessing.parent_process()
    threading.Thread(target=end_with, args=(parent.pid if parent else os.getppid(), over), daemon=True).start()
    try:
        yield
    except KeyboardInterrupt:
        restore()
        if caught:
            os.kill(os.getpid(), caught[0])
        raise
    finally:
        over.set()
        restore()


def end_with(parent: int, over: threading.Event) -> None:
    """End this process as a signal would once its parent is gone.

    A worker is in a session of its own.  Whoever kills the controller's process group, as the runner of a cancelled job does,
    kills all but the workers, and what they were at would be done to the end.
    """
    while not over.wait(LOOK):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return


def run_here(task: Task, name: str, args: Mapping[str, Any], check_mode: bool, diff: bool,
             say: Callable[[str], None], show: Optional[Callable[[str], None]] = None) -> dict:
    """The result of a task's module, computed here: validation, outcome, ``no_log``, invocation and all.

    :arg name: the module's name in messages.  :arg args: options as the playbook gave them.
    :arg say: takes progress.  :arg show: takes what is soon out of date, if there is a live line for it.
    """
    validation = ModuleArgumentSpecValidator(dict(task.arguments), **dict(task.rules)).validate(plain(args))
    params = validation.validated_parameters
    if validation.error_messages:
        message = validation.errors.msg
        if isinstance(validation.errors[0], UnsupportedError):
            message = "Unsupported parameters for ({0}) module: {1}".format(name, message)
        result = {"failed": True, "msg": message}
    else:
        with interruptible():
            result = task.outcome(Call(params, check_mode, diff, say, show))
    if shows_invocation():
        result["invocation"] = {"module_args": task.public(params)}
    return remove_values(result, validation._no_log_values)


def shows_invocation() -> bool:
    """Do results carry the options they were called with?  They always did before ansible-core made it a setting."""
    return bool(getattr(constants, "INJECT_INVOCATION", True))


def plain(value: Any) -> Any:
    """A copy of built-in dictionaries, lists and scalars, whatever Ansible wraps them in."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return "".join(value)
    return value
