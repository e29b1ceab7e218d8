# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server's answer means.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    Conflict,
    Invalid,
    LxcriError,
    NotFound,
    OperationFailed,
    Timeout,
    Unauthorized,
    Unavailable,
    Unsupported,
)

ERRORS = {
    400: Invalid, 401: Unauthorized, 403: Unauthorized, 404: NotFound, 409: Conflict, 412: Conflict,
    501: Unsupported, 502: Unavailable, 503: Unavailable,
}

SUCCESS = 200
FAILURE = 400
CANCELLED = 401


@dataclass(frozen=True)
class Reply:
    """``metadata`` of the answer, its ETag, and the path of the operation it started, if it did."""

    metadata: Any = None
    etag: str = ""
    operation: str = ""
    status: int = 200


def error_of(status: int, text: str, method: str, path: str) -> LxcriError:
    """The error that an HTTP status stands for; ``text`` is the server's own sentence."""
    kind = ERRORS.get(status, OperationFailed)
    return kind(text or "HTTP {0}".format(status), status=status, method=method, path=path)


def no_json(says: str, method: str, path: str) -> LxcriError:
    """The error of an answer that neither LXD nor Incus gives."""
    return Unavailable("{0} is no LXD or Incus: it answered {1} {2} with something that is no JSON.".format(
        says, method, path))


def too_slow(says: str, method: str, path: str, seconds: float) -> LxcriError:
    """The error of an answer that did not come."""
    return Timeout("{0} did not answer {1} {2} within {3:g} seconds; see its load and its log.".format(
        says, method, path, seconds), path=path)


def operation_error(operation: Mapping[str, Any], path: str) -> LxcriError:
    """The error of an operation that ended badly: its own message, and what it was doing."""
    text = operation.get("err") or operation.get("status") or "the operation failed"
    return OperationFailed(
        text, status=operation.get("status_code"), path=path, doing=operation.get("description", ""))


def ended(operation: Mapping[str, Any]) -> bool:
    """Has the operation reached an end, good or bad?  Codes: /1.0 documentation, *REST API: status codes*."""
    return int(operation.get("status_code") or 0) >= SUCCESS
