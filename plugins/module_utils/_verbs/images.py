# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding an image by alias or fingerprint."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join

_FINGERPRINT = re.compile(r"^[0-9a-f]{6,64}$")


def find_image(client: Any, name: str) -> Optional[Mapping[str, Any]]:
    """The image with that alias, else the one with that (beginning of a) fingerprint; ``None`` when there is none."""
    try:
        name = client.get(join("images", "aliases", name)).metadata["target"]
    except NotFound:
        if not _FINGERPRINT.match(name):
            return None
    try:
        return client.get(join("images", name)).metadata
    except NotFound:
        return None


def image_of(client: Any, name: str) -> Mapping[str, Any]:
    """The same.

    :raises NotFound: when there is none.
    """
    found = find_image(client, name)
    if found is None:
        raise NotFound("image {0!r} does not exist; import it first, or correct the alias or `project`.".format(name))
    return found
