# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of a verb in one sentence for people."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.mends import mend_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join


@contextmanager
def doing(what: str, mends: Optional[Mapping[int, str]] = None, **details: Any) -> Iterator[None]:
    """Whatever is raised inside names what was being done, the cause, and what to do about its HTTP status.

    ``doing("restore instance 'web'", {404: "correct `snapshot`"})``.  ``details`` join the error's own.
    """
    try:
        yield
    except LxcriError as error:
        if getattr(error, "explained", False):
            raise
        mend = mend_of(error.message) or (mends or {}).get(error.details.get("status"), "")
        raise explained(type(error)(
            "Cannot {0}: {1}{2}.".format(what, error.message.strip().rstrip("."), "; " + mend if mend else ""),
            **dict(error.details, **details)))


def explained(error: LxcriError) -> LxcriError:
    """The error, marked as a whole sentence that nothing is to be put around."""
    error.explained = True
    return error


def instance_of(client: Any, name: str) -> Mapping[str, Any]:
    """The instance, as ``GET /1.0/instances/{name}`` shows it.

    :raises NotFound: when there is none of that name.
    """
    try:
        return client.get(join("instances", name)).metadata
    except NotFound as error:
        where = " in project {0!r}".format(client.project) if client.project not in (None, "", "default") else ""
        raise explained(NotFound(
            "instance {0!r} does not exist{1}; create it, or correct the name or `project`.".format(name, where),
            **dict(error.details, name=name)))
