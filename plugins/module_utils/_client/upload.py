# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies made of files, streamed: memory does not grow with them."""

from __future__ import annotations

import hashlib
import os
import tempfile
import uuid
from contextlib import ExitStack, contextmanager
from typing import Iterator, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.download import BROKEN
from ansible_collections.lxcri.containers.plugins.module_utils._client.failure import reason_of
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Upload

try:
    import requests
except ImportError:
    requests = None

BLOCK = 1 << 20
# Seconds in which a URL must answer, and go on answering.
TIMEOUT = 60.0


class _Parts:
    """Byte strings and open files read one after the other, with a known length."""

    def __init__(self, parts) -> None:
        self._parts = list(parts)
        self._length = sum(len(part) if isinstance(part, bytes) else os.fstat(part.fileno()).st_size
                           for part in self._parts)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from iter(lambda file=part: file.read(BLOCK), b"")


@contextmanager
def body_of(upload: Upload) -> Iterator[Tuple[object, dict]]:
    """``(body, headers)`` of an upload: one file raw, several as ``multipart/form-data``.

    Source: ``POST /1.0/images`` and ``POST /1.0/storage-pools/{pool}/volumes/custom``.
    """
    with ExitStack() as stack:
        files = [(name, path, _fetched(stack, path, upload.sha256) if "://" in path else _open(stack, path))
                 for name, path in upload.files]
        if len(files) == 1:
            yield files[0][2], dict({"Content-Type": "application/octet-stream"}, **upload.headers)
            return
        boundary = uuid.uuid4().hex
        parts = []
        for name, path, file in files:
            parts.append((
                "--{0}\r\nContent-Disposition: form-data; name=\"{1}\"; filename=\"{2}\"\r\n"
                "Content-Type: application/octet-stream\r\n\r\n"
            ).format(boundary, name, os.path.basename(path).replace('"', "_")).encode())
            parts += [file, b"\r\n"]
        parts.append("--{0}--\r\n".format(boundary).encode())
        yield _Parts(parts), dict({"Content-Type": "multipart/form-data; boundary=" + boundary}, **upload.headers)


def _fetched(stack: ExitStack, url: str, sha256: str):
    """What a URL answers with, in a file that goes away by itself, once its checksum is right."""
    file, digest = stack.enter_context(tempfile.TemporaryFile()), hashlib.sha256()
    try:
        # The bytes as they are kept there, not unpacked on the way.
        with requests.get(url, stream=True, timeout=TIMEOUT, headers={"Accept-Encoding": "identity"}) as answer:
            answer.raise_for_status()
            for block in answer.raw.stream(BLOCK, decode_content=False):
                digest.update(block)
                file.write(block)
    except BROKEN as error:
        raise Unavailable("{0} cannot be fetched ({1}); see whether it answers, or correct the URL.".format(
            url, reason_of(error)))
    if digest.hexdigest() != sha256:
        raise Invalid("What {0} answers with has the SHA-256 {1} and not {2}; correct the checksum, or do not trust "
                      "it.".format(url, digest.hexdigest(), sha256))
    file.seek(0)
    return file


def _open(stack: ExitStack, path: str):
    try:
        return stack.enter_context(open(path, "rb"))
    except OSError as error:
        raise Invalid("{0} cannot be read ({1}); correct the path or its permissions.".format(path, error.strerror))
