# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of every module of the collection: the work is done here, or the module is shipped as ever.

Each module has an action of its own name that is this one. Ansible loads an action by the name of its task, once and
before it forks a worker for each task, so what is imported here is imported once in a run.
"""

from __future__ import annotations

from ansible.plugins.action.normal import ActionModule as ShippedModule
from ansible.utils.display import Display

from ansible_collections.lxcri.containers.plugins.module_utils._client import client as _warm  # noqa: F401
from ansible_collections.lxcri.containers.plugins.plugin_utils.in_process import reason_to_ship, run_here, task_of
from ansible_collections.lxcri.containers.plugins.plugin_utils.progress import reporter, terminal

display = Display()
# Asked before any worker is forked.
TERMINAL = terminal()


class ActionModule(ShippedModule):
    """Runs a task in the controller's process where nothing asks otherwise."""

    def run(self, tmp=None, task_vars=None):
        name = self._task.action.rsplit(".", 1)[-1]
        reason = reason_to_ship(
            self._connection.transport, self._play_context.become, bool(self._task.async_val),
            self._task.environment, task_vars or {})
        # A task that is shipped needs nothing of its module here, not even its import.
        task = None if reason else task_of(name)
        reason = reason or ("it has no task" if task is None else "a library is missing" if task.missing() else "")
        if reason:
            display.vvv("lxcri: {0} is shipped as a module: {1}".format(name, reason))
            return super().run(tmp, task_vars)
        say = reporter(display, TERMINAL, task_vars or {})
        try:
            return run_here(task, self._task.action, self._task.args, self._task.check_mode, self._task.diff, say,
                            getattr(say, "show", None))
        finally:
            getattr(say, "close", lambda: None)()
