# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real server as its official command shows it; no code in common with the collection."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

SERVERS = {
    ("lxd", "server"): "LXCRI_LIVE_LXD",
    ("incus", "server"): "LXCRI_LIVE_INCUS",
    ("lxd", "cluster"): "LXCRI_LIVE_LXD_CLUSTER",
    ("incus", "cluster"): "LXCRI_LIVE_INCUS_CLUSTER",
    ("lxd", "ovn"): "LXCRI_LIVE_LXD_OVN",
    ("incus", "ovn"): "LXCRI_LIVE_INCUS_OVN",
    ("lxd", "buckets"): "LXCRI_LIVE_LXD_BUCKETS",
    ("incus", "buckets"): "LXCRI_LIVE_INCUS_BUCKETS",
}
COMMANDS = {"lxd": ("lxc", "LXD_DIR"), "incus": ("incus", "INCUS_DIR")}


class Oracle:
    """``product`` is ``lxd`` or ``incus``, ``socket`` where it listens."""

    def __init__(self, product: str, socket: str) -> None:
        self.product = product
        self.socket = socket
        self.command, variable = COMMANDS[product]
        self.environment = dict(os.environ, **{variable: os.path.dirname(socket)})

    def query(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """What the server answers, ``None`` for what does not exist."""
        words = [self.command, "query", "--wait", "-X", method, ("/1.0/" + path).replace("/1.0/?", "/1.0?").rstrip("/")]
        words += ["-d", json.dumps(body)] if body is not None else []
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False, env=self.environment)
        if done.returncode and method == "GET" and "not found" in done.stderr.lower():
            return None
        assert done.returncode == 0, (words, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else None
