# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client does about operations: wait for them, hear of them, and give them up.  ``GET /1.0/operations/{id}/wait``."""

from __future__ import annotations

import copy
import threading
import time
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, Set

from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import CANCELLED, FAILURE, ended, operation_error
from ansible_collections.lxcri.containers.plugins.module_utils._client.sockets import CONNECT_TIMEOUT, READ_TIMEOUT
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    LxcriError,
    NotFound,
    OperationFailed,
    Timeout,
    Unavailable,
)

# One wait request; several make up a longer wait, so that a silent server is noticed.
WAIT_SLICE = 30
# Between two waits when the server does not wait at all.
PAUSE = 0.2


class Operations:
    """The part of a client that knows of operations; ``call`` and ``server`` are the client's."""

    call: Callable[..., Any]
    server: Any

    def __init__(self) -> None:
        # These are shared with what `within` makes of it, since a run is given up as a whole.
        self._open: Set[str] = set()
        self._enders: Set[Callable[[], None]] = set()
        self._given_up = threading.Event()
        self._note: Callable[[str], None] = lambda path: None

    def noting(self, note: Callable[[str], None]) -> Any:
        """The same connection; ``note`` is called with the path of each operation before it is waited for."""
        other = copy.copy(self)
        other._note = note
        return other

    def listen(self, types: str, hear: Callable[[Dict[str, Any]], None], everywhere: bool = False,
               after: float = 0.0) -> Any:
        """A ``Listening`` to what the server tells by itself; that and ``Events`` explain the rest."""
        # Most tasks never listen.
        from ansible_collections.lxcri.containers.plugins.module_utils._client.events import NAMES_PROJECT, Events
        from ansible_collections.lxcri.containers.plugins.module_utils._client.listening import Listening
        named = everywhere and self.server.has(NAMES_PROJECT)
        return Listening(lambda: Events(self, types, named), hear, after)

    def wait(self, operation: str, timeout: float) -> dict:
        """Wait for an operation to end and return it; cancel it on the server when time runs out.

        :arg operation: its path, as a reply names it.
        :raises OperationFailed: with the server's own message; ``Timeout`` when it did not end in time.
        """
        path = operation.split("?")[0]
        deadline = time.monotonic() + timeout
        self._open.add(path)
        self._note(path)
        try:
            while True:
                if self._given_up.is_set():
                    self.cancel(path)
                    raise Unavailable("the run was interrupted")
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Timeout("it took longer than {0:g} seconds".format(timeout), path=path)
                seconds = max(1, min(WAIT_SLICE, int(left + 0.999)))
                found = self.look_after(path, seconds)
                if ended(found):
                    break
        except OperationFailed as error:
            error.details["status"] = FAILURE
            raise
        except Timeout as error:
            # Servers cannot cancel everything; then it must be said that it is not over.
            end = "was cancelled" if self.cancel(path) else "goes on, since the server cannot cancel it"
            raise Timeout("{0} and {1}".format(error.message, end), **error.details)
        except (KeyboardInterrupt, SystemExit):
            self.cancel(path)
            raise
        finally:
            self._open.discard(path)
        if found.get("status_code") in (FAILURE, CANCELLED):
            raise operation_error(found, path)
        return found

    def look_after(self, operation: str, seconds: int) -> dict:
        """The operation as it is after its end, or after so many seconds, whichever comes first."""
        began = time.monotonic()
        try:
            found = self.call("GET", operation + "/wait", query={"timeout": seconds},
                              read_timeout=seconds + READ_TIMEOUT).metadata
        except OperationFailed as error:
            # Incus answers with an error both when the operation has failed and when the time is over before it is.
            try:
                found = self.call("GET", operation).metadata
            except NotFound:
                raise error
        if not ended(found) and time.monotonic() - began < PAUSE:
            # LXD 5.0 does not wait for the operation of another member.
            time.sleep(PAUSE)
        return found

    def cancel(self, operation: str) -> bool:
        """Ask the server to give an operation up; false where it cannot be cancelled or has ended."""
        try:
            self.call("DELETE", operation, read_timeout=CONNECT_TIMEOUT)
        except LxcriError:
            return False
        return True

    def give_up(self) -> None:
        """Cancel every operation that any thread waits for; those threads, and later waits, end with an error."""
        self._given_up.set()
        for path in list(self._open):
            self.cancel(path)
        for end in list(self._enders):
            end()

    @contextmanager
    def ended_by(self, end: Callable[[], None]) -> Iterator[None]:
        """Meanwhile, ``give_up`` calls ``end`` too, from its own thread: for what is no wait for an operation."""
        self._enders.add(end)
        try:
            if self._given_up.is_set():
                end()
            yield
        finally:
            self._enders.discard(end)
