# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action of ``copy``: ``src`` is looked for beside the playbook and in its role, and an encrypted one is decrypted."""

from __future__ import annotations

import os

from ansible.errors import AnsibleError

from ansible_collections.lxcri.containers.plugins.modules.copy import TASK
from ansible_collections.lxcri.containers.plugins.plugin_utils.action import InProcess


class ActionModule(InProcess):
    """Where the task runs on the controller; elsewhere ``src`` is a path of that machine."""

    task = TASK

    def run(self, tmp=None, task_vars=None):
        src = self._task.args.get("src")
        if src and self._connection.transport in ("local", "ansible.builtin.local"):
            try:
                self._task.args.update(self._here(src, str(self._task.args.get("dest") or "")))
            except AnsibleError as error:
                return {"failed": True, "msg": "src: {0}".format(error.message)}
        return super().run(tmp, task_vars)

    def _here(self, src: str, dest: str) -> dict:
        found = self._find_needle("files", src)
        if os.path.isdir(found):
            return {"src": found.rstrip("/") + "/" if src.endswith("/") else found}
        readable = self._loader.get_real_file(found)
        # A decrypted copy has another name.
        if readable != found and dest.endswith("/"):
            return {"src": readable, "dest": dest + os.path.basename(found)}
        return {"src": readable}
