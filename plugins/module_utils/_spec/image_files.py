# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Image files on the machine where the work is done: their fingerprint, and metadata for a bare rootfs.

An image's fingerprint is the SHA-256 of its bytes, metadata before rootfs where it is split, so it is known
before the image is uploaded (LXD and Incus: *Image format*).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import tarfile
import tempfile
from typing import Any, Mapping, Sequence

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

BLOCK = 1 << 20


def fingerprint_of_files(paths: Sequence[str]) -> str:
    """SHA-256 in hex over the files, one after the other.

    :raises Invalid: when one cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            with open(path, "rb") as file:
                for block in iter(lambda file=file: file.read(BLOCK), b""):
                    digest.update(block)
        except OSError as error:
            raise Invalid("image file {0} cannot be read ({1}); correct the path or its permissions.".format(
                path, error.strerror))
    return digest.hexdigest()


def metadata_tarball(properties: Mapping[str, Any], architecture: str = "") -> str:
    """Path of a ``metadata.yaml`` tarball for a rootfs that has none, such as a Proxmox template.

    The same properties give the same bytes, and so the same fingerprint; therefore the creation date is the epoch's
    first second.  JSON is YAML.
    """
    document = {
        "architecture": architecture or platform.machine(),
        "creation_date": 1,
        "properties": {str(key): str(value) for key, value in sorted((properties or {}).items())},
        "templates": {"/etc/hostname": {"when": ["create", "copy", "rename"], "template": "hostname.tpl"}},
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, text in (("metadata.yaml", json.dumps(document, indent=1, sort_keys=True) + "\n"),
                           ("templates/hostname.tpl", "{{ container.name }}\n")):
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    content = packed.getvalue()
    path = os.path.join(tempfile.gettempdir(), "lxcri-metadata-{0}.tar".format(hashlib.sha256(content).hexdigest()[:16]))
    _write(path, content)
    return path


def _write(path: str, content: bytes) -> None:
    try:
        with open(path, "rb") as file:
            if file.read() == content:
                return
    except OSError:
        pass
    handle, aside = tempfile.mkstemp(dir=os.path.dirname(path))
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(aside, path)
