# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an event of a server means.  Pure; source: the events of LXD 5.0 and Incus 6.0, as they were heard."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional, Tuple

LIFECYCLE, OPERATION = "lifecycle", "operation"
# Changes after which an instance may have what is waited for, or never will.  Commands and files that are read are not
# among them: whoever looks inside an instance causes such events himself, and would be woken by his own looking.
CHANGES = frozenset("instance-" + what for what in (
    "created", "deleted", "file-deleted", "file-pushed", "paused", "ready", "renamed", "restarted", "restored", "resumed",
    "shutdown", "started", "stopped", "updated"))

# What keys of an operation's metadata are about, in one word; others are named by the key's last word.
WORDS = {"fs_progress": "transfer", "create_image_from_container_pack_progress": "pack"}
PERCENT = re.compile(r"(\d+)\s?%")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s?([kKMGT]?i?B)\b(?!/)")


def instance_of(event: Mapping[str, Any]) -> str:
    """The name of the instance that an event is about; empty when it is about something else."""
    source = str((event.get("metadata") or {}).get("source") or "").split("?", maxsplit=1)[0].split("/")
    return source[3] if source[:3] == ["", "1.0", "instances"] and len(source) > 3 else ""


def changed(event: Mapping[str, Any]) -> Optional[Tuple[str, str]]:
    """``(project, name)`` of the instance that an event says has changed; ``None`` when it says no such thing."""
    name = instance_of(event)
    if not name or event.get("type") != LIFECYCLE or event["metadata"].get("action") not in CHANGES:
        return None
    return str(event.get("project") or "default"), name


def progress_of(event: Mapping[str, Any]) -> Optional[Tuple[str, str]]:
    """``(operation's id, "download 43 %")`` when an event says how far an operation is; ``None`` otherwise."""
    metadata = event.get("metadata") or {}
    told = metadata.get("metadata")
    if event.get("type") != OPERATION or not isinstance(told, Mapping) or metadata.get("status") != "Running":
        return None
    far = how_far(told)
    return (str(metadata.get("id") or ""), far) if far else None


def how_far(told: Mapping[str, Any]) -> str:
    """How far work is, as an operation's metadata tells it: a share, an amount or a step; empty when it tells nothing.

    Servers write it as text under a key of its own for each kind of work, such as ``download_progress: "rootfs: 43%
    (12.10MB/s)"``; where they do not know the whole, ``"169.36MB (84.65MB/s)"``.
    """
    for key, value in told.items():
        if not key.endswith("_progress") or not isinstance(value, str) or not value:
            continue
        word = WORDS.get(key) or key[:-len("_progress")].rsplit("_", 1)[-1]
        share, amount = PERCENT.search(value), AMOUNT.search(value)
        if share:
            return "{0} {1} %".format(word, share.group(1))
        return "{0} {1} {2}".format(word, *amount.groups()) if amount else value
    return ""
