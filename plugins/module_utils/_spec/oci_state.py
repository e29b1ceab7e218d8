# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of an instance as the OCI runtime specification words it.  Pure.

Source: opencontainers/runtime-spec, *runtime.md*, section *State*.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.secrets import is_secret

VERSION = "1.0.2"
NEVER = "1970-01-01T00:00:00Z"
# The specification names creating, created, running and stopped, and lets a runtime add others; runc has paused too.
STATUSES = {"Running": "running", "Frozen": "paused", "Starting": "creating", "Freezing": "running", "Thawed": "running",
            "Stopping": "running", "Ready": "running", "Stopped": "stopped", "Aborting": "stopped", "Error": "stopped"}


def oci_state(instance: Mapping[str, Any], state: Mapping[str, Any], directory: str) -> Dict[str, Any]:
    """``ociVersion``, ``id``, ``status``, ``pid``, ``bundle`` and ``annotations``.

    :arg instance: ``GET /1.0/instances/{name}``.  :arg state: the same with ``/state``.
    :arg directory: where the server keeps everything; the bundle is below it.
    """
    status = STATUSES.get(str(instance.get("status")), "stopped")
    if status == "stopped" and str(instance.get("last_used_at") or NEVER).startswith(NEVER[:19]):
        status = "created"
    document: Dict[str, Any] = {"ociVersion": VERSION, "id": instance["name"], "status": status}
    if status in ("running", "paused", "creating") and (state.get("pid") or 0) > 0:
        document["pid"] = state["pid"]
    document["bundle"] = bundle(instance, directory)
    document["annotations"] = annotations(instance)
    return document


def bundle(instance: Mapping[str, Any], directory: str) -> str:
    """The directory of the instance on the server."""
    kind = "virtual-machines" if instance.get("type") == "virtual-machine" else "containers"
    project = str(instance.get("project") or "default")
    return "{0}/{1}/{2}{3}".format(
        directory.rstrip("/"), kind, project + "_" if project != "default" else "", instance["name"])


def annotations(instance: Mapping[str, Any]) -> Dict[str, str]:
    """What people noted in ``user.*`` (without secrets), and what the specification has no word for."""
    config = instance.get("expanded_config") or instance.get("config") or {}
    found = {key[len("user."):]: str(value) for key, value in sorted(config.items())
             if key.startswith("user.") and not is_secret(key)}
    found.update({
        "lxcri.type": str(instance.get("type") or "container"),
        "lxcri.status": str(instance.get("status") or ""),
        "lxcri.project": str(instance.get("project") or "default"),
        "lxcri.architecture": str(instance.get("architecture") or ""),
    })
    if instance.get("location") not in (None, "", "none"):
        found["lxcri.location"] = str(instance["location"])
    return found
