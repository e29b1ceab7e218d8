# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that are files, streamed: memory does not grow with them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator, Optional

from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import reason_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable

try:
    import requests
    import urllib3
    BROKEN = (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError)
except ImportError:
    BROKEN = (OSError,)

BLOCK = 1 << 20


@dataclass(frozen=True)
class Download:
    """An answer on its way: ``length`` in bytes, ``None`` where the server does not say; ``type`` of the content."""

    length: Optional[int]
    type: str
    blocks: Iterator[bytes]


@contextmanager
def download(client: Any, path: str, **query: Any) -> Iterator[Download]:
    """``GET /1.0/<path>``.

    :raises Unavailable: from the blocks, when the connection is lost before the end.
    """
    with client.raw("GET", path, query=query, stream=True) as response:
        said = response.headers.get("Content-Length", "")
        length = int(said) if said.isdigit() else None
        yield Download(length, response.headers.get("Content-Type", ""), _blocks(client, response, length))


def _blocks(client: Any, response: Any, length: Optional[int]) -> Iterator[bytes]:
    received = 0
    try:
        for block in response.iter_content(BLOCK):
            received += len(block)
            yield block
    except BROKEN as error:
        raise _cut(client, received, length, reason_of(error))
    if length is not None and received != length:
        raise _cut(client, received, length, "the connection was closed")


def _cut(client: Any, received: int, length: Optional[int], reason: str) -> Unavailable:
    return Unavailable("{0} was lost after {1} of {2} bytes ({3}); see whether it still runs, and try again".format(
        client.endpoint.says, received, "unknown" if length is None else length, reason))
