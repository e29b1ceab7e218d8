# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's own configuration: ``/1.0``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import DICT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import SETTINGS
from ansible_collections.lxcri.containers.plugins.module_utils._spec.resource import Field, Resource

SERVER = Resource(
    kind="server",
    path="/1.0",
    schema=("server",),
    scope="server",
    singleton=True,
    targeted=True,
    fields=(Field("config", DICT, SETTINGS),),
    mends={
        ("update", 400): "see `config`; a key may be misspelt, or newer than this server",
        ("update", 500): "see the value: an address must be one of this machine and free",
    },
)
