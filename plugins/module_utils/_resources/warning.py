# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Warnings of the server: ``/1.0/warnings``."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Lifecycle, Resource


def absent(_path: str, _body: dict, options: Mapping[str, Any]) -> Tuple[Request, ...]:
    """Only the server makes warnings."""
    raise NotFound("warning {0!r} does not exist; warning_info lists those there are.".format(options["uuid"]))


def state_request(path: str, action: str, _options: Mapping[str, Any]) -> Request:
    """``PUT /1.0/warnings/{uuid}`` with another status."""
    return Request("PUT", path, {"status": action}, says="mark")


WARNING = Resource(
    kind="warning",
    path="warnings",
    key="uuid",
    scope="server",
    extensions=("warnings",),
    lifecycle=Lifecycle(
        states=("acknowledged", "new"),
        actions={("acknowledged", "new"): ("acknowledged",), ("new", "acknowledged"): ("new",)},
        request=state_request,
        results={"acknowledged": "acknowledged", "new": "new"},
    ),
    create=absent,
)
