# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking inside an instance for what is waited for.  Thin: what is read is judged in ``_spec/awaited.py``."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute
from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import Sftp, open_sftp
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, NotFound, Timeout
from ansible_collections.lxcri.containers.plugins.module_utils._spec import awaited
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import HOLDS, Item, Verdict
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file_place import text_at
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_log_info import tail

# A command that is asked again and again must not take long each time.
COMMAND_TIMEOUT = 30.0
# How much of the end of a log is searched.
LOG = 1 << 20


class Inside:
    """One look at one instance: connects only when something inside is asked for."""

    def __init__(self, client: Any, name: str, stack: ExitStack, patience: float = COMMAND_TIMEOUT) -> None:
        self._client, self._name, self._stack = client, name, stack
        self._patience = min(patience, COMMAND_TIMEOUT)
        self._opened: Optional[Sftp] = None

    def judge(self, item: Item) -> Verdict:
        """Whether an item holds just now; what cannot be looked at does not."""
        try:
            return getattr(self, "_" + item.kind)(item)
        except LxcriError as error:
            return Verdict(False, error.message.rstrip("."))

    @property
    def _files(self) -> Sftp:
        if self._opened is None:
            self._opened = self._stack.enter_context(open_sftp(self._client, self._name))
        return self._opened

    def _port(self, item: Item) -> Verdict:
        tables = [b"".join(self._files.read("/proc/1/net/" + name)).decode("ascii", "replace")
                  for name in ("tcp", "tcp6") if self._files.lstat("/proc/1/net/" + name) is not None]
        return awaited.listening(tables, item.value)

    def _file(self, item: Item) -> Verdict:
        return HOLDS if self._files.lstat(item.value, follow=True) else Verdict(False, "it is not there")

    def _log(self, item: Item) -> Verdict:
        there = self._files.lstat(item.value, follow=True)
        if there is None:
            return awaited.has_line(None, item.line)
        end = b"".join(self._files.read(item.value, max(0, there.size - LOG)))
        return awaited.has_line(end.decode("utf-8", "replace"), item.line)

    def _cloud_init(self, item: Item) -> Verdict:
        return awaited.cloud_init(*(text_at(self._files, "/run/cloud-init/{0}.json".format(name))
                                    for name in ("result", "status")))

    def _console(self, item: Item) -> Verdict:
        try:
            return awaited.has_line(tail(self._client, join("instances", self._name, "console"), LOG), item.line)
        except NotFound:
            return Verdict(False, "it has written nothing")

    def _systemd(self, item: Item) -> Verdict:
        said = self._run(("systemctl", "is-system-running"))
        return awaited.systemd(said.stdout.decode("utf-8", "replace"), item.value)

    def _command(self, item: Item) -> Verdict:
        try:
            return awaited.ended(self._run(item.argv).rc, item.rc)
        except Timeout:
            return Verdict(False, "it did not end within {0:.1f} seconds".format(self._patience))

    def _run(self, argv: Any) -> Any:
        return execute(self._client, self._name, Command(tuple(argv)), timeout=self._patience)
