# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One instance as the connection plugin uses it: commands, files, and who runs them."""

from __future__ import annotations

import contextlib
import os
import posixpath
import shlex
from typing import Any, Iterator, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command, execute
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_failure import refused
from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_pump import Input
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, LxcriError, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.account import Account
from ansible_collections.lxcri.containers.plugins.plugin_utils.compiled import kept_compiled
from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_link import (
    account_of,
    forget,
    reader_of,
)
from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_words import grant_of, python_of

BLOCK = 1 << 18
USUAL_SHELL = "/bin/sh"


class Session:
    """An instance, seen by one worker.

    :arg options: of the connection plugin.  :arg kept: the run's own temporary directory.
    :raises LxcriError: when the server does not answer; whether the instance runs shows with the first command.
    """

    def __init__(self, options: Mapping[str, Any], kept: str) -> None:
        self._options = options
        self._kept = kept
        self._reader = reader_of(options, os.environ)
        self._account: Optional[Account] = None
        self._files: Any = None

    @property
    def instance(self) -> str:
        """The instance's name."""
        return self._options["remote_addr"]

    @property
    def account(self) -> Account:
        """Who runs everything."""
        if self._account is None:
            try:
                self._account = account_of(self._reader, self._options, self._kept)
            except LxcriError as error:
                raise self._refused("the look at its users", error)
        return self._account

    def run(self, cmd: str, in_data: bytes, become: Any) -> Tuple[int, bytes, bytes]:
        """Return code, stdout and stderr of a shell command.

        :arg become: the become plugin when a password may have to be sent.
        """
        if in_data and self._options.get("keep_compiled"):
            in_data = kept_compiled(in_data)
        # Another shell than usual may be one in another place.
        if not become and self._options["executable"] == USUAL_SHELL:
            shorter = self._run_kept(cmd, in_data) or self._granted(cmd)
            if shorter:
                return shorter
        account = self.account
        environment = {} if account.uid == 0 else account.environment()
        said = self._options.get("exec_environment") or {}
        environment.update((str(name), str(value)) for name, value in said.items())
        command = Command(
            argv=tuple(shlex.split(self._options["executable"])) + ("-c", cmd),
            environment=environment,
            cwd="" if account.uid == 0 else account.home,
            uid=account.uid or None,
            gid=account.gid if account.uid else None)
        ended = execute(self._reader, self.instance, command, self._input(in_data, become),
                        self._options.get("command_timeout") or None)
        return ended.rc, ended.stdout, ended.stderr

    def _run_kept(self, cmd: str, in_data: bytes) -> Optional[Tuple[int, bytes, bytes]]:
        if not in_data or not self._options.get("keep_interpreter") or self._options.get("command_timeout"):
            return None
        from ansible_collections.lxcri.containers.plugins.plugin_utils.keeper import run_kept
        python = python_of(cmd)
        return run_kept(self._options, self._kept, python, in_data) if python else None

    def _granted(self, cmd: str) -> Optional[Tuple[int, bytes, bytes]]:
        """Files that were copied just now are given to their owner by the same connection, without a process inside."""
        bits, paths = grant_of(cmd)
        if not paths or self._files is None or self.account.uid or self._options.get("command_timeout"):
            return None
        try:
            found = [self._files.lstat(path, follow=True) for path in paths]
            if None in found:
                # The command says it in its own words.
                return None
            for path, attributes in zip(paths, found):
                self._files.set_mode(path, attributes.mode | bits)
        except LxcriError:
            self.close()
            return None
        return 0, b"", b""

    def files(self, source: bytes = b"") -> Any:
        """The instance's files; the connection is kept for the next one.

        :arg source: a local file that must be there.
        """
        if source and not os.path.exists(source):
            raise Invalid("There is no file {0} to copy.".format(os.fsdecode(source)))
        if self._files is None:
            from ansible_collections.lxcri.containers.plugins.module_utils._client.sftp import open_sftp
            try:
                self._files = open_sftp(self._reader, self.instance)
            except LxcriError as error:
                raise self._refused("the transfer", error)
        return self._files

    def put(self, files: Any, source: bytes, path: str) -> None:
        """Copy a local file into the instance; a new one belongs to the user, one that was there stays whose it is."""
        path = self._absolute(path)
        with self._dropped_when_broken():
            is_new = files.lstat(path, follow=True) is None
            try:
                with open(source, "rb") as file:
                    files.write(path, iter(lambda: file.read(BLOCK), b""))
                if is_new and self.account.uid:
                    files.set_owner(path, self.account.uid, self.account.gid)
            except BaseException:
                if is_new:
                    _without_error(lambda: files.remove(path))
                raise

    def fetch(self, files: Any, path: str, target: bytes) -> None:
        """Copy a file of the instance here."""
        path = self._absolute(path)
        with self._dropped_when_broken():
            found = files.lstat(path, follow=True)
            if found is None:
                raise NotFound("There is no file {0} in instance {1!r} to fetch.".format(path, self.instance))
            if found.kind != "file":
                raise Invalid("{0} in instance {1!r} is a {2}, which cannot be fetched; name a file.".format(
                    path, self.instance, found.kind))
            try:
                with open(target, "wb") as file:
                    for block in files.read(path):
                        file.write(block)
            except BaseException:
                _without_error(lambda: os.unlink(target))
                raise

    def close(self) -> None:
        """Close what belongs to this instance."""
        if self._files is not None:
            self._files.close()
            self._files = None

    def forget(self) -> None:
        """Close everything, the connection to the server and a kept interpreter too."""
        self.close()
        if self._options.get("keep_interpreter"):
            from ansible_collections.lxcri.containers.plugins.plugin_utils.keeper import end_kept
            end_kept(self._options, self._kept)
        forget(self._reader)

    def _input(self, in_data: bytes, become: Any) -> Any:
        if become is None:
            return in_data
        from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_dialog import Dialog
        password = (become.get_option("become_pass") or "").encode("utf-8", "surrogateescape")
        dialog: Input = Dialog(become, password, in_data, float(self._options.get("timeout") or 60))
        return dialog

    def _absolute(self, path: str) -> str:
        return posixpath.join(self.account.home or "/", path)

    def _refused(self, what: str, error: LxcriError) -> LxcriError:
        """The error with the instance's state in it, unless it is a whole sentence already."""
        return refused(self._reader, self.instance, what, error) if "status" in error.details else error

    @contextlib.contextmanager
    def _dropped_when_broken(self) -> Iterator[None]:
        """After an error nobody knows where in the protocol the connection is."""
        try:
            yield
        except BaseException:
            self.close()
            raise


def _without_error(what: Any) -> None:
    try:
        what()
    except (LxcriError, OSError):
        pass
