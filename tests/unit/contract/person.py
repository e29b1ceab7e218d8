# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who runs tasks against a server in memory that counts what is written."""

from __future__ import annotations

import importlib

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call


class Person:
    """Who runs tasks against one server."""

    def __init__(self, server) -> None:
        self.server = server

    def run(self, module: str, check: bool = False, **options) -> dict:
        task = importlib.import_module("ansible_collections.lxcri.containers.plugins.modules." + module).TASK
        checked = ArgumentSpecValidator(task.arguments, **task.rules).validate(
            dict(options, server=[self.server.socket]))
        if checked.error_messages:
            return {"failed": True, "msg": "; ".join(checked.error_messages)}
        return task.outcome(Call(checked.validated_parameters, check, True))

    def still(self, module: str, **options) -> dict:
        """Nothing is due, and nothing is written."""
        written = len(self.server.writes)
        result = self.run(module, **options)
        assert not result.get("failed"), result["msg"]
        assert result["changed"] is False and len(self.server.writes) == written, result
        return result

    def twice(self, module: str, **options) -> dict:
        """Under check, in earnest, and once more; the result in earnest."""
        written = len(self.server.writes)
        assert self.run(module, True, **options)["changed"] is True
        assert len(self.server.writes) == written
        result = self.run(module, **options)
        assert not result.get("failed"), result["msg"]
        assert result["changed"] is True
        self.still(module, check=True, **options)
        self.still(module, **options)
        return result

    def refused(self, says: str, module: str, **options) -> str:
        """One sentence, with this in it."""
        result = self.run(module, **options)
        assert result.get("failed"), result
        assert says in result["msg"] and result["msg"].endswith(".") and "\n" not in result["msg"], result["msg"]
        return result["msg"]
