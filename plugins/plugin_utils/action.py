# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of every module of the collection: the work is done here, or the module is shipped as ever.

Each module has an action of its own name that names the module's task. Ansible loads an action by the name of its task, once
and before it forks a worker for each task, so what an action imports is imported once in a run.
"""

from __future__ import annotations

from ansible.plugins.action.normal import ActionModule as ShippedModule
from ansible.utils.display import Display

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Task
from ansible_collections.lxcri.containers.plugins.plugin_utils.in_process import reason_to_ship, run_here
from ansible_collections.lxcri.containers.plugins.plugin_utils.progress import reporter, terminal

display = Display()
# Asked before any worker is forked.
TERMINAL = terminal()


class InProcess(ShippedModule):
    """Runs a module's task in the controller's process where nothing asks otherwise."""

    task: Task
    loaded: bool

    def __init_subclass__(cls, **said):
        super().__init_subclass__(**said)
        cls.loaded = cls.task.ahead()

    def run(self, tmp=None, task_vars=None):
        reason = reason_to_ship(
            self._connection.transport, self._play_context.become, bool(self._task.async_val),
            self._task.environment, task_vars or {}) or ("" if self.loaded and not self.task.missing() else "a library is missing")
        if reason:
            display.vvv("lxcri: {0} is shipped as a module: {1}".format(self._task.action, reason))
            return super().run(tmp, task_vars)
        say = reporter(display, TERMINAL, task_vars or {})
        try:
            return run_here(self.task, self._task.action, self._task.args, self._task.check_mode, self._task.diff, say,
                            getattr(say, "show", None))
        finally:
            getattr(say, "close", lambda: None)()
