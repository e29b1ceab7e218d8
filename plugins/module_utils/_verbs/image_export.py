# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image in files of the machine where the module runs: ``GET /1.0/images/{fingerprint}/export``."""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from typing import IO, Any, Callable, Dict, Iterator, Mapping, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.download import Download, download
from ansible_collections.lxcri.containers.plugins.module_utils._client.multipart import Broken, boundary_of, parts
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, OperationFailed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.archive import so_far
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.image_files import fingerprint_of_files
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.images import image_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.local_steps import new_file

ROOT = ".root"


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Files whose bytes give the image's fingerprint are the image."""
    image = image_of(client, options["image"])
    dest = os.path.abspath(os.path.expanduser(options["dest"]))
    if os.path.isdir(dest) or options["dest"].endswith("/"):
        raise Invalid("dest: {0} is a directory; name the file that is to hold the image.".format(options["dest"]))
    result: Dict[str, Any] = {"fingerprint": image["fingerprint"], "size": image.get("size")}
    there = _there(dest)
    for files in (there[:1], there):
        if files and fingerprint_of_files(files) == image["fingerprint"]:
            return Intent(changes=False, result=dict(result, files=_named(files)))
    return Intent(changes=True, before=dict.fromkeys(there, "another file"), after={dest: image["fingerprint"]},
                  result=result, carry=dest)


def _there(dest: str) -> Tuple[str, ...]:
    return tuple(path for path in (dest, dest + ROOT) if os.path.isfile(path)) if os.path.isfile(dest) else ()


def _named(files: Tuple[str, ...]) -> Dict[str, str]:
    """As the ``source`` of module ``image`` names them."""
    return {"path": files[0]} if len(files) == 1 else {"metadata": files[0], "rootfs": files[1]}


def perform(client: Any, options: Mapping[str, Any], intent: Intent, say: Callable[[str], None]) -> Mapping[str, Any]:
    """Write aside, compare with the fingerprint, rename."""
    fingerprint, dest = intent.result["fingerprint"], intent.carry
    with doing("export image {0!r} to {1}".format(options["image"], dest)):
        digest = hashlib.sha256()
        files = []
        with ExitStack() as stack:
            answer = stack.enter_context(download(client, join("images", fingerprint, "export")))
            done = 0
            for path, blocks in _files(dest, answer):
                file: IO[bytes] = stack.enter_context(new_file(path, 0o644))
                files.append(path)
                for block in blocks:
                    file.write(block)
                    digest.update(block)
                    done += len(block)
                    say(so_far(os.path.basename(dest), done, answer.length))
            if digest.hexdigest() != fingerprint:
                raise OperationFailed("what arrived has the SHA-256 {0}, so it is damaged; try again".format(
                    digest.hexdigest()))
        return {"files": _named(tuple(files))}


def _files(dest: str, answer: Download) -> Iterator[Tuple[str, Iterator[bytes]]]:
    boundary = boundary_of(answer.type)
    if boundary is None:
        yield dest, answer.blocks
        return
    try:
        for name, blocks in parts(answer.blocks, boundary):
            yield (dest if name == "metadata" else dest + ROOT), blocks
    except Broken as error:
        raise OperationFailed("{0}; try again".format(error))


IMAGE_EXPORT = Verb(
    name="image_export",
    options={"image": Argument(required=True), "dest": Argument("path", required=True)},
    intend=intend,
    perform=perform,
)
