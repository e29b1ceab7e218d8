# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an image file says of itself."""

from __future__ import annotations

import io
import json
import re
import tarfile
import time
from dataclasses import dataclass
from typing import Any, Dict, Optional

try:
    import yaml
except ImportError:  # then only metadata that is also JSON can be read
    yaml = None

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure

MAGIC = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x5d\x00\x00", b"\x28\xb5\x2f\xfd", b"hsqs", b"QFI\xfb")


@dataclass
class Parts:
    metadata: bytes
    rootfs: Optional[bytes]
    filename: str
    kind: str = "container"


def split(content_type: str, body: bytes, filename: str) -> Parts:
    """A unified image is the raw body; a split one is a form with the parts ``metadata`` and ``rootfs``."""
    if not content_type.startswith("multipart/form-data"):
        return Parts(body, None, filename)
    found: Dict[str, Any] = {}
    boundary = content_type.partition("boundary=")[2].split(";")[0].strip('"').encode()
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _mark, data = part.partition(b"\r\n\r\n")
        said = dict(re.findall(r'(name|filename)="([^"]*)"', head.decode("utf-8", "replace")))
        found[said.get("name", "")] = (data, said.get("filename", ""))
    rootfs = next((key for key in ("rootfs", "rootfs.img") if key in found), None)
    if "metadata" not in found or rootfs is None:
        raise Failure(400, "Invalid multipart image")
    kind = "virtual-machine" if rootfs == "rootfs.img" else "container"
    return Parts(found["metadata"][0], found[rootfs][0], filename or found[rootfs][1], kind)


def _known(data: bytes) -> bool:
    return data.startswith(MAGIC) or data[257:262] == b"ustar"


def _parse(text: str) -> Dict[str, Any]:
    if yaml is not None:
        return yaml.safe_load(text) or {}
    return json.loads(text)


def describe(parts: Parts) -> Dict[str, Any]:
    """architecture, creation_date, properties and type; {} as properties where the file cannot be read."""
    found: Dict[str, Any] = {"architecture": "x86_64", "creation_date": int(time.time()), "properties": {}}
    found["type"] = parts.kind
    if not parts.metadata:
        raise Failure(400, "EOF")
    if not _known(parts.metadata):
        raise Failure(400, "Unsupported compression")
    try:
        with tarfile.open(fileobj=io.BytesIO(parts.metadata)) as archive:
            names = {name.lstrip("./"): name for name in archive.getnames()}
            if "metadata.yaml" not in names:
                raise Failure(400, "Metadata file not found in the image")
            said = _parse(archive.extractfile(names["metadata.yaml"]).read().decode())
    except (tarfile.TarError, EOFError, OSError):
        return found  # squashfs, zstd
    except ValueError:
        raise Failure(400, "Could not parse the image's metadata") from None
    if not said.get("architecture"):
        raise Failure(400, "Missing architecture")
    if not said.get("creation_date"):
        raise Failure(400, "Missing creation date")
    found.update(architecture=said["architecture"], creation_date=said["creation_date"])
    found["properties"] = {key: str(value) for key, value in (said.get("properties") or {}).items()}
    return found
