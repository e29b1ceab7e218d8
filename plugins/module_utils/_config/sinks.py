# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where log lines go: standard error, or a file that is rotated by size."""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from typing import Optional

from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config
from ansible_collections.lxcri.containers.plugins.module_utils._log import LogContext

# Bytes a log file may reach, and how many old ones stay, where the configuration says nothing.
MAX_SIZE = 10 * 1024 * 1024
MAX_FILES = 5


def to_stderr(line: str) -> None:
    """The writer for a null ``log_file``."""
    sys.stderr.write(line + "\n")


class FileSink:
    """A writer that appends to ``path`` and starts a new file before it grows over ``max_size`` bytes.

    ``path.1`` is the newest of at most ``max_files - 1`` old files; ``max_size`` 0 never rotates.  Threads and
    processes may share a file: each line is one ``write``, and rotation happens under a lock on the file.
    """

    def __init__(self, path: str, max_size: int = MAX_SIZE, max_files: int = MAX_FILES) -> None:
        self.path = path
        self.max_size = max_size
        self.max_files = max_files
        self._lock = threading.Lock()
        self._fd: Optional[int] = None

    def __call__(self, line: str) -> None:
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        with self._lock:
            fd = self._current()
            if self.max_size and os.fstat(fd).st_size + len(data) > self.max_size and os.fstat(fd).st_size:
                fd = self._rotated(fd, len(data))
            os.write(fd, data)

    def close(self) -> None:
        """Give the file back; the next line opens it again."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _current(self) -> int:
        """The open file that ``path`` names now: another process may have rotated it away."""
        if self._fd is not None and not self._is_ours():
            self._forget()
        if self._fd is None:
            # Without O_NONBLOCK a pipe that nobody reads would hang the task.
            self._fd = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o640)
        return self._fd

    def _is_ours(self) -> bool:
        try:
            there, ours = os.stat(self.path), os.fstat(self._fd)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def _rotated(self, fd: int, coming: int) -> int:
        fcntl.flock(fd, fcntl.LOCK_EX)
        # While we waited somebody else may have done it; closing the old file drops the lock.
        if self._is_ours() and os.fstat(fd).st_size + coming > self.max_size:
            self._shift()
        self._forget()
        return self._current()

    def _shift(self) -> None:
        if self.max_files <= 1:
            os.truncate(self.path, 0)
            return
        for number in range(self.max_files - 1, 0, -1):
            older = self.path if number == 1 else "%s.%d" % (self.path, number - 1)
            if os.path.exists(older):
                os.replace(older, "%s.%d" % (self.path, number))


def open_log(config: Config, component: str = "lxcri") -> LogContext:
    """The LogContext a Config asks for: its level, format, file and rotation, its secrets masked.

    Opens nothing yet; a file that cannot be written shows up in ``LogContext.warnings``.
    """
    writer = to_stderr
    if config.log_file is not None:
        writer = FileSink(
            config.log_file,
            MAX_SIZE if config.log_max_size is None else config.log_max_size,
            MAX_FILES if config.log_max_files is None else config.log_max_files,
        )
    return LogContext(writer, config.log_level, component, config.log_format, secrets=config.secrets())
