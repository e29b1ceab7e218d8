# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors everything below the Ansible edge raises.

A message is one sentence that names the thing, the cause and the mend.  The
edge turns it into ``fail_json`` or ``AnsibleError``; nothing else does.
Errors are told apart by type and by HTTP status, never by their English.
"""

from __future__ import annotations


class LxcriError(Exception):
    """Base of all errors of the collection.

    ``details`` is a JSON-ready dict that the edge returns beside the message
    (for example ``{"status": 404, "path": "/1.0/instances/web"}``).
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Unavailable(LxcriError):
    """Nobody answers at the endpoint: no socket, refused, unreachable, or gone in the middle."""


class Unauthorized(LxcriError):
    """The server answers and says no: socket permission, untrusted certificate (HTTP 401, 403)."""


class NotFound(LxcriError):
    """HTTP 404: the thing, its parent or its project does not exist."""


class Conflict(LxcriError):
    """HTTP 409 or 412: the thing exists already, is busy, or changed since it was read."""


class Unsupported(LxcriError):
    """The server lacks an API extension that the request needs."""


class OperationFailed(LxcriError):
    """The server accepted a request and then failed to carry it out."""


class Timeout(LxcriError):
    """Something did not happen within the time that was given."""


class Invalid(LxcriError):
    """Input that cannot be carried out, found before anything was written, or HTTP 400."""
