# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading any path of the API: what the lookup ``query`` does."""

from __future__ import annotations

import os
from typing import Any, List, Mapping, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError, NotFound


def read_paths(paths: Sequence[str], said: Mapping[str, Any], has_default: bool) -> List[Any]:
    """``metadata`` of each path, over one connection.

    :arg said: the lookup's options.  :arg has_default: whether ``default`` among them stands for what does not exist.
    """
    asked = {"recursion": said["recursion"] or None, "filter": said["filter"], "target": said["target"],
             "all-projects": "true" if said["all_projects"] else None}
    endpoint = resolve(said["server"], os.environ, said["client_cert"], said["client_key"], said["server_cert"],
                       said["trust_token"], said["bearer_token"])
    found = []
    with Reader(endpoint, said["project"], float(said["timeout"])) as reader:
        for path in paths:
            try:
                found.append(reader.get(path, **asked).metadata)
            except LxcriError as error:
                if not (has_default and isinstance(error, NotFound)):
                    raise type(error)("Cannot read {0}: {1}".format(path, error.message), **error.details)
                found.append(said["default"])
    return found
