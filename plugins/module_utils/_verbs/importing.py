# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance or a custom volume from a backup in a file of the machine where the module runs: what the two have in common."""

from __future__ import annotations

import os
from typing import Any, Callable, Mapping, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, NotFound
from ansible_collections.lxcri.containers.plugins.module_utils._spec.archive import sha256_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.trees import local_digest

# The options that both have.
OPTIONS = {"src": Argument("path", required=True), "checksum": TEXT}
MEND = "see that the file is a whole backup made by export, and {0} exist"


def found(client: Any, path: str) -> Optional[Mapping[str, Any]]:
    """What is there of that path already."""
    try:
        return client.get(path).metadata
    except NotFound:
        return None


def source_of(options: Mapping[str, Any]) -> str:
    """The file that is to be sent.

    :raises Invalid: when there is none.
    """
    src = os.path.expanduser(options["src"])
    if not os.path.isfile(src):
        raise Invalid("src: there is no file {0}; correct the path.".format(src))
    return src


def send(client: Any, path: str, src: str, words: Mapping[str, Any], checksum: Optional[str],
         say: Callable[[str], None]) -> None:
    """Check the file, and send it.

    :arg words: what the server is told beside the file, in headers that each product calls after itself.
    """
    if checksum:
        _check(src, sha256_of(checksum))
    say("sending {0} ({1:.1f} MB)".format(src, os.path.getsize(src) / 1e6))
    headers = {vendor + word: value for vendor in ("X-LXD-", "X-Incus-") for word, value in words.items() if value}
    client.send(Request("POST", path, upload=Upload((("backup", src),), headers), says="import"))


def _check(src: str, wanted: str) -> None:
    digest = local_digest(src)
    if digest != wanted:
        raise Invalid("{0} has the SHA-256 {1}, and {2} is wanted; get the right file".format(src, digest, wanted))
