# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Privilege escalation over a command's own streams: wait for the prompt, send the password, wait for success."""

from __future__ import annotations

import time
from typing import Any, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_pump import Input
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Timeout


class Dialog(Input):
    """The input of a command behind a become plugin: nothing is sent to it before it has become what it should.

    :arg become: the become plugin, which knows prompts and marks.  :arg password: the password, without line end.
    :arg patience: seconds until it must have become that.
    """

    def __init__(self, become: Any, password: bytes, stdin: bytes, patience: float) -> None:
        super().__init__(stdin)
        self._become = become
        self._password: Optional[bytes] = password
        self._said = b""
        self._patience = patience
        self.deadline = time.monotonic() + patience

    def heard(self, data: bytes) -> None:
        """Look for the mark of success and for words of failure."""
        if self.deadline is None:
            return
        self._said += data
        if self._become.check_success(self._said):
            self.deadline = None
        elif self._password is None and (self._become.check_incorrect_password(self._said)
                                         or self._become.check_password_prompt(self._said)):
            raise Invalid("{0}: the become password is wrong.".format(self._name()))
        elif self._become.check_missing_password(self._said):
            raise Invalid("{0}: it wants a become password, and there is none.".format(self._name()))

    def take(self) -> Optional[bytes]:
        """The password once it is asked for, and the input once that has helped."""
        if self.deadline is None:
            return super().take()
        if self._password is not None and self._become.check_password_prompt(self._said):
            sent, self._password, self._said = self._password + b"\n", None, b""
            return sent
        if time.monotonic() >= self.deadline:
            raise Timeout("{0}: no success and no prompt within {1:g} seconds; it said {2!r}.".format(
                self._name(), self._patience, self._said[-200:].decode("utf-8", "replace")))
        return b""

    def _name(self) -> str:
        return getattr(self._become, "name", "become")
