# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server's own words say is to be done, whatever the kind and the status.  Pure."""

from __future__ import annotations

import re

BUSY = re.compile(r"busy running an? ", re.IGNORECASE)
# Words of LXD 5.0 and Incus 6.0, and of the tools that they call.
MENDS = (
    (re.compile(r"no space left|disk space|disk quota exceeded|insufficient free space", re.IGNORECASE),
     "make room in the storage pool, or choose another one"),
    (re.compile(r"lstat \S+/containers/|storage pool not found", re.IGNORECASE),
     "if the server ended while the instance was made, delete it and make it again"),
    (BUSY, "run it again when that is over"),
    # Said by a member of a cluster to another one, which has noted the instance already.
    (re.compile(r"server isn't ready yet", re.IGNORECASE), "run it again in a moment"),
    (re.compile(r"\bforkstart\b"), "the instance's log says more, see instance_log_info"),
    # Of a server that is to join a cluster.
    (re.compile(r"no matching cluster join operation", re.IGNORECASE),
     "a token is good for one use, and not for ever: make a new one with `cluster_join_token`"),
    (re.compile(r"already has a member with (the )?(name|address)", re.IGNORECASE),
     "choose another one, or remove the member with `cluster_member` first, if it is gone"),
    (re.compile(r"failed to connect to target cluster", re.IGNORECASE),
     "see that this member runs, and that the server reaches it"),
    (re.compile(r"cannot listen on cluster https socket", re.IGNORECASE),
     "correct `address`, which must be the server's own"),
    (re.compile(r"failed to initiali[sz]e storage pools and networks", re.IGNORECASE),
     "name in `member_config` what it needs on this member, and make a new token with `cluster_join_token`"),
)


def is_busy(message: str) -> bool:
    """Was it refused because the server is doing something else with the same thing?  Then nothing was begun."""
    return BUSY.search(message) is not None


def mend_of(message: str) -> str:
    """The last half of an error's sentence; empty when the words are no known ones."""
    return next((mend for pattern, mend in MENDS if pattern.search(message)), "")
